"""The calendar as an agreement prints it: what has a date, then the other time limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from modelpact.agreement import Block, Inline, Line, Obligation, Strong, Table, Text
from modelpact.computed import Lines
from modelpact.fields import TBC
from modelpact.in_words import date_in_words
from modelpact.obligations import parties
from modelpact.periods import WEEKDAYS
from modelpact.spec import Spec

_ROLES = {"each": "each Party", "public": "the public"}
_LIMITS = {"by": "By", "for": "Until", "from": "Not before", "on": "On"}


def calendar(entries: Sequence[Obligation], spec: Spec, line: Lines) -> tuple[Block, ...]:
    """A table of what has a date and one of the other time limits, as far as there is any."""
    header = (_line("When"), _line("Who"), _line("What"), _line("Clause"))
    parts = (
        ("Dates", [entry for entry in entries if entry.day]),
        ("Time limits without a date", [entry for entry in entries if not entry.day]),
    )
    return tuple(
        Table(header, tuple(_entry_row(entry, spec, line) for entry in rows), caption=caption)
        for caption, rows in parts
        if rows
    )


def _entry_row(entry: Obligation, spec: Spec, line: Lines) -> tuple[Line, ...]:
    when = _when(entry, spec.at(("language",))) if entry.day else line(_capital(entry.rule))
    return when, _who(entry, spec, line), (*_lead(entry), *entry.what), (entry.reference,)


def _lead(entry: Obligation) -> Line:
    """What the entry is about, unless its own words begin with that."""
    if isinstance(entry.what[0], Strong) and not entry.about:
        return ()
    happens = entry.clock.limit == "on" and entry.rule
    about = entry.about or Text(_capital(happens or entry.title))
    return (Strong((replace(about, text=f"{about.text.removesuffix('.')}."),)), Text(" "))


def _when(entry: Obligation, language: str) -> Line:
    is_before = entry.clock.before and not entry.clock.unit
    said = "Before" if is_before else _LIMITS[entry.clock.limit]
    source = next(iter(entry.sources), None)
    when = (Text(f"{said} "), Text(date_in_words(entry.day, language) or TBC, source))
    if not entry.working_day:
        return when
    weekday = WEEKDAYS[date.fromisoformat(entry.day).weekday()]
    moved = Text(date_in_words(entry.working_day, language), source)
    return (*when, Text(f", a {weekday}; next working day: "), moved)


def _who(entry: Obligation, spec: Spec, line: Lines) -> Line:
    """Each role, by the name of the party that has it where it is one."""
    names: list[Inline] = []
    for role in entry.who:
        meant = [party for party in parties((role,), spec) if party in entry.parties]
        words = _ROLES.get(role, f"each {role.capitalize()}")
        name = _named(meant[0], role, spec, line) if len(meant) == 1 else None
        names += [Text(" and "), *(name or line(words))] if names else name or line(_capital(words))
    return tuple(names) or _line("–")


def _named(party: str, role: str, spec: Spec, line: Lines) -> Line:
    ids = [each["id"] for each in spec.at(("parties",))]
    path = ("parties", ids.index(party), "short_name")
    name = Text(" ".join(str(spec.at(path)).split()), path)
    return (name,) if role == "each" else (name, *line(f" ({role.capitalize()})"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(text: str) -> Line:
    return (Text(text),)
