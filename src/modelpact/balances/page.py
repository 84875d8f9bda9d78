"""The balance as one self-contained web page: a picture, then tables, each with the words behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modelpact.balance import Balance, Place, Row
from modelpact.balance_annex import matrix
from modelpact.balance_change import Change
from modelpact.balances import words
from modelpact.reins import Group
from modelpact.renderers.elements import Html, element, join, text
from modelpact.renderers.matrix_svg import drawn
from modelpact.renderers.page import Page

_NONE = "–"
_STYLES = ("matrix", "balance")


def written(balance: Balance) -> bytes:
    """The page in UTF-8."""
    sections = list(_sections(balance))
    head = element(
        "header",
        {"class": "title"},
        element("h1", {}, text(words.TITLE)),
        element("p", {"class": "subject"}, text(balance.title)),
        element("p", {}, text(", ".join(map(words.about, balance.parties())))),
        *([element("p", {}, text(words.standing(balance)))] if balance.is_example else []),
    )
    return _page(f"{words.TITLE} – {balance.title}", balance.reference, head, sections)


def compared(change: Change) -> bytes:
    """Likewise, of what differs."""
    head = element(
        "header",
        {"class": "title"},
        element("h1", {}, text(words.MOVED)),
        element("p", {"class": "subject"}, text(f"From {change.old.name} to {change.new.name}")),
    )
    return _page(words.MOVED, change.new.balance.reference, head, list(_moves(change)))


class _Section:
    """A part of the page, with its place in the outline."""

    def __init__(self, number: int, title: str, *inside: Html) -> None:
        self.id, self.title = f"part-{number}", title
        heading = element("h2", {"id": self.id}, text(title))
        self.markup = element("section", {}, heading, *inside)

    def entry(self) -> Html:
        return element("li", {}, element("a", {"href": f"#{self.id}"}, text(self.title)))


def _page(title: str, reference: str, head: Html, sections: Sequence[_Section]) -> bytes:
    page = Page(
        title=title,
        language="en",
        bar=element("p", {"class": "bar-name"}, text(reference)),
        outline=element("ol", {}, join(section.entry() for section in sections)),
        main=join([head, *(section.markup for section in sections)]),
        styles=_STYLES,
    )
    return page.markup().encode()


# --- one balance


def _sections(balance: Balance) -> Iterator[_Section]:
    for number, (title, inside) in enumerate(_parts(balance), start=1):
        yield _Section(number, title, *inside)


def _parts(balance: Balance) -> Iterator[tuple[str, Iterable[Html]]]:
    caution = (element("p", {"class": "caution"}, text(sentence)) for sentence in words.CAUTION)
    picture = matrix(balance)
    drawing = [drawn(picture, words.TITLE, "balance")] if picture.bands else []
    yield "At a glance", (*drawing, *caution)
    for group, rows in words.groups(balance):
        yield group.title, _group(group, rows, balance)
    if unspoken := words.unspoken(balance):
        yield "What is not here", [element("p", {}, text(unspoken))]
    header = ("", *words.columns(balance))
    numbers = (
        (label, *(str(getattr(each, name)) for each in words.counts(balance)))
        for name, label in words.COUNTED
    )
    yield words.NUMBERS, [_table(words.NUMBERS, header, numbers)]
    if balance.promises:
        yield words.PROMISED, [_list(map(words.promised, balance.promises))]
    yield from _silent(balance)
    if balance.uncounted:
        yield words.UNCOUNTED, [_list(map(words.uncounted, balance.uncounted))]
    explained = element("p", {}, text(words.BY_CLAUSE_EXPLAINED))
    yield words.BY_CLAUSE, [explained, _table(words.BY_CLAUSE, header, _shares(balance))]


def _silent(balance: Balance) -> Iterator[tuple[str, Iterable[Html]]]:
    said, left_open = list(map(words.silence_words, words.not_said(balance))), words.open_count(balance)
    inside = [_list(said)] if said else []
    if left_open:
        inside.append(element("p", {}, text(left_open)))
    if inside:
        yield words.SILENT, inside


def _group(group: Group, rows: Sequence[Row], balance: Balance) -> Iterator[Html]:
    header = ["", *(party.name for party in balance.parties())]
    if any(words.others(row, balance) for row in rows):
        header.append(words.OTHERS)
    cells = (_cells(row, balance)[: len(header)] for row in rows)
    yield _table(group.title, header, cells)
    places = dict.fromkeys(place for row in rows for place in _places(row))
    said = (
        element("li", {}, element("b", {}, text(place.number)), text(f" {place.words}")) for place in places
    )
    summary = element("summary", {}, text("What the text says"))
    yield element("details", {}, summary, element("ul", {"class": "said"}, *said))


def _places(row: Row) -> Iterator[Place]:
    for held in row.held:
        yield from held.places
    yield from row.settled


def _cells(row: Row, balance: Balance) -> tuple[str, ...]:
    held = (words.numbers(row.places(party.id)) or _NONE for party in balance.parties())
    return (row.rein.title, *held, words.others(row, balance) or _NONE)


def _shares(balance: Balance) -> Iterator[tuple[str, ...]]:
    for section in balance.sections:
        pairs = words.shares(section, balance)
        cells = (f"gives {gives}, binds {binds}" if gives or binds else _NONE for gives, binds in pairs)
        yield (f"{section.number} {section.title}", *cells)


# --- two of them


def _moves(change: Change) -> Iterator[_Section]:
    if change.is_empty:
        yield _Section(1, words.NOTHING)
        return
    parts: list[tuple[str, Html]] = []
    for holder in dict.fromkeys(move.holder for move in change.moves):
        moves = (words.moved(move) for move in change.moves if move.holder == holder)
        parts.append((words.about(holder), _list(moves, "moves")))
    header = ("", *(shift.holder.name for shift in change.shifts))
    numbers = (
        (label, *(words.shifted(shift, name) for shift in change.shifts)) for name, label in words.COUNTED
    )
    parts.append((words.NUMBERS, _table(words.NUMBERS, header, numbers)))
    for title, silences in ((words.SAID, change.said), (words.UNSAID, change.unsaid)):
        if silences:
            parts.append((title, _list(map(words.silence_words, silences))))
    for number, (title, inside) in enumerate(parts, start=1):
        yield _Section(number, title, inside)


# --- pieces


def _table(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """A table whose rows have headers; one that is wider than a phone can be scrolled by keyboard, too."""
    corner, *heads = header
    first = element("td", {}, text(corner))
    cells = (element("th", {"scope": "col"}, text(head)) for head in heads)
    head = element("thead", {}, element("tr", {}, first, *cells))
    body = element("tbody", {}, join(_row(row) for row in rows))
    frame = {"class": "table", "tabindex": "0", "role": "group", "aria-label": name}
    return element("div", frame, element("table", {}, head, body))


def _row(row: Sequence[str]) -> Html:
    first, *others = row
    header = element("th", {"scope": "row"}, text(first))
    return element("tr", {}, header, *(element("td", {}, text(cell)) for cell in others))


def _list(items: Iterable[str], kind: str = "") -> Html:
    return element("ul", {"class": kind}, join(element("li", {}, text(item)) for item in items))
