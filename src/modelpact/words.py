"""A line of an agreement compared word by word, so that a person can read what changed.

The shortest possible change is confetti: a word here, a comma there. Whole phrases are replaced instead, and
a number, a date or another short value of the spec is never taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from modelpact.agreement import Emphasis, Inline, Line, Link, Reference, Strong, Term, Text, plain
from modelpact.alignment import Stretch, stretches
from modelpact.redline import Change, LineChange, Passage

_WORD = re.compile(r"\w+(?:[’'.,:/@\-]\w+)*|\s+|[^\w\s]")
_ONE_VALUE = 5
"""Words; a value of the spec with no more of them is replaced as a whole."""

_FEW = 2
_SOME = 6
"""Words that stand between two changes: a few are always taken into one change, some if it is longer."""

_MOSTLY = 0.3
"""Below this share of words kept, the whole line is replaced."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is kept or replaced as one: a word, a space, a reference, a short value."""

    key: Hashable
    """Two atoms with the same key say the same."""
    text: str
    leaf: Inline
    wrappers: tuple[type[Strong | Emphasis], ...]
    place: int
    """Of the leaf in its line."""

    @property
    def is_word(self) -> bool:
        return any(char.isalnum() for char in self.text)


def compared(old: Line | None, new: Line | None) -> LineChange:
    """The line in both versions, passage by passage; None where a version has none."""
    if old is None or new is None:
        change = Change.ADDED if old is None else Change.REMOVED
        return LineChange(old, new, (Passage(old or (), new or (), change),))
    if old == new:
        return LineChange(old, new, (Passage(old, new, Change.SAME),) if old else ())
    before, after = _atoms(old), _atoms(new)
    runs = stretches([atom.key for atom in before], [atom.key for atom in after])
    runs = _readable(runs, before)
    return LineChange(old, new, tuple(_passage(run, before, after) for run in runs))


def _passage(run: Stretch, before: Sequence[_Atom], after: Sequence[_Atom]) -> Passage:
    equal, i, j, k, m = run
    if equal:
        change = Change.SAME
    elif i == j:
        change = Change.ADDED
    else:
        change = Change.REMOVED if k == m else Change.REWORDED
    return Passage(_line(before[i:j]), _line(after[k:m]), change)


def _readable(runs: list[Stretch], before: Sequence[_Atom]) -> list[Stretch]:
    """Stretches with what little is equal between two changes taken into them."""
    kept = _joined([_taken_in(runs, at, before) for at in range(len(runs))])
    same = sum(_words(before[i:j]) for equal, i, j, _, _ in kept if equal)
    every = max(_words(before), 1)
    changed = sum(not equal for equal, *_ in kept)
    if changed > 1 and same / every < _MOSTLY:
        return _joined([(False, i, j, k, m) for _, i, j, k, m in kept])
    return kept


def _taken_in(runs: list[Stretch], at: int, before: Sequence[_Atom]) -> Stretch:
    equal, i, j, k, m = runs[at]
    if not equal or at in (0, len(runs) - 1):
        return runs[at]
    words = _words(before[i:j])
    beside = max(_length(runs[at - 1]), _length(runs[at + 1]))
    return words > _FEW and (words > _SOME or words * 2 > beside), i, j, k, m


def _length(run: Stretch) -> int:
    _, i, j, k, m = run
    return max(j - i, m - k)


def _words(atoms: Sequence[_Atom]) -> int:
    return sum(atom.is_word for atom in atoms)


def _joined(runs: list[Stretch]) -> list[Stretch]:
    """Neighbours of the same sort as one."""
    joined: list[Stretch] = []
    for equal, i, j, k, m in runs:
        if joined and joined[-1][0] == equal:
            joined[-1] = (equal, joined[-1][1], j, joined[-1][3], m)
        else:
            joined.append((equal, i, j, k, m))
    return joined


# --- lines and atoms


def _atoms(line: Line) -> list[_Atom]:
    leaves = list(_leaves(line, ()))
    return [atom for place, (leaf, wrappers) in enumerate(leaves) for atom in _of(leaf, wrappers, place)]


def _leaves(
    line: Line, wrappers: tuple[type[Strong | Emphasis], ...]
) -> Iterator[tuple[Inline, tuple[type[Strong | Emphasis], ...]]]:
    for inline in line:
        if isinstance(inline, Strong | Emphasis):
            yield from _leaves(inline.children, (*wrappers, type(inline)))
        else:
            yield inline, wrappers


def _of(leaf: Inline, wrappers: tuple[type[Strong | Emphasis], ...], place: int) -> Iterator[_Atom]:
    match leaf:
        case Reference(anchor=anchor, text=text):
            yield _Atom((wrappers, "reference", anchor), text, leaf, wrappers, place)
        case Link(url=url, text=text):
            yield _Atom((wrappers, "link", url, text), text, leaf, wrappers, place)
        case Text(text=text, source=source) if source and len(text.split()) <= _ONE_VALUE:
            yield _Atom((wrappers, text), text, leaf, wrappers, place)
        case Text(text=text) | Term(text=text):
            yield from (_Atom((wrappers, w), w, leaf, wrappers, place) for w in _WORD.findall(text))


def _line(atoms: Sequence[_Atom]) -> Line:
    """The inlines that these atoms are, in one piece as far as they stood in one."""
    return tuple(_inline(list(group)) for _, group in groupby(atoms, key=lambda atom: atom.place))


def _inline(atoms: Sequence[_Atom]) -> Inline:
    leaf, text = atoms[0].leaf, "".join(atom.text for atom in atoms)
    inline: Inline = replace(leaf, text=text) if isinstance(leaf, Text | Term) else leaf
    for wrapper in reversed(atoms[0].wrappers):
        inline = wrapper((inline,))
    return inline


def said(line: Line) -> tuple[Hashable, ...]:
    """What a line says, whatever the numbers in it: for telling whether two lines say the same."""
    return tuple(atom.key for atom in _atoms(line))


def words(line: Line) -> str:
    """The words of a line with references by their targets, for telling how alike two lines are."""
    leaves = (leaf for leaf, _ in _leaves(line, ()))
    return "".join(leaf.anchor if isinstance(leaf, Reference) else plain((leaf,)) for leaf in leaves)
