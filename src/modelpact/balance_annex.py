"""The balance as a report of the agreement itself: a picture, and tables that say the same and more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modelpact.agreement import (
    Annex,
    Block,
    Inline,
    Line,
    Matrix,
    MatrixBand,
    MatrixRow,
    Paragraph,
    Reference,
    Table,
    Text,
)
from modelpact.balance import Balance, Holder, Place, Row
from modelpact.balances import words

_TITLE = "Report: who holds the reins"
_NONE = "–"
_IN_A_CELL = 2
"""Paragraphs that the picture names beside a mark; how many more there are follows."""


def annex(balance: Balance) -> Annex:
    """The report on who holds the reins."""
    picture = matrix(balance)
    return Annex("balance", _TITLE, tuple(_blocks(balance)), picture if picture.bands else None)


def matrix(balance: Balance) -> Matrix:
    """The picture: a row for each rein of which the agreement speaks, a column for each party."""
    parties = balance.parties()
    return Matrix(
        columns=tuple(party.name for party in parties),
        totals=tuple(_totals(balance, party) for party in parties),
        bands=tuple(
            MatrixBand(group.title, tuple(_drawn(row, balance) for row in rows))
            for group, rows in words.groups(balance)
        ),
    )


def _totals(balance: Balance, party: Holder) -> tuple[str, ...]:
    counts = balance.counted(party.id)
    powers = "1 power" if counts.reins == 1 else f"{counts.reins} powers"
    return powers, "1 gain" if counts.gains == 1 else f"{counts.gains} gains"


def _drawn(row: Row, balance: Balance) -> MatrixRow:
    cells = (words.numbers(row.places(party.id), _IN_A_CELL) for party in balance.parties())
    return MatrixRow(row.rein.title, tuple(cells), words.others(row, balance))


# --- the same in words


def _blocks(balance: Balance) -> Iterator[Block]:
    yield _paragraph(
        "This report informs the Parties and is no part of this Agreement; the clauses say what holds.",
        *words.CAUTION,
    )
    names = [_name(party, balance) for party in balance.parties()]
    for group, rows in words.groups(balance):
        others = any(words.others(row, balance) for row in rows)
        header = (_line(""), *names, *([_line(words.OTHERS)] if others else []))
        cells = tuple(tuple(_cells(row, balance))[: len(header)] for row in rows)
        yield Table(header, cells, group.title, row_headers=True)
    if unspoken := words.unspoken(balance):
        yield _paragraph(unspoken)
    yield _numbers(balance, names)
    yield from _list(words.PROMISED, map(words.promised, balance.promises))
    yield from _list(words.SILENT, map(words.silence_words, words.not_said(balance)))
    if said := words.open_count(balance):
        yield _paragraph(said)
    yield from _list(words.UNCOUNTED, map(words.uncounted, balance.uncounted))
    yield _shares(balance, names)


def _cells(row: Row, balance: Balance) -> Iterator[Line]:
    yield _line(row.rein.title)
    for party in balance.parties():
        yield _cited(row.places(party.id))
    yield _others(row, balance)


def _others(row: Row, balance: Balance) -> Line:
    found: list[Inline] = []
    for outsider in balance.outsiders():
        if places := row.places(outsider.id):
            found += [Text(f"{'; ' if found else ''}{outsider.name}: "), *_cited(places)]
    if row.settled and not row.held:
        found += [Text("nobody: "), *_cited(row.settled)]
    return tuple(found) or _line(_NONE)


def _cited(places: Sequence[Place]) -> Line:
    inlines = [inline for place in places for inline in (Text(", "), Reference(place.anchor, place.number))]
    return tuple(inlines[1:]) or _line(_NONE)


def _numbers(balance: Balance, names: Sequence[Line]) -> Table:
    header = (_line(""), *names, *([_line(words.OTHERS)] if balance.outsiders() else []))
    counts = words.counts(balance)
    rows = tuple(
        (_line(label), *(_line(str(getattr(each, name))) for each in counts)) for name, label in words.COUNTED
    )
    return Table(header, rows, words.NUMBERS, row_headers=True)


def _shares(balance: Balance, names: Sequence[Line]) -> Table:
    """In how many paragraphs each clause gives somebody something, and binds them."""
    header = (_line(""), *names, *([_line(words.OTHERS)] if balance.outsiders() else []))
    rows = tuple(
        (_line(f"{section.number} {section.title}"), *map(_share, words.shares(section, balance)))
        for section in balance.sections
    )
    return Table(header, rows, f"{words.BY_CLAUSE}: paragraphs that give, and that bind", row_headers=True)


def _share(share: tuple[int, int]) -> Line:
    gives, binds = share
    said = [f"gives {gives}"] * bool(gives) + [f"binds {binds}"] * bool(binds)
    return _line(", ".join(said) or _NONE)


def _list(caption: str, items: Iterable[str]) -> Iterator[Block]:
    rows = tuple((_line(item),) for item in items)
    if rows:
        yield Table((_line("What"),), rows, caption)


def _name(party: Holder, balance: Balance) -> Line:
    at = [each.id for each in balance.parties()].index(party.id)
    return (Text(party.name, ("parties", at, "short_name")),)


def _paragraph(*sentences: str) -> Paragraph:
    return Paragraph(tuple(map(_line, sentences)))


def _line(text: str) -> Line:
    return (Text(text),) if text else ()
