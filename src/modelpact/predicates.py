"""What clauses and rules both ask of a spec, each question answered in one place.

A predicate takes anything with ``get`` (a dotted path to a plain value, None where there is none) and
``says`` (whether the spec or its kind says anything there).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from modelpact import resources

FILES_MODES = frozenset({"weights", "mixed"})
HOSTED_MODES = frozenset({"api", "enclave", "supervised", "mixed"})
GIVING = frozenset({"provider", "both"})
RECEIVING = frozenset({"recipient", "both"})


@cache
def eea() -> frozenset[str]:
    """Country codes of the European Economic Area, from the dated facts."""
    return frozenset(json.loads(resources.read_text("schemas/facts/eea.json"))["countries"])


def modes(fields: Any) -> set[str]:
    """Every way in which a party gets access."""
    named = {entry.get("mode") for entry in fields.get("access.per_party") or ()}
    return {mode for mode in {fields.get("access.mode"), *named} if mode}


def weights_leave(fields: Any) -> bool:
    """Copies of a model's weights go to a recipient."""
    return bool(modes(fields) & FILES_MODES)


def delivered(fields: Any) -> tuple[str, ...]:
    """Ids of the models whose files go to a recipient."""
    stated = {(entry["to"], entry["model"]): entry["mode"] for entry in fields.get("access.per_party") or ()}
    usual = fields.get("access.mode")
    return tuple(
        model["id"]
        for model in fields.get("models")
        for party in recipients(fields)
        if party["id"] != model["provider"] and stated.get((party["id"], model["id"]), usual) in FILES_MODES
    )


def hosted(fields: Any) -> bool:
    """Some access is through an interface or a place that the provider runs."""
    return bool(modes(fields) & HOSTED_MODES)


def recipients(fields: Any) -> list[Any]:
    """The parties that receive a model."""
    return [party for party in fields.get("parties") if party["role"] in RECEIVING]


def academic_recipients(fields: Any) -> list[Any]:
    """The universities among them."""
    return [party for party in recipients(fields) if party["sector"] == "academic"]


def countries(fields: Any) -> set[str]:
    """Where the parties are."""
    return {
        party["country"] for party in fields.get("parties") or () if party.get("country") not in (None, "TBC")
    }


def crosses_border(fields: Any) -> bool:
    """The parties, or a place of access, are in more than one country."""
    places = {place.get("country") for place in fields.get("access.locations") or ()} - {None, "TBC"}
    return len(countries(fields) | places) > 1


def eu_link(fields: Any) -> bool:
    """A party or a place of access is in the European Economic Area, or an EU role is stated."""
    places = {place.get("country") for place in fields.get("access.locations") or ()}
    return bool((countries(fields) | places) & eea()) or fields.get("regulation.eu_role") is not None


def people_studied(fields: Any) -> bool:
    """Human beings are the subject of the research."""
    return fields.get("ethics.people_studied") in (True, "yes")


def personal_data_possible(fields: Any) -> bool:
    """Personal data are, or may be, in training data, prompts or weights."""
    privacy = fields.get("privacy")
    if not isinstance(privacy, dict):
        return bool(privacy != "none")
    asked = (privacy.get(name, "unknown") for name in ("in_training", "in_prompts", "in_weights"))
    return any(answer not in ("no", "assessed_anonymous") for answer in asked)


def findings_disclosed(fields: Any) -> bool:
    """Safety findings may be made public after a fixed time."""
    kind = fields.get("kind")
    return kind in ("mutual-exchange", "red-team", "staged-release") or bool(fields.says("disclosure"))


def many_models(fields: Any) -> bool:
    """More than one model is shared."""
    return len(fields.get("models") or ()) > 1


def many_parties(fields: Any) -> bool:
    """Three parties or more."""
    return len(fields.get("parties") or ()) >= _MANY


_MANY = 3

PREDICATES: dict[str, Callable[[Any], bool]] = {
    predicate.__name__: predicate
    for predicate in (
        weights_leave,
        hosted,
        crosses_border,
        eu_link,
        people_studied,
        personal_data_possible,
        findings_disclosed,
        many_models,
        many_parties,
    )
}
