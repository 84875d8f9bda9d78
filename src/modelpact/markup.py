"""The form's markup, parsed: numbered paragraphs, tables, bold and italic. See ``templates/README.md``.

Works on filled text, in which every value of the spec is one token; what a value says is never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from modelpact.agreement import Emphasis, Inline, Line, Strong
from modelpact.diagnostics import FormError
from modelpact.norms import BRACES, settings

_ITEM = re.compile(r"(?P<indent>(?: {3})*)1\. (?P<text>.*)")
_DEEPEST = 3
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_SENTENCE_END = (".", ":", ";", "?", "!", ".”", "; and", "; or")
_STYLED = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<emphasis>.+?)\*")


@dataclass(slots=True)
class ParagraphDraft:
    """A paragraph before it has a number; ``attributes`` are what its braces say."""

    level: int
    lines: list[str] = field(default_factory=list)
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class TableDraft:
    """A table as rows of cells, the header first."""

    caption: str
    rows: list[list[str]] = field(default_factory=list)


Draft = ParagraphDraft | TableDraft


def parse_blocks(text: str) -> list[Draft]:
    """The paragraphs and tables of a filled template. Raises FormError."""
    blocks: list[Draft] = []
    caption, open_paragraph = "", False
    for line in (_single_spaced(line) for line in text.split("\n")):
        bare = line.strip()
        if not bare:
            open_paragraph = False
        elif bare.startswith("|"):
            caption = _add_row(blocks, bare, caption)
        elif bare.startswith("Table: "):
            caption = bare.removeprefix("Table: ")
        elif item := _ITEM.fullmatch(line):
            blocks.append(ParagraphDraft(_level(item)))
            _add_line(blocks[-1], item["text"].strip())
            open_paragraph = True
        else:
            if not (
                blocks
                and isinstance(blocks[-1], ParagraphDraft)
                and (open_paragraph or line.startswith("   "))
            ):
                blocks.append(ParagraphDraft(level=0))
            _add_line(blocks[-1], bare)
            open_paragraph = True
    _punctuate([block for block in blocks if isinstance(block, ParagraphDraft)])
    return blocks


def _level(item: re.Match[str]) -> int:
    level = len(item["indent"]) // 3 + 1
    if level > _DEEPEST:
        raise FormError(
            f"a paragraph is indented {level} levels, more than {_DEEPEST}", about=item[0].split(" {")[0]
        )
    return level


def _punctuate(paragraphs: list[ParagraphDraft]) -> None:
    """End list items that the form left open, as those of a loop: ``;``, then ``; and``, then a full stop."""
    levels = [paragraph.level for paragraph in paragraphs] + [0, 0]
    for at, item in enumerate(paragraphs):
        if item.level > 1 and item.lines and not item.lines[-1].endswith(_SENTENCE_END):
            is_last, is_last_but_one = (level != item.level for level in levels[at + 1 : at + 3])
            item.lines[-1] += "." if is_last else "; and" if is_last_but_one else ";"


def _single_spaced(line: str) -> str:
    if "  " not in line:
        return line
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + re.sub(" {2,}", " ", line[indent:])


def _add_row(blocks: list[Draft], line: str, caption: str) -> str:
    """Put a row into the table at the end; returns the caption that still waits for a table."""
    if not (blocks and isinstance(blocks[-1], TableDraft)) or caption:
        blocks.append(TableDraft(caption))
    table = blocks[-1]
    assert isinstance(table, TableDraft)
    if not _RULE.fullmatch(line):
        table.rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return ""


def _add_line(block: Draft, line: str) -> None:
    """Add a sentence, or the rest of one that the line before did not end."""
    assert isinstance(block, ParagraphDraft)
    if braces := line.endswith("}") and BRACES.search(line):
        line = line[: braces.start()]
        if block.name or block.attributes:
            message = f"a paragraph has braces twice, the second time {{{braces['inside']}}}"
            raise FormError(message, about=f"{{{braces['inside']}}}")
        block.name, block.attributes = settings(braces["inside"])
    if block.lines and not block.lines[-1].endswith(_SENTENCE_END):
        block.lines[-1] = f"{block.lines[-1]} {line}".strip()
    elif line:
        block.lines.append(line)


def parse_line(text: str, leaf: Callable[[str], Iterator[Inline]]) -> Line:
    """The inlines of one line; ``leaf`` makes those of the text between the marks of bold and italic."""
    if "*" not in text:
        return tuple(leaf(text))
    inlines: list[Inline] = []
    at = 0
    for styled in _STYLED.finditer(text):
        inlines += leaf(text[at : styled.start()])
        style = Strong if styled["strong"] else Emphasis
        inlines.append(style(tuple(leaf(styled["strong"] or styled["emphasis"]))))
        at = styled.end()
    inlines += leaf(text[at:])
    return tuple(inlines)
