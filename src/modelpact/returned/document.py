"""What a returned Word file says: paragraphs and tables with who inserted and deleted which words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Hand(NamedTuple):
    """Who recorded a change, and when."""

    author: str
    date: str
    """Year, month and day; empty where the file does not tell."""


class Words(NamedTuple):
    """Some words of a paragraph; inserted, deleted or both by somebody who tracked it."""

    text: str
    inserted: Hand | None = None
    deleted: Hand | None = None


@dataclass(slots=True)
class Writing:
    """A paragraph as the file stores it."""

    style: str = ""
    words: list[Words] = field(default_factory=list)
    mark_inserted: Hand | None = None
    """Set where the end of the paragraph is new: without the change, it and the next are one."""
    mark_deleted: Hand | None = None
    is_joined: bool = False
    """Whether we ourselves took its end away: it and the next are one."""
    bookmarks: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """Ids of the comments that end in it."""
    is_contents: bool = False
    """Whether it is a line of the list of contents, which Word writes itself."""


class Row(NamedTuple):
    """A row of a table; a cell is its paragraphs."""

    cells: tuple[tuple[Writing, ...], ...]
    inserted: Hand | None = None
    deleted: Hand | None = None


class Grid(NamedTuple):
    """A table."""

    rows: tuple[Row, ...]


@dataclass(slots=True)
class Remark:
    """A comment in the margin."""

    hand: Hand
    text: str
    about: str = ""
    """The words that it is pinned to; empty where it is pinned to a point."""


@dataclass(frozen=True, slots=True)
class Document:
    """All of it."""

    blocks: tuple[Writing | Grid, ...]
    remarks: dict[str, Remark]
    """By their ids."""
    notes: tuple[str, ...]
    """What a reader should know of the file."""
    margins: tuple[str, ...] = ()
    """What headers and footers say, each stretch between tabs once."""
    seal: str = ""
    """The hash of the spec that the file was rendered from; empty where it does not tell."""
