"""How clauses, paragraphs and schedules are numbered. Nobody types a number: all come from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Chosen(NamedTuple):
    """What is known of an agreement before it is filled: which clauses and schedules it has."""

    numbers: Mapping[str, int]
    """Clause id to number, in order."""
    letters: Mapping[str, str]
    """Schedule id to letter, in order."""
    surviving: tuple[str, ...]
    """Ids of the clauses that outlive the agreement."""


def letter(index: int) -> str:
    """A, B … Z, AA, AB for 0, 1 … 25, 26, 27."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def roman(number: int) -> str:
    """i, ii, iii, iv for 1, 2, 3, 4."""
    text = ""
    for value, digits in _ROMAN:
        count, number = divmod(number, value)
        text += digits * count
    return text


def labels(levels: list[int], prefix: str) -> Iterator[tuple[str, str]]:
    """For each paragraph its label as printed and as cited: ``(a)`` and ``34.1(a)``; both empty at level 0.

    ``prefix`` is the clause's number and a stop; empty in a schedule, whose paragraphs are 1, 2, 3.
    """
    counts = [0, 0, 0]
    cited = ["", "", ""]
    for level in levels:
        if level == 0:
            yield "", ""
            continue
        counts[level - 1] += 1
        counts[level:] = [0] * (3 - level)
        count = counts[level - 1]
        label = (f"{prefix}{count}", f"({letter(count - 1).lower()})", f"({roman(count)})")[level - 1]
        cited[level - 1] = (cited[level - 2] if level > 1 else "") + label
        yield label, cited[level - 1]
