"""Markdown, the form that reviewers compare in version control: one sentence a line, nothing decorative.

Headings, links, tables and texts are the same to CommonMark, GitHub and pandoc's own dialect. The only raw
HTML is the empty anchor that cross-references point at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape as escape_attribute
from urllib.parse import quote

from modelpact.agreement import (
    Agreement,
    Block,
    Clause,
    Definition,
    Line,
    Paragraph,
    Part,
    Schedule,
    SignatureBlock,
    Table,
    Text,
)
from modelpact.renderers.markdown_text import literal, written
from modelpact.renderers.seal import sealed

_SEAL_LINE = '[modelpact]: <> "{seal}"'


def render(agreement: Agreement) -> bytes:
    """The agreement as Markdown in UTF-8, with LF line ends, ending in its seal."""
    text = "".join(f"{block}\n\n" for block in _document(agreement) if block)
    return sealed(text, agreement, _SEAL_LINE)


def _document(agreement: Agreement) -> Iterator[str]:
    """Every block in order; an empty one is left out."""
    yield f"# {_words(agreement.title)}"
    yield from _title(agreement)
    if agreement.cover:
        yield f"## Cover page {_target('page-cover')}"
    yield from _blocks(agreement.cover)
    for part in agreement.parts:
        yield from _part(part)
    for schedule in agreement.schedules:
        yield from _schedule(schedule)
    for annex in agreement.annexes:
        yield f"## {_words(annex.title)} {_target(annex.anchor)}"
        yield from _blocks(annex.blocks)
    yield from _signatures(agreement)
    yield from _blocks(agreement.closing)


def _title(agreement: Agreement) -> Iterator[str]:
    """What it is about, its reference, who makes it, notices."""
    yield _bold(agreement.subject.text)
    yield f"Reference: {_words(agreement.reference)}"
    parties = "\nand ".join(_bold(party.text) for party in agreement.parties)
    yield f"Between {parties}" if parties else ""
    yield from (written((Text(notice),), starts_line=True) for notice in agreement.notices)


def _part(part: Part) -> Iterator[str]:
    if part.title:
        yield f"## Part {part.letter}. {_words(part.title)} {_target(part.anchor)}"
    for clause in part.clauses:
        yield from _clause(clause, "###" if part.title else "##")


def _clause(clause: Clause, level: str) -> Iterator[str]:
    yield f"{level} {clause.number}. {_words(clause.title)} {_target(clause.anchor)}"
    yield from _blocks(clause.blocks)


def _schedule(schedule: Schedule) -> Iterator[str]:
    yield f"## Schedule {schedule.letter}. {_words(schedule.title)} {_target(schedule.anchor)}"
    yield from _blocks(schedule.blocks)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Table():
                yield from _table(block)
            case Definition(anchor=anchor, lines=lines):
                yield _paragraph("", anchor, lines)
            case Paragraph(label=label, anchor=anchor, lines=lines):
                yield _paragraph(label, anchor, lines)


def _paragraph(label: str, anchor: str, lines: tuple[Line, ...]) -> str:
    """One sentence a line; the number first, then the target of links."""
    if not anchor:
        first = lines[0] if lines else ()
        return _sentences(((Text(f"{label} " if label else ""), *first), *lines[1:]))
    number = literal(f"{label} ", starts_line=True) if label else ""
    return f"{number}{_target(anchor)}{_sentences(lines)}"


def _sentences(lines: Iterable[Line]) -> str:
    written_lines = (written(line, starts_line=True) for line in lines)
    return "\n".join(line for line in written_lines if line)


def _table(table: Table) -> Iterator[str]:
    yield _bold(table.caption)
    yield _grid(
        [written(cell) for cell in table.header], [[written(cell) for cell in row] for row in table.rows]
    )


def _grid(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A pipe table, without padding: a longer value must not change the other rows."""
    header = tuple(header)
    lines = (header, ("---",) * len(header), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _signatures(agreement: Agreement) -> Iterator[str]:
    if agreement.signing or agreement.signatures:
        yield f"## Signatures {_target('page-signatures')}"
    yield from _blocks(agreement.signing)
    for block in agreement.signatures:
        yield from _signature(block)


def _signature(block: SignatureBlock) -> Iterator[str]:
    for table in block.tables():
        yield from _table(table)


def _bold(text: str) -> str:
    """A paragraph of bold text, or nothing."""
    inside = _words(text)
    return f"**{inside}**" if inside else ""


def _words(text: str) -> str:
    """Literal text inside a heading or a cell."""
    return literal(text).strip()


def _target(anchor: str) -> str:
    """The place that links to this id lead to."""
    return f'<a id="{escape_attribute(quote(anchor, safe="."))}"></a>'
