"""The calendar as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from modelpact.agreement import Clock, Obligation
from modelpact.calendars import Calendar
from modelpact.calendars.entry_words import what
from modelpact.calendars.identity import identified
from modelpact.diagnostics import dotted

VERSION = 1


def written(calendar: Calendar) -> bytes:
    """The JSON in UTF-8, indented."""
    whole = {
        "modelpact_calendar": VERSION,
        "agreement": calendar.agreement.reference,
        "title": calendar.agreement.subject.text,
        "status": calendar.agreement.status,
        "from": calendar.start and str(calendar.start),
        "party": calendar.party or None,
        "parties": calendar.names(),
        "entries": [_entry(entry, id_) for id_, entry in identified(calendar)],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _entry(entry: Obligation, id_: str) -> dict[str, Any]:
    return {
        "id": id_,
        "day": entry.day or None,
        "working_day": entry.working_day or None,
        "rule": entry.rule or None,
        "clock": _clock(entry.clock),
        "who": {"roles": entry.who, "parties": entry.parties},
        "to": {"roles": entry.to, "parties": entry.to_parties},
        "about": entry.about and entry.about.text,
        "what": what(entry),
        "clause": {
            "id": entry.section,
            "title": entry.title,
            "paragraph": entry.paragraph or None,
            "cited": entry.reference.text,
        },
        "fields": [dotted(path) for path in dict.fromkeys((*entry.sources, *_counted(entry.clock)))],
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "limit": clock.limit,
        "amount": clock.amount,
        "unit": clock.unit or None,
        "event": clock.event or None,
        "before": clock.before,
    }


def _counted(clock: Clock) -> tuple[tuple[str | int, ...], ...]:
    return (clock.source,) if clock.source else ()
