"""What the codes of a font in a PDF stand for, and how wide they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pikepdf import Stream

_MOST_CODES = 0x10000
_UNKNOWN = "\ufffd"
_USUAL_WIDTH = 1.0
"""Of a glyph whose font gives none, in ems: as wide as any letter."""

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])")


class Font(NamedTuple):
    """One font as a page uses it."""

    size: int
    """Bytes of a code."""
    letters: Mapping[int, str]
    widths: Mapping[int, float]
    """In ems."""

    def shown(self, codes: bytes) -> Iterator[tuple[str, float]]:
        """The letters that a string of codes shows, each with its width."""
        for at in range(0, len(codes), self.size):
            code = int.from_bytes(codes[at : at + self.size], "big")
            yield self.letters.get(code, self._otherwise(code)), self.widths.get(code, _USUAL_WIDTH)

    def _otherwise(self, code: int) -> str:
        return chr(code) if self.size == 1 else _UNKNOWN


UNKNOWN = Font(1, {}, {})


def font(dictionary: Any) -> Font:
    """The font; where it does not say what its codes stand for, one byte counts as its Latin letter."""
    composite = str(dictionary.get("/Subtype")) == "/Type0"
    unicode = dictionary.get("/ToUnicode")
    letters = _letters(unicode.read_bytes()) if isinstance(unicode, Stream) else {}
    return Font(2 if composite else 1, letters, _widths(dictionary) if composite else {})


def _letters(cmap: bytes) -> dict[int, str]:
    """What a ToUnicode map says (ISO 32000-1, section 9.10.3)."""
    letters: dict[int, str] = {}
    for kind, body in _SECTION.findall(cmap):
        values = [bracket or bytes.fromhex(text.decode()) for text, bracket in _HEX.findall(body)]
        if kind == b"bfchar":
            pairs = zip(values[::2], values[1::2], strict=False)
            letters.update((int.from_bytes(code, "big"), _text(text)) for code, text in pairs)
        else:
            letters.update(_ranges(values))
        if len(letters) > _MOST_CODES:
            break
    return letters


def _ranges(values: list[bytes]) -> Iterator[tuple[int, str]]:
    """``first last text``, or ``first last [text text …]``."""
    waiting = iter(values)
    for first in waiting:
        low, high, text = int.from_bytes(first, "big"), int.from_bytes(next(waiting), "big"), next(waiting)
        codes = range(low, min(high, low + _MOST_CODES) + 1)
        if text == b"[":
            listed = iter(lambda: next(waiting), b"]")
            yield from zip(codes, map(_text, listed), strict=False)
        else:
            letters = _text(text) or _UNKNOWN
            start, last = letters[:-1], ord(letters[-1])
            yield from ((code, start + chr((last + code - low) % 0x110000)) for code in codes)


def _text(code: bytes) -> str:
    return code.decode("utf-16-be", errors="replace")


def _widths(dictionary: Any) -> dict[int, float]:
    """The widths of a composite font (ISO 32000-1, section 9.7.4.3)."""
    widths: dict[int, float] = {}
    entries = iter(dictionary.DescendantFonts[0].get("/W", []))
    for first in entries:
        second = next(entries, 0)
        if isinstance(second, int):
            width = float(next(entries, 0)) / 1000
            codes = range(int(first), min(second, int(first) + _MOST_CODES) + 1)
            widths.update(dict.fromkeys(codes, width))
        else:
            widths.update((int(first) + at, float(width) / 1000) for at, width in enumerate(second))
    return widths
