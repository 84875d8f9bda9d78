"""The balance for people at a terminal: tables as wide as it is, a dot for what somebody has."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from modelpact.balance import Balance, SectionRow
from modelpact.balance import Row as ReinRow
from modelpact.balance_change import Change
from modelpact.balances import words
from modelpact.balances.grid import Row, grid
from modelpact.characters import visible

_WIDEST = 100
_HAS, _LACKS = "●", "·"
_BOLD = "\x1b[1m{}\x1b[0m"  # ECMA-48, Select Graphic Rendition
_IN_A_CELL = (3, 2, 1)
"""How many paragraphs a cell names, tried in this order; how many more there are follows."""


def written(balance: Balance) -> bytes:
    """The text in UTF-8, without colour."""
    return text(balance, _WIDEST).encode()


def compared(change: Change) -> bytes:
    """Likewise, of what differs."""
    return change_text(change, _WIDEST).encode()


def text(balance: Balance, width: int, *, colour: bool = False) -> str:
    """The text in lines of that width."""
    return _printed(_balance(balance, width), colour=colour)


def change_text(change: Change, width: int, *, colour: bool = False) -> str:
    """What differs between two balances."""
    return _printed(_change(change, width), colour=colour)


class _Line(NamedTuple):
    words: str = ""
    is_heading: bool = False


def _printed(lines: Iterable[_Line], *, colour: bool) -> str:
    """The lines; what a spec says can move no cursor."""
    shown = ((visible(line.words.rstrip()), line.is_heading and colour) for line in lines)
    return "".join(f"{_BOLD.format(words) if bold else words}\n" for words, bold in shown)


# --- one balance


def _balance(balance: Balance, width: int) -> Iterator[_Line]:
    yield _Line(words.TITLE, is_heading=True)
    yield from _wrapped(f"{balance.title} ({balance.reference})", width)
    yield from _wrapped(", ".join(map(words.about, balance.parties())), width)
    if said := words.standing(balance):
        yield from _wrapped(said, width)
    yield from _reins(balance, width)
    if unspoken := words.unspoken(balance):
        yield _Line()
        yield from _wrapped(unspoken, width)
    yield from _numbers(balance, width)
    yield from _promises(balance, width)
    yield from _silences(balance, width)
    yield from _uncounted(balance, width)
    yield from _clauses(balance, width)
    yield _Line()
    yield from _wrapped(" ".join(words.CAUTION), width)


def _reins(balance: Balance, width: int) -> Iterator[_Line]:
    """As many paragraphs in each cell as let all parties stand side by side."""
    header = Row("", tuple(party.name for party in balance.parties()))
    tables = (list(_table(header, list(_rein_rows(balance, most)), width)) for most in _IN_A_CELL)
    if any(words.groups(balance)):
        yield _Line()
        yield from min(tables, key=len)


def _rein_rows(balance: Balance, most: int) -> Iterator[Row]:
    for group, found in words.groups(balance):
        yield Row(group.title)
        for row in found:
            yield from _rein(row, balance, most)


def _rein(row: ReinRow, balance: Balance, most: int) -> Iterator[Row]:
    title, others = f"  {row.rein.title}", words.others(row, balance)
    if words.has_party(row, balance):
        held = (row.places(party.id) for party in balance.parties())
        yield Row(title, tuple(f"{_HAS} {words.numbers(each, most)}" if each else _LACKS for each in held))
        title = ""
    if others:
        yield Row(title, across=others)


def _numbers(balance: Balance, width: int) -> Iterator[_Line]:
    rows = [
        Row(f"  {label}", tuple(str(getattr(each, name) or _LACKS) for each in words.counts(balance)))
        for name, label in words.COUNTED
    ]
    yield _Line()
    yield from _table(Row(words.NUMBERS, words.columns(balance)), rows, width)


def _promises(balance: Balance, width: int) -> Iterator[_Line]:
    if balance.promises:
        yield _Line()
        yield _Line(words.PROMISED, is_heading=True)
    for promise in balance.promises:
        yield from _wrapped(words.promised(promise), width, "  ")


def _silences(balance: Balance, width: int) -> Iterator[_Line]:
    silent = words.not_said(balance)
    if silent or words.open_count(balance):
        yield _Line()
        yield _Line(words.SILENT, is_heading=True)
    for silence in silent:
        yield from _wrapped(words.silence_words(silence), width, "  ")
    if words.open_count(balance):
        yield from _wrapped(words.open_count(balance), width, "  ")


def _uncounted(balance: Balance, width: int) -> Iterator[_Line]:
    if balance.uncounted:
        yield _Line()
        yield _Line(words.UNCOUNTED, is_heading=True)
    for clause in balance.uncounted:
        yield from _wrapped(words.uncounted(clause), width, "  ")


def _clauses(balance: Balance, width: int) -> Iterator[_Line]:
    yield _Line()
    yield _Line(words.BY_CLAUSE, is_heading=True)
    yield from _wrapped(words.BY_CLAUSE_EXPLAINED, width, "  ")
    yield _Line()
    rows = [
        Row(_shortened(section, width), tuple(map(_shared, words.shares(section, balance))))
        for section in balance.sections
    ]
    yield from _table(Row("", words.columns(balance)), rows, width)


def _shared(share: tuple[int, int]) -> str:
    gives, binds = (str(number) if number else _LACKS for number in share)
    return f"{gives:>2} | {binds:>2}"


def _shortened(section: SectionRow, width: int) -> str:
    title = f"{section.number} {section.title}"
    most = width // 2 - 4
    return f"  {title if len(title) <= most else title[: most - 1] + '…'}"


# --- two of them


def _change(change: Change, width: int) -> Iterator[_Line]:
    yield _Line(words.MOVED, is_heading=True)
    yield from _wrapped(f"from {change.old.name} to {change.new.name}", width)
    if change.is_empty:
        yield from (_Line(), _Line(words.NOTHING))
        return
    for holder in dict.fromkeys(move.holder for move in change.moves):
        yield _Line()
        yield _Line(words.about(holder), is_heading=True)
        for move in (move for move in change.moves if move.holder == holder):
            yield from _wrapped(words.moved(move), width, "  ")
    yield from _shifts(change, width)
    for heading, silences in ((words.SAID, change.said), (words.UNSAID, change.unsaid)):
        if silences:
            yield _Line()
            yield _Line(heading, is_heading=True)
        for silence in silences:
            yield from _wrapped(words.silence_words(silence), width, "  ")


def _shifts(change: Change, width: int) -> Iterator[_Line]:
    names = tuple(shift.holder.name for shift in change.shifts)
    rows = [
        Row(f"  {label}", tuple(words.shifted(shift, name) for shift in change.shifts))
        for name, label in words.COUNTED
    ]
    yield _Line()
    yield from _table(Row(words.NUMBERS, names), rows, width)


# --- lines


def _table(header: Row, rows: Sequence[Row], width: int) -> Iterator[_Line]:
    return (_Line(*written) for written in grid(header, rows, width))


def _wrapped(text: str, width: int, indent: str = "") -> Iterator[_Line]:
    further = f"{indent}  " if indent else ""
    for line in textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield _Line(line)
