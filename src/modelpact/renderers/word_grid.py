"""The shape of a table in a Word file: how wide its columns are beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from modelpact.agreement import SIGNING, Table, plain
from modelpact.renderers.elements import Html as Xml
from modelpact.renderers.elements import element
from modelpact.renderers.word_runs import empty

TEXT_WIDTH = 9070
"""Of A4 between its margins, in twentieths of a point; Letter's is close enough for shares of it."""

_LEAST, _MOST_TEXT, _MOST_WORD = 11, 150, 22
"""Letters: what a column counts at least, and how much of its longest text and word counts."""

_LETTER, _EDGES = 112, 230
"""How wide a letter of a table is in a wide face, and what stands between a cell's words and its edges."""

_TABLE = Xml(
    f'<w:tblPr><w:tblStyle w:val="Terms"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
    '<w:tblLayout w:type="fixed"/></w:tblPr>'
)


class Column(NamedTuple):
    """What a column needs."""

    word: int
    """The width of its longest word, in twentieths of a point."""
    share: int
    """How much of the rest it takes, beside others."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The shape of a table: how wide its columns are beside each other, how high its rows at least."""

    columns: tuple[Column, ...]
    named: bool = False
    """Whether each row's first cell names the row."""
    height: int = 0

    @classmethod
    def of(cls, table: Table) -> Grid:
        """The shape that a table's words ask for; where people sign, they get room."""
        if tuple(map(plain, table.header)) == SIGNING:
            return cls(tuple(Column(0, share) for share in (2, 2, 3, 2)), height=700)
        columns = zip(table.header, *table.rows, strict=True)
        return cls(tuple(_column([plain(cell) for cell in column]) for column in columns), table.row_headers)

    def widths(self) -> list[int]:
        """Of the columns, in twentieths of a point: no word is broken, and what is left goes by the text."""
        left = TEXT_WIDTH - sum(column.word for column in self.columns)
        if left < 0:
            return [TEXT_WIDTH * column.word // (TEXT_WIDTH - left) for column in self.columns]
        shares = sum(column.share for column in self.columns)
        return [column.word + left * column.share // shares for column in self.columns]

    def around(self, rows: Iterable[Xml]) -> Xml:
        """The table of these rows."""
        columns = (empty("w:gridCol", {"w:w": str(width)}) for width in self.widths())
        return element("w:tbl", {}, _TABLE, element("w:tblGrid", {}, *columns), *rows)


def cell_of(words: Xml, width: int) -> Xml:
    """A cell of so much width."""
    size = element("w:tcPr", {}, empty("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
    return element("w:tc", {}, size, words)


def _column(cells: list[str]) -> Column:
    """What a column of these texts needs."""
    longest = max(map(len, cells))
    word = min(max((len(word) for cell in cells for word in cell.split()), default=1), _MOST_WORD)
    return Column(word * _LETTER + _EDGES, max(_LEAST, min(longest, _MOST_TEXT)))
