"""A picture of who has what as SVG: a row for each thing, a column for each party, a disc for having it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelpact.agreement import Matrix, MatrixBand, MatrixRow
from modelpact.renderers.elements import Html, element, join
from modelpact.renderers.svg import DARK, LINE, SOFT, WIDTH, figure, figures, label, segment

_LEFT = 196
"""Where the columns begin."""
_HEAD, _HEADING, _ROW = 58, 22, 14.6
"""Heights: of the columns' heads, a group's heading, a row."""
_TALLEST = 690
"""Of one picture, so that it fits a page below its heading; the rest goes into the next."""
_DISC, _RING = 5, 1.8
_WIDEST = 200
"""Of a column."""
_LETTER = 5.4
"""About as wide as a letter of a name is, in the picture's own units."""
_COLOURS = ("#1f3f66", "#9a6212", "#3f6b50", "#6d5183", "#8c4a3c", "#2f6f83")
"""Of the columns, in turn; a mark's column says the same without them."""


def drawn(matrix: Matrix, title: str, anchor: str) -> Html:
    """The picture, in several pieces if need be; its name says that the words below it say the same."""
    return join(
        figure(_piece(bands, matrix), _height(bands), title, f"{anchor}-picture-{number}", "matrix")
        for number, bands in enumerate(_pieces(matrix), start=1)
    )


def _pieces(matrix: Matrix) -> Iterator[list[MatrixBand]]:
    """The groups, so many together as fit a page."""
    piece: list[MatrixBand] = []
    for band in matrix.bands:
        if piece and _height([*piece, band]) > _TALLEST:
            yield piece
            piece = []
        piece.append(band)
    yield piece


def _height(bands: Sequence[MatrixBand]) -> float:
    return _HEAD + sum(_HEADING + _ROW * len(band.rows) for band in bands) + 4


def _piece(bands: Sequence[MatrixBand], matrix: Matrix) -> Iterator[Html]:
    wide = min(_WIDEST, (WIDTH - _LEFT) / max(1, len(matrix.columns)))
    yield from _heads(matrix, wide)
    y = float(_HEAD)
    for band in bands:
        yield label(band.title, 0, y + 15, "heading", size=10, fill=DARK, weight="600")
        yield segment(0, y + _HEADING - 3, WIDTH, y + _HEADING - 3, "rule", LINE, 0.6)
        y += _HEADING
        for row in band.rows:
            yield from _row(row, y, wide)
            y += _ROW


def _heads(matrix: Matrix, wide: float) -> Iterator[Html]:
    for at, (name, totals) in enumerate(zip(matrix.columns, matrix.totals, strict=True)):
        x, colour, kind = _LEFT + at * wide, _COLOURS[at % len(_COLOURS)], f"of-{at % len(_COLOURS) + 1}"
        most = max(3, int((wide - 8) / _LETTER))
        shown = name if len(name) <= most else f"{name[: most - 1]}…"
        yield _bar(x, wide, colour, kind)
        yield label(shown, x, 20, f"name {kind}", size=11, fill=colour, weight="600")
        for line, total in enumerate(totals):
            yield label(total, x, 35 + 13 * line, "total", size=9.5)


def _bar(x: float, wide: float, colour: str, kind: str) -> Html:
    place = {"x": figures(x), "y": "2", "width": figures(wide - 10), "height": "3"}
    return element("rect", {"class": f"bar {kind}", **place, "fill": colour})


def _row(row: MatrixRow, y: float, wide: float) -> Iterator[Html]:
    yield label(row.label, 0, y + 10.6, "thing")
    has_any = any(row.cells)
    if row.note and not has_any:
        yield label(row.note, _LEFT, y + 10.6, "note", size=8.5, fill=SOFT)
        return
    for at, cell in enumerate(row.cells):
        x, colour, kind = _LEFT + at * wide, _COLOURS[at % len(_COLOURS)], f"of-{at % len(_COLOURS) + 1}"
        if not cell:
            yield _disc(x + _DISC, y + 7, _RING, "none", LINE)
            continue
        yield _disc(x + _DISC, y + 7, _DISC, f"has {kind}", colour)
        if len(cell) * 4.6 <= wide - 16:
            yield label(cell, x + 2 * _DISC + 4, y + 10.2, "where", size=8.5, fill=SOFT)


def _disc(x: float, y: float, radius: float, kind: str, fill: str) -> Html:
    place = {"cx": figures(x), "cy": figures(y), "r": figures(radius)}
    return element("circle", {"class": kind, **place, "fill": fill})
