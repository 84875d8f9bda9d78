"""The events whose day a spec may tell: what the form's clocks run from, and what its calendar shows.

A day holds as long as everything goes as stated and planned: nobody ends the agreement early, no release
moves. None stands for a day that the spec does not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from modelpact.agreement import Text
from modelpact.diagnostics import Path
from modelpact.periods import after_days, day, last_day, term_end, term_start
from modelpact.spec import Spec


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time at which an event happens."""

    day: date | None
    sources: tuple[Path, ...]
    """The fields that settle the day."""
    about: Text | None = None
    """What sets it apart from the event's other times: the model that is released."""
    party: str = ""
    """The id of the one party that acts then; empty where it is no one party."""
    event: str = ""
    """Its words."""
    is_open: bool = False
    """Whether the spec says TBC for the day."""


_Tell = Callable[[Spec], Iterator[Occasion]]


def _once(tell: Callable[[Spec], date | None], *fields: str) -> _Tell:
    """An event that happens once."""
    sources = tuple(tuple(field.split(".")) for field in fields)
    return lambda spec: iter((Occasion(tell(spec), sources),))


def access_start(spec: Spec) -> date | None:
    """The first day of access where it is stated: without one, access waits for what has to come before."""
    return day(spec.get("access.start"))


def access_end(spec: Spec) -> date | None:
    """The last day of access, with the time to wind down."""
    stated, term, more = spec.at(("access", "end")), last_day(spec), spec.get("termination.wind_down_days")
    wound_down = after_days(term, more) if term and isinstance(more, int) else None
    if stated is None:
        return wound_down
    until = day(stated)
    return min(until, wound_down) if until and wound_down else until


def last_use(spec: Spec) -> date | None:
    """The last day of the term or, where that is later, of access."""
    days = (last_day(spec), access_end(spec))
    return max(found for found in days if found) if all(days) else None


def releases(spec: Spec) -> Iterator[Occasion]:
    """Each release that still lies ahead, with its model."""
    models = {model["id"]: (index, model) for index, model in enumerate(spec.at(("models",)))}
    for index, stage in enumerate(spec.at(("release", "stages")) or ()):
        if (
            stage.get("actual")
            or stage.get("status") in ("done", "cancelled")
            or stage["model"] not in models
        ):
            continue
        at, model = models[stage["model"]]
        name = Text(" ".join(str(model["name"]).split()), ("models", at, "name"))
        planned = ("release", "stages", index, "planned")
        yield Occasion(day(stage.get("planned")), (planned,), name, model["provider"])


_TERM = ("effective_date", "term.end", "term.months", "term.renewal.auto")
_ACCESS = (*_TERM, "access.end", "termination.wind_down_days")

EVENTS: Mapping[str, _Tell] = {
    "the Effective Date": _once(term_start, "effective_date"),
    "the end of the Term": _once(last_day, *_TERM),
    "the end of the period": _once(term_end, *_TERM),
    "the start of Access": _once(access_start, "access.start"),
    "the end of Access": _once(access_end, *_ACCESS),
    "the end of the Term or of later Access": _once(last_use, *_ACCESS),
    "a Public Release": releases,
    "the effect of a Release Decision": releases,
}
"""Each event by the words that the form has for it."""
