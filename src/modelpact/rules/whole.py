"""Rules about the agreement as a whole: balance, readiness, and words of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelpact.characters import quoted
from modelpact.chosen import chosen_clauses
from modelpact.diagnostics import Path
from modelpact.fields import TBC, contract
from modelpact.predicates import accesses
from modelpact.rules.own_words import words_of_its_own
from modelpact.rules.rule import Finding, called, is_named, joined, named
from modelpact.spec import Spec

_NEEDED = {
    "ethics.approval_body": "people_studied and ethics.status in ['approved', 'exempt']",
    "governance.steering.quorum": "governance.steering",
    "governance.steering.vote": "governance.steering",
    "law.court": "law.forum == 'courts'",
    "law.seat": "law.forum == 'arbitration'",
    "term.renewal.notice_days": "term.renewal.auto",
}
"""Fields that print TBC where they are left out, each with the condition on which it prints."""

_OWN_TO_SAY: tuple[Path, ...] = (("benefits",), ("funding",), ("privacy",), ("privacy", "in_prompts"))
"""What the parties decide or know themselves: who gains, who pays them, what they will type in."""

_BEST = {
    "unreleased": "a model that is not released",
    "restricted": "a model that is released to few",
    "public": "only public models",
}
"""What a side of an exchange gets, by the release state of the most secret model."""

_MODES = {
    "weights": "files",
    "api": "an interface",
    "enclave": "an enclave",
    "supervised": "supervised sessions",
    "mixed": "files and an interface",
}

_SIDES = 2


def exchange_asymmetric(spec: Spec) -> Iterator[Finding]:
    """In an exchange, one side gets more than the other.

    An exchange says on its first page that both give alike. Where one gets more models, a secret model for a
    public one, files for an interface, or alone owes the reports, that should be a choice with a reason, or
    another kind of agreement. What clauses say of provider and recipient holds for both sides and is not
    looked at.

    Fails:

        kind: mutual-exchange
        parties:
          - {role: both}
          - {role: both}
        models:
          - {id: small, provider: lab, release_state: public}
          - {id: large, provider: university, release_state: unreleased}
        access: {mode: api}

    Fixed:

        kind: mutual-exchange
        parties:
          - {role: both}
          - {role: both}
        models:
          - {id: small, provider: lab, release_state: unreleased}
          - {id: large, provider: university, release_state: unreleased}
        access: {mode: api}
    """
    sides = [party for party in spec.get("parties") if party["role"] == "both"]
    if spec.get("kind") != "mutual-exchange" or len(sides) != _SIDES:
        return
    shares = zip(*(_share(spec, side) for side in sides), strict=False)
    for (path, one), (_, other) in shares:
        if one != other:
            yield Finding(
                path,
                f"{called(sides[0])} {one}, and {called(sides[1])} {other}",
                "even it out, or accept the warning in lint.ignore with the reason",
            )


def self_review(spec: Spec) -> Iterator[Finding]:
    """The committee is chaired by a party that provides one of the models.

    Where the committee considers that model, the party would judge its own work. The clause makes it leave
    the chair and the vote each time, which works better on paper than in a room. A chair that rotates or is
    independent avoids it.

    Fails:

        governance: {steering: {chair: lab, quorum: majority, vote: majority}}

    Fixed:

        governance: {steering: {chair: independent, quorum: majority, vote: majority}}
    """
    path: Path = ("governance", "steering", "chair")
    party = next((party for party in spec.get("parties") if party["id"] == spec.at(path)), None)
    own = [
        (index, model) for index, model in enumerate(spec.get("models")) if spec.at(path) in _makers(model)
    ]
    if party and own:
        yield Finding(
            path,
            f"{called(party)} chairs the committee and would judge its own work, "
            f"{named([model for _, model in own])}",
            "choose rotating or independent, or a party that provides no model",
            tuple((("models", index, "name"), "its model") for index, _ in own),
        )


def final_not_ready(spec: Spec) -> Iterator[Finding]:
    """The agreement is called final, and something in it is still open.

    A signatory needs a text without gaps: nothing to be confirmed, nothing that prints TBC because it was
    left out, no reference to a clause that is not there. What the parties decide or know themselves can't be
    unknown in it: who gains, who paid them, and whether personal data will be typed in. Unknown remains an
    honest answer about the past, such as training data and labour.

    Fails:

        status: final
        parties:
          - {signatories: [{name: Ada Example, title: Director}]}
          - {signatories: [{name: Ben Example, title: Dean}], address: TBC}

    Fixed:

        status: final
        parties:
          - {signatories: [{name: Ada Example, title: Director}]}
          - {signatories: [{name: Ben Example, title: Dean}], address: "2 Example Street, Boston"}
    """
    if spec.get("status") != "final":
        return
    for path in _gaps(spec):
        gap = f"still {TBC}" if spec.is_open(path) else "not stated"
        yield Finding(
            path,
            f"{_title(path)} is {gap}, and the agreement is final",
            "write it, or go back to status: review",
        )
    for path in _OWN_TO_SAY:
        if spec.at(path) == "unknown":
            yield Finding(
                path,
                f"{_title(path)} is unknown, and the agreement is final",
                "the parties can tell: state it, or write {withheld: the reason}",
            )
    for path, id_ in _dangling(spec) if spec.is_written(("clauses",)) else ():
        yield Finding(
            path,
            f"these words refer to {quoted(id_)}, which is not in the agreement",
            "name a clause that is in it, or take the reference out",
        )


def _gaps(spec: Spec) -> Iterator[Path]:
    """Where the agreement would print TBC, or the spec says it."""
    from modelpact.conditions import compile_condition  # most specs are no final ones

    yield from (path for path in spec.open_points() if not _is_own(path))
    for name, condition in _NEEDED.items():
        path: Path = tuple(name.split("."))
        if spec.at(path) is None and not spec.is_open(path) and compile_condition(condition)(spec):
            yield path
    for index, party in enumerate(spec.get("parties")):
        people = [("parties", index, "signatories", at) for at in range(len(party.get("signatories") or ()))]
        if any(spec.is_written((*person, "name")) for person in people):  # else signatory-missing speaks
            lines = ((*person, name) for person in people for name in ("name", "title"))
            yield from (line for line in lines if not spec.is_written(line))
        lead: Path = ("parties", index, "research_lead")
        if spec.is_written(lead) and not spec.is_written((*lead, "title")):
            yield (*lead, "title")


def _dangling(spec: Spec) -> Iterator[tuple[Path, str]]:
    """Where the spec's own words refer to a clause that is not in the agreement, and to which."""
    from modelpact.overrides import REFERENCE  # most specs have no words of their own

    present = chosen_clauses(spec)
    for path, words in words_of_its_own(spec):
        ids = dict.fromkeys(found[1] for found in REFERENCE.finditer(words))
        yield from ((path, id_) for id_ in ids if id_ not in present)


