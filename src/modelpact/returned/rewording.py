"""Our words at a place beside those of a file: which of them are a field's value, which the form's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from modelpact.agreement import Emphasis, Inline, Line, Link, Strong, Text
from modelpact.alignment import stretches
from modelpact.diagnostics import Path

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_TOKENS = 4_000
"""Above, a paragraph is taken to be replaced as a whole: words are compared one by one."""

_SHORT = 4
"""Words of a value that a sentence prints; a longer one is a text of its own."""


class Leaf(NamedTuple):
    """Some of our words of one sort, and where in the paragraph they stand."""

    start: int
    end: int
    inline: Inline | None
    """None for the space between two sentences."""
    wrappers: tuple[type[Strong | Emphasis], ...] = ()

    @property
    def source(self) -> Path | None:
        """The field whose value they are; none for a clause in the spec's own words, printed in pieces."""
        source = self.inline.source if isinstance(self.inline, Text | Link) else None
        return None if source and source[0] == "clauses" else source


class Region(NamedTuple):
    """Where the words differ: from and to in ours, from and to in theirs."""

    start: int
    end: int
    from_: int
    to: int


class Printed(NamedTuple):
    """A value as we print it at a place, and what stands there in the file."""

    source: Path
    ours: str
    theirs: str


@dataclass(frozen=True)
class Rewording:
    """A paragraph in both versions."""

    lines: tuple[Line, ...]
    theirs: str
    grows: bool = False
    """Whether words added at the edge of a short value are the value's and not the sentence's."""

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Our words, piece by piece."""
        return tuple(_leaves(self.lines))

    @cached_property
    def ours(self) -> str:
        """Our words in one."""
        return "".join(_words(leaf.inline) for leaf in self.leaves)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Everything that differs."""
        old, new = _TOKEN.findall(self.ours), _TOKEN.findall(self.theirs)
        if max(len(old), len(new)) > _MOST_TOKENS:
            return (Region(0, len(self.ours), 0, len(self.theirs)),)
        before, after = _places(old), _places(new)
        return tuple(
            self._beside_a_value(Region(before[i], before[j], after[k], after[m]))
            for equal, i, j, k, m in stretches(old, new)
            if not equal
        )

    def _beside_a_value(self, region: Region) -> Region:
        """Added words that may as well stand right after a value put there: ``30 days[ or more] of``."""
        if region.start != region.end:
            return region
        came = self.theirs[region.from_ : region.to]
        end = max((leaf.end for leaf in self.leaves if leaf.source and leaf.end <= region.start), default=0)
        shift = region.start - end
        if not 0 < shift < len(came) or self.ours[end : region.start] != came[-shift:]:
            return region
        return Region(end, end, region.from_ - shift, region.to - shift)

    def values(self) -> Iterator[Printed]:
        """Every value here, with what the file says in its place."""
        for leaf in self.leaves:
            if leaf.source is not None:
                theirs = self.theirs[self._start(leaf) : self._end(leaf)]
                yield Printed(leaf.source, self.ours[leaf.start : leaf.end], theirs)

    def _start(self, leaf: Leaf) -> int:
        """Where a value begins in theirs."""
        shift = 0
        for region in self.regions:
            if region.end < leaf.start or (region.end == leaf.start and not self._is_of(region, leaf)):
                shift = region.to - region.end
            elif region.start <= leaf.start:
                return min(region.to, region.from_ + leaf.start - region.start)
        return leaf.start + shift

    def _end(self, leaf: Leaf) -> int:
        """Where a value ends in theirs."""
        shift = 0
        for region in self.regions:
            if region.end < leaf.end:
                shift = region.to - region.end
            elif region.start < leaf.end or self._is_of(region, leaf):
                is_inside = region.end == leaf.end
                return region.to if is_inside else min(region.to, region.from_ + leaf.end - region.start)
        return leaf.end + shift

    def _is_of(self, region: Region, leaf: Leaf) -> bool:
        """Whether a change is inside a value; words added at the edge of a short one are the sentence's."""
        if not (leaf.start <= region.start and region.end <= leaf.end):
            return False
        is_at_edge = region.start == region.end and region.start in (leaf.start, leaf.end)
        is_long = len(self.ours[leaf.start : leaf.end].split()) > _SHORT or len(self.leaves) == 1
        return not is_at_edge or is_long or self.grows

    def is_values_only(self) -> bool:
        """Whether nothing but values differs."""
        values = [leaf for leaf in self.leaves if leaf.source is not None]
        return all(any(self._is_of(region, leaf) for leaf in values) for region in self.regions)

    def merged(self) -> tuple[Line, ...]:
        """Their words, sentence by sentence, and ours where both say the same."""
        merged, at, said = _Merged(self), 0, 0
        for region in self.regions:
            value = next((leaf for leaf in self.leaves if self._changes(region, leaf)), None)
            if value and value.end <= at and region.to <= said:
                continue  # said whole, at its first change
            merged.keep(at, value.start if value else region.start)
            start, stop = (self._start(value), self._end(value)) if value else (region.from_, region.to)
            merged.say(self.theirs[max(start, said) : stop], value)
            at, said = (value.end if value else region.end), stop
        merged.keep(at, len(self.ours))
        return merged.lines()

    def _changes(self, region: Region, leaf: Leaf) -> bool:
        """Whether a change is inside a value, and so is every other that touches the value."""
        if leaf.source is None or not self._is_of(region, leaf):
            return False
        touching = (each for each in self.regions if each.start < leaf.end and each.end > leaf.start)
        return all(self._is_of(each, leaf) for each in touching)


