"""Which words a PDF shows in place of those that it should, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Pdf

from modelpact.signed.page_text import Piece, pages, tokens
from modelpact.signed.reading import PdfError

_AROUND = 3
"""Words before and after a difference, to find it by."""

_LONGEST = 24
_MOST_WORDS = 200_000
_HEADINGS = ("/H1", "/H2", "/H3")
_FRONT = "the title page"
_CLAUSE = re.compile(r"([0-9]+)\. +(.+)")
_NUMBER = re.compile(r"\b[0-9a-f]{12}\b|[0-9]+")
"""A page number, a version, the beginning of a hash."""

Marks = tuple[int, int]
"""A page, and a mark on it."""


class Difference(NamedTuple):
    """Words that differ, with a few around them."""

    where: str
    """``clause 34 (Publication)``."""
    page: int
    made: str
    """What the spec makes; empty where it makes nothing there."""
    shown: str
    """What the file shows."""


class Wording(NamedTuple):
    """The text of a PDF that modelpact made, by its sections."""

    pieces: tuple[Piece, ...]
    sections: Mapping[Marks, str]
    running: frozenset[str]
    """Running titles, with ``#`` for the numbers in them."""

    def names(self) -> list[str]:
        """The sections in order, each once."""
        return list(dict.fromkeys(self.sections.values()))


def wording(pdf: Pdf) -> Wording:
    """What a render of ours says, and under which heading."""
    pieces = tuple(chain.from_iterable(pages(pdf)))
    running = frozenset(_pattern(piece) for piece in pieces if piece.mark is None)
    return Wording(pieces, _sections(pdf, pieces), running)


def differences(made: Wording, shown: Sequence[Piece]) -> list[Difference]:
    """Where a file shows other words than the render; running titles are left out of both.

    Raises PdfError where it shows far more than any agreement says.
    """
    ours = list(tokens([piece for piece in made.pieces if piece.mark is not None]))
    theirs = list(tokens([piece for piece in shown if not _is_running(piece, made)]))
    if len(theirs) > _MOST_WORDS:
        raise PdfError(f"shows more than {_MOST_WORDS:,} words, which are not compared")
    return list(_differences(made, ours, theirs))


_Words = Sequence[tuple[str, Piece]]


def _differences(made: Wording, ours: _Words, theirs: _Words) -> Iterator[Difference]:
    before = _alike(ours, theirs)
    after = _alike(ours[before:][::-1], theirs[before:][::-1])
    old = [word for word, _ in ours[before : len(ours) - after]]
    new = [word for word, _ in theirs[before : len(theirs) - after]]
    for what, start, end, first, last in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal" or "".join(old[start:end]) == "".join(new[first:last]):
            continue  # where lines break otherwise, a word may be in two pieces
        nearest = ours[min(before + start, len(ours) - 1)][1]
        shown = theirs[min(before + first, len(theirs) - 1)][1] if theirs else nearest
        yield Difference(
            where=made.sections.get((nearest.page, nearest.mark or 0), _FRONT),
            page=shown.page,
            made=_said(ours, before + start, before + end),
            shown=_said(theirs, before + first, before + last),
        )


def _alike(one: _Words, other: _Words) -> int:
    """How many words are the same from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, ((a, _), (b, _)) in pairs if a != b), min(len(one), len(other)))


def _said(words: _Words, start: int, end: int) -> str:
    """The words, with a few around them; of many only the first."""
    if end - start > _LONGEST:
        end, rest = start + _LONGEST, f" … and {end - start - _LONGEST:,} more words"
    else:
        end, rest = min(end + _AROUND, len(words)), ""
    return " ".join(word for word, _ in words[max(start - _AROUND, 0) : end]).replace("- ", "-") + rest


def _is_running(piece: Piece, made: Wording) -> bool:
    return piece.mark is None and _pattern(piece) in made.running


def _pattern(piece: Piece) -> str:
    return _NUMBER.sub("#", piece.text.strip())


def _sections(pdf: Pdf, pieces: Sequence[Piece]) -> dict[Marks, str]:
    """The heading above each mark, in the order of the structure tree."""
    texts = {(piece.page, piece.mark): piece.text for piece in pieces if piece.mark is not None}
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found: dict[Marks, str] = {}
    heading = _FRONT
    waiting: list[tuple[Any, bool]] = [(pdf.Root.StructTreeRoot.K[0], False)]
    while waiting:
        element, headed = waiting.pop()
        is_heading = str(element.get("/S")) in _HEADINGS
        marks = [(numbers[element.Pg.objgen], kid) for kid in element.get("/K", []) if isinstance(kid, int)]
        if is_heading and not headed:
            heading = _named(" ".join(texts.get(mark, "") for mark in _below(element, numbers)))
        found.update(dict.fromkeys(marks, heading))
        waiting += [(kid, headed or is_heading) for kid in reversed(_elements(element))]
    return found


def _elements(element: Any) -> list[Any]:
    return [
        kid for kid in element.get("/K", Array()) if isinstance(kid, Dictionary) and kid.get("/S") is not None
    ]


def _below(element: Any, numbers: Mapping[tuple[int, int], int]) -> Iterator[Marks]:
    for kid in element.get("/K", Array()):
        if isinstance(kid, int):
            yield numbers[element.Pg.objgen], kid
        elif kid.get("/S") is not None:
            yield from _below(kid, numbers)


def _named(heading: str) -> str:
    """``clause 34 (Publication)`` of ``34. Publication``."""
    text = " ".join(heading.split())
    clause = _CLAUSE.fullmatch(text)
    return f"clause {clause[1]} ({clause[2]})" if clause else f"“{text}”"
