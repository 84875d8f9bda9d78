"""Which characters a file may hold: none that hide, reorder or forge what a reader sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LAYOUT = frozenset("\t\n\r")

_HIDING_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# Invisible although Unicode files them as letters, marks or symbols (Default_Ignorable_Code_Point, and the
# blank Braille pattern).
_BLANKS = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)

# Format characters that print: Arabic and Syriac number and verse signs.
_PRINTED_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")

# Scripts whose spelling needs zero-width joiners (The Unicode Standard, chapters 9, 12, 13 and 16).
_JOINING_SCRIPTS = frozenset(
    {
        *("ARABIC", "SYRIAC", "NKO", "MONGOLIAN", "KHMER", "MYANMAR", "TIBETAN", "DEVANAGARI", "BENGALI"),
        *("GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
    }
)

# Scripts that share letter shapes; Japanese and Korean, which mix others freely, share none with them.
_LOOKALIKE_SCRIPTS = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL"}
)

# Cyrillic and Greek letters drawn as Latin ones (Unicode Technical Standard 39, confusables).
_DRAWN_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХІЈЅԚԜҺавекмнорстухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεηικμνορτυχϲ",
    "abekmhopctyxijsqwhabekmhopctyxijsdqwhabezhikmnoptyxabenikmvoptuxc",
)

_WORD = re.compile(r"[^\W_]\w*")
_NATURES = {
    "Cc": "control character",
    "Co": "private-use character",
    "Cn": "unassigned character",
    "Cs": "half of a character",
}


def hidden(text: str, layout: frozenset[str] = _LAYOUT) -> Iterator[int]:
    """Places of all characters that a reader can't see or that change how the others read."""
    if text.isascii() and text.isprintable():
        return
    suspects = {char for char in set(text) if _hides(char)} - layout
    if not suspects:
        return
    for index, char in enumerate(text):
        if char in suspects and not _is_spelling(char, text[index - 1 : index]):
            yield index


def mixed_words(text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Words spelt in several scripts whose letters look alike, each with its place and its scripts."""
    if text.isascii():
        return
    for match in _WORD.finditer(text):
        word = match[0]
        scripts = set() if word.isascii() else {_script(char) for char in word} & _LOOKALIKE_SCRIPTS
        if len(scripts) > 1:
            yield match.start(), word, tuple(sorted(script.capitalize() for script in scripts))


def uncomposed(text: str) -> Iterator[tuple[int, str]]:
    """Stretches that are not in normal form C: the same word could be written in two ways."""
    if unicodedata.is_normalized("NFC", text):
        return
    for match in re.finditer(r"\S+", text):
        if not unicodedata.is_normalized("NFC", match[0]):
            yield match.start(), match[0]


def foreign_digits(text: str) -> Iterator[tuple[int, str]]:
    """Numbers written in digits other than 0 to 9."""
    if not text.isascii():
        for match in re.finditer(r"[^\D0-9]+", text):
            yield match.start(), match[0]


def as_drawn(text: str) -> str:
    """The same for two texts that a reader could take for each other: by case, width, spacing or alphabet."""
    if text.isascii():
        return " ".join(text.lower().split())
    latin = unicodedata.normalize("NFKC", text).translate(_DRAWN_ALIKE)
    return " ".join(latin.casefold().split())


def lone_returns(text: str) -> Iterator[int]:
    """Places of carriage returns that end no line of a file whose lines end otherwise.

    Terminals write over the line from there, reviews show nothing, and YAML reads on in a new line.
    """
    if "\r" in text and "\n" in text:
        yield from (match.start() for match in re.finditer(r"\r(?!\n)", text))


def described(char: str) -> str:
    """A character that can't be shown, in words: ``U+202E (right-to-left override)``."""
    nature = _NATURES.get(unicodedata.category(char)) or unicodedata.name(char, "nameless character").lower()
    return f"U+{ord(char):04X} ({nature})"


def visible(text: str) -> str:
    """The text as a terminal or a report may print it: one line, what hides shown as ``U+202E``.

    Everything that a file says passes here before it is printed.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = list(text)
    for index in hidden(text, layout=frozenset("\t")):
        shown[index] = f"U+{ord(text[index]):04X}"
    return "".join(shown).replace("\t", " ")


def quoted(value: str, longest: int = 60) -> str:
    """A value inside a message: folded to one line, shortened, in quotation marks."""
    folded = " ".join(value[: longest * 2].split(" "))
    folded = re.sub(r"[\t\n\r]+", " ", folded)
    if len(folded) > longest:
        folded = folded[: longest - 1] + "…"
    return f'"{folded}"'


@lru_cache(maxsize=4096)
def _hides(char: str) -> bool:
    if char in _BLANKS:
        return True
    return unicodedata.category(char) in _HIDING_CATEGORIES and char not in _PRINTED_FORMATS


def _is_spelling(char: str, before: str) -> bool:
    """Whether a script needs this joiner or variant selector after that letter."""
    if not before:
        return False
    if char in "\u200c\u200d":
        return _script(before) in _JOINING_SCRIPTS
    if "\ufe00" <= char <= "\ufe02" or char >= "\U000e0100":
        return char in _BLANKS and _script(before) == "CJK"
    return "\u180b" <= char <= "\u180f" and _script(before) == "MONGOLIAN"


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """The first word of a letter's name, which is its script's; empty for all that is no letter."""
    is_letter = unicodedata.category(char)[0] in "LM"
    return unicodedata.name(char, "").split(" ")[0] if is_letter else ""
