"""Elements of a Word file: which have words, what they print, who tracked them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from modelpact.characters import visible
from modelpact.returned.document import Hand

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DATE = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")

SIGNS = {
    **dict.fromkeys((f"{W}{name}" for name in ("tab", "br", "cr", "ptab")), " "),
    f"{W}noBreakHyphen": "-",
    f"{W}sym": "\ufffd",
}
"""What is no word and prints."""

WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"

PRINTED = (f"{W}t", MATHS, WORD_ART, *SIGNS)
"""Elements with words or signs of their own."""


def word_of(element: Element) -> str:
    """What one of these prints."""
    if element.tag == WORD_ART:
        return f"\t{element.get('string', '')}\t"
    return SIGNS.get(str(element.tag)) or element.text or ""


def all_text(element: Element) -> str:
    """All words in an element, whoever tracked them."""
    every = element.iter(f"{W}p", *PRINTED)
    words = (" " if each.tag == f"{W}p" else word_of(each) for each in every)
    return visible(" ".join("".join(words).split()))


def hand_of(element: Element) -> Hand:
    """Who made a tracked change or a comment, and when."""
    date = str(element.get(f"{W}date", ""))[:10]
    author = visible(" ".join(str(element.get(f"{W}author", "")).split()))
    return Hand(author or "somebody unnamed", date if _DATE.fullmatch(date) else "")
