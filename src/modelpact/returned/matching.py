"""Which words of a returned file stand where we have which of ours.

A heading is known by its bookmark, and where an editor dropped that, by its words. Between two headings,
paragraphs and rows are matched by likeness, in order; whatever is left over came or went.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from modelpact.agreement import Agreement
from modelpact.alignment import Pair, align, in_order, stretches, word_likeness
from modelpact.renderers.word_body import entries
from modelpact.returned import slots as places_of
from modelpact.returned.document import Document, Grid, Writing
from modelpact.returned.package import WordError
from modelpact.returned.slots import CONTENTS, Place, Slot, Stretch, TableSlots
from modelpact.returned.versions import Version, cells, versions

_NUMBER = re.compile(r"(?:(?:Part|Schedule) [A-Z]+|[0-9]+)\.?\s+")
"""What an editor that knows no numbering may have typed before a heading."""

_FEWEST = 0.5
"""The share of our headings without which a file is not of this agreement."""


class Match(NamedTuple):
    """Words of the file beside ours."""

    ours: Slot | None
    """None where ours has nothing."""
    theirs: Version | None
    """None where the file has nothing, and nobody tracked that it went."""
    after: Place
    """The place that it is, or that it comes after."""


class Matched(NamedTuple):
    """All words of both, in our order."""

    matches: list[Match]
    moved: frozenset[str]
    """The sections whose headings stand elsewhere among the others than in ours."""


def matched(agreement: Agreement, document: Document) -> Matched:
    """What stands where. Raises WordError where the file is not of this agreement."""
    parts = places_of.stretches(agreement)
    blocks = _without_contents(agreement, document.blocks)
    starts = _starts(parts, blocks)
    found = list(_cut(parts, blocks, starts))
    headings = sum(stretch.heading is not None for stretch in parts)
    there = sum(bool(blocks) and stretch.heading is not None for stretch, blocks in found)
    if there < headings * _FEWEST:
        raise WordError("is not this agreement: it lacks most of its headings")
    matches = [match for stretch, inside in found for match in _matches(stretch, inside)]
    return Matched(matches, _moved(parts, starts))


def _moved(parts: Sequence[Stretch], starts: Mapping[str, int]) -> frozenset[str]:
    ours = [part.bookmark for part in parts if part.bookmark in starts]
    away = {*ours} - in_order(ours, sorted(ours, key=starts.__getitem__))
    return frozenset(part.heading.place.section for part in parts if part.heading and part.bookmark in away)


def _without_contents(agreement: Agreement, blocks: Sequence[Writing | Grid]) -> list[Writing | Grid]:
    """All but the list of contents: the first lines in a row that look like one, as far as they are ours."""
    listed = {_letters(words) for _, _, words in entries(agreement)}
    first = next((at for at, block in enumerate(blocks) if _is_contents(block)), len(blocks))
    last = next((at for at in range(first, len(blocks)) if not _is_contents(blocks[at])), len(blocks))
    contents = (block for block in blocks[first:last] if isinstance(block, Writing))
    foreign = [block for block in contents if _letters(_all_words(block)) not in {*listed, ""}]
    return [*blocks[:first], *foreign, *blocks[last:]]


def _is_contents(block: Writing | Grid) -> bool:
    return isinstance(block, Writing) and block.is_contents


def _all_words(block: Writing) -> str:
    return "".join(words.text for words in block.words)


def _letters(text: str) -> str:
    """Those of a line of the contents; its numbers are the program's."""
    return "".join(filter(str.isalpha, text))


Ours = TypeVar("Ours")
Theirs = TypeVar("Theirs")

_MOST_COMPARED = 200_000
"""Pairs: among more, only equal words are matched."""


