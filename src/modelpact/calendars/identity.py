"""What an entry of a calendar is known by, whenever it is made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from modelpact.agreement import Agreement, Obligation
from modelpact.calendars import Calendar, parties

_LETTERS = 32


def identified(calendar: Calendar) -> Iterator[tuple[str, Obligation]]:
    """The entries, each with its id.

    It stays when a date moves, a clause gets another number or words are changed, so that a program that
    has the entry already changes it and adds no second one. It differs from one agreement to another.
    """
    ids = dict(_ids(calendar.agreement))
    yield from ((ids[id(entry)], entry) for entry in calendar.entries)


def _ids(agreement: Agreement) -> Iterator[tuple[int, str]]:
    seen: Counter[str] = Counter()
    whose = "\0".join((agreement.reference, *sorted(str(party["name"]) for party in parties(agreement))))
    for entry in agreement.obligations:
        about = entry.about.text if entry.about else ""
        event = entry.rule if entry.clock.limit == "on" else entry.clock.event
        key = "\0".join((whose, entry.section, entry.paragraph, entry.clock.limit, event, about))
        seen[key] += 1
        yield id(entry), sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:_LETTERS]
