"""Words with a style, broken into lines of a terminal: a line is as long as what is seen of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby

from modelpact.characters import visible


class Style(Enum):
    """ANSI codes (ECMA-48, Select Graphic Rendition)."""

    BOLD = "1"
    FAINT = "2"
    OLD = "31;9"
    NEW = "32;4"


Span = tuple[str, Style | None]
"""Words in one style; ``said`` makes them fit to print."""


def said(words: str, style: Style | None = None) -> Span:
    """Words of an agreement, in which every character shows."""
    return visible(words), style


def painted(spans: Iterable[Span]) -> str:
    """The words with the codes of their styles."""
    return "".join(f"\x1b[{style.value}m{words}\x1b[0m" if style else words for words, style in spans)


def wrapped(spans: Sequence[Span], width: int, first: str, rest: str) -> Iterator[str]:
    """The words in lines no wider than that, the first and the other ones indented; none where nothing is."""
    styled = iter([(char, style) for words, style in spans for char in words])
    lines = textwrap.wrap(
        "".join(words for words, _ in spans),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for at, line in enumerate(lines):
        indent = rest if at else first
        yield indent + painted(_styled(line[len(indent) :], styled))


def _styled(line: str, styled: Iterator[tuple[str, Style | None]]) -> Iterator[Span]:
    """The line in its styles; what stands between it and the line before, only spaces, is passed over."""
    found = [
        next(each for each in styled if each[0] == char or (char == " " and each[0].isspace()))
        for char in line
    ]
    for style, run in groupby(found, key=lambda each: each[1]):
        yield "".join(char for char, _ in run), style