def _align(
    ours: Sequence[Ours],
    theirs: Sequence[Theirs],
    keys: Sequence[object],
    their_keys: Sequence[object],
    likeness: Callable[[Ours, Theirs], float],
) -> list[Pair[Ours, Theirs]]:
    """Both in order: what has equal keys beside each other, and what lies between by likeness."""
    pairs: list[Pair[Ours, Theirs]] = []
    for equal, i, j, k, m in stretches(keys, their_keys):
        if equal:
            pairs += zip(ours[i:j], theirs[k:m], strict=True)
        elif (j - i) * (m - k) <= _MOST_COMPARED:
            between: list[Pair[Ours, Theirs]] = align(ours[i:j], theirs[k:m], likeness)
            pairs += between
        else:
            pairs += [(one, None) for one in ours[i:j]]
            pairs += [(None, other) for other in theirs[k:m]]
    return pairs


# --- headings


def _cut(
    parts: Sequence[Stretch], blocks: Sequence[Writing | Grid], starts: Mapping[str, int]
) -> Iterator[tuple[Stretch, Sequence[Writing | Grid]]]:
    """The blocks of each stretch, its heading first; none where the file has lost it."""
    places = sorted({0, *starts.values(), len(blocks)})
    following = dict(pairwise(places))
    for stretch in parts:
        start = 0 if stretch.heading is None else starts.get(stretch.bookmark)
        is_taken = stretch.heading is None and 0 in starts.values()
        end = following.get(start, len(blocks)) if start is not None else 0
        yield stretch, () if start is None or is_taken else blocks[start:end]


def _starts(parts: Sequence[Stretch], blocks: Sequence[Writing | Grid]) -> dict[str, int]:
    """Where each heading stands, by its bookmark."""
    wanted = {stretch.bookmark for stretch in parts if stretch.heading}
    starts: dict[str, int] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, Writing):
            for name in wanted.intersection(block.bookmarks) - starts.keys():
                starts[name] = at
    lost = [stretch for stretch in parts if stretch.heading and stretch.bookmark not in starts]
    return {**starts, **_by_words(parts, lost, starts, blocks)} if lost else starts


def _by_words(
    parts: Sequence[Stretch],
    lost: Iterable[Stretch],
    starts: Mapping[str, int],
    blocks: Sequence[Writing | Grid],
) -> dict[str, int]:
    """Where headings without their bookmark stand: after the heading before them and before the next."""
    texts = [_heading_text(block) for block in blocks]
    order = [stretch.bookmark for stretch in parts]
    found: dict[str, int] = {}
    for stretch in lost:
        assert stretch.heading
        known, place = {**starts, **found}, order.index(stretch.bookmark)
        first = max((known[name] + 1 for name in order[:place] if name in known), default=0)
        last = min((known[name] for name in order[place + 1 :] if name in known), default=len(blocks))
        at = next((at for at in range(first, last) if texts[at] == stretch.heading.text), None)
        if at is not None:
            found[stretch.bookmark] = at
    return found


def _heading_text(block: Writing | Grid) -> str:
    if isinstance(block, Grid):
        return ""
    text = " ".join("".join(words.text for words in block.words if not words.inserted).split())
    return _NUMBER.sub("", text, count=1)


# --- between two headings


def _matches(stretch: Stretch, blocks: Sequence[Writing | Grid]) -> Iterator[Match]:
    slots = [*([stretch.heading] if stretch.heading else []), *stretch.slots]
    found = [each for run in _runs(blocks) for each in versions(run)]
    if stretch.heading is None:
        found = [each for each in found if {each.was, each.now} != {CONTENTS}]
    yield from _paragraphs(slots, found, stretch)
    yield from _tables(stretch, [block for block in blocks if isinstance(block, Grid)])


def _runs(blocks: Sequence[Writing | Grid]) -> Iterator[list[Writing]]:
    """The paragraphs between tables."""
    run: list[Writing] = []
    for block in blocks:
        if isinstance(block, Writing):
            run.append(block)
        else:
            yield run
            run = []
    yield run


