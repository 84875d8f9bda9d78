"""Which characters the bundled fonts can show: a character without a glyph would print as a box."""

from __future__ import annotations

import re
from functools import cache

from modelpact import resources

COVERAGE = "templates/page/fonts/coverage.txt"
"""Hexadecimal code points or ranges of them, one a line, made from the fonts and proved against them."""


def missing(text: str) -> tuple[tuple[int, str], ...]:
    """Each character that the fonts cannot show, with its offset. Line ends and tabs need no glyph."""
    return tuple((found.start(), found[0]) for found in _not_shown().finditer(text))


@cache
def _not_shown() -> re.Pattern[str]:
    ranges = (line.partition("-") for line in resources.read_text(COVERAGE).splitlines())
    shown = "".join(rf"\U{int(first, 16):08x}-\U{int(last or first, 16):08x}" for first, _, last in ranges)
    return re.compile(rf"[^\n\t{shown}]")
