"""What the headers and footers of a returned file say: no clause has it, but whoever signs signs it too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelpact.agreement import Agreement
from modelpact.characters import visible
from modelpact.renderers.docx import running_words
from modelpact.returned.body_reading import W
from modelpact.returned.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_KINDS = ("header", "footer")
_MOST_SHOWN = 200
"""Characters."""

_COMPUTED = re.compile(r"Form \S+ · Spec [0-9a-f]{12}|Page [0-9]* ?of [0-9]*")
"""The version, which another version of the spec has otherwise, and the number of a page."""


def stretches(package: Package) -> tuple[str, ...]:
    """The words of every header and footer, each stretch between tabs once. Raises WordError."""
    roots = (root for kind in _KINDS for root in package.small_parts(kind))
    words = (words for root in roots for paragraph in root.iter(f"{W}p") for words in _words(paragraph))
    return tuple(dict.fromkeys(filter(None, words)))


def _words(paragraph: Element) -> Iterator[str]:
    """Those of the paragraph itself; one in a text box inside of it is read by itself."""
    tags = (f"{W}t", f"{W}tab", f"{W}br")
    own = (each for each in paragraph.iter(*tags) if next(each.iterancestors(f"{W}p")) is paragraph)
    text = "".join(each.text or "" if each.tag == f"{W}t" else "\t" for each in own)
    return (" ".join(stretch.split()) for stretch in text.split("\t"))


def not_ours(said: Iterable[str], agreement: Agreement) -> Iterator[str]:
    """A sentence for each stretch that our own file does not have."""
    ours = running_words(agreement)
    for words in said:
        if words not in ours and not _COMPUTED.fullmatch(words):
            shown = words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"
            yield f"a header or a footer says “{visible(shown)}”, which ours does not say"
