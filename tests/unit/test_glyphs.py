"""Which characters can be printed, proved against the fonts themselves."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from modelpact import resources
from modelpact.glyphs import COVERAGE, missing

FONTS = resources.templates() / "page" / "fonts"


def _shown(pattern: str) -> set[int]:
    """Code points that all fonts of a family have."""
    return set.intersection(*(_cmap(file) for file in FONTS.glob(pattern)))


def _cmap(file: Path) -> set[int]:
    with TTFont(file) as font:
        return set(font.getBestCmap())


def _ranges(points: list[int]) -> str:
    runs: list[list[int]] = []
    for point in points:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(f"{a:04X}\n" if a == b else f"{a:04X}-{b:04X}\n" for a, b in runs)


def test_coverage_is_what_the_fonts_show() -> None:
    source, extra = _shown("Source*.ttf"), _shown("Noto*.ttf")
    letters = {point for point in extra if not unicodedata.combining(chr(point))}
    points = sorted(point for point in source | letters if unicodedata.category(chr(point)) != "Cc")
    assert resources.read_text(COVERAGE) == _ranges(points)


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda file: file.stem)
def test_every_font_has_spaces(file: Path) -> None:
    """A space is set in the font of the word before it."""
    assert {0x20, 0xA0} <= _cmap(file)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Agreement\n\tof two lines",
        "Łódź, Özgün-Þórsdóttir, Škoda, Nguyễn Thị Ánh",
        "Ὀδυσσεύς, Ελλάδα, Київ, Қазақстан",
        "Ɓauchi, Ọ̀yọ́, Eʋegbe, Twi ɛne",
        "“quotes” ‘single’ – — … § ¶ † • № € £ ₦ ₹ ¥ © ® ™ ° ± × ÷ − ≤ ≥ ≠ ≈ → ←",
    ],
)
def test_names_and_signs_of_contracts_are_shown(text: str) -> None:
    assert missing(text) == ()


def test_each_character_without_a_glyph_is_given_with_its_place() -> None:
    assert missing("a東b\n🙂") == ((1, "東"), (4, "🙂"))


@pytest.mark.parametrize("character", ["\0", "\r", "\x1b", "\u202e", "\ue000", "\uffff", "א", "漢"])
def test_controls_and_other_scripts_are_missing(character: str) -> None:
    assert missing(character) == ((0, character),)
