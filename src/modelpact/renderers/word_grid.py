"""The shape of a table in a Word file: how wide its columns are beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from modelpact.agreement import SIGNING, Table, plain
from modelpact.renderers.elements import Html as Xml
from modelpact.renderers.elements import element
from modelpact.renderers.word_runs import empty

TEXT_WIDTH = 9070
"""Of A4 between its margins, in twentieths of a point; Letter's is close enough for shares of it."""

_LEAST, _MOST_TEXT, _MOST_WORD = 11, 48, 22
"""Letters: how wide a column is at least, and how much of its longest text and word counts."""

_TABLE = Xml(
    f'<w:tblPr><w:tblStyle w:val="Terms"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
    '<w:tblLayout w:type="fixed"/></w:tblPr>'
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The shape of a table: how wide its columns are beside each other, how high its rows at least."""

    shares: tuple[int, ...]
    named: bool = False
    """Whether each row's first cell names the row."""
    height: int = 0

    @classmethod
    def of(cls, table: Table) -> Grid:
        """The shape that a table's words ask for; where people sign, they get room."""
        if tuple(map(plain, table.header)) == SIGNING:
            return cls((2, 2, 3, 2), height=700)
        columns = zip(table.header, *table.rows, strict=True)
        return cls(tuple(_share([plain(cell) for cell in column]) for column in columns), table.row_headers)

    def widths(self) -> list[int]:
        """Of the columns, in twentieths of a point."""
        return [TEXT_WIDTH * share // sum(self.shares) for share in self.shares]

    def around(self, rows: Iterable[Xml]) -> Xml:
        """The table of these rows."""
        columns = (empty("w:gridCol", {"w:w": str(width)}) for width in self.widths())
        return element("w:tbl", {}, _TABLE, element("w:tblGrid", {}, *columns), *rows)


def cell_of(words: Xml, width: int) -> Xml:
    """A cell of so much width."""
    size = element("w:tcPr", {}, empty("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
    return element("w:tc", {}, size, words)


def _share(cells: list[str]) -> int:
    """How wide a column of these texts should be beside others."""
    longest = max(map(len, cells))
    word = max((len(word) for cell in cells for word in cell.split()), default=1)
    return max(_LEAST, min(longest, _MOST_TEXT), min(word + 4, _MOST_WORD))
