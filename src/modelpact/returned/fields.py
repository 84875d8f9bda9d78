"""Fields of a Word file, which show what a program computes or what it remembers."""

from __future__ import annotations

import re
from collections.abc import Container

from modelpact.characters import visible

_TARGET = re.compile(r"\s*REF\s+(\S+)")
_CONTENTS = re.compile(r"\s*TOC\b")
_KNOWN = re.compile(r"\s*(?:PAGE|NUMPAGES|PAGEREF|TOC|HYPERLINK)\b")
"""Whose words are those that the file has, or numbers of pages."""

_LETTER_OF_A_LIST = re.compile(r"\((?:[a-z]|[ivx]{1,6})\)")
_PLACE = re.compile(r"[\s0-9.]*[A-Z]{0,2}\.?\s*")
"""What is left of the number of a clause, a paragraph or a schedule without its letters in brackets."""

_ROOM = 8
"""Letters by which a number may have been longer when the file was last saved."""

_MOST_SHOWN = 60
"""Letters of a code."""


class Field:
    """A field that has begun: what it is told, and whether what it shows has begun."""

    def __init__(self) -> None:
        self.code = ""
        self.shows = False
        self.is_written = False
        self.remembers = ""

    def remembers_a_number(self, number: str) -> bool:
        """Whether what it shows, so far, may be a number like this one, and is no words of somebody's own."""
        if number.startswith(self.remembers):
            return True
        rest = _LETTER_OF_A_LIST.sub("", self.remembers)
        return len(self.remembers) <= len(number) + _ROOM and _PLACE.fullmatch(rest) is not None

    @property
    def target(self) -> str:
        """The bookmark whose number it shows; empty where it shows something else."""
        found = _TARGET.match(self.code)
        return found[1] if found else ""

    @property
    def is_contents(self) -> bool:
        """Whether it is the list of contents."""
        return _CONTENTS.match(self.code) is not None

    def is_known(self, bookmarks: Container[str]) -> bool:
        """Whether it shows the words that the file has for it, the number of a page or that of a bookmark."""
        return _KNOWN.match(self.code) is not None or self.target in bookmarks


def shown_by(code: str) -> str:
    """That programs may show other words than a file has."""
    name = " ".join(code.split())[:_MOST_SHOWN]
    return f"it has a field “{visible(name)}”, which programs may show as other words than were read"
