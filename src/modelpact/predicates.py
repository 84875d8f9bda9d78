"""What clauses and rules both ask of a spec, each question answered in one place.

A predicate takes anything with ``get`` (a dotted path to a plain value, None where there is none) and
``says`` (whether the spec or its kind says anything there).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from modelpact.facts import eea

FILES_MODES = frozenset({"weights", "mixed"})
HOSTED_MODES = frozenset({"api", "enclave", "supervised", "mixed"})
GIVING = frozenset({"provider", "both"})
RECEIVING = frozenset({"recipient", "both"})


def modes(fields: Any) -> set[str]:
    """Every way in which a party gets access."""
    named = {entry.get("mode") for entry in fields.get("access.per_party") or ()}
    return {mode for mode in {fields.get("access.mode"), *named} if mode}


class Access(NamedTuple):
    """One model as one party gets it; all ids."""

    provider: str
    recipient: str
    model: str
    mode: str


def accesses(fields: Any) -> Iterator[Access]:
    """Who gets which model, and how: as stated for the model, else every recipient in the same way."""
    stated = fields.get("access.per_party") or ()
    for model in fields.get("models") or ():
        entries = [(entry["to"], entry.get("mode")) for entry in stated if entry["model"] == model["id"]]
        usual = [(party["id"], fields.get("access.mode")) for party in recipients(fields)]
        for recipient, mode in entries or usual:
            if recipient != model["provider"]:
                yield Access(model["provider"], recipient, model["id"], mode)


def recipients(fields: Any) -> list[Any]:
    """The parties that receive a model."""
    return [party for party in fields.get("parties") or () if party["role"] in RECEIVING]


def weights_leave(fields: Any) -> bool:
    """Copies of a model's weights go to a recipient."""
    return bool(modes(fields) & FILES_MODES)


def delivered(fields: Any) -> tuple[str, ...]:
    """Ids of the models whose files go to a recipient."""
    return tuple(dict.fromkeys(each.model for each in accesses(fields) if each.mode in FILES_MODES))


def secret_files(fields: Any) -> list[Any]:
    """The models among them that are not public."""
    given = delivered(fields)
    return [
        model for model in fields.get("models") if model["id"] in given and model["release_state"] != "public"
    ]


def hosted(fields: Any) -> bool:
    """Some access is through an interface or a place that the provider runs."""
    return bool(modes(fields) & HOSTED_MODES)


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
    """There are three parties or more."""
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
