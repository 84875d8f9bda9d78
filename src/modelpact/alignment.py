"""Which of the old items answers to which of the new ones, in order: paragraphs, sentences, rows, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import TypeVar

Old = TypeVar("Old")
New = TypeVar("New")
Pair = tuple[Old | None, New | None]

_ALIKE = 0.5
"""From how much likeness on two items count as one that was reworded; ours, by what reads well."""


def align(
    old: Sequence[Old], new: Sequence[New], likeness: Callable[[Old, New], float]
) -> list[Pair[Old, New]]:
    """The items in order, each old one beside the new one that it became, or alone.

    ``likeness`` is from 0 to 1 and 1 for equal ones. The pairs chosen have the greatest likeness in all.
    """
    start, end = _common_ends(old, new)
    middle = _best(old[start : len(old) - end], new[start : len(new) - end], likeness)
    pairs = [*zip(old[:start], new[:start], strict=True), *middle]
    return [*pairs, *zip(old[len(old) - end :], new[len(new) - end :], strict=True)]


def _common_ends(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many items are equal at the beginning, and how many of the rest at the end."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    most -= start
    end = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    return start, end


def _best(
    old: Sequence[Old], new: Sequence[New], likeness: Callable[[Old, New], float]
) -> list[Pair[Old, New]]:
    """Alignment by dynamic programming (Needleman and Wunsch, 1970); what is left alone costs nothing."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_counted(likeness(was, is_)) for is_ in new] for was in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    pairs: list[Pair[Old, New]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs


def _counted(likeness: float) -> float:
    return likeness if likeness >= _ALIKE else 0.0


def word_likeness(old: str, new: str) -> float:
    """How many of the words two texts share, whatever their order (Dice's coefficient), from 0 to 1."""
    if old == new:
        return 1.0
    ours, theirs = _words(old), _words(new)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


@cache
def _words(text: str) -> Counter[str]:
    return Counter(text.lower().split())


Stretch = tuple[bool, int, int, int, int]
"""Whether the items are equal, then from and to in the old ones, from and to in the new ones."""


def stretches(old: Sequence[object], new: Sequence[object]) -> list[Stretch]:
    """Equal and unequal stretches of two sequences by turns, each as long as it can be."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(tag == "equal", i, j, k, m) for tag, i, j, k, m in matcher.get_opcodes()]


def in_order(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The most items that stand in the same order in both: those that were not moved."""
    common = [item for item in new if item in set(old)]
    places = {item: place for place, item in enumerate(old)}
    longest: list[list[str]] = [[]]
    for item in common:
        before = (run for run in longest if not run or places[run[-1]] < places[item])
        longest.append([*_longest(before), item])
    return frozenset(_longest(longest))


def _longest(runs: Iterable[list[str]]) -> list[str]:
    return max(runs, key=len)
