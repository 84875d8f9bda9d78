"""What a picture of an agreement in time shows: a bar for each stretch, each day and each period of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from modelpact.agreement import Bar, Line, Obligation, Reference, Text
from modelpact.computed import Lines
from modelpact.diagnostics import Path
from modelpact.events import EVENTS, Occasion, access_start
from modelpact.in_words import counted
from modelpact.periods import day, term_end, term_start
from modelpact.spec import Spec

_NAMES = {
    ("term-and-termination", "wind-down"): "Further Access, to finish work",
    ("publication", "priority"): "Results that are the Recipient’s to publish first",
    ("publication", "embargo"): "No publication before this day",
    ("confidentiality", "duration"): "Confidentiality, after the Term",
    ("release-stages", "notify"): "Notice of the Public Release",
    ("release-decision-voice", "decision"): "Notice of the Release Decision",
    ("return-or-destruction", "method"): "Last copies in backups",
    ("return-or-destruction", "provider-deletes"): "Deletion by the Provider",
}
"""What a row is called where the title of its clause says too little."""

_LENGTHS = {
    ("publication", "review"): "Answer to a draft",
    ("publication", "delay"): "Delay of a publication, at most",
    ("release-decision-voice", "answer"): "Answer to findings on a Release Decision",
    ("findings-disclosure", "public"): "Before a Safety Finding may be made public",
    ("suspension-and-recall", "cap"): "Suspension, at most",
    ("term-and-termination", "breach"): "Cure of a breach",
    ("term-and-termination", "convenience"): "Notice to end without a reason",
    ("term-and-termination", "wind-down"): "Further Access, to finish work",
}
"""Periods without a day that a reader should be able to compare; the calendar has all of them."""


_ENDS = ("the end of the Term", "the end of Access", "the end of the Term or of later Access")
_RELEASES = ("a Public Release", "the effect of a Release Decision")
_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}
"""How long a unit is drawn."""

Numbers = Mapping[str, int]
"""Ids of clauses and their numbers."""


def dated(
    entries: Sequence[Obligation], spec: Spec, line: Lines, numbers: Numbers
) -> Iterator[tuple[str, Iterator[Bar]]]:
    """The bars that have days, by what they are about."""
    yield "Term and Access", _term(spec, line, numbers)
    yield "Releases", _releases(entries, spec, line, numbers)
    yield "Days to act", _due(entries, spec, line)
    yield "After the end", _afterwards(entries, spec, line)


def lengths(entries: Sequence[Obligation], line: Lines) -> Iterator[Bar]:
    """Periods that run from events without a day."""
    for entry in entries:
        name = _LENGTHS.get((entry.section, entry.paragraph))
        clock = entry.clock
        if name and not entry.day and clock.amount and clock.unit in _DAYS:
            days = clock.amount * _DAYS[clock.unit]
            label, cited = line(name), (entry.reference,)
            yield Bar(label, "length", days=days, rule=entry.rule, references=cited)


def _term(spec: Spec, line: Lines, numbers: Numbers) -> Iterator[Bar]:
    start, end = term_start(spec), term_end(spec)
    if start and end:
        renews = bool(spec.get("term.renewal.auto"))
        cited = _cite("term-and-termination", numbers)
        rule = f"for {counted(spec.at(('term', 'months')), 'months')} from the Effective Date"
        yield Bar(line("Term"), "term", str(start), str(end), 0, rule, cited, renews)
    begins, stated = access_start(spec) or start, day(spec.get("access.end"))
    ends = min(filter(None, (stated, end)), default=None)
    if begins and ends and begins <= ends:
        cited = _cite("access-mode-and-location", numbers)
        rule = "from the Effective Date to the end of the Term"
        label = line("Access, at the earliest")
        yield Bar(label, "access", str(begins), str(ends), rule=rule, references=cited)


def _releases(entries: Sequence[Obligation], spec: Spec, line: Lines, numbers: Numbers) -> Iterator[Bar]:
    models = {model["id"]: at for at, model in enumerate(spec.at(("models",)))}
    for stage in spec.at(("release", "stages")) or ():
        on = day(stage.get("actual")) or day(stage.get("planned"))
        if on and stage["model"] in models and stage.get("status") != "cancelled":
            path: Path = ("models", models[stage["model"]], "name")
            name = Text(" ".join(str(spec.at(path)).split()), path)
            cited = _cite("release-stages", numbers)
            yield Bar((*line("Public Release of "), name), "day", str(on), str(on), references=cited)
    for entry in _dated(entries, "by"):
        if entry.clock.before and entry.clock.event in _RELEASES:
            yield from _to_event(entry, spec, line)


def _due(entries: Sequence[Obligation], spec: Spec, line: Lines) -> Iterator[Bar]:
    for entry in (*_dated(entries, "by"), *_dated(entries, "for")):
        if entry.clock.event not in (*_ENDS, *_RELEASES):
            yield from _from_event(entry, spec, line)
    for entry in _dated(entries, "from"):
        until, start = day(entry.day), term_start(spec)
        if until:
            first = min(start or until, until)
            yield Bar(_label(entry, line), "ban", str(first), entry.day, references=(entry.reference,))


def _afterwards(entries: Sequence[Obligation], spec: Spec, line: Lines) -> Iterator[Bar]:
    for entry in (*_dated(entries, "for"), *_dated(entries, "by")):
        if entry.clock.event in _ENDS:
            yield from _from_event(entry, spec, line)


def _dated(entries: Sequence[Obligation], limit: str) -> Iterator[Obligation]:
    return (entry for entry in entries if entry.clock.limit == limit and day(entry.day))


def _from_event(entry: Obligation, spec: Spec, line: Lines) -> Iterator[Bar]:
    """From the day of the event on, from which the time runs; a day alone where it runs from none."""
    last = day(entry.day)
    happens = next((each.day for each in EVENTS[entry.clock.event](spec)), None) if _runs(entry) else None
    if last:
        first = happens if happens and happens < last else last
        kind = "tail" if entry.clock.limit == "for" else "day" if first == last else "window"
        cited = (entry.reference,)
        yield Bar(_label(entry, line), kind, str(first), entry.day, rule=entry.rule, references=cited)


def _to_event(entry: Obligation, spec: Spec, line: Lines) -> Iterator[Bar]:
    """To the day of the event, from which the time is counted back."""
    first = day(entry.day)
    for happens in (each.day for each in EVENTS[entry.clock.event](spec) if _is_about(entry, each)):
        if first and happens:
            label = (*_label(entry, line), *((Text(", "), entry.about) if entry.about else ()))
            cited = (entry.reference,)
            yield Bar(label, "notice", entry.day, str(happens), rule=entry.rule, references=cited)


def _runs(entry: Obligation) -> bool:
    return entry.clock.event in EVENTS and bool(entry.clock.unit) and not entry.clock.before


def _is_about(entry: Obligation, occasion: Occasion) -> bool:
    return entry.about == occasion.about and entry.sources == occasion.sources


def _label(entry: Obligation, line: Lines) -> Line:
    name = _NAMES.get((entry.section, entry.paragraph))
    if name:
        return line(name)
    return (entry.about or Text(entry.title),)


def _cite(id_: str, numbers: Numbers) -> tuple[Reference, ...]:
    return (Reference(id_, str(numbers[id_])),) if id_ in numbers else ()
