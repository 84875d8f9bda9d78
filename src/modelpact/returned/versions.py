"""Paragraphs as they were before the tracked changes of a returned file, and as they are with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from modelpact.alignment import align, word_likeness
from modelpact.returned.document import Hand, Row, Words, Writing

_MOST_COMPARED = 40_000
"""Pairs of paragraphs whose ends came or went together: more than that were all written anew."""

_RELATED = 0.51
"""The likeness of two paragraphs that share a place: just enough to count as one that was reworded."""


@dataclass(frozen=True, slots=True)
class Version:
    """A paragraph, or a cell, before and after the changes that the file tracks."""

    was: str | None
    """None where somebody tracked it as new."""
    now: str | None
    """None where somebody tracked it as deleted."""
    hands: tuple[Hand, ...] = ()
    """Who tracked a change in it."""
    bookmarks: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()
    style: str = ""


def versions(writings: Iterable[Writing]) -> list[Version]:
    """The paragraphs that say something, in order."""
    found: list[Version] = []
    group: list[Writing] = []
    for writing in writings:
        group.append(writing)
        if not (writing.mark_inserted or writing.mark_deleted or writing.is_joined):
            found += _of_group(group)
            group = []
    return [*found, *_of_group(group)]


def _of_group(group: list[Writing]) -> Iterator[Version]:
    """The versions of paragraphs whose ends came or went: what was one may be two, and two one."""
    hands = tuple(dict.fromkeys(hand for writing in group for hand in _hands(writing)))
    bookmarks = frozenset(name for writing in group for name in writing.bookmarks)
    remarks = tuple(id_ for writing in group for id_ in writing.remarks)
    styles = dict(_texts(group, before=False))
    was = [text for text, _ in _texts(group, before=True)]
    for old, new in _pairs(was, [text for text, _ in _texts(group, before=False)]):
        own = hands if old != new else ()
        yield Version(old, new, own, bookmarks, remarks, styles.get(new or "", ""))
        remarks = ()


def _pairs(was: list[str], now: list[str]) -> list[tuple[str | None, str | None]]:
    if len(was) == len(now) == 1:
        return [(was[0], now[0])]
    if len(was) * len(now) > _MOST_COMPARED:
        return [*((old, None) for old in was), *((None, new) for new in now)]
    return align(was, now, lambda old, new: max(word_likeness(old, new), _RELATED * new.startswith(old[:20])))


def _texts(group: list[Writing], *, before: bool) -> Iterator[tuple[str, str]]:
    """What each paragraph says, with its style: that of the end that it has."""
    text = ""
    for writing in group:
        text += "".join(words.text for words in writing.words if _is_there(words, before=before))
        gone = writing.is_joined or (writing.mark_inserted if before else writing.mark_deleted)
        if not gone:
            if text.strip():
                yield " ".join(text.split()), writing.style
            text = ""
    if text.strip():
        yield " ".join(text.split()), group[-1].style


def _is_there(words: Words, *, before: bool) -> bool:
    return words.inserted is None if before else words.deleted is None


def _hands(writing: Writing) -> Iterator[Hand]:
    """Those who changed the paragraph; a change without words, as LibreOffice writes them, does not count."""
    marks = (writing.mark_inserted, writing.mark_deleted)
    yield from (mark for mark in marks if mark)
    yield from (hand for words in writing.words for hand in (words.inserted, words.deleted) if hand)


def cells(row: Row) -> list[Version]:
    """The cells of a row, each as one paragraph."""
    return [_cell(cell, row) for cell in row.cells]


def _cell(cell: tuple[Writing, ...], row: Row) -> Version:
    inside = versions(cell)
    was = " ".join(each.was for each in inside if each.was)
    now = " ".join(each.now for each in inside if each.now)
    tracked = tuple(hand for hand in (row.inserted, row.deleted) if hand)
    hands = dict.fromkeys((*tracked, *(hand for each in inside for hand in each.hands)))
    remarks = tuple(id_ for each in inside for id_ in each.remarks)
    return Version(None if row.inserted else was, None if row.deleted else now, tuple(hands), remarks=remarks)
