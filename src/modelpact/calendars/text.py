"""The calendar for people, as plain text: what has a date, then the other time limits."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from modelpact.agreement import Obligation
from modelpact.calendars import Calendar
from modelpact.calendars.entry_words import lead, to_whom, weekend, what, when, where, who
from modelpact.characters import visible

_WIDEST = 100
_BOLD = "\x1b[1m{}\x1b[0m"  # ECMA-48, Select Graphic Rendition
HEADINGS = ("Dates", "Time limits without a date")


def written(calendar: Calendar) -> bytes:
    """The text in UTF-8."""
    return text(calendar, _WIDEST).encode()


def text(calendar: Calendar, width: int, *, colour: bool = False) -> str:
    """The text in lines of that width; what a spec says can move no cursor."""
    lines = (
        _BOLD.format(visible(line)) if colour and line in HEADINGS else visible(line)
        for line in _lines(calendar, width)
    )
    return "\n".join(lines) + "\n"


def _lines(calendar: Calendar, width: int) -> Iterator[str]:
    agreement = calendar.agreement
    draft = "" if agreement.status == "final" else ", a draft"
    yield f"{agreement.title} ({agreement.reference}{draft})"
    for heading, entries in zip(HEADINGS, (calendar.dated, calendar.undated), strict=True):
        if entries:
            yield from ("", heading)
            for entry in entries:
                yield from _entry(entry, calendar, width)
    if not calendar.entries:
        yield from ("", "Nothing is due.")
    yield from ("", *_wrapped(_CAUTION, width))


_CAUTION = (
    "The dates hold if everything happens on the day stated or planned. The agreement says what holds, and "
    "how days are counted; public holidays are not looked up."
)


def _entry(entry: Obligation, calendar: Calendar, width: int) -> Iterator[str]:
    names, language = calendar.names(), calendar.agreement.language
    acts, owed = who(entry, names), to_whom(entry, names)
    moved = weekend(entry, language)
    about = f"{acts}{f', to {owed}' if owed else ''}" if acts else lead(entry)
    yield from _wrapped(f"{when(entry, language)}{f', {moved}' if moved else ''}: {about}", width, "  ")
    said = what(entry)
    if acts and entry.about:
        said = f"{lead(entry).removesuffix('.')}. {said}"
    yield from _wrapped(said, width, "      ")
    rule = f"; {entry.rule}" if entry.day and entry.clock.unit else ""
    yield from _wrapped(f"{where(entry)}{rule}", width, "      ")


def _wrapped(words: str, width: int, indent: str = "") -> list[str]:
    further = f"{indent}  " if len(indent) == 2 else indent  # noqa: PLR2004 (the first line of an entry)
    return textwrap.wrap(
        words,
        width,
        initial_indent=indent,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
