"""What the headers and footers of a returned file say: no clause has it, but whoever signs signs it too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelpact.agreement import Agreement
from modelpact.characters import visible
from modelpact.renderers.docx import running_words
from modelpact.returned.elements import PRINTED, SIGNS, W, word_of
from modelpact.returned.fields import shown_by

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_LISTED, _MOST_SHOWN = 20, 200
"""Stretches of words, and the characters of one."""

_OF_PAGES = re.compile(r"\s*(?:PAGE|NUMPAGES)\b[\s\\*A-Za-z]*|\s*")
_COMPUTED = re.compile(r"Form [0-9][0-9.+]* · Spec [0-9a-f]{12}|Page [0-9]* ?of [0-9]*")
"""The version, which another version of the spec has otherwise, and the number of a page."""


def stretches(roots: Iterable[Element]) -> tuple[str, ...]:
    """The words of headers and footers, each stretch between tabs or breaks once."""
    found = (words for root in roots for said in _paragraphs(root) for words in said.split("\t"))
    return tuple(dict.fromkeys(filter(None, (" ".join(words.split()) for words in found))))


def _paragraphs(root: Element) -> Iterable[str]:
    """The words of each paragraph, those of one in a text box apart; each element is looked at once."""
    said: dict[Element | None, list[str]] = {}
    for each in root.iter(*PRINTED):
        around = next(each.iterancestors(f"{W}p"), None)
        said.setdefault(around, []).append("\t" if SIGNS.get(str(each.tag)) == " " else word_of(each))
    return map("".join, said.values())


def fields(roots: Iterable[Element]) -> Iterator[str]:
    """A sentence for each field that is no number of a page."""
    for root in roots:
        codes = [str(each.get(f"{W}instr", "")) for each in root.iter(f"{W}fldSimple")]
        for code in (*codes, *(each.text or "" for each in root.iter(f"{W}instrText"))):
            if not _OF_PAGES.fullmatch(code):
                yield shown_by(code)


def told(said: tuple[str, ...], agreement: Agreement) -> Iterator[str]:
    """A sentence for each stretch that only the file has or only ours."""
    ours = running_words(agreement)
    foreign = [words for words in said if words not in ours and not _COMPUTED.fullmatch(words)]
    for words in foreign[:_MOST_LISTED]:
        shown = words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"
        yield f"a header or a footer says “{visible(shown)}”, which ours does not say"
    if len(foreign) > _MOST_LISTED:
        yield f"headers and footers say {len(foreign) - _MOST_LISTED:,} more things that ours do not say"
    for words in ours if said else ():
        if words not in said and not _COMPUTED.fullmatch(words):
            yield f"no header or footer says “{visible(words)}”, as ours does"