def _is_own(path: Path) -> bool:
    return any(str(key).startswith("x-") for key in path)


def _title(path: Path) -> str:
    """A field as a sentence about it begins."""
    field = contract().at(path)
    words = field.title if field and field.title else str(path[-1])
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _makers(model: Mapping[str, Any]) -> tuple[str, ...]:
    return (model["provider"], *model.get("built_by", ()))


def _share(spec: Spec, party: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """What one side of an exchange owes and gets, each with the field that says so; of the models last."""
    owners = {entry["owner"] for entry in spec.at(("evaluation", "deliverables")) or ()}
    yield ("evaluation", "deliverables"), f"owes {'a' if party['id'] in owners else 'no'} deliverable"
    benefits = spec.at(("benefits",))
    gains = isinstance(benefits, list) and any(is_named(party, entry["to"]) for entry in benefits)
    yield ("benefits",), f"is promised {'a' if gains else 'no'} benefit"
    modes = {each.model: each.mode for each in accesses(spec) if each.recipient == party["id"]}
    yield ("models",), f"gets {len(modes) or 'no'} model{'' if len(modes) == 1 else 's'}"
    if modes:
        states = {model["release_state"] for model in spec.get("models") if model["id"] in modes}
        best = next((words for state, words in _BEST.items() if state in states), "a model")
        yield ("models",), f"gets {best}"
        known = dict.fromkeys(_MODES[mode] for mode in modes.values() if mode in _MODES)
        yield ("access", "per_party"), f"gets {joined(known) or 'access'}"
