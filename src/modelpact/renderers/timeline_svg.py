"""A picture of the agreement in time as SVG: a row for each bar, all on one scale of days.

The attributes are what paper shows; a page's style sheet sets its own colours and faces over them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from modelpact.agreement import Annex, Band, Bar, Timeline, plain
from modelpact.periods import after_days, after_months
from modelpact.renderers.elements import Html, element, join
from modelpact.renderers.svg import (
    DARK,
    LIGHT,
    LINE,
    MIDDLE,
    PALE,
    SOFT,
    TALLEST,
    figure,
    figures,
    label,
    segment,
)

_LEFT, _RIGHT, _DATES = 214, 478, 488
"""Where the scale begins and ends, and where the days stand in figures."""
_AXIS, _HEADING, _ROW, _MORE = 20, 23, 17, 12
"""Heights: of the scale, a heading, a row, each further line of its name."""
_LETTERS = 42
"""In a line of a row's name."""
_LINES = 2
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 6000, 24000)
"""Months between two marks of the scale."""
_MOST_MARKS = 7


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to places, and to words."""

    first: date
    last: date
    language: str
    zero: date | None
    """Where days are counted from it; None where they are days of the calendar."""

    def x(self, day: date) -> float:
        """The place of a day."""
        return _LEFT + (_RIGHT - _LEFT) * (day - self.first).days / max(1, (self.last - self.first).days)

    def ends(self, day: date) -> tuple[float, bool]:
        """The place of a day, and whether it lies beyond the end of the scale."""
        return (_RIGHT, True) if day > self.last else (self.x(day), False)

    def said(self, day: date, *, in_days: bool = False) -> str:
        """A day in few words: ``Nov 5, 2019``; counted from the first, ``month 12`` or ``day 30``."""
        if self.zero:
            months = (day.year - self.zero.year) * len(_MONTHS) + day.month - self.zero.month
            is_whole = months and not in_days and after_months(self.zero, months) == day
            return f"month {months}" if is_whole else f"day {(day - self.zero).days}"
        month, year = _MONTHS[day.month - 1], day.year
        return f"{day.day} {month} {year}" if self.language == "en-GB" else f"{month} {day.day}, {year}"

    def mark(self, day: date, step: int) -> str:
        """What stands at a mark."""
        if self.zero:
            return "start" if day == self.zero else self.said(day)
        return str(day.year) if step >= len(_MONTHS) else f"{_MONTHS[day.month - 1]} {day.year}"


def drawn(picture: Timeline, annex: Annex, language: str) -> Html:
    """The picture, on several pages if need be; its name says that the words below it say the same."""
    scale = _scale(picture, language)
    pieces = list(_pieces(picture.bands))
    return join(_figure(piece, scale, annex, number) for number, piece in enumerate(pieces, start=1))


def _scale(picture: Timeline, language: str) -> _Scale:
    """From the first to the last day; what goes on for years after the end does not set the scale."""
    zero = date.fromisoformat(picture.zero) if picture.zero else None
    bars = [bar for band in picture.bands for bar in band.bars if bar.first]
    if not bars:
        longest = max(bar.days for band in picture.bands for bar in band.bars)
        return _Scale(date(2001, 1, 1), date(2001, 1, 1) + timedelta(longest), language, zero)
    first = min(date.fromisoformat(bar.first) for bar in bars)
    near = [bar.last for bar in bars if bar.kind != "tail"]
    last = date.fromisoformat(max(near or [bar.last for bar in bars]))
    return _Scale(first, after_days(last, max(1, (last - first).days // 30)), language, zero)


_Row = Band | Bar
"""A heading, or what stands below it."""


def _pieces(bands: Sequence[Band]) -> Iterator[list[_Row]]:
    """The rows, so many together as fit a page; no heading is the last of them."""
    piece: list[_Row] = []
    for band in bands:
        for at, bar in enumerate(band.bars):
            rows: list[_Row] = [band, bar] if at == 0 else [bar]
            if piece and _AXIS + sum(map(_height, (*piece, *rows))) > TALLEST:
                yield piece
                piece = []
            piece += rows
    yield piece


def _height(row: _Row) -> int:
    return _HEADING if isinstance(row, Band) else _ROW + _MORE * (len(_name(row)) - 1)


def _name(bar: Bar) -> list[str]:
    wrapped = textwrap.wrap(plain(bar.label), _LETTERS, max_lines=_LINES, placeholder=" …")
    return wrapped or [""]


def _figure(rows: Sequence[_Row], scale: _Scale, annex: Annex, number: int) -> Html:
    height = _AXIS + sum(map(_height, rows)) + 6
    drawing = (*_axis(scale, rows, height), *_rows(rows, scale))
    return figure(drawing, height, annex.title, f"{annex.anchor}-picture-{number}", "timeline")


# --- the scale


def _axis(scale: _Scale, rows: Sequence[_Row], height: int) -> Iterator[Html]:
    """A line and a name for each mark; none where no row has a day."""
    if not any(isinstance(row, Bar) and row.first for row in rows):
        return
    months = (scale.last - scale.first).days // 30
    step = next((step for step in _STEPS if months <= step * _MOST_MARKS), _STEPS[-1])
    for mark in _marks(scale, step):
        x = scale.x(mark)
        yield segment(x, _AXIS - 5, x, height, "mark", LINE, 0.6)
        yield label(scale.mark(mark, step), x + 2, 10, "scale", size=8.5, fill=SOFT)


def _marks(scale: _Scale, step: int) -> list[date]:
    """The first days of months, that many months apart, which the scale has."""
    mark = date(scale.first.year, 1, 1)
    found = []
    while mark <= scale.last and mark < date.max:
        if mark >= scale.first and scale.x(mark) < _RIGHT - 20:
            found.append(mark)
        mark = after_months(mark, step)
    return found


# --- the rows


def _rows(rows: Sequence[_Row], scale: _Scale) -> Iterator[Html]:
    y = _AXIS
    for row in rows:
        if isinstance(row, Band):
            yield label(row.title, 0, y + 16, "heading", size=10, fill=DARK, weight="600")
        else:
            yield from _row(row, y, scale)
        y += _height(row)


def _row(bar: Bar, y: int, scale: _Scale) -> Iterator[Html]:
    for at, line in enumerate(_name(bar)):
        yield label(line, 0, y + 12 + _MORE * at, "name")
    yield from _mark(bar, y + 8, scale)
    yield label(_days(bar, scale), _DATES, y + 12, "days", fill=SOFT)


def _mark(bar: Bar, y: int, scale: _Scale) -> Iterator[Html]:
    """The bar itself, in the middle of its row."""
    first = date.fromisoformat(bar.first) if bar.first else scale.first
    last = date.fromisoformat(bar.last) if bar.last else after_days(first, bar.days)
    if bar.kind == "day":
        yield _diamond(scale.x(last), y)
        return
    left, (right, is_beyond) = scale.ends(first)[0], scale.ends(last)
    goes_on = is_beyond or bar.goes_on
    yield _box(left, y, max(1.5, right - left), bar.kind)
    if goes_on:
        yield _arrow(right, y)
    elif bar.kind in ("window", "ban"):
        yield segment(right, y - 6, right, y + 6, "limit", DARK, 2)
    elif bar.kind == "notice":
        yield segment(left, y - 6, left, y + 6, "limit", DARK, 2)


def _box(x: float, y: float, width: float, kind: str) -> Html:
    high = 9 if kind in ("term", "access") else 7
    attributes = {
        "class": f"bar {kind}",
        "x": figures(x),
        "y": figures(y - high / 2),
        "width": figures(width),
        "height": str(high),
    }
    return element("rect", attributes | _PAINT[kind])


_PAINT = {
    "term": {"fill": DARK},
    "access": {"fill": MIDDLE},
    "window": {"fill": LIGHT},
    "notice": {"fill": LIGHT},
    "length": {"fill": LIGHT, "stroke": MIDDLE, "stroke-width": "0.6"},
    "ban": {"fill": PALE, "stroke": SOFT, "stroke-width": "0.6", "stroke-dasharray": "3 2"},
    "tail": {"fill": PALE, "stroke": SOFT, "stroke-width": "0.6"},
}


def _diamond(x: float, y: float) -> Html:
    corners = ((x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y))
    return element("polygon", {"class": "day", "points": _points(corners), "fill": DARK})


def _arrow(x: float, y: float) -> Html:
    corners = ((x, y - 6), (x + 7, y), (x, y + 6))
    return element("polygon", {"class": "further", "points": _points(corners), "fill": SOFT})


def _days(bar: Bar, scale: _Scale) -> str:
    """The day that counts."""
    if not bar.first:
        return f"{bar.days} days"
    if bar.kind == "notice":
        return f"by {scale.said(date.fromisoformat(bar.first))}"
    said = {"window": "by ", "ban": "", "day": ""}.get(bar.kind, "until ")
    last = scale.said(date.fromisoformat(bar.last), in_days=bar.kind == "window")
    return f"{said}{last}{' or later' if bar.goes_on else ''}"


def _points(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{figures(x)},{figures(y)}" for x, y in corners)
