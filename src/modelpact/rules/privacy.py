"""Rules about personal data: where they go, and whether they are in the weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from modelpact.diagnostics import Path, Severity
from modelpact.facts import eea, fact
from modelpact.fields import TBC
from modelpact.predicates import HOSTED_MODES, accesses, countries, eu_link
from modelpact.rules.rule import Finding, called
from modelpact.spec import Spec

_MECHANISM: Path = ("privacy", "transfer_mechanism")
_POSSIBLE = ("yes", "unknown")


class _Transfer(NamedTuple):
    """Personal data that go, or may go, from one party to another."""

    sender: int
    """The position of the party in the list of parties."""
    receiver: int
    certain: bool


def transfer_mechanism_missing(spec: Spec) -> Iterator[Finding]:
    """Personal data go, or may go, to a party in another country, and no ground for that is named.

    What is in the weights goes from the provider to the recipient, what is typed into a hosted model goes the
    other way. Where the spec says that there are personal data, this is an error: the agreement would ask for
    the sending and forbid it until the parties agree on a ground. Where it is unknown, this is a warning if
    the data come from the European Economic Area or the United Kingdom, and information otherwise. Silent
    inside the European Economic Area, and where a decision on adequacy covers the whole country. modelpact
    keeps a dated list of those; it is a reminder, not law.

    Fails:

        parties:
          - {country: FR}
          - {country: IN}
        privacy: {in_weights: yes}
        export: {screened: true}

    Fixed:

        parties:
          - {country: FR}
          - {country: IN}
        privacy: {in_weights: yes, transfer_mechanism: "EU standard contractual clauses, module 1"}
        export: {screened: true}
    """
    privacy = spec.get("privacy")
    if isinstance(privacy, Mapping) and ("transfer_mechanism" in privacy or "withheld" in privacy):
        return
    parties = spec.get("parties")
    for (origin, target), moves in _by_countries(spec).items():
        area = _area(origin)
        law = fact("adequacy")[area] if area else None
        if target == origin or (law and _is_covered(law, target)):
            continue
        move = next((move for move in moves if move.certain), moves[0])
        sender, receiver = parties[move.sender], parties[move.receiver]
        yield Finding(
            _MECHANISM,
            f"personal data {'go' if move.certain else 'may go'} from {called(sender)} in {origin} to "
            f"{called(receiver)} in {target}, and no ground for that is named",
            f"name it in transfer_mechanism, or say there why none is needed{_note(law, target)}",
            tuple((("parties", index, "country"), "here") for index in (move.sender, move.receiver)),
            None if move.certain else Severity.WARNING if law else Severity.INFORMATION,
        )


def personal_data_in_weights_unknown(spec: Spec) -> Iterator[Finding]:
    """Nobody has assessed whether personal data can be got out of the weights.

    The authorities for data protection in Europe do not take it for granted that a model is anonymous
    (European Data Protection Board, Opinion 28/2024): whoever relies on that must be able to show why. Silent
    where neither the European Economic Area nor the United Kingdom has a part in the work.

    Fails:

        parties:
          - {country: DE}
          - {country: DE}
        privacy: {in_weights: unknown}

    Fixed:

        parties:
          - {country: DE}
          - {country: DE}
        privacy: {in_weights: assessed_anonymous}
    """
    path: Path = ("privacy",) if spec.at(("privacy",)) == "unknown" else ("privacy", "in_weights")
    if spec.at(path) == "unknown" and (eu_link(spec) or "GB" in countries(spec)):
        yield Finding(
            path,
            "it is unknown whether personal data can be got out of the weights, and European authorities do "
            "not assume that there are none",
            "record an assessment: yes, no or assessed_anonymous",
        )


def _transfers(spec: Spec) -> Iterator[_Transfer]:
    """For each model and each recipient: what is in the weights to it, what it types in from it."""
    in_weights, in_prompts = _answer(spec, "in_weights"), _answer(spec, "in_prompts")
    parties = spec.get("parties")
    at = {party["id"]: index for index, party in enumerate(parties)}
    for provider, recipient, _, mode in accesses(spec):
        if provider in at and recipient in at:
            if in_weights:
                yield _Transfer(at[provider], at[recipient], in_weights == "yes")
            if in_prompts and mode in HOSTED_MODES:
                yield _Transfer(at[recipient], at[provider], in_prompts == "yes")


def _answer(spec: Spec, name: str) -> str:
    """``yes``, ``unknown`` or nothing, where personal data cannot be or the answer is open."""
    privacy = spec.get("privacy")
    answer = privacy.get(name) if isinstance(privacy, Mapping) else privacy
    answer = "unknown" if isinstance(answer, Mapping) else answer
    return answer if answer in _POSSIBLE else ""


def _by_countries(spec: Spec) -> dict[tuple[str, str], list[_Transfer]]:
    """The transfers by the countries of sender and receiver, where both are known."""
    parties, found = spec.get("parties"), dict[tuple[str, str], list[_Transfer]]()
    for move in _transfers(spec):
        pair = (parties[move.sender]["country"], parties[move.receiver]["country"])
        if TBC not in pair:
            found.setdefault(pair, []).append(move)
    return found


def _area(country: str) -> str:
    """The area whose law decides where personal data from this country may go, if we have facts of it."""
    return "EEA" if country in eea() else "GB" if country == "GB" else ""


def _is_covered(law: Mapping[str, Any], country: str) -> bool:
    return country in law["whole"] or country in eea()


def _note(law: Mapping[str, Any] | None, country: str) -> str:
    """What the dated facts say of sending personal data to that country."""
    if not law:
        return ""
    part = law["part"].get(country)
    decision = f"a decision on adequacy for {part}" if part else "no decision on adequacy"
    return f"; under {law['law']} there was {decision} on {fact('adequacy')['as_of']} (a reminder, not law)"
