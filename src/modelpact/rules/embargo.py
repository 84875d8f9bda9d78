"""Rules about an embargo, and about the other clocks that run against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelpact.diagnostics import Path, Severity
from modelpact.periods import after_days, after_months, day, last_day, term_start
from modelpact.predicates import findings_disclosed
from modelpact.rules.dates import term_end_place
from modelpact.rules.rule import Finding
from modelpact.spec import Spec

# Our own yardstick, not law: a master's thesis takes less than twelve months.
_EMBARGO_LONG = 12

_YEAR = 12

_EMBARGO: Path = ("publication", "embargo_until")


def embargo_outlives_agreement(spec: Spec) -> Iterator[Finding]:
    """The embargo runs on after the agreement, and nothing keeps it alive.

    The form's clause on survival lists the clause on publication by itself. Where survival is left out, that
    list is gone (an error). Where it has words of your own that do not name [[publication]], nobody but
    counsel can say whether they keep the embargo alive (a warning). Silent where the agreement renews itself.

    Fails:

        kind: weights-transfer
        term: {end: 2030-06-30}
        publication: {embargo_until: 2030-12-31}
        clauses:
          replace: [{id: survival, text: Secrecy lasts for three years., reason: Short and plain.}]
        lint: {ignore: [{rule: mandatory-clause-replaced, reason: Counsel has read it.}]}

    Fixed:

        kind: weights-transfer
        term: {end: 2030-06-30}
        publication: {embargo_until: 2030-12-31}
        clauses:
          replace: [{id: survival, text: "[[publication]] goes on.", reason: Short and plain.}]
        lint: {ignore: [{rule: mandatory-clause-replaced, reason: Counsel has read it.}]}
    """
    embargo, end = _embargo(spec), last_day(spec)
    if not (embargo and end and embargo > after_days(end, 1)):
        return
    for place, severity in _without_survival(spec):
        yield Finding(
            _EMBARGO,
            f"the embargo runs until {embargo}, and nothing keeps it alive after the agreement ends on {end}",
            "name [[publication]] in your words on survival, or end the embargo with the agreement",
            ((place, "the form's clause would keep it alive"),),
            severity,
        )


def embargo_long(spec: Spec) -> Iterator[Finding]:
    """Nothing may be published for more than a year.

    A student needs a paper before the thesis, and a result that is a year old is often somebody else's. One
    year is modelpact's own yardstick, not law. Silent while the agreement's start is open.

    Fails:

        kind: weights-transfer
        publication: {embargo_until: 2031-06-30}

    Fixed:

        kind: weights-transfer
        publication: {embargo_until: 2030-12-31}
    """
    embargo, start = _embargo(spec), term_start(spec)
    if embargo and start and embargo > after_months(start, _EMBARGO_LONG):
        yield Finding(
            _EMBARGO,
            f"the embargo runs until {embargo}, more than {_EMBARGO_LONG} months after the agreement starts "
            f"on {start}, and holds up most students' work",
            "end it within the year, or with the event that it waits for",
            ((("effective_date",), "starts here"),),
        )


def confidentiality_ends_before_embargo(spec: Spec) -> Iterator[Finding]:
    """Secrecy ends while results are still under embargo.

    From then on a draft that a party got for review is no longer secret, and those who hear of it are not
    bound by the embargo. Silent where the agreement renews itself, and wherever a date is open.

    Fails:

        kind: weights-transfer
        term: {end: 2030-06-30}
        confidentiality: {years_after: 0}
        publication: {embargo_until: 2030-12-31}

    Fixed:

        kind: weights-transfer
        term: {end: 2030-06-30}
        confidentiality: {years_after: 1}
        publication: {embargo_until: 2030-12-31}
    """
    embargo, end, years = _embargo(spec), last_day(spec), spec.get("confidentiality.years_after")
    if not (embargo and end and isinstance(years, int)):
        return
    secret_until = after_months(end, years * _YEAR)
    if after_days(secret_until, 1) < embargo:
        yield Finding(
            ("confidentiality", "years_after"),
            f"confidentiality ends on {secret_until}, before the embargo ends on {embargo}",
            "keep secrecy at least as long as the embargo",
            ((_EMBARGO, "the embargo ends here"), (term_end_place(spec), "the agreement ends here")),
        )


def findings_clock_blocked(spec: Spec) -> Iterator[Finding]:
    """Safety findings may be told on a day on which a paper about them may not appear yet.

    The form lets them be told all the same: its clause on safety findings prevails over an embargo and over a
    consent to publish. That is what it is for, but a partner who reads only the embargo will be surprised.
    Counted for a finding that is reported on the first day of the term.

    Fails:

        disclosure: {public_after_days: 90}
        publication: {embargo_until: 2030-12-31}

    Fixed:

        disclosure: {public_after_days: 90}
        publication: {embargo_until: 2030-03-31}
    """
    days = spec.get("disclosure.public_after_days")
    if days is None or not findings_disclosed(spec):
        return
    told = f"safety findings may be told {days} days after their report"
    clock = (("disclosure", "public_after_days"), "their time is set here")
    hint = "say so to the partner: the clause on safety findings prevails"
    embargo, start = _embargo(spec), term_start(spec)
    if embargo and start and (first := after_days(start, days)) < embargo:
        message = f"{told}, so from {first} on, before the embargo ends on {embargo}"
        yield Finding(_EMBARGO, message, hint, (clock,))
    if spec.get("publication.right") == "consent":
        message = f"{told}, though a paper about them needs the provider's consent"
        yield Finding(("publication", "right"), message, hint, (clock,))


def _embargo(spec: Spec) -> date | None:
    return day(spec.get("publication.embargo_until"))


def _without_survival(spec: Spec) -> Iterator[tuple[Path, Severity]]:
    """Where the spec takes away what keeps the clause on publication alive, and how sure that is."""
    for index, entry in enumerate(spec.at(("clauses", "exclude")) or ()):
        if entry["id"] == "survival":
            yield ("clauses", "exclude", index, "id"), Severity.ERROR
    for index, entry in enumerate(spec.at(("clauses", "replace")) or ()):
        if entry["id"] == "survival" and "[[publication" not in entry["text"]:
            yield ("clauses", "replace", index, "id"), Severity.WARNING
