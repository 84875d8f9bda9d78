"""Rules about dates, periods and stages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from modelpact.characters import quoted
from modelpact.diagnostics import Severity
from modelpact.periods import day, term_start
from modelpact.rules.rule import Finding
from modelpact.spec import Spec

# Our own yardstick, not law: the Lambert agreements offer 30, 60 or 90 days, universities ask for 30 to 45.
_REVIEW_UNUSUAL = 45
_REVIEW_LONG = 60

_FEWEST_STAGES = 2


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
            ((("effective_date",), "starts here"),),
        )


def publication_review_long(spec: Spec) -> Iterator[Finding]:
    """The provider may hold a paper for review longer than universities usually accept.

    A student's thesis and a conference's deadline do not wait. Sixty days is modelpact's own yardstick, not
    law: the Lambert model agreements offer 30, 60 or 90 days, and universities usually ask for 30 to 45. From
    46 to 60 days this is information, above it a warning.

    Fails:

        publication: {review_days: 120}

    Fixed:

        publication: {review_days: 30}
    """
    days = spec.get("publication.review_days")
    if days is None or days <= _REVIEW_UNUSUAL:
        return
    is_long = days > _REVIEW_LONG
    usual = f"the {_REVIEW_LONG}" if is_long else f"the 30 to {_REVIEW_UNUSUAL}"
    yield Finding(
        ("publication", "review_days"),
        f"review period is {days} days, longer than {usual} that universities usually accept",
        f"offer {_REVIEW_UNUSUAL} days or fewer, or expect the question",
        severity=Severity.WARNING if is_long else Severity.INFORMATION,
    )


def release_stages_missing(spec: Spec) -> Iterator[Finding]:
    """A staged release has fewer than two stages.

    The partner accepts terms because the public will get the model later, in steps. Without at least two
    stages nothing says what comes next, and the restrictions have no end in sight.

    Fails:

        kind: staged-release
        release:
          stages:
            - {id: first, model: small, planned: 2030-03-01}

    Fixed:

        kind: staged-release
        release:
          stages:
            - {id: first, model: small, planned: 2030-03-01}
            - {id: second, model: large, planned: TBC}
    """
    stages = spec.get("release.stages") or []
    if spec.get("kind") == "staged-release" and len(stages) < _FEWEST_STAGES:
        count = "one stage" if stages else "no stage"
        yield Finding(
            ("release", "stages"),
            f"a staged release has at least two stages, and there is {count}",
            "describe the steps in release.stages; a date may be TBC",
        )


def release_stage_out_of_order(spec: Spec) -> Iterator[Finding]:
    """A stage is planned for a day before that of the stage above it.

    Stages are gates: what is learnt in one decides on the next. Dates that run backwards let a later stage
    open before its gate. Stages without a date are passed over.

    Fails:

        release:
          stages:
            - {id: first, model: small, planned: 2030-09-01}
            - {id: second, model: large, planned: 2030-03-01}

    Fixed:

        release:
          stages:
            - {id: first, model: small, planned: 2030-03-01}
            - {id: second, model: large, planned: 2030-09-01}
    """
    stages = enumerate(spec.get("release.stages") or [])
    dated = [(index, stage["id"], on) for index, stage in stages if (on := day(stage.get("planned")))]
    for (earlier, previous, previous_day), (index, stage, on) in pairwise(dated):
        if on < previous_day:
            yield Finding(
                ("release", "stages", index, "planned"),
                f"stage {quoted(stage)} is planned for {on}, before {quoted(previous)} on {previous_day}",
                "put the stages in the order of their dates, or mend a date",
                ((("release", "stages", earlier, "planned"), "the stage before it"),),
            )
