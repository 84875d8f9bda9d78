"""Rules about how access is suspended, how the agreement ends, and what is left then."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.characters import quoted
from modelpact.chosen import excluded_clauses, is_chosen
from modelpact.diagnostics import Path
from modelpact.predicates import secret_files
from modelpact.rules.rule import Finding, beside, called
from modelpact.spec import Spec

# Our own yardstick, not law: the form gives 30 days for live copies and 90 for routine backups.
_DESTRUCTION_LONG = 90


def termination_no_wind_down(spec: Spec) -> Iterator[Finding]:
    """A party may end the agreement without a reason, and access then ends with it.

    A student in the middle of a thesis loses the model on the day that a stranger's plans change. A few weeks
    to finish what was begun cost the provider little; the clause refuses them after a leak or a breach.

    Fails:

        termination: {convenience_days: 30, wind_down_days: 0}

    Fixed:

        termination: {convenience_days: 30, wind_down_days: 30}
    """
    notice: Path = ("termination", "convenience_days")
    if spec.at(("termination", "wind_down_days")) == 0 and isinstance(days := spec.at(notice), int):
        loses = "work stops" if spec.at(("users", "students")) is False else "a student can lose the model"
        yield Finding(
            ("termination", "wind_down_days"),
            f"a party may end the agreement on {days} days' notice with no time to wind down, so {loses} in "
            "the middle of a study",
            "give 30 days or more to finish, or require a reason to end",
            beside(spec, notice, "no reason needed"),
        )


def survival_of_absent_clause(spec: Spec) -> Iterator[Finding]:
    """A clause is to outlive the agreement and is not in it.

    It is excluded, or its condition does not hold. The clause on survival would point at words that are not
    there, and each side could claim that something was meant by it.

    Fails:

        survival: {extra: [release-stages, research-ethics]}

    Fixed:

        survival: {extra: [release-stages]}
    """
    for index, id_ in enumerate(spec.at(("survival", "extra")) or ()):
        if id_ in spec.form.clause_ids() and not is_chosen(spec, id_):
            why = "the spec leaves it out" if id_ in excluded_clauses(spec) else "its condition does not hold"
            yield Finding(
                ("survival", "extra", index),
                f"{quoted(spec.form.clause(id_).title)} is to outlive the agreement and is not in it: {why}",
                "take it out of survival.extra, or bring the clause back",
            )


def destruction_weak(spec: Spec) -> Iterator[Finding]:
    """Files of a model that is not public may linger, or nobody confirms that they are gone.

    Three months after the end, few people remember where the copies are. A signed certificate makes somebody
    look. Ninety days is modelpact's own yardstick, not law. Silent where no files leave the provider, and
    where every model is public.

    Fails:

        destruction: {certificate: false}

    Fixed:

        destruction: {certificate: true}
    """
    secret = secret_files(spec)
    if not secret:
        return
    days = spec.get("destruction.days")
    if days is not None and days > _DESTRUCTION_LONG:
        yield Finding(
            ("destruction", "days"),
            f"files of {called(secret[0])} may stay for {days} days after the end, longer than "
            f"{_DESTRUCTION_LONG}",
            "ask for 30 days for live copies; routine backups have destruction.backups_days",
        )
    if spec.at(("destruction", "certificate")) is False:
        yield Finding(
            ("destruction", "certificate"),
            f"nobody confirms that the files of {called(secret[0])}, which is not public, are gone",
            "set destruction.certificate to true",
        )


def suspension_open_ended(spec: Spec) -> Iterator[Finding]:
    """The provider may suspend access without end, or without saying why.

    A suspension that never ends is an ending without its safeguards: no notice, no cure, no time to wind
    down. Without a reason the partner can't mend what it is accused of.

    Fails:

        suspension: {max_days: none}

    Fixed:

        suspension: {max_days: 30}
    """
    if spec.at(("suspension", "max_days")) == "none":
        yield Finding(
            ("suspension", "max_days"),
            "a suspension may last without end, which is ending the agreement by another name",
            "state the most days; after them the provider may still end the agreement for a breach",
        )
    if spec.at(("suspension", "reasons_required")) is False:
        yield Finding(
            ("suspension", "reasons_required"),
            "access may be suspended without reasons in writing",
            "set suspension.reasons_required to true",
        )
