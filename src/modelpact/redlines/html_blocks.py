"""The words of a redline as HTML: paragraphs and tables, old words in ``del``, new ones in ``ins``.

A changed block stands twice: as it was, shown only side by side, and with old and new words in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby

from modelpact.agreement import Definition, Emphasis, Inline, Line, Link, Paragraph, Strong, plain
from modelpact.redline import (
    BlockChange,
    Change,
    LineChange,
    ParagraphChange,
    Passage,
    RowChange,
    SectionChange,
    TableChange,
)
from modelpact.redlines.html_causes import named
from modelpact.redlines.summary import number
from modelpact.renderers.elements import Html, element, join, text, words

_FEW = 3
"""Blocks or rows in a row that have not changed and still are shown: with more, they are folded away."""


class _View(Enum):
    """Which words are shown."""

    OLD = "old"
    BOTH = "new"


def heading_words(section: SectionChange) -> Iterator[Html]:
    """Number and title, the title with what changed in it."""
    label = number(section)
    if label:
        yield element("span", {"class": "number"}, text(f"{label} "))
    yield _line(section.heading, _View.BOTH)


def blocks(section: SectionChange) -> Iterator[Html]:
    """All of a section, long runs of what has not changed in it folded away."""
    several = len(section.causes) > 1
    whole = section.change is not Change.REWORDED
    for same, run in groupby(section.blocks, key=lambda block: block.change is Change.SAME):
        found = [*run]
        if not same:
            yield from (_changed(block, several) for block in found)
        elif whole or len(found) <= _FEW:
            yield from (_block(block, _View.BOTH) for block in found)
        else:
            summary = element("summary", {}, text(f"{len(found)} paragraphs and tables unchanged"))
            inside = (_block(block, _View.BOTH) for block in found)
            yield element("details", {"class": "same inner"}, summary, *inside)


def _changed(block: BlockChange, several: bool) -> Html:
    sides = []
    if block.change is not Change.ADDED:
        sides.append(element("div", {"class": "old"}, _block(block, _View.OLD)))
    if block.change is not Change.REMOVED:
        because = [_because(block)] if several and block.causes else []
        sides.append(element("div", {"class": "new"}, _block(block, _View.BOTH), *because))
    return element("div", {"class": f"pair {block.change}"}, *sides)


def _because(block: BlockChange) -> Html:
    return element("p", {"class": "because"}, text(f"because of {named(block.causes)}"))


def _block(block: BlockChange, view: _View) -> Html:
    if isinstance(block, ParagraphChange):
        return _paragraph(block, view)
    return _table(block, view)


# --- paragraphs


def _paragraph(block: ParagraphChange, view: _View) -> Html:
    side = _side(block, view)
    lines = join((_line(line, view) for line in block.lines if _shown(line, view)), " ")
    if isinstance(side, Definition):
        return element("p", {"class": "definition"}, lines)
    label = [element("span", {"class": "label"}, text(f"{side.label} "))] if side.label else []
    return element("p", {"class": f"level{side.level}"}, *label, lines)


def _side(block: ParagraphChange, view: _View) -> Paragraph | Definition:
    """The paragraph whose number is shown."""
    side = (block.old or block.new) if view is _View.OLD else (block.new or block.old)
    assert side is not None
    return side


# --- tables


def _table(block: TableChange, view: _View) -> Html:
    side = block.new or block.old
    assert side is not None
    mark = "" if block.old and block.new else "del" if block.old else "ins"
    caption = [element("caption", {}, _wholly(side.caption, mark))] if side.caption else []
    header = element("tr", {}, *(_cell(_wholly(plain(cell), mark), "col") for cell in side.header))
    rows = join(_rows(block.rows, view, len(side.header)))
    parts = (*caption, element("thead", {}, header), element("tbody", {}, rows))
    frame = {"class": "table", "tabindex": "0", "role": "group", "aria-label": side.caption or "Table"}
    return element("div", frame, element("table", {}, *parts))


def _wholly(said: str, mark: str) -> Html:
    """Words that came or went with all around them."""
    return element(mark, {}, words(said)) if mark and said else words(said)


def _rows(rows: Iterable[RowChange], view: _View, width: int) -> Iterator[Html]:
    shown = (row for row in rows if view is _View.BOTH or row.change is not Change.ADDED)
    for same, run in groupby(shown, key=lambda row: row.change is Change.SAME):
        found = [*run]
        if same and len(found) > _FEW:
            said = text(f"{len(found)} rows unchanged")
            yield element("tr", {}, element("td", {"colspan": str(width), "class": "skipped"}, said))
        else:
            yield from (_row(row, view) for row in found)


def _row(row: RowChange, view: _View) -> Html:
    cells = (element("td", {}, _line(cell, view)) for cell in row.cells)
    return element("tr", {"class": "" if row.change is Change.SAME else str(row.change)}, *cells)


def _cell(inside: Html, scope: str) -> Html:
    """A header cell; one without words is an ordinary cell, since it heads nothing."""
    return element("th", {"scope": scope}, inside) if inside.strip() else element("td", {})


# --- lines


def _shown(line: LineChange, view: _View) -> bool:
    return view is _View.BOTH or line.change is not Change.ADDED


def _line(line: LineChange, view: _View) -> Html:
    return join((part for passage in line.passages for part in _passage(passage, view)), "")


def _passage(passage: Passage, view: _View) -> Iterator[Html]:
    if passage.change is Change.SAME:
        yield _inlines(passage.old if view is _View.OLD else passage.new)
        return
    yield from _marked("del", passage.old)
    if view is _View.BOTH:
        yield from _marked("ins", passage.new)


def _marked(tag: str, line: Line) -> Iterator[Html]:
    if plain(line):
        yield element(tag, {}, _inlines(line))


def _inlines(line: Line) -> Html:
    return join(map(_inline, line), "")


_TAGS: dict[type, str] = {Strong: "strong", Emphasis: "em"}


def _inline(item: Inline) -> Html:
    """References and terms are plain words: they lead into one of the two agreements, and this is both."""
    match item:
        case Strong() | Emphasis():
            return element(_TAGS[type(item)], {}, _inlines(item.children))
        case Link():
            return element("a", {"class": "link", "href": item.url}, words(item.text))
        case _:
            return words(item.text)
