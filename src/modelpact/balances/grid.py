"""Tables of plain text: columns as wide as their longest cell, and as many side by side as fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_GAP = "  "


class Row(NamedTuple):
    """A title and a cell for each column, or words across all of them; without either it is a heading."""

    title: str
    cells: tuple[str, ...] = ()
    across: str = ""


class Written(NamedTuple):
    """A line of a table, and whether it stands above others as their heading."""

    words: str
    is_heading: bool


def grid(header: Row, rows: Sequence[Row], width: int) -> Iterator[Written]:
    """The lines of a table; what is too wide goes on in a further table below, no cell is cut."""
    every = [header, *rows]
    margin = max(len(row.title) for row in every)
    widths = [max(len(row.cells[at]) for row in every if row.cells) for at in range(len(header.cells))]
    for columns in _pages(widths, width - margin):
        if columns.start:
            yield Written("", False)
        for row in every:
            cells = [f"{row.cells[at]:{widths[at]}}" for at in columns] if row.cells else [row.across]
            is_heading = row is header or not (row.cells or row.across)
            yield Written(_GAP.join([f"{row.title:{margin}}", *cells]).rstrip(), is_heading)


def _pages(widths: Sequence[int], room: int) -> Iterator[range]:
    start = 0
    while start < len(widths):
        end, left = start + 1, room - widths[start] - len(_GAP)
        while end < len(widths) and left >= widths[end] + len(_GAP):
            left -= widths[end] + len(_GAP)
            end += 1
        yield range(start, end)
        start = end
