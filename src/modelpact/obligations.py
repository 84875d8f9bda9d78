"""Who must do what by when: the entries of an agreement's calendar, told from its paragraphs and its spec."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from modelpact.agreement import Block, Clock, Line, Norm, Obligation, Paragraph, Reference, Text, plain
from modelpact.diagnostics import FormError, Path
from modelpact.events import EVENTS, Occasion
from modelpact.fields import TBC
from modelpact.form import Template
from modelpact.in_words import counted, date_in_words
from modelpact.periods import day, period_end, working_day
from modelpact.predicates import GIVING, RECEIVING
from modelpact.spec import Spec
from modelpact.values import Place

_ROLES = {"provider": GIVING, "recipient": RECEIVING, "coordinator": frozenset({"coordinator"})}
"""What a party's own role may be to have the role that a paragraph names."""
_STARTS = {"by": "within", "for": "for", "from": "not before"}


class Passage(NamedTuple):
    """A clause or a schedule, and how it is cited."""

    template: Template
    anchor: str
    cited: str
    """``38`` or ``Schedule C``."""
    blocks: Sequence[Block | Place]

    def cite(self, number: str) -> str:
        """How its paragraph of that number is cited; a clause's paragraphs have its number in theirs."""
        return (
            number if number.startswith(f"{self.cited}.") else ", ".join(filter(None, (self.cited, number)))
        )


class _Day(NamedTuple):
    """A day of a clock."""

    on: str
    """In ISO 8601, or TBC; empty where only words tell it."""
    occasion: Occasion
    moves: bool = False
    """Whether it is a last day to act, which a weekend moves."""


class _Timed(NamedTuple):
    """A paragraph with a time."""

    paragraph: Paragraph
    number: str
    """As cited: ``34.1(a)``."""
    norm: Norm
    lines: tuple[Line, ...]
    """Its sentences; the one item of a list together with the words that lead in."""


def obligations(passages: Iterable[Passage], spec: Spec) -> tuple[Obligation, ...]:
    """Every entry: what has a day, in the order of the days, then what runs from an event, as it stands.

    Raises FormError where the form gives a time to nobody.
    """
    found = [
        entry for passage in passages for timed in _timed(passage) for entry in _entries(passage, timed, spec)
    ]
    return tuple(sorted(found, key=_order))


def _order(entry: Obligation) -> tuple[bool, str, int]:
    """On one day, what comes before it, what happens on it, and what has to be done by its end."""
    is_before = entry.clock.before and not entry.clock.unit
    turn = 0 if is_before else 1 if entry.clock.limit == "on" else 2
    return (False, entry.day, turn) if entry.day else (True, "", 0)


def _timed(passage: Passage) -> Iterator[_Timed]:
    """An item of a list has the rights and duties of the paragraph that leads in, unless it has its own."""
    above: dict[int, Paragraph] = {}
    for block in passage.blocks:
        if not isinstance(block, Paragraph):
            continue
        above[block.level] = block
        clock, lead = block.norm.clock, above.get(block.level - 1) if block.level > 1 else None
        if clock is None or not block.lines:
            continue
        number = "".join(above[level].label for level in range(1, block.level + 1) if level in above)
        norm, lines = block.norm, block.lines
        if lead is not None:
            lines = (_joined(lead.lines[-1], lines[0]), *lines[1:])
            norm = norm if norm.rights or norm.duties else replace(lead.norm, clock=clock)
        if not (norm.rights or norm.duties or clock.limit == "on"):
            about = f"#{block.name}" if block.name else clock.event
            raise passage.template.located(FormError("a time goes with a right or a duty; name one", about))
        yield _Timed(block, passage.cite(number), norm, lines)


def _entries(passage: Passage, timed: _Timed, spec: Spec) -> Iterator[Obligation]:
    paragraph, number, norm, _ = timed
    assert norm.clock
    who = norm.duties or norm.rights
    for on, occasion, moves in _days(norm.clock, spec):
        meant = (occasion.party,) if occasion.party else parties(who, spec)
        yield Obligation(
            who=who,
            parties=meant if who else (),
            to=norm.to,
            to_parties=tuple(party for party in parties(norm.to, spec) if (party,) != meant),
            what=_sentence(timed, on, spec),
            section=passage.template.id,
            title=passage.template.title,
            paragraph=paragraph.name,
            reference=Reference(paragraph.anchor or passage.anchor, number),
            clock=norm.clock,
            rule=occasion.event or rule(norm.clock),
            day=on,
            working_day=_working_day(on, meant, spec) if moves else "",
            about=occasion.about,
            sources=occasion.sources,
        )


# --- when


def rule(clock: Clock) -> str:
    """A clock in words; empty where it is days of the spec only."""
    time = counted(TBC if clock.amount is None else clock.amount, clock.unit) if clock.unit else ""
    if clock.limit == "every":
        return f"every {clock.unit[:-1] if clock.amount == 1 else time}"
    if clock.event and not time:
        return f"before {clock.event}"
    if clock.event:
        start = "at least" if clock.before else _STARTS[clock.limit]
        return f"{start} {time} {'before' if clock.before else 'after'} {clock.event}"
    return next((f"{clock.limit} {name}" for name in clock.days if name in EVENTS), "")


