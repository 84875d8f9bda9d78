"""Rules about the right to publish, the time that review takes, and how long secrecy lasts."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.diagnostics import Severity
from modelpact.predicates import academic_recipients
from modelpact.rules.rule import Finding, named
from modelpact.spec import Spec

# Our own yardsticks, not law. The Lambert agreements offer 30, 60 or 90 days, universities ask for 30 to 45.
_REVIEW_UNUSUAL = 45
_REVIEW_LONG = 60
_DELAY_EXCESSIVE = 180


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
    if not _is_reviewed(spec) or days is None or days <= _REVIEW_UNUSUAL:
        return
    is_long = days > _REVIEW_LONG
    usual = f"the {_REVIEW_LONG}" if is_long else f"the 30 to {_REVIEW_UNUSUAL}"
    yield Finding(
        ("publication", "review_days"),
        f"review period is {days} days, longer than {usual} that universities usually accept",
        f"offer {_REVIEW_UNUSUAL} days or fewer, or expect the question",
        severity=Severity.WARNING if is_long else Severity.INFORMATION,
    )


def publication_delay_excessive(spec: Spec) -> Iterator[Finding]:
    """Review and delay together may hold a paper up for more than half a year.

    The delay begins when the time for the answer ends, so the two add up. Half a year is modelpact's own
    yardstick, not law: a paper that waits longer has often been overtaken.

    Fails:

        publication: {review_days: 45, max_delay_days: 150}

    Fixed:

        publication: {review_days: 45, max_delay_days: 60}
    """
    review, delay = spec.get("publication.review_days"), spec.get("publication.max_delay_days")
    if not _is_reviewed(spec) or review is None or delay is None or review + delay <= _DELAY_EXCESSIVE:
        return
    yield Finding(
        ("publication", "max_delay_days"),
        f"a paper can be held up for {review + delay} days, {review} of review and {delay} of delay, "
        "which is longer than half a year",
        "offer 60 days of delay or fewer, as the form does",
        ((("publication", "review_days"), "the review comes first"),),
    )


def publication_by_consent(spec: Spec) -> Iterator[Finding]:
    """A university may publish only if the provider consents.

    That lets the provider forbid a paper that it dislikes, and most universities will not sign it. In the
    United States they could lose more than a paper: export rules exempt research that its makers are free to
    publish (15 CFR 734.8). A review protects secrets as well, and leaves the last word with those who did the
    work.

    Fails:

        kind: weights-transfer
        publication: {right: consent}

    Fixed:

        kind: weights-transfer
        publication: {right: after_review}
    """
    academic = academic_recipients(spec)
    if academic and spec.get("publication.right") == "consent":
        yield Finding(
            ("publication", "right"),
            f"{named(academic)} may publish only with the provider's consent, "
            "and most universities do not sign that",
            "use after_review with grounds and a limit in days, or expect the question",
        )


def publication_no_deemed_approval(spec: Spec) -> Iterator[Finding]:
    """The provider's silence is not approval, so a paper may wait without end.

    People leave and mailboxes close. Where silence counts as approval, the provider has every reason to
    answer in time, and the partner knows on which day it may go on.

    Fails:

        publication: {deemed_approval: false}

    Fixed:

        publication: {deemed_approval: true}
    """
    if _is_reviewed(spec) and spec.get("publication.deemed_approval") is False:
        yield Finding(
            ("publication", "deemed_approval"),
            "silence of the provider is not approval, so a paper that nobody answers is stuck",
            "let silence count as approval when the days of review have passed",
        )


def confidentiality_perpetual(spec: Spec) -> Iterator[Finding]:
    """Everything confidential stays so for ever.

    Nobody can run a register without end, so such a duty is broken without anyone noticing. Universities
    usually accept two to five years after the end, and longer for trade secrets and weights alone.

    Fails:

        confidentiality: {years_after: perpetual}

    Fixed:

        confidentiality: {years_after: 5, trade_secrets_indefinite: true}
    """
    if spec.get("confidentiality.years_after") == "perpetual":
        yield Finding(
            ("confidentiality", "years_after"),
            "everything confidential stays so for ever; universities usually accept two to five years",
            "give a number of years; trade_secrets_indefinite keeps marked trade secrets and weights longer",
        )


def _is_reviewed(spec: Spec) -> bool:
    return bool(spec.get("publication.right") != "free")
