"""The places of our own agreement where a returned file has words too: headings, paragraphs, cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from modelpact.agreement import Agreement, Definition, Line, Paragraph, Table, Text, plain
from modelpact.compare import sections
from modelpact.redline import Section
from modelpact.renderers.word_runs import Runs, bookmark

CONTENTS = "Contents"
_HEADLESS = ("page-title", "page-closing")
"""Sections that begin without a heading."""


class Place(NamedTuple):
    """Where words stand: a section, a block of it, of a table the row and the cell."""

    section: str
    block: int = -1
    """-1 for the heading."""
    row: int = -1
    """-1 for the caption of a table, -2 for its header."""
    cell: int = -1


HEADER = -2


@dataclass(frozen=True, slots=True)
class Slot:
    """A place and our words there, sentence by sentence."""

    place: Place
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The words, as a file would be compared with them."""
        return " ".join(" ".join(map(plain, self.lines)).split())


@dataclass(frozen=True, slots=True)
class TableSlots:
    """The places of a table: its header, then its rows."""

    section: str
    block: int
    rows: tuple[tuple[Slot, ...], ...]

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(slot.text for row in self.rows for slot in row)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between one heading and the next."""

    heading: Slot | None
    bookmark: str
    """The bookmark that our file has at the heading; empty for the beginning of the document."""
    slots: tuple[Slot, ...]
    tables: tuple[TableSlots, ...]

    def every(self) -> Iterator[Slot]:
        """All its places, those of tables last."""
        yield from (self.heading,) if self.heading else ()
        yield from self.slots
        yield from (slot for table in self.tables for row in table.rows for slot in row)


def stretches(agreement: Agreement) -> list[Stretch]:
    """The agreement as a file has it, heading by heading."""
    found: list[Stretch] = []
    for section in sections(agreement).values():
        slots, tables = tuple(_slots(section)), tuple(_tables(section))
        if section.id == "page-closing":
            last = found.pop()
            found.append(Stretch(last.heading, last.bookmark, (*last.slots, *slots), last.tables))
        elif section.id in _HEADLESS:
            found.append(Stretch(None, "", slots, tables))
        else:
            heading = Slot(Place(section.id), ((Text(section.title),),))
            found.append(Stretch(heading, bookmark(section.anchor), slots, tables))
    return found


def _slots(section: Section) -> Iterator[Slot]:
    """The paragraphs, and the lines above tables."""
    for at, block in enumerate(section.blocks):
        match block:
            case Paragraph(lines=lines) | Definition(lines=lines):
                yield Slot(Place(section.id, at), lines)
            case Table(caption=caption) if caption:
                yield Slot(Place(section.id, at), ((Text(caption),),))


def _tables(section: Section) -> Iterator[TableSlots]:
    for at, block in enumerate(section.blocks):
        if isinstance(block, Table):
            header = _row(section.id, at, HEADER, block.header)
            rows = (_row(section.id, at, number, row) for number, row in enumerate(block.rows))
            yield TableSlots(section.id, at, (header, *rows))


def _row(section: str, block: int, row: int, cells: tuple[Line, ...]) -> tuple[Slot, ...]:
    return tuple(Slot(Place(section, block, row, at), (cell,)) for at, cell in enumerate(cells))


def numbers(agreement: Agreement) -> Mapping[str, str]:
    """What each field shows that refers to a place of the agreement, by the place's bookmark."""
    runs = Runs(agreement, {}, bookmark)
    return {
        target: number
        for stretch in stretches(agreement)
        for slot in stretch.every()
        for line in slot.lines
        for target, number in runs.numbers(line)
    }
