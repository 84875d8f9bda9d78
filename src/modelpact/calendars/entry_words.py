"""An entry of a calendar in plain words: when, who, for whom, and where it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from modelpact.agreement import Obligation, cited, plain
from modelpact.fields import TBC
from modelpact.in_words import date_in_words
from modelpact.periods import WEEKDAYS, day

_LIMITS = {"by": "By", "for": "Until", "from": "Not before", "on": "On"}
_GROUPS = {"public": "the public", "workers": "the workers", "communities": "the people affected"}
"""Roles that no party has."""


def when(entry: Obligation, language: str) -> str:
    """``By August 30, 2019``; what runs from an event, by its rule: ``Within 30 days after …``."""
    if not entry.day:
        return capital(entry.rule)
    is_before = entry.clock.before and not entry.clock.unit
    said = "Before" if is_before else _LIMITS.get(entry.clock.limit, "On")
    return f"{said} {_in_words(entry.day, language) or TBC}"


def weekend(entry: Obligation, language: str) -> str:
    """``a Saturday; next working day: September 2, 2019``; empty where nothing moves."""
    last, moved = day(entry.day), _in_words(entry.working_day, language)
    return f"a {WEEKDAYS[last.weekday()]}; next working day: {moved}" if last and moved else ""


def _in_words(text: str, language: str) -> str:
    """Empty where it is no day: a calendar may be read from a file that anybody has written."""
    return date_in_words(text, language) if day(text) else ""


def lead(entry: Obligation) -> str:
    """What the entry is about, in a few words: the model, the deliverable, the event, the clause's title."""
    happens = entry.clock.limit == "on" and entry.rule
    return entry.about.text if entry.about else capital(happens or entry.title)


def who(entry: Obligation, names: Mapping[str, str]) -> str:
    """Who must or may act; empty for what happens of itself."""
    return _named(entry.parties, entry.who, names)


def to_whom(entry: Obligation, names: Mapping[str, str]) -> str:
    """Those to whom it is owed or against whom it is held; empty where that is nobody."""
    if entry.to_parties == entry.parties:
        return _and([*(["each other"] if len(entry.parties) > 1 else []), *_groups(entry.to)])
    return _named(entry.to_parties, entry.to, names)


def where(entry: Obligation) -> str:
    """``clause 6.1 (Delivery and integrity)``, ``Schedule C, 1 (Evaluation plan)``."""
    number = entry.reference.text
    return f"{'clause ' if number[:1].isdigit() else ''}{cited(number, entry.title)}"


def what(entry: Obligation) -> str:
    """The words of the agreement that name the time."""
    return plain(entry.what)


def capital(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def _named(parties: Iterable[str], roles: Iterable[str], names: Mapping[str, str]) -> str:
    return _and([*(names.get(party, party) for party in parties), *_groups(roles)])


def _groups(roles: Iterable[str]) -> list[str]:
    return [_GROUPS[role] for role in roles if role in _GROUPS]


def _and(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
