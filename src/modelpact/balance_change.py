"""How the balance of one agreement differs from that of another: what each holder gained and lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from modelpact.balance import Balance, Counts, Holder, Place, Row
from modelpact.silences import Silence


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    name: str
    """As it was named on the command line."""
    balance: Balance


@dataclass(frozen=True, slots=True)
class Move:
    """A rein that somebody gained or lost."""

    row: Row
    """As it is now."""
    holder: Holder
    gained: bool
    places: tuple[Place, ...]
    """The paragraphs that give it, on the side that does."""
    settled: tuple[Place, ...]
    """The paragraphs that say, on the other side, that nobody has it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The numbers of somebody on both sides; None where one side does not know them."""

    holder: Holder
    old: Counts | None
    new: Counts | None


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that differs."""

    old: Side
    new: Side
    moves: tuple[Move, ...]
    shifts: tuple[Shift, ...]
    """Of everybody on either side, also where no number differs."""
    said: tuple[Silence, ...]
    """What was unknown, withheld or open, and is no longer."""
    unsaid: tuple[Silence, ...]
    """What is so now and was not."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.moves or self.said or self.unsaid) and all(
            shift.old == shift.new for shift in self.shifts
        )


def change(old: Side, new: Side) -> Change:
    """What differs between two balances; the same holder has the same id, or takes another's place."""
    pairs = tuple(_pairs(old.balance, new.balance))
    return Change(
        old,
        new,
        moves=tuple(_moves(old.balance, new.balance, pairs)),
        shifts=tuple(
            Shift(
                pair.shown,
                old.balance.counted(pair.old.id) if pair.old else None,
                new.balance.counted(pair.new.id) if pair.new else None,
            )
            for pair in pairs
        ),
        said=_missing(old.balance.silences, new.balance.silences),
        unsaid=_missing(new.balance.silences, old.balance.silences),
    )


class _Pair(NamedTuple):
    """The same holder on both sides; None where a side does not know them."""

    old: Holder | None
    new: Holder | None

    @property
    def shown(self) -> Holder:
        """Who they are now; where a party took the place of another, with both names."""
        if self.new is None:
            assert self.old
            return self.old
        if self.old is None or self.old.name == self.new.name:
            return self.new
        return replace(self.new, name=f"{self.old.name} → {self.new.name}")


def _pairs(old: Balance, new: Balance) -> Iterator[_Pair]:
    """By id; then parties that only one side has, in their order, as far as their roles are the same."""
    before = {holder.id: holder for holder in old.holders}
    left = [holder for holder in old.holders if all(holder.id != each.id for each in new.holders)]
    for holder in new.holders:
        same = before.get(holder.id) or next((each for each in left if _is_successor(holder, each)), None)
        if same in left:
            left.remove(same)
        yield _Pair(same, holder)
    yield from (_Pair(holder, None) for holder in left)


def _is_successor(new: Holder, old: Holder) -> bool:
    return new.is_party and old.is_party and new.roles == old.roles


def _moves(old: Balance, new: Balance, pairs: Sequence[_Pair]) -> Iterator[Move]:
    for before, after in zip(old.rows, new.rows, strict=True):
        for pair in pairs:
            had = before.places(pair.old.id) if pair.old else ()
            has = after.places(pair.new.id) if pair.new else ()
            if bool(had) != bool(has):
                settled = before.settled if has else after.settled
                yield Move(after, pair.shown, bool(has), has or had, settled)


def _missing(these: Sequence[Silence], those: Sequence[Silence]) -> tuple[Silence, ...]:
    known = {(silence.path, silence.state) for silence in those}
    return tuple(silence for silence in these if (silence.path, silence.state) not in known)
