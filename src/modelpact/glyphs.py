"""Which characters can be printed: one for which no font has a glyph would print as a box."""

from __future__ import annotations

from functools import cache

from modelpact import resources

COVERAGE = "templates/page/fonts/coverage.txt"
"""Hexadecimal code points or ranges of them, one a line, made from the fonts and proved against them."""


def missing(text: str) -> tuple[tuple[int, str], ...]:
    """Each character that no font can show, with its offset. Line ends and tabs need no glyph."""
    unknown = without_bundled_glyph(text)
    if unknown:
        from modelpact import script_fonts

        unknown -= script_fonts.shown(unknown)
    return tuple(pair for pair in enumerate(text) if pair[1] in unknown) if unknown else ()


def without_bundled_glyph(text: str) -> set[str]:
    """The characters that the bundled fonts cannot show."""
    return set(text) - _shown()


@cache
def _shown() -> frozenset[str]:
    """A set rather than a pattern: compiling one costs twenty times as much."""
    ranges = (line.partition("-") for line in resources.read_text(COVERAGE).splitlines())
    points = (range(int(first, 16), int(last or first, 16) + 1) for first, _, last in ranges)
    return frozenset("\n\t").union(*(map(chr, run) for run in points))
