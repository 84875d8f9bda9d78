"""A table of the agreement as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from modelpact.agreement import Line, Table, plain
from modelpact.renderers.elements import Html, element, join, text

_FEW = 3
"""Columns, with that of the names."""

_LONG = 24
"""Letters; the longest words of ordinary English and of most names have fewer."""

Said = Callable[[Line], Html]
"""Writes the words of a cell."""


def table(content: Table, said: Said, *, scrolls: bool) -> Html:
    """The table in a frame that can be scrolled, where a screen may be too narrow for it."""
    caption = [element("caption", {}, text(content.caption))] if content.caption else []
    header = element("tr", {}, *(_header(cell, "col", said) for cell in content.header))
    heads = _heads(content) if scrolls else [""] * len(content.header)
    rows = [element("tr", {}, *_row(row, heads, said, named=content.row_headers)) for row in content.rows]
    parts = [*caption, element("thead", {}, header), element("tbody", {}, join(rows))]
    inside = element("table", {"class": _kind(content)}, *parts)
    return element("div", _frame(content) if scrolls else {"class": "table"}, inside)


def _frame(content: Table) -> dict[str, str]:
    """Around a table that may be wider than a phone, what keyboards need to scroll it."""
    if len(content.header) <= 2:  # noqa: PLR2004 (two columns fit any screen)
        return {"class": "table"}
    return {"class": "table", "tabindex": "0", "role": "group", "aria-label": content.caption or "Table"}


def _kind(content: Table) -> str:
    """``named`` where the first cell of a row names it, ``numbered`` too where all of them only count."""
    if not content.row_headers:
        return ""
    return "named numbered" if all(plain(row[0]).isdigit() for row in content.rows) else "named"


def _heads(content: Table) -> list[str]:
    """What stands before each cell of a row where a phone puts one below the other, without their heads.

    The first of two or fewer needs none: beside its name it is plain what it is.
    """
    heads = list(map(plain, content.header)) if content.row_headers else []
    few = len(heads) <= _FEW
    return [head if at > 1 or not few else "" for at, head in enumerate(heads)] or [""] * len(content.header)


def _row(row: tuple[Line, ...], heads: list[str], said: Said, *, named: bool) -> Iterator[Html]:
    for position, (cell, head) in enumerate(zip(row, heads, strict=True)):
        if named and position == 0:
            yield _header(cell, "row", said)
        else:
            shown = {"data-head": head} if plain(cell).strip() else {}
            yield element("td", _width(cell) | shown, said(cell))


def _header(cell: Line, scope: str, said: Said) -> Html:
    """A header cell; one without words is an ordinary cell, since it heads nothing."""
    if not plain(cell).strip():
        return element("td", {})
    return element("th", {"scope": scope} | _width(cell), said(cell))


def _width(cell: Line) -> dict[str, str]:
    """A cell with a word too long for a column (an address, a hash) may break it anywhere."""
    return {"class": "long"} if any(len(word) > _LONG for word in plain(cell).split()) else {}
