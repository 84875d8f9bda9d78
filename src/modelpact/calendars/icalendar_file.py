"""The calendar as an iCalendar file (RFC 5545): an event for the whole day, with reminders, for each date.

The same agreement gives the same bytes: no clock, and ids that stay when a date moves.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from modelpact.agreement import Obligation
from modelpact.calendars import Calendar
from modelpact.calendars.entry_words import lead, to_whom, weekend, what, when, where, who
from modelpact.calendars.identity import identified
from modelpact.periods import day

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_NINE = timedelta(hours=9)
"""Reminders come in the morning: an event for the whole day begins at midnight."""
_EARLY = {"by": (7, 1), "for": (7, 1), "from": (0,), "on": (1,)}
"""Days before which reminders come."""
_LEADS = {"by": "Due: ", "for": "Last day: ", "from": "From today: ", "on": ""}


_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""All but the end of a line: a file that somebody has written may hold them."""


class _Words(str):
    """Text that escapes itself (RFC 5545, section 3.3.11).

    The library's own takes a backslash before a capital N for the end of a line.
    """

    __slots__ = ()

    def to_ical(self) -> bytes:
        """As it stands in a file."""
        shown = _CONTROLS.sub(" ", self)
        return re.sub(r"[\\;,]", r"\\\g<0>", shown).replace("\n", r"\n").encode()


def written(calendar: Calendar) -> bytes:
    """The file; what has no day yet is not in it."""
    import icalendar  # costs 50 ms

    agreement = calendar.agreement
    file = icalendar.Calendar()
    file.add("prodid", "-//modelpact//obligations calendar//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    name = _Words(f"{agreement.subject.text} ({agreement.reference})")
    file.add("x-wr-calname", name, encode=False)
    stamp = datetime.combine(_stamp(calendar), time(), UTC)
    for id_, entry in identified(calendar):
        if on := day(entry.day):
            event = _event(entry, calendar, on)
            event.add("uid", f"{id_}@modelpact")
            event.add("dtstamp", stamp)
            file.add_component(event)
    made: bytes = file.to_ical()
    return made


def without_day(calendar: Calendar) -> int:
    """How many entries have no day and so are in no file."""
    return sum(day(entry.day) is None for entry in calendar.entries)


def _stamp(calendar: Calendar) -> date:
    known = [found for entry in calendar.agreement.obligations if (found := day(entry.day))]
    return calendar.stamp or min(known, default=date(1970, 1, 1))


def _event(entry: Obligation, calendar: Calendar, on: date) -> Event:
    import icalendar

    event = icalendar.Event()
    event.add("dtstart", on)
    summary = _Words(_summary(entry, calendar))
    event.add("summary", summary, encode=False)
    event.add("description", _Words(_description(entry, calendar)), encode=False)
    event.add("categories", ["modelpact"])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for days in _EARLY.get(entry.clock.limit, (1,)):
        event.add_component(_alarm(summary, days))
    return event


def _alarm(words: _Words, days: int) -> Alarm:
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words, encode=False)
    alarm.add("trigger", _NINE - timedelta(days))
    return alarm


def _summary(entry: Obligation, calendar: Calendar) -> str:
    acts = who(entry, calendar.names())
    is_before = entry.clock.before and not entry.clock.unit
    said = "Due before today: " if is_before else _LEADS.get(entry.clock.limit, "")
    about = lead(entry).removesuffix(".")
    return f"{said}{f'{acts}, ' if acts else ''}{about} ({entry.reference.text})"


def _description(entry: Obligation, calendar: Calendar) -> str:
    language = calendar.agreement.language
    moved, owed = weekend(entry, language), to_whom(entry, calendar.names())
    lines = (
        what(entry),
        f"{when(entry, language)}{f', {moved}' if moved else ''}.",
        f"Time: {entry.rule}." if entry.rule and entry.clock.unit else "",
        f"Owed to: {owed}." if owed else "",
        f"{where(entry)[:1].upper()}{where(entry)[1:]} of {calendar.agreement.reference}.",
        _CAUTION,
    )
    return "\n".join(filter(None, lines))


_CAUTION = (
    "This date holds if everything happens on the day stated or planned; the agreement says what holds. "
    "Public holidays are not looked up."
)
