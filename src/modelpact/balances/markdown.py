"""The balance as Markdown, for a pull request or a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modelpact.balance import Balance, Row
from modelpact.balance_change import Change
from modelpact.balances import words
from modelpact.renderers.markdown_text import literal

_LACKS = "·"


def written(balance: Balance) -> bytes:
    """The Markdown in UTF-8, with LF line ends."""
    return _document(_balance(balance))


def compared(change: Change) -> bytes:
    """Likewise, of what differs."""
    return _document(_change(change))


def _document(blocks: Iterable[str]) -> bytes:
    return "".join(f"{block}\n\n" for block in blocks if block).rstrip("\n").encode() + b"\n"


def _balance(balance: Balance) -> Iterator[str]:
    yield f"# {words.TITLE}"
    yield _words(f"{balance.title} ({balance.reference})")
    yield _words(", ".join(map(words.about, balance.parties())))
    yield words.standing(balance)
    names = [party.name for party in balance.parties()]
    if any(words.others(row, balance) for row in balance.rows):
        names.append(words.OTHERS)
    for group, rows in words.groups(balance):
        yield f"## {group.title}"
        yield _table(["", *names], (_cells(row, balance)[: len(names) + 1] for row in rows))
    if unspoken := words.unspoken(balance):
        yield _words(unspoken)
    yield f"## {words.NUMBERS}"
    yield _table(
        ["", *words.columns(balance)],
        (
            [label, *(str(getattr(each, name)) for each in words.counts(balance))]
            for name, label in words.COUNTED
        ),
    )
    yield from _list(words.PROMISED, map(words.promised, balance.promises))
    yield from _list(words.SILENT, map(words.silence_words, words.not_said(balance)))
    yield words.open_count(balance)
    yield from _list(words.UNCOUNTED, map(words.uncounted, balance.uncounted))
    yield f"## {words.BY_CLAUSE}"
    yield words.BY_CLAUSE_EXPLAINED
    yield _table(["", *words.columns(balance)], _shares(balance))
    yield "\n".join(words.CAUTION)


def _cells(row: Row, balance: Balance) -> list[str]:
    held = [words.numbers(row.places(party.id)) or _LACKS for party in balance.parties()]
    return [row.rein.title, *held, words.others(row, balance)]


def _shares(balance: Balance) -> Iterator[list[str]]:
    for section in balance.sections:
        pairs = words.shares(section, balance)
        cells = [f"gives {gives}, binds {binds}" if gives or binds else _LACKS for gives, binds in pairs]
        yield [f"{section.number} {section.title}", *cells]


def _change(change: Change) -> Iterator[str]:
    yield f"# {words.MOVED}"
    yield _words(f"From {change.old.name} to {change.new.name}")
    if change.is_empty:
        yield words.NOTHING
        return
    for holder in dict.fromkeys(move.holder for move in change.moves):
        moves = (move for move in change.moves if move.holder == holder)
        yield from _list(words.about(holder), map(words.moved, moves))
    yield f"## {words.NUMBERS}"
    yield _table(
        ["", *(shift.holder.name for shift in change.shifts)],
        ([label, *(words.shifted(shift, name) for shift in change.shifts)] for name, label in words.COUNTED),
    )
    yield from _list(words.SAID, map(words.silence_words, change.said))
    yield from _list(words.UNSAID, map(words.silence_words, change.unsaid))


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {_words(item, starts_line=True)}" for item in items]
    if lines:
        yield f"## {_words(heading)}"
        yield "\n".join(lines)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = ([_words(cell) for cell in row] for row in rows)
    grid = ([_words(cell) for cell in header], ["---"] * len(header), *cells)
    return "\n".join(f"| {' | '.join(row)} |" for row in grid)


def _words(text: str, *, starts_line: bool = False) -> str:
    return literal(text, starts_line=starts_line).strip()