class _Merged:
    def __init__(self, rewording: Rewording) -> None:
        self._leaves = rewording.leaves
        self._starts = [leaf.start for leaf in rewording.leaves]
        self._lines: list[list[Inline]] = [[]]

    def keep(self, start: int, end: int) -> None:
        """Our words from here to there."""
        for leaf in self._leaves[max(bisect_right(self._starts, start) - 1, 0) :]:
            if leaf.start >= end:
                return
            first, last = max(start, leaf.start) - leaf.start, min(end, leaf.end) - leaf.start
            if last <= first:
                continue
            if leaf.inline is None:
                self._lines.append([])
            else:
                self._lines[-1].append(_cut(leaf, first, last))

    def say(self, words: str, value: Leaf | None) -> None:
        """Their words, in the place of a value or of none."""
        if words:
            self._lines[-1].append(_wrapped(Text(words, value.source), value) if value else Text(words))

    def lines(self) -> tuple[Line, ...]:
        return tuple(tuple(line) for line in self._lines if line)


def _cut(leaf: Leaf, first: int, last: int) -> Inline:
    """Some of a leaf's words; of what cannot be cut, such as a reference, as plain text."""
    assert leaf.inline is not None
    words = _words(leaf.inline)
    inline = leaf.inline
    if (first, last) != (0, len(words)):
        inline = Text(words[first:last], leaf.source)
    return _wrapped(inline, leaf)


def _wrapped(inline: Inline, leaf: Leaf) -> Inline:
    for wrapper in reversed(leaf.wrappers):
        inline = wrapper((inline,))
    return inline


def _leaves(lines: tuple[Line, ...]) -> Iterator[Leaf]:
    at = 0
    for number, line in enumerate(lines):
        if number:
            yield Leaf(at, at + 1, None)
            at += 1
        for inline, wrappers in _flat(line, ()):
            length = len(_words(inline))
            yield Leaf(at, at + length, inline, wrappers)
            at += length


def _flat(
    line: Line, wrappers: tuple[type[Strong | Emphasis], ...]
) -> Iterator[tuple[Inline, tuple[type[Strong | Emphasis], ...]]]:
    for inline in line:
        if isinstance(inline, Strong | Emphasis):
            yield from _flat(inline.children, (*wrappers, type(inline)))
        else:
            yield inline, wrappers


def _words(inline: Inline | None) -> str:
    return " " if inline is None or isinstance(inline, Strong | Emphasis) else inline.text


def _places(tokens: list[str]) -> list[int]:
    """Where each token begins, and where the last ends."""
    places = [0]
    for token in tokens:
        places.append(places[-1] + len(token))
    return places