def _days(clock: Clock, spec: Spec) -> Iterator[_Day]:
    if clock.limit == "on":
        for name in clock.days:
            event = name if name in EVENTS else ""
            yield from (
                _Day(str(found.day), replace(found, event=event))
                for found in _occasions(name, spec)
                if found.day
            )
    elif clock.days:
        yield from _stated(clock, spec)
    else:
        yield from _from_events(clock, spec)


def _stated(clock: Clock, spec: Spec) -> Iterator[_Day]:
    """The first of the clock's days that the spec tells; one for each entry of a list."""
    first, *others = clock.days
    for occasion in _occasions(first, spec):
        if occasion.is_open:
            yield _Day(TBC, occasion)
        elif occasion.day:
            yield _Day(str(occasion.day), occasion, clock.limit == "by" and first not in EVENTS)
        elif others:
            for found in _stated(replace(clock, days=tuple(others)), spec):
                sources = (*occasion.sources, *found.occasion.sources)
                yield found._replace(occasion=replace(occasion, day=found.occasion.day, sources=sources))
        elif first in EVENTS:
            yield _Day("", occasion)


def _from_events(clock: Clock, spec: Spec) -> Iterator[_Day]:
    """A day for each time the event is known to happen, and words unless all of them are known."""
    occasions = list(EVENTS[clock.event](spec)) if clock.event in EVENTS else []
    ends = [(_end(clock, occasion.day), occasion) for occasion in occasions]
    for end, occasion in ends:
        if end:
            yield _Day(str(end), occasion, clock.limit == "by" and not clock.before)
    if not ends or not all(end for end, _ in ends):
        yield _Day("", Occasion(None, tuple(path for occasion in occasions for path in occasion.sources)))


def _end(clock: Clock, event: date | None) -> date | None:
    if not (event and clock.unit):
        return event
    if clock.amount is None:
        return None
    return period_end(event, -clock.amount if clock.before else clock.amount, clock.unit)


def _occasions(name: str, spec: Spec) -> Iterator[Occasion]:
    """An event's times, or the day that each field of a dotted name states; a list has one for each entry."""
    if name in EVENTS:
        yield from EVENTS[name](spec)
        return
    *inside, last = name.split(".")
    for path in _paths(spec, (), tuple(inside)):
        value, title = spec.at((*path, last)), spec.at((*path, "title"))
        is_listed = any(isinstance(key, int) for key in path)
        about = Text(" ".join(str(title).split()), (*path, "title")) if is_listed and title else None
        party = spec.at((*path, "owner")) if is_listed else None
        yield Occasion(day(value), ((*path, last),), about, party or "", is_open=value == TBC)


def _paths(spec: Spec, path: Path, names: tuple[str, ...]) -> Iterator[Path]:
    if not names:
        yield path
        return
    path = (*path, names[0])
    value = spec.at(path)
    for each in [(*path, index) for index in range(len(value))] if isinstance(value, list) else [path]:
        yield from _paths(spec, each, names[1:])


def _working_day(on: str, parties: Iterable[str], spec: Spec) -> str:
    """The next working day, where that day is none for any of them and the next is the same for all."""
    countries = {party["country"] for party in spec.at(("parties",)) if party["id"] in parties}
    if TBC in countries:
        return ""
    days = {str(working_day(date.fromisoformat(on), country)) for country in countries}
    return next(iter(days)) if len(days) == 1 and on not in days else ""


# --- who, and what


def parties(roles: Iterable[str], spec: Spec) -> tuple[str, ...]:
    """Ids of the parties that have one of the roles."""
    wanted = frozenset[str]().union(*(_ROLES.get(role, frozenset()) for role in roles))
    is_each = "each" in roles
    return tuple(party["id"] for party in spec.at(("parties",)) if is_each or party["role"] in wanted)


def _sentence(timed: _Timed, on: str, spec: Spec) -> Line:
    """The paragraph down to the sentence that names the time."""
    clock = timed.norm.clock
    assert clock
    words = date_in_words(on, spec.at(("language",))) or TBC
    time = counted(clock.amount, clock.unit) if clock.amount is not None else words
    named = next((at for at, line in enumerate(timed.lines) if time in plain(line)), 0)
    sentences = [_ended(line, r":$", ".") for line in timed.lines[: named + 1]]
    return tuple(inline for line in sentences for inline in (*line, Text(" ")))[:-1]


def _joined(lead: Line, item: Line) -> Line:
    """The words that lead into a list with one of its items, as one sentence."""
    return (*_ended(lead, r":$", " "), *_ended(item, r"(?:; and|; or|[;.])?$", "."))


def _ended(line: Line, pattern: str, end: str) -> Line:
    *others, last = line
    if isinstance(last, Text):
        return (*others, replace(last, text=re.sub(pattern, end, last.text, count=1)))
    return (*line, Text(end))
