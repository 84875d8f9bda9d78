"""The redline as Markdown, for a pull request or a mail: old words struck out, new ones bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelpact.agreement import Line, Text, plain
from modelpact.redline import (
    BlockChange,
    Change,
    LineChange,
    ParagraphChange,
    Redline,
    SectionChange,
    TableChange,
)
from modelpact.redlines.summary import counted, heading, label, reason
from modelpact.renderers.markdown_text import literal


def render(redline: Redline) -> bytes:
    """The redline in UTF-8, with LF line ends."""
    return "".join(f"{block}\n\n" for block in _document(redline) if block).rstrip("\n").encode() + b"\n"


def _document(redline: Redline) -> Iterator[str]:
    yield f"# {_words(f'Changes from {redline.old.name} to {redline.new.name}')}"
    yield _words(counted(redline), starts_line=True) if any(redline.changed()) else "Nothing differs."
    for section in redline.changed():
        yield f"## {_words(heading(section))}"
        yield "\n".join(f"- {_words(reason(cause), starts_line=True)}" for cause in section.causes)
        yield from _blocks(section)


def _blocks(section: SectionChange) -> Iterator[str]:
    if section.change is Change.SAME:
        return
    for block in section.blocks:
        if block.change is not Change.SAME:
            yield from _block(block)


def _block(block: BlockChange) -> Iterator[str]:
    if isinstance(block, ParagraphChange):
        number = _words(f"{label(block)} ", starts_line=True)
        yield f"{number} {_sentences(block.lines)}".strip()
    else:
        yield _table(block)


def _sentences(lines: Iterable[LineChange]) -> str:
    """The sentences that changed, one a line, with dots for those between them that did not."""
    shown: list[str] = []
    for line in lines:
        if line.change is not Change.SAME:
            shown.append(_line(line))
        elif shown[-1:] != ["…"]:
            shown.append("…")
    return "\n".join(shown)


def _table(table: TableChange) -> str:
    side = table.new or table.old
    assert side is not None
    rows = [[_line(cell) for cell in row.cells] for row in table.rows if row.change is not Change.SAME]
    mark = "" if table.old and table.new else "~~" if table.old else "**"
    header = [_marked(cell, mark) for cell in side.header]
    grid = (header, ["---"] * len(header), *rows)
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in grid)
    caption = f"{_marked((Text(side.caption),), mark)}\n\n" if mark and side.caption else ""
    return f"{caption}{lines}"


def _line(line: LineChange) -> str:
    parts: list[str] = []
    for passage in line.passages:
        if passage.change is Change.SAME:
            parts.append(_literal(passage.new))
        else:
            parts += [_marked(passage.old, "~~"), _marked(passage.new, "**")]
    return "".join(parts).strip()


def _marked(words: Line, mark: str) -> str:
    """The words between two marks; spaces at their ends stand outside, where the marks are read."""
    text = _literal(words)
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{core}{mark}{after}"


def _literal(words: Line) -> str:
    return literal(plain(words))


def _words(text: str, *, starts_line: bool = False) -> str:
    return literal(text, starts_line=starts_line).strip()
