"""Fonts of scripts that the bundled ones lack: Noto's, from packages that ``modelpact[fonts]`` installs.

They are read only where a text needs them, so a document in Latin, Greek or Cyrillic letters is the same
whether they are there or not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ScriptFont:
    """The font of one script: upright, in all weights."""

    script: str
    """As Unicode names it, in lower case."""

    @property
    def family(self) -> str:
        """What style sheets call it."""
        return f"Script {self.script}"

    @property
    def file(self) -> Path | None:
        """Where it lies; None where its package is not installed."""
        package = find_spec(f"fontpkg_noto_sans_{self.script}")
        if package is None or package.origin is None:
            return None
        return next((Path(package.origin).parent / "files").glob("*.ttf"), None)


FONTS = tuple(map(ScriptFont, ("arabic", "devanagari", "khmer", "tamil", "telugu", "thai")))


def installed() -> dict[ScriptFont, Path]:
    """The fonts that are here, each with its file."""
    return {font: file for font in FONTS if (file := font.file)}


def shown(characters: Iterable[str]) -> frozenset[str]:
    """Those of the characters that an installed font can show."""
    points = frozenset().union(*map(_points, installed().values()))
    return frozenset(character for character in characters if ord(character) in points)


def used(characters: Iterable[str]) -> dict[ScriptFont, Path]:
    """The installed fonts that show some of the characters, each with its file."""
    points = frozenset(map(ord, characters))
    return {font: file for font, file in installed().items() if points & _points(file)}


def script_of(character: str) -> ScriptFont | None:
    """The font that would show a character, installed or not; None where there is none."""
    script = unicodedata.name(character, "").partition(" ")[0].lower()
    return next((font for font in FONTS if font.script == script), None)


@cache
def _points(file: Path) -> frozenset[int]:
    """What a font has beside controls: also the joiners that loading lets pass in its script alone."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(point for point in font.getBestCmap() if unicodedata.category(chr(point)) != "Cc")
