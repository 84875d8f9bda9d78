"""The obligations calendar by itself: one module for each format, one line in ``CALENDARS`` each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import cast

from modelpact.agreement import Agreement, Obligation
from modelpact.periods import day

CALENDARS = {"text": "text", "json": "json_calendar", "ics": "icalendar_file"}
"""Formats, each with its module here, which has ``written(calendar) -> bytes``."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The entries of one agreement that somebody wants to see."""

    agreement: Agreement
    entries: tuple[Obligation, ...]
    start: date | None = None
    """The day from which on; None for all of them."""
    party: str = ""
    """The id of the one party concerned; empty for all of them."""
    stamp: date | None = None
    """When the calendar was made, as an iCalendar file says it; None for the first day of the agreement."""

    @property
    def dated(self) -> tuple[Obligation, ...]:
        """What has a day; where that is still to be confirmed, TBC."""
        return tuple(entry for entry in self.entries if entry.day)

    @property
    def undated(self) -> tuple[Obligation, ...]:
        """What runs from an event that has no day yet."""
        return tuple(entry for entry in self.entries if not entry.day)

    def names(self) -> dict[str, str]:
        """The short name of each party by its id."""
        return {party["id"]: " ".join(str(party["short_name"]).split()) for party in parties(self.agreement)}


def parties(agreement: Agreement) -> Sequence[dict[str, str]]:
    """The parties as the spec has them."""
    return cast(Sequence[dict[str, str]], agreement.spec["parties"])


def calendar(
    agreement: Agreement, *, start: date | None = None, party: str = "", stamp: date | None = None
) -> Calendar:
    """The entries from a day on, and of those that concern one party: it must act, or is owed something.

    What has no day stays in, and so does what happens of itself, such as the end of the Term.
    """
    wanted = (
        entry
        for entry in agreement.obligations
        if not (start and (ends := day(entry.working_day or entry.day)) and ends < start)
        and (not party or not entry.who or party in (*entry.parties, *entry.to_parties))
    )
    return Calendar(agreement, tuple(wanted), start, party, stamp)


def written(calendar: Calendar, format_: str) -> bytes:
    """The calendar in that format."""
    return cast(bytes, import_module(f"{__name__}.{CALENDARS[format_]}").written(calendar))
