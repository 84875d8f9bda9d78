"""Rules about the term, the time of access and what is due when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelpact.characters import quoted
from modelpact.diagnostics import Path
from modelpact.periods import after_days, after_months, day, last_day, term_start
from modelpact.rules.rule import Finding
from modelpact.spec import Spec

# Our own yardstick, not law: grants and doctorates run for about three years.
_TERM_LONG = 36

_START: Path = ("effective_date",)


def term_ends_before_start(spec: Spec) -> Iterator[Finding]:
    """The agreement ends before it starts, or on the day it starts.

    A term without length binds nobody, and whatever is counted from its end (return of the files, survival of
    confidentiality) would begin before the work did. Silent while either date is open.

    Fails:

        effective_date: 2030-09-01
        term: {end: 2030-06-30}

    Fixed:

        effective_date: 2030-09-01
        term: {end: 2031-06-30}
    """
    start, end = term_start(spec), day(spec.get("term.end"))
    if start and end and end <= start:
        yield Finding(
            ("term", "end"),
            f"the agreement ends on {end}, not after the day it starts, {start}",
            "name an end after the effective date, or give the term in months",
            ((_START, "starts here"),),
        )
    if term_end_place(spec) == ("term", "months") and spec.get("term.months") == 0:
        yield Finding(
            ("term", "months"),
            "the agreement lasts 0 months, so it ends on the day it starts",
            "give the term one month or more, or name its end",
        )


def term_long(spec: Spec) -> Iterator[Finding]:
    """The agreement lasts for more than three years.

    Models and the law about them change faster than that, and after three years few people are left who know
    why a limit was agreed. Three years is modelpact's own yardstick, not law. Renewals do not count.

    Fails:

        term: {months: 48}

    Fixed:

        term: {months: 36}
    """
    place, start, end = term_end_place(spec), term_start(spec), day(spec.get("term.end"))
    usual = f"longer than the {_TERM_LONG} months that research access usually runs"
    hint = "shorten it, or agree in governance.meetings when the parties will review it"
    if place[-1] == "months" and (spec.get("term.months") or 0) > _TERM_LONG:
        yield Finding(place, f"the agreement lasts {spec.get('term.months')} months, {usual}", hint)
    elif start and end and end > after_months(start, _TERM_LONG):
        related = ((_START, "starts here"),)
        yield Finding(place, f"the agreement runs from {start} to {end}, {usual}", hint, related)


def access_outside_term(spec: Spec) -> Iterator[Finding]:
    """Access starts or ends on a day on which the agreement is not in force.

    Whoever uses the model then has no licence, and whoever gives it has no promise of secrecy or security.
    Access may end inside the wind-down, which it then cuts short. Silent about the end where the agreement
    renews itself, and wherever a date is open.

    Fails:

        access: {start: 2030-02-01, end: 2031-06-30}
        term: {end: 2030-12-31}

    Fixed:

        access: {start: 2030-02-01, end: 2030-12-31}
        term: {end: 2030-12-31}
    """
    first, last, latest = term_start(spec), last_day(spec), _end_of_wind_down(spec)
    for name, limit in (("start", last), ("end", latest)):
        on = day(spec.get(f"access.{name}"))
        if on and first and on < first:
            message = f"access {name}s on {on}, before the agreement starts on {first}"
            related = (_START, "the agreement starts here")
        elif on and limit and on > limit:
            message = f"access {name}s on {on}, after {_ended(spec, limit)}"
            related = (term_end_place(spec), "the agreement ends here")
        else:
            continue
        hint = "keep access inside the term; time to finish work after it is termination.wind_down_days"
        yield Finding(("access", name), message, hint, (related,))


def access_ends_before_start(spec: Spec) -> Iterator[Finding]:
    """Access ends before it starts.

    There would be no day on which the partner may use the model.

    Fails:

        access: {start: 2030-06-01, end: 2030-03-01}

    Fixed:

        access: {start: 2030-03-01, end: 2030-06-01}
    """
    start, end = day(spec.get("access.start")), day(spec.get("access.end"))
    if start and end and end < start:
        yield Finding(
            ("access", "end"),
            f"access ends on {end}, before it starts on {start}",
            "mend one of the two dates",
            ((("access", "start"), "starts here"),),
        )


def deliverable_after_access(spec: Spec) -> Iterator[Finding]:
    """Something is to be delivered after the agreement and its wind-down have ended.

    By then the partner has no access to work with, and the clause under which it owes the work has ended too,
    so nobody could ask for it. The report on bias counts as a deliverable. Silent where the agreement renews
    itself, and wherever a date is open.

    Fails:

        term: {end: 2030-12-31}
        evaluation:
          deliverables:
            - {title: Report, owner: university, due: 2031-06-30}

    Fixed:

        term: {end: 2030-12-31}
        evaluation:
          deliverables:
            - {title: Report, owner: university, due: 2031-01-15}
    """
    last = _end_of_wind_down(spec)
    for path, name, due in _due(spec):
        if last and due > last:
            yield Finding(
                path,
                f"{name} is due on {due}, after {_ended(spec, last)}",
                "set an earlier date, a longer term or a longer wind-down",
                ((term_end_place(spec), "the agreement ends here"),),
            )


def term_end_place(spec: Spec) -> Path:
    """The field that says when the agreement ends."""
    return ("term", "months") if spec.at(("term", "end")) is None else ("term", "end")


def _end_of_wind_down(spec: Spec) -> date | None:
    """The last day on which work that was begun may be finished."""
    end, days = last_day(spec), spec.get("termination.wind_down_days")
    return None if end is None or days is None else after_days(end, days)


def _ended(spec: Spec, on: date) -> str:
    """What ends on that day, the term or the wind-down after it."""
    what = "the term ends" if on == last_day(spec) else "the term and its wind-down end"
    return f"{what} on {on}"


def _due(spec: Spec) -> Iterator[tuple[Path, str, date]]:
    """What is to be delivered, and when, as far as there is a date."""
    for index, item in enumerate(spec.get("evaluation.deliverables") or ()):
        if due := day(item.get("due")):
            yield ("evaluation", "deliverables", index, "due"), quoted(item["title"]), due
    if due := day(spec.get("bias.report_due")):
        yield ("bias", "report_due"), "the report on bias", due
