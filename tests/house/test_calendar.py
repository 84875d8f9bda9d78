"""The form's calendar misses nothing: no date or period of the schema, no sentence that names a time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache

from modelpact import norms
from modelpact.agreement import Agreement, Emphasis, Line, Paragraph, Strong, Text, plain
from modelpact.assemble import assemble
from modelpact.events import EVENTS
from modelpact.fields import Field, contract
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.spec import build
from modelpact.store import standard_form
from specs import KINDS, random_spec

FORM, CODE = standard_form(os.environ)
SPECS_OF_A_KIND = 16
UNIT = re.compile(r"(?:^|_)(?:hours|days|months|years)(?:_|$)")
TIME = re.compile(
    r"\b(?:\d+|TBC) (?:hour|day|week|month|year)s?\b|\bevery (?:week|month|year)\b"
    r"|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b"
    r"|\b(?:before|after) (?:the Term|the Effective Date|Access begins)",
    re.IGNORECASE,
)

NOT_IN_THE_CALENDAR = {
    "release.stages.actual": "what took place asks nobody to act",
    "confidentiality.prior_nda.date": "it names an earlier agreement",
}
NO_TIME_LIMIT = {
    ("definitions", "must-and-may"): "says what promptly means",
    ("licence-grant", "joint-use"): "a right without an end",
    ("good-faith-testing", "users"): "a right without an end",
    ("outputs-and-distillation", "owner"): "a right without an end",
    ("derivatives-and-modifications", "owner"): "a right without an end",
    ("derivatives-and-modifications", "release"): "a right without an end",
    ("confidentiality", "earlier"): "names an earlier agreement by its date",
    ("governance-and-contacts", "steering"): "the chair passes without anybody's doing",
}


@cache
def agreements() -> tuple[Agreement, ...]:
    return tuple(
        assemble(build(Source("random", {"random": ""}, data, {}), kind(name)), FORM, CODE)
        for name in KINDS
        for data in (random_spec(seed, kind=name) for seed in range(SPECS_OF_A_KIND))
    )


def timed_fields(field: Field, path: tuple[str, ...] = ()) -> Iterator[str]:
    inside = {**field.children, **(field.item.children if field.item else {})}
    for name, child in inside.items():
        if child.format == "date" or UNIT.search(name):
            yield ".".join((*path, name))
        yield from timed_fields(child, (*path, name))


def test_every_date_and_period_of_the_schema_is_in_a_calendar() -> None:
    entries = [entry for agreement in agreements() for entry in agreement.obligations]
    told = {
        ".".join(key for key in path if isinstance(key, str)) for entry in entries for path in entry.sources
    }
    told |= {".".join(map(str, entry.clock.source)) for entry in entries if entry.clock.source}
    assert len(told) > len(NOT_IN_THE_CALENDAR)
    assert set(timed_fields(contract())) - told == set(NOT_IN_THE_CALENDAR)


def form_words(line: Line) -> str:
    """A line as the form says it; an x for each value that is no date and no period."""
    words = []
    for inline in line:
        if isinstance(inline, Strong | Emphasis):
            words.append(form_words(inline.children))
        elif isinstance(inline, Text) and inline.source:
            names = [key for key in inline.source if isinstance(key, str)]
            field = contract().named(names)
            is_time = field is not None and (field.format == "date" or UNIT.search(names[-1]))
            words.append(inline.text if is_time else "x")
        else:
            words.append(plain((inline,)))
    return "".join(words)


def test_every_sentence_that_names_a_time_has_a_clock() -> None:
    without = {
        (section.id, block.name)
        for agreement in agreements()
        for section in agreement.sections()
        for block in section.blocks
        if isinstance(block, Paragraph) and block.norm.clock is None
        if any(TIME.search(form_words(line)) for line in block.lines)
    }
    assert without == set(NO_TIME_LIMIT)


def test_whoever_has_to_act_in_time_owes_it_to_somebody() -> None:
    owed = {
        (entry.section, entry.paragraph): bool(entry.to)
        for agreement in agreements()
        for entry in agreement.obligations
        if entry.who
    }
    assert owed
    assert [paragraph for paragraph, to in owed.items() if not to] == []


def test_the_form_uses_every_event_that_has_a_date() -> None:
    clocks = [entry.clock for agreement in agreements() for entry in agreement.obligations]
    assert {name for clock in clocks for name in (clock.event, *clock.days)} >= set(EVENTS)


def test_promptly_counts_the_days_that_the_definitions_say() -> None:
    promptly = norms.norm({"within": "promptly", "after": "x"}, None).clock  # type: ignore[arg-type]
    assert promptly
    assert f"“Promptly” means without avoidable delay, and within {promptly.amount} {promptly.unit}." in (
        FORM.clauses["definitions"].body
    )
