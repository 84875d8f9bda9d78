"""What a returned file changes of our agreement, place by place, and the agreement as the file has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from modelpact.agreement import Agreement, Block, Line, Paragraph, Table, Text, plain
from modelpact.compare import sections
from modelpact.redline import Section
from modelpact.returned.document import Document, Hand, Remark
from modelpact.returned.margins import told
from modelpact.returned.matching import CELLS, Match, matched
from modelpact.returned.rewording import Rewording
from modelpact.returned.slots import HEADER, Place, Slot


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where the file says something else."""

    place: Place
    """The place itself, or the one after which something is new."""
    ours: Slot | None
    """None where it is new."""
    theirs: str | None
    """None where it is gone."""
    hands: tuple[Hand, ...]
    """Who tracked it."""
    is_silent: bool
    """Whether some of it is not tracked."""
    style: str = ""
    """Of the paragraph in the file, by its id there."""

    @property
    def is_heading(self) -> bool:
        """Whether it has the style of a heading."""
        return self.style.startswith("Heading")

    @property
    def level(self) -> int | None:
        """Of a paragraph of the agreement, as the style says; None where it says nothing."""
        return _level_of(self.style)

    def rewording(self) -> Rewording:
        """Ours beside theirs."""
        return Rewording(self.ours.lines if self.ours else (), self.theirs or "")


class Commented(NamedTuple):
    """A comment and where it stands."""

    place: Place
    remark: Remark


@dataclass(frozen=True, slots=True)
class Changes:
    """All that the file changes."""

    slots: tuple[Slot, ...]
    """Every place of ours."""
    edits: tuple[Edit, ...]
    comments: tuple[Commented, ...]
    notes: tuple[str, ...]
    moved: frozenset[str]
    """Sections that stand elsewhere among the others than in ours."""
    levels: tuple[Place, ...]
    """Paragraphs of ours that the file numbers as if they stood at another level."""


def changes(agreement: Agreement, document: Document) -> Changes:
    """What the file says beside our agreement. Raises WordError where it is not of this agreement."""
    matches, moved = matched(agreement, document)
    comments = tuple(
        Commented(match.after, document.remarks[id_])
        for match in matches
        for id_ in (match.theirs.remarks if match.theirs else ())
        if id_ in document.remarks
    )
    edits = tuple(edit for match in matches if (edit := _edit(match)))
    slots = tuple(match.ours for match in matches if match.ours)
    notes = (*document.notes, *told(document.margins, agreement))
    if document.seal not in ("", agreement.spec_hash):
        notes = (_OTHER_SPEC, *notes)
    levels = tuple(_at_another_level(matches, agreement))
    return Changes(slots, edits, comments, notes, moved, levels)


def _at_another_level(matches: Iterable[Match], agreement: Agreement) -> Iterator[Place]:
    """Where the style that the file gives a paragraph is of another level than ours."""
    known = sections(agreement)
    for match in matches:
        level = _level_of(match.theirs.style) if match.theirs else None
        if match.ours and level is not None and match.ours.place.block >= 0:
            block = known[match.ours.place.section].blocks[match.ours.place.block]
            if isinstance(block, Paragraph) and block.level != level:
                yield match.ours.place


_LEVEL = re.compile("(?:Level|Schedule) ?([0-3])$")


def _level_of(style: str) -> int | None:
    found = _LEVEL.search(style)
    return int(found[1]) if found else None


_OTHER_SPEC = (
    "it was rendered from another version of the spec: what has changed in ours since shows as if they had"
    " changed it without tracking"
)


def _edit(match: Match) -> Edit | None:
    ours = match.ours.text if match.ours else None
    was = match.theirs.was if match.theirs else None
    now = match.theirs.now if match.theirs else None
    if (ours or "") == (now or ""):
        return None
    hands = match.theirs.hands if match.theirs else ()
    style = match.theirs.style if match.theirs else ""
    return Edit(match.after, match.ours, now or None, hands, (ours or "") != (was or ""), style)


# --- the agreement as the file has it

ADDED = "added:"
"""How the ids of sections begin that only the file has."""


def their_sections(agreement: Agreement, edits: Iterable[Edit]) -> dict[str, Section]:
    """Our sections with the words of the file; one whose heading and words are gone is gone."""
    by_section: dict[str, list[Edit]] = {}
    for edit in edits:
        by_section.setdefault(edit.place.section, []).append(edit)
    found: dict[str, Section] = {}
    for id_, section in sections(agreement).items():
        made = _Made(section, by_section.get(id_, ()))
        for each in (made.section(), *made.added(len(found))):
            if each.title or each.blocks:
                found[each.id] = each
    return found


