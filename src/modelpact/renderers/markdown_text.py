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
    [\\`*\[\]<^$~|{"]                       # code, emphasis, links, HTML, notes, formulas, tables
  | (?<![0-9A-Za-z])@                       # citation; an e-mail address has none
  | (?<![0-9A-Za-z])_ | _(?![0-9A-Za-z])    # emphasis; inside a word it is none: gpt_2
  | (?<![0-9A-Za-z])'                       # opening quotation mark; don't has none
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
_STYLES = ("**", "_")
_PUNCTUATION = frozenset(string.punctuation + "“”‘’–—…")

_INSIDE = re.compile(_MARKS, re.VERBOSE)
_AT_START = re.compile(f"{_LINE_STARTS}|{_MARKS}", re.VERBOSE)

_BREAKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN_MAIL = re.compile(
    r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]+"
)
_PLAIN_ADDRESS = re.compile(r"[A-Za-z]+:[A-Za-z0-9/.?=&#%_~+,@:-]+")


def literal(text: str, *, starts_line: bool = False) -> str:
    """The text so that it shows as itself, on one line; runs of spaces are folded.

    ``starts_line`` where nothing stands before it on its line.
    """
    return _escaped(_folded(text), starts_line=starts_line)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text)))


def _escaped(text: str, *, starts_line: bool) -> str:
    if starts_line:
        return _apart(_AT_START.sub(_backslashed, text.lstrip()))
    return _apart(_INSIDE.sub(_backslashed, text))


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
    return _joined(_pieces(line, ""), starts_line=starts_line).strip()


_Piece = tuple[str, str]
"""The mark around a stretch (``**``, ``_``, ``[``) and its Markdown; without a mark, literal text."""


def _pieces(line: Line, within: str) -> Iterator[_Piece]:
    """Stretches of the same style: no mark is seen in halves, none is closed to be opened again."""
    shown = (inline for inline in _unnested(line, within) if plain((inline,)))
    for mark, group in groupby(shown, _mark):
        if mark in _STYLES:
            children = tuple(child for styled in group for child in _children(styled))
            yield from _styled(mark, _joined(_pieces(children, within + mark)))
        elif mark:
            yield from ((mark, _linked(inline)) for inline in group)
        else:
            yield mark, plain(tuple(group))


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
    if inline.url == f"mailto:{inline.text}" and _PLAIN_MAIL.fullmatch(inline.text):
        return f"<{inline.text}>"
    return f"[{literal(inline.text).strip()}]({quote(inline.url, safe='%/:?#@!$&+,=~')})"


def _joined(pieces: Iterable[_Piece], *, starts_line: bool = False) -> str:
    """The pieces side by side, as Markdown."""
    shown = [piece for piece in pieces if piece[1]]
    marks = ["", *(mark for mark, _ in shown), ""]
    return "".join(
        text if mark else _between(text, marks[at], marks[at + 2], starts_line=starts_line and at == 0)
        for at, (mark, text) in enumerate(shown)
    )


def _between(text: str, before: str, after: str, *, starts_line: bool) -> str:
    """Literal text between two marks.

    To some dialects a mark beside a letter is none (to pandoc, neither is one after a full stop), so that
    character is written by its number. An exclamation mark would make the link after it an image.
    """
    text = _folded(text)
    head = tail = ""
    if before in _STYLES and _is_letter(text[0]):
        head, text = _entity(text[0]), text[1:]
    if after in _STYLES and text and (_is_letter(text[-1]) or text[-1] == "."):
        text, tail = text[:-1], _entity(text[-1])
    elif after == "[" and text.endswith("!"):
        text, tail = text[:-1], "\\!"
    return head + _escaped(text, starts_line=starts_line) + tail


def _is_letter(char: str) -> bool:
    """Neither a space nor punctuation that every dialect knows: what Unicode added late, some do not."""
    return not (char.isspace() or char in _PUNCTUATION)
