"""Two agreements to a redline: sections matched by id, sentences by likeness, then word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from modelpact.agreement import (
    Agreement,
    Annex,
    Block,
    Clause,
    Definition,
    Line,
    Paragraph,
    Part,
    Schedule,
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


def compare(old: Agreement, new: Agreement, *, names: tuple[str, str] = ("old", "new")) -> Redline:
    """What changed from the old agreement to the new one; ``names`` is what to call them."""
    return compare_sections(Side(names[0], old), Side(names[1], new), sections(old), sections(new))


def compare_sections(
    old: Side, new: Side, before: Mapping[str, Section], after: Mapping[str, Section]
) -> Redline:
    """Likewise, for two sides whose sections are known: those of a file need not be what a spec makes."""
    staying = in_order(tuple(before), tuple(after))
    changes = {
        id_: _section(
            id_,
            before.get(id_),
            after.get(id_),
            moved=id_ in before and id_ in after and id_ not in staying,
        )
        for id_ in _merged(tuple(before), tuple(after), staying)
    }
    return Redline(
        old=old,
        new=new,
        sections=tuple(changes.values()),
        places=tuple(_placed(changes, tuple(before), staying)),
    )


def unchanged(agreement: Agreement) -> Redline:
    """The redline of an agreement that has not changed."""
    side, known = Side("", agreement), sections(agreement)
    same = tuple(_section(id_, section, section, moved=False) for id_, section in known.items())
    return Redline(side, side, same, same)


def sections(agreement: Agreement) -> dict[str, Section]:
    """All of an agreement in order, by the anchor of each section."""
    parts = (section for part in agreement.parts for section in _part(part))
    schedules = (
        Section(f"schedule:{each.id}", f"Schedule {each.letter}", each.title, each.blocks, _paths(each))
        for each in agreement.schedules
    )
    annexes = (Section(each.anchor, "", each.title, each.blocks, _paths(each)) for each in agreement.annexes)
    every = (
        _front(agreement),
        *([_cover(agreement)] if agreement.cover else []),
        *parts,
        *schedules,
        *annexes,
        _signing(agreement),
        _closing(agreement),
    )
    return {section.id: section for section in every}


def _part(part: Part) -> Iterator[Section]:
    """The heading of a part, then its clauses."""
    if part.title:
        yield Section(f"part:{part.title}", f"Part {part.letter}", part.title, ())
    for clause in part.clauses:
        yield Section(clause.anchor, str(clause.number), clause.title, clause.blocks, _paths(clause))


def _front(agreement: Agreement) -> Section:
    lines = [
        ("reference", Text(agreement.reference)),
        ("title", Text(agreement.title)),
        ("subject", agreement.subject),
        *(("party", party) for party in agreement.parties),
        *(("notice", Text(notice)) for notice in agreement.notices),
    ]
    blocks = tuple(Paragraph(((line,),), name=name) for name, line in lines)
    return Section("page-title", "", "Title", blocks, _ON_THE_TITLE)


def _cover(agreement: Agreement) -> Section:
    return Section("page-cover", "", "Cover page", agreement.cover)


def _signing(agreement: Agreement) -> Section:
    tables = (table for block in agreement.signatures for table in block.tables())
    return Section("page-signatures", "", "Signatures", (*agreement.signing, *tables))


def _closing(agreement: Agreement) -> Section:
    return Section("page-closing", "", "Closing lines", agreement.closing)


def _paths(section: Clause | Schedule | Annex) -> tuple[Path, ...]:
    return tuple(origin.path for origin in section.sources)


def _merged(old: Sequence[str], new: Sequence[str], staying: AbstractSet[str]) -> list[str]:
    """The new sections in order, those that are gone after the one that stood before them."""
    merged, known = list(new), set(new)
    for place, id_ in enumerate(old):
        if id_ not in known:
            before = next(
                (each for each in reversed(old[:place]) if each in staying or each not in known), None
            )
            merged.insert(merged.index(before) + 1 if before else 0, id_)
    return merged


def _placed(
    changes: Mapping[str, SectionChange], old: Sequence[str], staying: AbstractSet[str]
) -> Iterator[SectionChange]:
    """The sections with each that was moved in both its places."""
    gone = {id_: f"{id_} gone" if changes[id_].moved else id_ for id_ in old}
    for id_ in _merged(tuple(gone.values()), tuple(changes), staying | (gone.keys() & set(gone.values()))):
        section = changes[id_.removesuffix(" gone")]
        if not section.moved:
            yield section
        elif id_ in changes:
            yield _section(id_, None, section.new, moved=False)
        else:
            yield _section(section.id, section.old, None, moved=False)


def _section(id_: str, old: Section | None, new: Section | None, *, moved: bool) -> SectionChange:
    pairs = align(old.blocks if old else (), new.blocks if new else (), _block_likeness)
    blocks = tuple(change for pair in pairs for change in _blocks(*pair))
    heading = compared((Text(old.title),) if old else None, (Text(new.title),) if new else None)
    return SectionChange(id_, old, new, moved, heading, blocks)


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
            return float(_head(old) == _head(new))
    return 0.0


def _head(table: Table) -> tuple[object, ...]:
    return table.caption, table.row_headers, *map(words, table.header)


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
