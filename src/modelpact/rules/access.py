"""Rules about the way, the place and the people of access."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.characters import quoted
from modelpact.diagnostics import Path
from modelpact.fields import TBC
from modelpact.predicates import hosted, recipients, weights_leave
from modelpact.rules.rule import Finding
from modelpact.spec import Spec

_WEIGHTS = frozenset({"weights", "checkpoint"})


def hosted_access_with_files(spec: Spec) -> Iterator[Finding]:
    """Access is through an interface or an enclave only, and files of weights are listed for delivery.

    The model sheet would list the files of the model and say below that no file is delivered. Other files,
    such as a tokenizer, may be listed.

    Fails:

        kind: hosted-access
        access: {mode: api}
        models:
          - {id: small, artifacts: [{path: small/model.bin, kind: weights, sha256: TBC}]}
          - {id: large}

    Fixed:

        kind: hosted-access
        access: {mode: api}
        models:
          - {id: small, artifacts: [{path: small/vocabulary.txt, kind: tokenizer, sha256: TBC}]}
          - {id: large}
    """
    if weights_leave(spec):
        return
    for index, model in enumerate(spec.get("models")):
        for position, artifact in enumerate(model.get("artifacts") or ()):
            if artifact["kind"] in _WEIGHTS:
                yield Finding(
                    ("models", index, "artifacts", position),
                    f"{quoted(artifact['path'])} holds weights and is listed for delivery, "
                    "but access is hosted and no file is delivered",
                    "take it off the list, or let access.mode be weights or mixed",
                    ((("access", "mode"), "access is hosted"),),
                )


def access_location_forbidden(spec: Spec) -> Iterator[Finding]:
    """Access, or a processor, is in a country that the agreement itself closes to the model.

    A place outside the territory of the licence has no licence, and one in a restricted country would be a
    breach from the first day. Silent where the territory is open.

    Fails:

        access: {locations: [{country: US}, {country: CH}]}
        export: {restricted_countries: [CH], screened: true}

    Fixed:

        access: {locations: [{country: US}]}
        export: {restricted_countries: [CH], screened: true}
    """
    restricted = spec.get("export.restricted_countries") or []
    territory = spec.get("licence.territory")
    is_listed = isinstance(territory, list) and TBC not in territory
    for path, what, country in _places(spec):
        if country == TBC:
            continue
        if country in restricted:
            place: Path = ("export", "restricted_countries", restricted.index(country))
            yield Finding(
                path,
                f"{what} in {country}, and the agreement forbids sending the model there",
                "choose another place, or mend the list of restricted countries",
                ((place, "forbidden here"),),
            )
        elif is_listed and country not in territory:
            yield Finding(
                path,
                f"{what} in {country}, and the licence holds only in {', '.join(territory)}",
                "choose another place, or widen the territory of the licence",
                ((("licence", "territory"), "the territory is stated here"),),
            )


def contractors_unbound(spec: Spec) -> Iterator[Finding]:
    """Contractors may use the model, and need not be bound to the terms.

    Staff answer to their employer. A person under a contract for services is bound only by what that contract
    says, so a leak there leaves both sides with nobody to hold to the terms.

    Fails:

        users: {contractors: true}
        onward: {flow_down: false}

    Fixed:

        users: {contractors: true}
        onward: {flow_down: true}
    """
    if spec.get("users.contractors") is True and spec.get("onward.flow_down") is False:
        yield Finding(
            ("onward", "flow_down"),
            "contractors may use the model, and need not be bound to these terms",
            "bind them in writing (flow_down: true), or keep contractors out",
            ((("users", "contractors"), "contractors are let in here"),),
        )


def users_over_maximum(spec: Spec) -> Iterator[Finding]:
    """More people are named as users than may use the model at one time.

    Somebody on the list would be in breach by using it. The greatest number holds for each recipient, and
    lists of roles or groups are passed over.

    Fails:

        users: {basis: named, max: 1, list: [Ada Example, Bo Example]}

    Fixed:

        users: {basis: named, max: 2, list: [Ada Example, Bo Example]}
    """
    most, listed = spec.get("users.max"), [user for user in spec.get("users.list") or () if user != TBC]
    allowed = None if most is None else most * len(recipients(spec))
    if spec.get("users.basis") == "named" and allowed is not None and len(listed) > allowed:
        yield Finding(
            ("users", "max"),
            f"{len(listed)} people are named as users, and at most {allowed} may use the model at one time",
            "raise the greatest number, or name fewer people",
            ((("users", "list"), "they are named here"),),
        )


def partner_inputs_trained_on(spec: Spec) -> Iterator[Finding]:
    """The provider may train models on what the partner types into a hosted model.

    A test that a model has seen tests nothing any more, and the partner's method shows in its questions
    before it has published them.

    Fails:

        kind: hosted-access
        access: {mode: api, inputs_used_for_training: true}

    Fixed:

        kind: hosted-access
        access: {mode: api, inputs_used_for_training: false}
    """
    if hosted(spec) and spec.get("access.inputs_used_for_training") is True:
        yield Finding(
            ("access", "inputs_used_for_training"),
            "the provider may train models on the partner's inputs, and so learn from its tests",
            "leave this at false; logs for security are allowed all the same",
        )


def _places(spec: Spec) -> Iterator[tuple[Path, str, str]]:
    """Where the model is to be used or kept: the field, words for it and the country."""
    for index, place in enumerate(spec.get("access.locations") or ()):
        yield ("access", "locations", index, "country"), "access is planned", place["country"]
    for index, processor in enumerate(spec.get("onward.processors") or ()):
        if country := processor.get("country"):
            what = f"the processor {quoted(processor['name'])} is"
            yield ("onward", "processors", index, "country"), what, country
