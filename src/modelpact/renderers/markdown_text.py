"""Text as Markdown that every dialect shows as itself.

The dialects are CommonMark, GitHub's with its bare web addresses and formulas, and pandoc's with its
citations, notes, superscripts, lettered lists and typographic replacements. A backslash stands only where one
of them would take a character for a mark, so that ordinary words stay readable. One thing no Markdown can
prevent: GitHub makes a link of an e-mail address wherever it stands.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import quote

from modelpact.agreement import Emphasis, Inline, Line, Link, Reference, Strong, Term, Text, plain

_MARKS = r"""
    [\\`*\[\]<^$~|{"]                       # code, emphasis, links, HTML, notes, formulas, tables, attributes
  | (?<![0-9A-Za-z])_ | _(?![0-9A-Za-z])    # emphasis; inside a word it is none: gpt_2
  | (?<![0-9A-Za-z])[@']                    # citation, mention, opening quotation mark; don't has none
  | &(?=\#?[0-9A-Za-z]+;)                   # entity; AT&T has none
  | -(?=-) | \.(?=\.\.)                     # dashes, ellipsis
  | :(?=//) | (?<=[Ww]{3})\.                # bare web address
  | :(?=(?=[0-9_+-]*[A-Za-z])[\w+-]+:)      # emoji; 12:30:45 has none
  | \#(?=\s?\Z)                             # the end of a heading
"""
_LINE_STARTS = r"""
    \A(?P<label>\(?(?:[0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|\#)[.)])(?=\s|\Z)    # lists: 1. (a) iv) #.
  | \A[-+](?=[\s:|-]|\Z)                    # bullets, underlines of headings, rules of tables
  | \A[#>=:]                                # headings, quotations, underlines, definitions
  | (?<=\A[Tt]able):                        # caption
"""
_MARKS_BESIDE_NO_LETTER = ("_", "@", "'")

_STYLES = ("**", "_")

_INSIDE = re.compile(_MARKS, re.VERBOSE)
_AT_START = re.compile(f"{_LINE_STARTS}|{_MARKS}", re.VERBOSE)

_BREAKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z]+:[A-Za-z0-9/.?=&#%_~+,@:-]+")


def literal(text: str, *, starts_line: bool = False) -> str:
    """The text so that it shows as itself, on one line; runs of spaces are folded.

    ``starts_line`` where nothing stands before it on its line.
    """
    text = unicodedata.normalize("NFC", _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text)))
    if starts_line:
        text = text.lstrip()
    return _apart((_AT_START if starts_line else _INSIDE).sub(_backslashed, text))


def _backslashed(mark: re.Match[str]) -> str:
    """A mark with its backslash; a list's label has it before its bracket or its dot: ``\\(a)``, ``1\\.``."""
    at = len(mark[0]) - 1 if mark.lastgroup == "label" and mark[0][0] != "(" else 0
    return f"{mark[0][:at]}\\{mark[0][at:]}"


def _apart(text: str) -> str:
    """An accent at the beginning must not melt into a mark before it: ``>`` and U+0338 are one in NFC."""
    return _entity(text[0]) + text[1:] if text and unicodedata.combining(text[0]) else text


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def written(line: Line, *, starts_line: bool = False) -> str:
    """One sentence with its links, bold and italic words; defined terms are plain words."""
    return _joined(_pieces(line, "", starts_line=starts_line)).strip()


_Piece = tuple[str, str]
"""The mark around a stretch (none, ``**``, ``_``, ``[``) and its Markdown."""


def _pieces(line: Line, within: str, *, starts_line: bool = False) -> Iterator[_Piece]:
    """Stretches of the same style: no mark is seen in halves, none is closed to be opened again."""
    shown = (inline for inline in _unnested(line, within) if plain((inline,)))
    for number, (mark, group) in enumerate(groupby(shown, _mark)):
        if mark in _STYLES:
            children = tuple(child for styled in group for child in _children(styled))
            yield from _styled(mark, _joined(_pieces(children, within + mark)))
        elif mark:
            yield from ((mark, _linked(inline)) for inline in group)
        else:
            yield mark, literal(plain(tuple(group)), starts_line=starts_line and number == 0)


def _unnested(line: Line, within: str) -> Iterator[Inline]:
    """The line without bold inside bold or italics inside italics."""
    for inline in line:
        if _mark(inline) in _STYLES and _mark(inline) in within:
            yield from _unnested(_children(inline), within)
        else:
            yield inline


def _mark(inline: Inline) -> str:
    match inline:
        case Strong():
            return "**"
        case Emphasis():
            return "_"
        case Link() | Reference():
            return "["
        case Text() | Term():
            return ""


def _children(inline: Inline) -> Line:
    return inline.children if isinstance(inline, Strong | Emphasis) else ()


def _styled(mark: str, inside: str) -> Iterator[_Piece]:
    """Bold or italic words; spaces at their edges stand outside, where marks allow them."""
    core = inside.strip()
    before, _, after = inside.partition(core) if core else (inside, "", "")
    yield from (("", before), (mark, f"{mark}{core}{mark}" if core else ""), ("", after))


def _linked(inline: Inline) -> str:
    """A link to a place in this document or to an address; an address that stands for itself in ``<>``."""
    if isinstance(inline, Reference):
        return f"[{literal(inline.text).strip()}](#{quote(inline.anchor, safe='.')})"
    assert isinstance(inline, Link)
    if inline.text == inline.url and _PLAIN_ADDRESS.fullmatch(inline.url):
        return f"<{inline.url}>"
    return f"[{literal(inline.text).strip()}]({quote(inline.url, safe='%/:?#@!$&+,=~')})"


def _joined(pieces: Iterable[_Piece]) -> str:
    """The pieces side by side."""
    shown = [piece for piece in pieces if piece[1]]
    marks = ["", *(mark for mark, _ in shown), ""]
    return "".join(
        text if mark else _between(text, marks[at], marks[at + 2]) for at, (mark, text) in enumerate(shown)
    )


def _between(text: str, before: str, after: str) -> str:
    """Text between two marks.

    To some dialects a mark beside a letter is none (to pandoc, neither is one after a full stop), so that
    character is written by its number. An exclamation mark would make the link after it an image.
    """
    if before in _STYLES and _is_letter(text[0]):
        text = _entity(text[0]) + ("\\" if text[1:2] in _MARKS_BESIDE_NO_LETTER else "") + text[1:]
    if after in _STYLES and (_is_letter(text[-1]) or _ends_in_stop(text)):
        rest = text[:-1]
        text = (f"{rest[:-1]}\\_" if rest.endswith("_") else rest) + _entity(text[-1])
    return f"{text[:-1]}\\!" if after == "[" and text.endswith("!") else text


def _ends_in_stop(text: str) -> bool:
    """Whether it ends in a full stop that has no backslash of its own."""
    rest = text.removesuffix(".")
    return rest != text and (len(rest) - len(rest.rstrip("\\"))) % 2 == 0


def _is_letter(char: str) -> bool:
    """Neither a space nor punctuation, as CommonMark sees it."""
    is_punctuation = char in string.punctuation or unicodedata.category(char).startswith("P")
    return not (char.isspace() or is_punctuation)
