"""Rules about the stages of a release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from modelpact.characters import quoted
from modelpact.diagnostics import Path
from modelpact.periods import day
from modelpact.predicates import recipients
from modelpact.rules.rule import Finding, named
from modelpact.spec import Spec, is_letter

_FEWEST_STAGES = 2


def release_stage_out_of_order(spec: Spec) -> Iterator[Finding]:
    """A stage is planned for a day before that of the stage above it.

    Stages are gates: what is learnt in one decides on the next. Dates that run backwards let a later stage
    open before its gate. Stages without a date, and stages that are cancelled, are passed over.

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
    stages = (planned for planned in _planned(spec) if planned[1].get("status") != "cancelled")
    for (earlier, previous, previous_day), (path, stage, on) in pairwise(stages):
        if on < previous_day:
            name, other = quoted(stage["id"]), quoted(previous["id"])
            yield Finding(
                path,
                f"stage {name} is planned for {on}, before {other} on {previous_day}",
                "put the stages in the order of their dates, or mend a date",
                ((earlier, "the stage before it"),),
            )


def release_stage_date_passed(spec: Spec) -> Iterator[Finding]:
    """The day for which a stage was planned has passed, and the spec still calls it planned.

    The partner reads the plan to know when its restrictions may lapse. A day in the past tells it nothing,
    and makes it doubt the other dates. "Today" is the day that --as-of names, in the examples 2030-01-15;
    without it this rule is silent.

    Fails:

        release:
          stages:
            - {id: first, model: small, planned: 2030-01-10}
            - {id: second, model: large}

    Fixed:

        release:
          stages:
            - {id: first, model: small, planned: 2030-01-10, actual: 2030-01-10, status: done}
            - {id: second, model: large}
    """
    for path, stage, on in _planned(spec):
        is_ahead = stage.get("status", "planned") == "planned" and not day(stage.get("actual"))
        if spec.as_of and on < spec.as_of and is_ahead:
            name = quoted(stage["id"])
            yield Finding(
                path,
                f"stage {name} was planned for {on}, and is still called planned on {spec.as_of}",
                "state the actual date and status: done, or plan a new date",
            )


def release_stages_missing(spec: Spec) -> Iterator[Finding]:
    """A staged release has fewer than two stages.

    The partner accepts terms because the public will get the model later, in steps. Without at least two
    stages nothing says what comes next, and the restrictions have no end in sight. A letter may add just one.

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
    if spec.get("kind") == "staged-release" and len(stages) < _FEWEST_STAGES and not is_letter(spec.data):
        count = "one stage" if stages else "no stage"
        yield Finding(
            ("release", "stages"),
            f"a staged release has at least two stages, and there is {count}",
            "describe the steps in release.stages; a date may be TBC",
        )


def release_effect_continues(spec: Spec) -> Iterator[Finding]:
    """The partner's restrictions go on after the public has got the model.

    From that day everybody may use the model under the published terms, and the partner that helped to make
    it safe is the only one still bound in its project.

    Fails:

        release: {on_public_release: continue}

    Fixed:

        release: {on_public_release: lapse}
    """
    bound = recipients(spec)
    if bound and spec.get("release.on_public_release") == "continue":
        yield Finding(
            ("release", "on_public_release"),
            f"once a model is public, {named(bound)} alone would stay bound by this agreement's limits",
            "let them lapse for what is public; they stay for what is not",
        )


def _planned(spec: Spec) -> Iterator[tuple[Path, Mapping[str, Any], date]]:
    """The stages that are planned for a day, each with the place of that day."""
    for index, stage in enumerate(spec.get("release.stages") or ()):
        if on := day(stage.get("planned")):
            yield ("release", "stages", index, "planned"), stage, on
