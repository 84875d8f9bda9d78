"""Who has a role in an agreement: parties by their ids, and those who are no party by the role's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from modelpact.fields import TBC
from modelpact.predicates import GIVING, accesses
from modelpact.spec import Spec

OUTSIDERS = {
    "public": "The public",
    "workers": "Workers",
    "communities": "Those affected",
    "contributors": "Contributors",
}
"""Roles that no party has, as a reader calls those who have them."""


def holders(roles: Iterable[str], spec: Spec) -> tuple[str, ...]:
    """Everybody who has one of the roles, parties in their order first, then those who are no party."""
    wanted = tuple(roles)
    found = {id_ for role in wanted for id_ in _parties(role, spec)}
    return (*(id_ for id_ in party_ids(spec) if id_ in found), *(r for r in OUTSIDERS if r in wanted))


def party_ids(spec: Spec) -> tuple[str, ...]:
    """The ids of the parties, in the order of the spec."""
    return tuple(party["id"] for party in spec.at(("parties",)))


def roles_of(party: str, spec: Spec) -> tuple[str, ...]:
    """Which of provider, recipient and coordinator a party is in this agreement."""
    return tuple(role for role in ("provider", "recipient", "coordinator") if party in _parties(role, spec))


def _parties(role: str, spec: Spec) -> Iterable[str]:
    match role:
        case "each":
            return party_ids(spec)
        case "provider":
            return _providers(spec)
        case "recipient":
            return {access.recipient for access in accesses(spec)}
        case "coordinator":
            return _such(spec, "role", "coordinator")
        case "public-body":
            return _such(spec, "public_body", True)
        case "with-affiliates":
            return _such(spec, "affiliates_included", True)
        case "builders":
            return {id_ for model in spec.at(("models",)) for id_ in model.get("built_by") or ()}
        case "law" | "court" | "seat":
            return _at_home(spec.at(("law", "governing" if role == "law" else role)), spec)
        case "chair":
            return _chairs(spec)
    return ()


def _such(spec: Spec, name: str, value: Any) -> Iterator[str]:
    return (party["id"] for party in spec.at(("parties",)) if party.get(name) == value)


def _providers(spec: Spec) -> set[str]:
    """The providers of the models; while one of these is open, every party that may be it."""
    found = {model["provider"] for model in spec.at(("models",))}
    if TBC in found:
        found |= {party["id"] for party in spec.at(("parties",)) if party["role"] in GIVING}
    return found


def _at_home(place: Any, spec: Spec) -> Iterator[str]:
    """The parties in the country, and in the region as far as both say one, of a law or a forum."""
    if not isinstance(place, dict):
        return
    for party in spec.at(("parties",)):
        regions = {place.get("region"), party.get("region")} - {None, TBC}
        if party["country"] == place.get("country") != TBC and len(regions) < 2:  # noqa: PLR2004
            yield party["id"]


def _chairs(spec: Spec) -> tuple[str, ...]:
    """The party that chairs, or all of them in turn; nobody where the chair is elected or independent."""
    chair = spec.at(("governance", "steering", "chair"))
    return party_ids(spec) if chair == "rotating" else (chair,) if chair in party_ids(spec) else ()