def _paragraphs(slots: Sequence[Slot], found: Sequence[Version], stretch: Stretch) -> Iterator[Match]:
    after = slots[0].place if slots else Place("")
    for ours, theirs in _filled_in(_aligned(slots, found, stretch)):
        after = ours.place if ours else after
        yield Match(ours, theirs, after)


Pairs = list[Pair[Slot, Version]]


def _aligned(slots: Sequence[Slot], found: Sequence[Version], stretch: Stretch) -> Pairs:
    def likeness(ours: Slot, theirs: Version) -> float:
        if theirs.was is None:
            return 0.0
        if ours is stretch.heading and stretch.bookmark in theirs.bookmarks:
            return 1.0
        return 1.0 if ours.text == theirs.was else min(word_likeness(ours.text, theirs.was), 0.99)

    return _align(slots, found, [slot.text for slot in slots], [each.was for each in found], likeness)


def _filled_in(pairs: Pairs) -> Pairs:
    """Pairs with as many paragraphs of ours as of theirs between two matches put beside each other."""
    filled: Pairs = []
    gap: Pairs = []
    for pair in [*pairs, (None, None)]:
        if (pair[0] is None) != (pair[1] is None):
            gap.append(pair)
            continue
        ours = [one for one, _ in gap if one]
        theirs = [other for _, other in gap if other and other.was is not None]
        if len(ours) == len(theirs) and ours:
            filled += zip(ours, theirs, strict=True)
            filled += [(None, other) for _, other in gap if other and other.was is None]
        else:
            filled += gap
        filled += [pair] if pair != (None, None) else []
        gap = []
    return filled


def _tables(stretch: Stretch, grids: Sequence[Grid]) -> Iterator[Match]:
    def likeness(ours: TableSlots, theirs: Grid) -> float:
        return word_likeness(ours.text, _text(theirs))

    for ours, theirs in align(stretch.tables, grids, likeness):
        if ours and theirs:
            yield from _rows(ours, [cells(row) for row in theirs.rows])
        elif ours:
            yield from (Match(slot, None, slot.place) for row in ours.rows for slot in row)
        elif theirs:
            last = next(iter(stretch.every())).place
            added = (_joined(cells(row)) for row in theirs.rows)
            yield from (Match(None, each, last) for each in added)


def _text(grid: Grid) -> str:
    return " ".join(each.was or "" for row in grid.rows for each in cells(row))


def _rows(ours: TableSlots, theirs: Sequence[list[Version]]) -> Iterator[Match]:
    def likeness(row: tuple[Slot, ...], found: list[Version]) -> float:
        if found[:1] and found[0].was and found[0].was == row[0].text:
            return 1.0
        if any(each.was is None for each in found):
            return 0.0
        return word_likeness(" ".join(slot.text for slot in row), " ".join(each.was or "" for each in found))

    after = Place(ours.section, ours.block)
    keys = [tuple(slot.text for slot in row) for row in ours.rows]
    their_keys = [tuple(each.was for each in row) for row in theirs]
    for row, found in _align(ours.rows, theirs, keys, their_keys, likeness):
        after = row[0].place if row else after
        if row is None:
            yield Match(None, _joined(found or []), after)
            continue
        for at, slot in enumerate(row):
            yield Match(slot, found[at] if found and at < len(found) else None, slot.place)
        yield from (Match(None, each, after) for each in (found or [])[len(row) :] if each.was or each.now)


CELLS = " | "
"""What stands between the cells of a row that only the file has."""


def _joined(row: Sequence[Version]) -> Version:
    """A row of theirs as one text."""
    was = None if any(each.was is None for each in row) else CELLS.join(each.was or "" for each in row)
    now = None if any(each.now is None for each in row) else CELLS.join(each.now or "" for each in row)
    hands = tuple(dict.fromkeys(hand for each in row for hand in each.hands))
    return Version(was, now, hands, remarks=tuple(id_ for each in row for id_ in each.remarks))
