"""The redline: what changed between two agreements, as a tree that renderers read like an agreement.

It holds both agreements whole: leaving out all that is new gives the old one, leaving out all that is old the
new one. Numbers of clauses and paragraphs are computed, so a change of number is no change of words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from modelpact.agreement import Agreement, Block, Definition, Line, Paragraph, Table
from modelpact.diagnostics import Path, Span


class Change(StrEnum):
    """What happened to a part of the agreement."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"


class Cause(NamedTuple):
    """Why something changed: a field of the spec, or in words something else."""

    path: Path = ()
    """The field; empty where it is not one."""
    old: str = ""
    new: str = ""
    """Its values as the specs write them; ``not stated`` where a spec has none."""
    old_span: Span | None = None
    new_span: Span | None = None
    """Where the specs state them; None for a default."""
    favours: str = ""
    """``provider`` or ``recipient``: whom the new value favours, as the schema says; a reading aid."""
    because: str = ""
    """What it was, where it is no field: ``clause “Audit” was added``."""


class Passage(NamedTuple):
    """Words that stand in both, in one, or in one in place of the other's."""

    old: Line
    new: Line
    """Where nothing changed, both say the same; the number of a reference may still differ."""
    change: Change


class LineChange(NamedTuple):
    """One sentence, or one cell of a table."""

    old: Line | None
    """None where it was not there."""
    new: Line | None
    passages: tuple[Passage, ...]
    """The whole of it, in order."""

    @property
    def change(self) -> Change:
        """Added, removed, reworded or the same."""
        return _change(self.old, self.new, (passage.change for passage in self.passages))


class ParagraphChange(NamedTuple):
    """A paragraph or a definition, sentence by sentence."""

    old: Paragraph | Definition | None
    new: Paragraph | Definition | None
    lines: tuple[LineChange, ...]
    causes: tuple[Cause, ...] = ()

    @property
    def change(self) -> Change:
        """Added, removed, reworded or the same."""
        return _change(self.old, self.new, (line.change for line in self.lines))


class RowChange(NamedTuple):
    """A row of a table, cell by cell."""

    old: tuple[Line, ...] | None
    new: tuple[Line, ...] | None
    cells: tuple[LineChange, ...]

    @property
    def change(self) -> Change:
        """Added, removed, reworded or the same."""
        return _change(self.old, self.new, (cell.change for cell in self.cells))


class TableChange(NamedTuple):
    """A table, row by row; both have the same header, or it is another table."""

    old: Table | None
    new: Table | None
    rows: tuple[RowChange, ...]
    causes: tuple[Cause, ...] = ()

    @property
    def change(self) -> Change:
        """Added, removed, reworded or the same."""
        return _change(self.old, self.new, (row.change for row in self.rows))


BlockChange = ParagraphChange | TableChange


class Section(NamedTuple):
    """A part of an agreement that is compared by itself: its title page, its cover, a clause, a schedule."""

    id: str
    label: str
    """``12`` for a clause, ``Schedule B``, or empty."""
    title: str
    blocks: tuple[Block, ...]
    sources: tuple[Path, ...] = ()
    """What was read to make it."""

    @property
    def anchor(self) -> str:
        """The target of links to it."""
        sort, _, _ = self.id.partition(":")
        if sort in ("part", "schedule"):
            return f"{sort}-{self.label.rpartition(' ')[2].lower()}"
        return self.id


class SectionChange(NamedTuple):
    """A section of one agreement beside that of the other."""

    id: str
    old: Section | None
    new: Section | None
    moved: bool
    """Whether it stands elsewhere among the sections that both have."""
    heading: LineChange
    blocks: tuple[BlockChange, ...]
    causes: tuple[Cause, ...] = ()
    """Of all that changed in it, each once."""

    @property
    def change(self) -> Change:
        """Added, removed, reworded or the same; a new title counts as new words."""
        inside = (self.heading.change, *(block.change for block in self.blocks))
        return _change(self.old, self.new, iter(inside))

    @property
    def renumbered(self) -> bool:
        """Whether it is in both under another number."""
        return bool(self.old and self.new and self.old.label != self.new.label)

    @property
    def latest(self) -> Section:
        """As it is now; as it was, where it is gone."""
        section = self.new or self.old
        assert section is not None
        return section


class Side(NamedTuple):
    """One of the two agreements."""

    name: str
    """What the reader called it: a file, a revision, ``standard``."""
    agreement: Agreement
    is_returned: bool = False
    """Whether it is a file that came back, in which somebody may have written anything over the agreement."""

    @property
    def versions(self) -> str:
        """What it was made of; of a file that came back that proves nothing, so it says only that."""
        if self.is_returned:
            return "as it came back"
        return f"form {self.agreement.form_version}, spec {self.agreement.spec_hash[:12]}"


class Author(NamedTuple):
    """Whom and when tracked changes name."""

    name: str
    date: datetime


UNNAMED = Author("modelpact", datetime(2000, 1, 1, tzinfo=UTC))
"""Where the caller names nobody: the same redline gives the same bytes, whenever it is made."""


class Redline(NamedTuple):
    """Two agreements side by side."""

    old: Side
    new: Side
    sections: tuple[SectionChange, ...]
    """In the new order; what is gone stands after what stood before it."""
    places: tuple[SectionChange, ...]
    """Likewise, but what was moved stands as gone at its old place and as added at its new one."""
    author: Author = UNNAMED

    def changed(self) -> Iterator[SectionChange]:
        """The sections with another wording, another place, or in one of the two only."""
        return (section for section in self.sections if section.change is not Change.SAME or section.moved)


def _change(old: object | None, new: object | None, inside: Iterator[Change]) -> Change:
    if old is None:
        return Change.ADDED
    if new is None:
        return Change.REMOVED
    return Change.SAME if all(change is Change.SAME for change in inside) else Change.REWORDED