def words_of(section: Section | None) -> list[str]:
    """Its words alone, whatever of them are values, terms or references."""
    if section is None:
        return []
    said = [section.title]
    for block in section.blocks:
        lines = (block.header, *block.rows) if isinstance(block, Table) else (block.lines,)
        said += [" ".join(map(plain, line)) for line in lines]
    return said


class _Made:
    """One section with the words of the file."""

    def __init__(self, ours: Section, edits: Iterable[Edit]) -> None:
        self._ours = ours
        self._at = {edit.place: edit for edit in edits if edit.ours}
        self._new: dict[int, list[Edit]] = {}
        self._rows: dict[Place, list[Edit]] = {}
        self._clauses: list[tuple[str, list[Edit]]] = []
        for edit in edits:
            if edit.ours is None and edit.theirs is not None:
                self._take(edit, edit.theirs)

    def _take(self, edit: Edit, words: str) -> None:
        """A new paragraph; from a heading on, of a clause of its own."""
        if edit.is_heading:
            self._clauses.append((words, []))
        elif self._clauses:
            self._clauses[-1][1].append(edit)
        elif edit.place.cell >= 0:
            self._rows.setdefault(edit.place, []).append(edit)
        else:
            self._new.setdefault(edit.place.block, []).append(edit)

    def section(self) -> Section:
        heading = self._at.get(Place(self._ours.id))
        title = self._ours.title if heading is None else heading.theirs or ""
        blocks: list[Block] = [_paragraph(new, self._ours.blocks[:1]) for new in self._new.get(-1, ())]
        for number, block in enumerate(self._ours.blocks):
            kept = self._block(number, block)
            blocks += [kept] if kept else []
            blocks += [_paragraph(new, (block,)) for new in self._new.get(number, ())]
        return self._ours._replace(title=title, blocks=tuple(blocks))

    def added(self, first: int) -> Iterator[Section]:
        """The clauses that only the file has, after this one."""
        for number, (title, edits) in enumerate(self._clauses, start=first):
            blocks = tuple(_paragraph(edit, (Paragraph((), level=1),)) for edit in edits)
            yield Section(f"{ADDED}{number}", "", title, blocks)

    def _block(self, number: int, block: Block) -> Block | None:
        if isinstance(block, Table):
            return self._table(number, block)
        edit = self._at.get(Place(self._ours.id, number))
        if edit is None:
            return block
        return None if edit.theirs is None else replace(block, lines=edit.rewording().merged())

    def _table(self, number: int, table: Table) -> Table | None:
        caption = self._at.get(Place(self._ours.id, number))
        kept = self._added_rows(number, HEADER, len(table.header))
        for place, cells in enumerate(table.rows):
            row = self._row(number, place, cells)
            kept += [row] if any(row) or not any(cells) else []
            kept += self._added_rows(number, place, len(cells))
        if not kept and table.rows:
            return None
        words = table.caption if caption is None else caption.theirs or ""
        header = self._row(number, HEADER, table.header)
        return replace(table, header=header, rows=tuple(kept), caption=words)

    def _added_rows(self, block: int, row: int, width: int) -> list[tuple[Line, ...]]:
        """The rows that only the file has after this one, each as wide as the table."""
        edits = self._rows.get(Place(self._ours.id, block, row, 0), ())
        split = ((edit.theirs or "").split(CELLS, width - 1) for edit in edits)
        padded = ([*cells, *[""] * (width - len(cells))] for cells in split)
        return [tuple((Text(cell),) if cell else () for cell in cells) for cells in padded]

    def _row(self, block: int, row: int, cells: tuple[Line, ...]) -> tuple[Line, ...]:
        edits = (self._at.get(Place(self._ours.id, block, row, cell)) for cell in range(len(cells)))
        return tuple(_cell(cell, edit) for cell, edit in zip(cells, edits, strict=True))


def _paragraph(edit: Edit, beside: tuple[Block, ...]) -> Paragraph:
    """What is new, at the level that its style has, else of what it stands beside."""
    like = beside[0].level if beside and isinstance(beside[0], Paragraph) else 0
    return Paragraph(((Text(edit.theirs or ""),),), level=like if edit.level is None else edit.level)


def _cell(cell: Line, edit: Edit | None) -> Line:
    if edit is None:
        return cell
    lines = edit.rewording().merged()
    return lines[0] if lines else ()
