"""Words of an agreement as WordprocessingML (ISO/IEC 29500-1, part 17): runs, fields, links, paragraphs.

What the tree holds reaches the markup through ``literal`` and ``element`` only, which escape.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from modelpact.agreement import Agreement, Emphasis, Inline, Line, Link, Reference, Strong, Term, Text
from modelpact.renderers.elements import Html as Xml
from modelpact.renderers.elements import element, join, text

_MOST_BOOKMARK = 40
_NUMBER = re.compile(r"(?:clause |Schedule )?([0-9].*)|Schedule [A-Z]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_MARKS = {"bold": "<w:b/>", "italic": "<w:i/>", "open": '<w:highlight w:val="yellow"/>'}
"""In the order that the schema asks for."""

_BOLD, _ITALIC, _OPEN = (frozenset({mark}) for mark in _MARKS)
_PLAIN: frozenset[str] = frozenset()

Track = Callable[[Xml], Xml]
"""Wraps runs, to record that they came or went."""

Rename = Callable[[str], str]
"""The name of the bookmark that stands for an anchor."""


class Runs:
    """Writes inlines of one agreement."""

    def __init__(self, agreement: Agreement, links: dict[str, str], bookmark: Rename) -> None:
        self._open = frozenset(agreement.open_points)
        self._numbers = {clause.anchor: str(clause.number) for clause in agreement.clauses()}
        self._numbers |= {schedule.anchor: schedule.letter for schedule in agreement.schedules}
        self._links = links
        self.bookmark = bookmark

    def of(self, line: Line, track: Track) -> Xml:
        """The line's inlines as runs, each stretch that a change can have wrapped."""
        return self._of(line, _PLAIN, track)

    def _of(self, line: Line, marks: frozenset[str], track: Track) -> Xml:
        return join((self._inline(item, marks, track) for item in line), "")

    def _inline(self, item: Inline, marks: frozenset[str], track: Track) -> Xml:
        match item:
            case Text(text=words, source=source):
                is_open = source is not None and source in self._open
                return track(run(words, marks | _OPEN if is_open else marks))
            case Strong(children=children):
                return self._of(children, marks | _BOLD, track)
            case Emphasis(children=children):
                return self._of(children, marks | _ITALIC, track)
            case Term(text=words):
                return track(run(words, marks))
            case Link():
                relationship = self._links.setdefault(item.url, f"rIdLink{len(self._links) + 1}")
                words = run(item.text, style="Hyperlink")
                return element("w:hyperlink", {"r:id": relationship}, track(words))
            case Reference():
                return self._reference(item, track)

    def _reference(self, item: Reference, track: Track) -> Xml:
        """A field; a link where the number is of a paragraph in the target, as the calendar's are."""
        target = self.bookmark(item.anchor)
        if not self._is_typed(item):
            return track(_number_field(item, target))
        words = run(item.text, style="CrossReference")
        return element("w:hyperlink", {"w:anchor": target}, track(words))

    def _is_typed(self, item: Reference) -> bool:
        number = self._numbers.get(item.anchor)
        return number is not None and not item.text.endswith(f" {number}") and item.text != number

    def typed(self, line: Line) -> tuple[str, ...]:
        """The references in a line whose number no field refreshes."""
        return tuple(item.text for item in line if isinstance(item, Reference) and self._is_typed(item))

    def numbers(self, line: Line) -> Iterator[tuple[str, str]]:
        """The bookmarks that fields in a line lead to, and the number that each shows."""
        for item in line:
            if isinstance(item, Strong | Emphasis):
                yield from self.numbers(item.children)
            elif isinstance(item, Reference) and not self._is_typed(item):
                yield self.bookmark(item.anchor), _split(item)[1]


def bookmark(anchor: str) -> str:
    """The anchor as Word allows a bookmark's name: letters, digits, underscores, at most forty."""
    name = re.sub("[^0-9A-Za-z]", "_", anchor)
    if not name[0].isalpha():
        return f"a{hashlib.sha256(anchor.encode()).hexdigest()[: _MOST_BOOKMARK - 1]}"
    if len(name) <= _MOST_BOOKMARK and not re.search("[^0-9A-Za-z-]", anchor):
        return name
    return f"{name[:27]}_{hashlib.sha256(anchor.encode()).hexdigest()[:12]}"


def _number_field(item: Reference, target: str) -> Xml:
    """Shows the number of what the reference leads to; the word before a clause's number is plain."""
    before, number = _split(item)
    return join(
        [
            run(before, style="CrossReference") if before else Xml(""),
            field_start(rf"REF {target} \w \h"),
            run(number, style="CrossReference"),
            field_char("end"),
        ],
        "",
    )


def _split(item: Reference) -> tuple[str, str]:
    """The word before a clause's number, and what the field shows."""
    found = _NUMBER.fullmatch(item.text)
    number = (found[1] or item.text) if found else item.text
    return item.text.removesuffix(number), number


def field_start(instruction: str) -> Xml:
    """A field up to where what it shows begins."""
    code = element("w:instrText", {"xml:space": "preserve"}, text(f" {instruction} "))
    return join([field_char("begin"), element("w:r", {}, code), field_char("separate")], "")


def field_char(kind: str) -> Xml:
    """One of a field's three marks: begin, separate, end."""
    return element("w:r", {}, empty("w:fldChar", {"w:fldCharType": kind}))


def literal(words: str) -> Xml:
    """The words as XML can say them."""
    return text(_UNPRINTABLE.sub("\ufffd", words))


def run(words: str, marks: frozenset[str] = _PLAIN, *, style: str = "") -> Xml:
    """Words of one look."""
    return Xml(f'<w:r>{_look(style, marks)}<w:t xml:space="preserve">{literal(words)}</w:t></w:r>')


@cache
def _look(style: str, marks: frozenset[str]) -> Xml:
    """The properties of a run; none where it looks like its paragraph."""
    settings = [empty("w:rStyle", {"w:val": style})] if style else []
    settings += [Xml(markup) for mark, markup in _MARKS.items() if mark in marks]
    return element("w:rPr", {}, *settings) if settings else Xml("")


def paragraph(style: str, *content: Xml, settings: Iterable[Xml] = ()) -> Xml:
    """One paragraph; ``settings`` follow its style among its properties."""
    properties = element("w:pPr", {}, empty("w:pStyle", {"w:val": style}), *settings)
    return element("w:p", {}, properties, *content)


def empty(tag: str, attributes: dict[str, str]) -> Xml:
    """An element with nothing in it."""
    return Xml(f"{element(tag, attributes).removesuffix(f'></{tag}>')}/>")
