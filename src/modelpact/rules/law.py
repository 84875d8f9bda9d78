"""Rules about law and forum, and about who bears which risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelpact.diagnostics import Path, Severity
from modelpact.fields import TBC
from modelpact.predicates import GIVING, RECEIVING
from modelpact.rules.rule import Finding, beside, called
from modelpact.spec import Spec

_GOVERNING: Path = ("law", "governing")
_COURT: Path = ("law", "court")
_INDEMNITY: Path = ("indemnity", "mode")
_CAP: Path = ("liability", "cap")


def law_forum_mismatch(spec: Spec) -> Iterator[Finding]:
    """The law of one place governs, and the courts of another decide.

    Judges then hear experts on a law that is not theirs, at the parties' cost and with an open end. It can be
    right, where neither side accepts the other's courts; it is seldom meant. An arbitration in a third place
    is usual and not looked at.

    Fails:

        law: {governing: {country: US, region: New York}, forum: courts, court: {country: US, region: Texas}}

    Fixed:

        law: {governing: {country: US, region: Texas}, forum: courts, court: {country: US, region: Texas}}
    """
    if spec.get("law.forum") == "courts" and _differ(spec.get("law.governing"), spec.get("law.court")):
        law, court = spec.get("law.governing"), spec.get("law.court")
        yield Finding(
            _COURT,
            f"the law of {_place(law)} governs and the courts of {_place(court)} decide, which costs money "
            "and leaves doubt",
            "choose one place for both, or leave both silent",
            ((_GOVERNING, "the law"),),
        )


def public_body_terms(spec: Spec) -> Iterator[Finding]:
    """A public body is asked for what many public bodies cannot lawfully give.

    That is an indemnity, the law or the courts of another place, and arbitration. Where the law forbids it
    the promise may be void, and the signature waits for a ministry. modelpact does not know the law that
    binds this body; its counsel does.

    Fails:

        parties:
          - {}
          - {public_body: true}
        law: {forum: arbitration, seat: {country: US, city: New York}}

    Fixed:

        parties:
          - {}
          - {public_body: true}
        law: {forum: silent}
    """
    for index, party in enumerate(spec.get("parties")):
        if party["public_body"] is True:
            for path, asked in _asked_of(party, spec):
                yield Finding(
                    path,
                    f"{called(party)} is a public body, and many cannot lawfully agree to {asked}",
                    "leave it out for that party, or ask its counsel first",
                    ((("parties", index, "public_body"), "a public body"),),
                )


def risk_one_sided(spec: Spec) -> Iterator[Finding]:
    """One side answers for more than the other: an indemnity or a limit that runs one way.

    It may be the price of free access. It should then be a choice and not an oversight, because a
    university's insurance and a start-up's capital seldom carry it. Silent where every party both gives and
    receives, so that the same term binds each.

    Fails:

        indemnity: {mode: recipient, limits: up to USD 10000}

    Fixed:

        indemnity: {mode: mutual, limits: up to USD 10000}
    """
    if {party["role"] for party in spec.get("parties")} <= {"both", "coordinator"}:
        return
    mode = spec.get("indemnity.mode")
    if mode in ("provider", "recipient"):
        yield Finding(
            _INDEMNITY,
            f"only the {mode} answers for what others claim, and the other side does not",
            "choose mutual or none, or be ready to say why one side bears this",
        )
    if spec.at(("liability", "mutual")) is False and (
        _money(spec) or spec.get("liability.consequential_excluded")
    ):
        yield Finding(
            ("liability", "mutual"),
            "the limits of liability protect only the provider, and the recipient has none",
            "set liability.mutual to true, or be ready to say why one side bears this",
        )


def liability_cap_unusable(spec: Spec) -> Iterator[Finding]:
    """The limit of liability is nothing at all, or there is no limit where there is an indemnity.

    A limit of zero takes back the promise to answer for a breach, which the same clause gives: that is an
    error. An indemnity without any limit means that one claim by a stranger may cost any sum, and no insurer
    covers that; this is a warning.

    Fails:

        liability: {cap: {amount: 0, currency: USD}}

    Fixed:

        liability: {cap: {amount: 10000, currency: USD}}
    """
    cap = _money(spec)
    if cap and not str(cap["amount"]).strip("0."):
        yield Finding(
            (*_CAP, "amount"),
            f"the most that a party owes is {cap['currency']} {cap['amount']}, which is no usable limit",
            "state a sum above zero, or none for no limit",
        )
    limits = spec.at(("indemnity", "limits"))
    if spec.at(_CAP) == "none" and spec.get("indemnity.mode") not in (None, "none") and not limits:
        yield Finding(
            _INDEMNITY,
            "there is an indemnity and no limit of liability, so a party could owe any sum",
            "set liability.cap, or state indemnity.limits",
            beside(spec, _CAP, "no limit"),
            Severity.WARNING,
        )


def _asked_of(party: Mapping[str, Any], spec: Spec) -> Iterator[tuple[Path, str]]:
    mode, role = spec.get("indemnity.mode"), party["role"]
    if (mode in ("recipient", "mutual") and role in RECEIVING) or (
        mode in ("provider", "mutual") and role in GIVING
    ):
        yield _INDEMNITY, "an indemnity"
    for path, asked in ((_GOVERNING, "the law"), (_COURT, "the courts")):
        chosen = spec.at(path)
        used = path == _GOVERNING or spec.get("law.forum") == "courts"
        if used and _differ(chosen, party):
            yield path, f"{asked} of {_place(chosen)}"
    if spec.get("law.forum") == "arbitration":
        yield ("law", "forum"), "arbitration"


def _differ(one: Any, other: Any) -> bool:
    """Whether two places are known and not the same; a region that one leaves out is no difference."""
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return False
    pairs = ((one.get(name), other.get(name)) for name in ("country", "region"))
    return any(None not in pair and TBC not in pair and pair[0] != pair[1] for pair in pairs)


def _place(place: Mapping[str, Any]) -> str:
    return ", ".join(place[name] for name in ("region", "country") if place.get(name))


def _money(spec: Spec) -> Mapping[str, Any] | None:
    cap = spec.at(_CAP)
    return cap if isinstance(cap, Mapping) else None
