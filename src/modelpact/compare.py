"""Two agreements to a redline: sections matched by id, sentences by likeness, then word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelpact.agreement import (
    Agreement,
    Block,
    Clause,
    Definition,
    Line,
    Paragraph,
    Schedule,
    SignatureBlock,
    Table,
    Text,
)
from modelpact.alignment import align, in_order, word_likeness
from modelpact.diagnostics import Path
from modelpact.redline import (
    BlockChange,
    ParagraphChange,
    Redline,
    RowChange,
    Section,
    SectionChange,
    Side,
    TableChange,
)
from modelpact.words import compared, said, words

_ON_THE_TITLE: tuple[Path, ...] = (("kind",), ("title",), ("id",), ("status",), ("illustrative",))
_SIGNING = ("Act", "Name", "Title")


def compare(old: Agreement, new: Agreement, *, names: tuple[str, str] = ("old", "new")) -> Redline:
    """What changed from the old agreement to the new one; ``names`` is what to call them."""
    before, after = sections(old), sections(new)
    staying = in_order(tuple(before), tuple(after))
    return Redline(
        old=_side(old, names[0]),
        new=_side(new, names[1]),
        sections=tuple(
            _section(
                id_,
                before.get(id_),
                after.get(id_),
                moved=id_ in before and id_ in after and id_ not in staying,
            )
            for id_ in _merged(tuple(before), tuple(after), staying)
        ),
    )


def sections(agreement: Agreement) -> dict[str, Section]:
    """All of an agreement in order, by the anchor of each section."""
    clauses = (
        Section(clause.anchor, str(clause.number), clause.title, clause.blocks, _paths(clause))
        for clause in agreement.clauses()
    )
    schedules = (
        Section(f"schedule:{each.id}", f"Schedule {each.letter}", each.title, each.blocks, _paths(each))
        for each in agreement.schedules
    )
    every = (
        _front(agreement),
        _cover(agreement),
        *clauses,
        *schedules,
        _signing(agreement),
        _closing(agreement),
    )
    return {section.id: section for section in every}


def _front(agreement: Agreement) -> Section:
    parties = (Paragraph(((party,),)) for party in agreement.parties)
    notices = (Paragraph(((Text(notice),),)) for notice in agreement.notices)
    lines = (Text(agreement.title), agreement.subject, Text(agreement.reference))
    head = (Paragraph(((line,),)) for line in lines)
    return Section("page-title", "", "Title", (*head, *parties, *notices), _ON_THE_TITLE)


def _cover(agreement: Agreement) -> Section:
    return Section("page-cover", "", "Cover page", agreement.cover)


def _signing(agreement: Agreement) -> Section:
    blocks: tuple[Block, ...] = (*agreement.signing, *map(_signature, agreement.signatures))
    return Section("page-signatures", "", "Signatures", blocks)


def _signature(block: SignatureBlock) -> Table:
    """A party's signature lines as a table, captioned with its name."""
    people = [("Signature", person) for person in block.signatories]
    people += [("Read and acknowledged", person) for person in block.acknowledgements]
    rows = tuple(((Text(act),), (person.name,), (person.title,)) for act, person in people)
    return Table(tuple((Text(title),) for title in _SIGNING), rows, caption=block.party.text)


def _closing(agreement: Agreement) -> Section:
    return Section("page-closing", "", "Closing lines", agreement.closing)


def _paths(section: Clause | Schedule) -> tuple[Path, ...]:
    return tuple(origin.path for origin in section.sources)


def _side(agreement: Agreement, name: str) -> Side:
    return Side(
        name,
        agreement.title,
        agreement.reference,
        agreement.form_version,
        agreement.spec_hash,
        agreement.form_hash,
    )


def _merged(old: Sequence[str], new: Sequence[str], staying: frozenset[str]) -> list[str]:
    """The new sections in order, those that are gone after the one that stood before them."""
    merged, known = list(new), set(new)
    for place, id_ in enumerate(old):
        if id_ not in known:
            before = next(
                (each for each in reversed(old[:place]) if each in staying or each not in known), None
            )
            merged.insert(merged.index(before) + 1 if before else 0, id_)
    return merged


def _section(id_: str, old: Section | None, new: Section | None, *, moved: bool) -> SectionChange:
    pairs = align(old.blocks if old else (), new.blocks if new else (), _block_likeness)
    return SectionChange(id_, old, new, moved, tuple(change for pair in pairs for change in _blocks(*pair)))


# --- blocks


def _block_likeness(old: Block, new: Block) -> float:
    match old, new:
        case Definition(), Definition():
            return float(old.term == new.term)
        case Paragraph(), Paragraph():
            if old.level != new.level:
                return 0.0
            if old.name and old.name == new.name:
                return 1.0
            return _line_likeness(_all(old.lines), _all(new.lines))
        case Table(), Table():
            return float(_head(old) == _head(new)) * (1.0 if old.caption == new.caption else 0.6)
    return 0.0


def _head(table: Table) -> tuple[object, ...]:
    return table.row_headers, *map(words, table.header)


def _blocks(old: Block | None, new: Block | None) -> Iterator[BlockChange]:
    match old, new:
        case ((Table() | None), (Table() | None)):
            pairs = align(old.rows if old else (), new.rows if new else (), _row_likeness)
            yield TableChange(old, new, tuple(_row(*pair) for pair in pairs))
        case ((Paragraph() | Definition() | None), (Paragraph() | Definition() | None)):
            lines = align(old.lines if old else (), new.lines if new else (), _line_likeness)
            yield ParagraphChange(old, new, tuple(compared(*pair) for pair in lines))


def _row_likeness(old: tuple[Line, ...], new: tuple[Line, ...]) -> float:
    if words(old[0]) and words(old[0]) == words(new[0]):
        return 1.0
    return _line_likeness(_all(old), _all(new))


def _row(old: tuple[Line, ...] | None, new: tuple[Line, ...] | None) -> RowChange:
    width = len(old or new or ())
    cells = zip(old or (None,) * width, new or (None,) * width, strict=True)
    return RowChange(old, new, tuple(compared(*pair) for pair in cells))


def _line_likeness(old: Line, new: Line) -> float:
    return 1.0 if said(old) == said(new) else min(word_likeness(words(old), words(new)), 0.99)


def _all(lines: Sequence[Line]) -> Line:
    return tuple(inline for line in lines for inline in (*line, Text(" ")))
