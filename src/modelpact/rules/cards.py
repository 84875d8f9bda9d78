"""Rules about the cards of the models, where the spec names a card as a file that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from modelpact.cards.licences import NON_COMMERCIAL, same
from modelpact.cards.model_card import Card
from modelpact.characters import quoted
from modelpact.diagnostics import Path
from modelpact.fields import TBC
from modelpact.rules.rule import Finding, beside, called
from modelpact.spec import Spec

_FILE = "model_card_file"


def card_licence_differs(spec: Spec) -> Iterator[Finding]:
    """A model's card names one licence, and the spec names another one, or none.

    The card is what the public reads. Where the two differ, the recipient does not know which terms hold for
    the files that it gets, and a limit that the card names is missing from the agreement. Concerns models
    whose card lies beside the spec and is named as model_card_file.

    Fails:

        models:
          - {id: small, model_card_file: cards/non-commercial.md, licence: {name: MIT License}}
          - {id: large}

    Fixed:

        models:
          - {id: small, model_card_file: cards/non-commercial.md, licence: {name: CC BY-NC 4.0}}
          - {id: large}
    """
    for path, model, card in _cards(spec):
        terms, stated = card.terms, (model.get("licence") or {}).get("name")
        if terms is None or card.licence is None or stated == TBC:
            continue
        if stated is None:
            yield Finding(
                (*path, _FILE),
                f"the card of {called(model)} names {quoted(terms.name)} as its licence, the spec names none",
                f"state licence.name; see {card.licence.origin}",
            )
        elif not same(stated, terms.name) and not same(stated, card.licence.value):
            yield Finding(
                (*path, "licence", "name"),
                f"the licence of {called(model)} is {quoted(stated)} here, and on its card "
                f"{quoted(terms.name)}",
                f"find out which one holds; see {card.licence.origin}",
                beside(spec, (*path, _FILE), "the card"),
            )


def card_licence_narrower(spec: Spec) -> Iterator[Finding]:
    """The licence on a model's card forbids what the agreement grants.

    A licence for everybody binds whoever has nothing else. A provider that owns the model may grant more to
    one partner; one that took the model from others may not. Looks at commercial use and at derivatives that
    are released, and at licences whose own text is known to forbid them. Where the spec says itself that the
    licence allows commercial use, that is taken as said; where it names such a licence itself,
    commercial-use-forbidden speaks of it.

    Fails:

        purpose: {commercial: true}
        models:
          - {id: small, model_card_file: cards/non-commercial.md, licence: {name: TBC}}
          - {id: large}

    Fixed:

        purpose: {commercial: false}
        models:
          - {id: small, model_card_file: cards/non-commercial.md, licence: {name: TBC}}
          - {id: large}
    """
    for path, model, card in _cards(spec):
        terms = card.terms
        if terms is None or card.licence is None:
            continue
        place: Path = (*path, _FILE)
        if terms.commercial is False and spec.get("purpose.commercial") and _is_silent(model):
            yield Finding(
                ("purpose", "commercial"),
                f"the use is commercial, and {quoted(terms.name)}, the licence on the card of "
                f"{called(model)}, allows no commercial use",
                f"leave commercial use out, or get the right to it and state it as licence.commercial; "
                f"see {card.licence.origin}",
                beside(spec, place, "the card"),
            )
        if terms.derivatives is False and _releases(spec):
            yield Finding(
                ("derivatives", "may_release"),
                f"derivatives may be released, and {quoted(terms.name)}, the licence on the card of "
                f"{called(model)}, allows none to be passed on",
                f"choose no, or get the right to it; see {card.licence.origin}",
                beside(spec, place, "the card"),
            )


def card_base_model_differs(spec: Spec) -> Iterator[Finding]:
    """A model's card says that it was made from another model, and the spec says nothing of that, or else.

    The base model's licence comes with it, and so do the questions that it answers: whose data, whose labour.
    An agreement that does not name it grants rights that the provider may not have.

    Fails:

        models:
          - {id: small, model_card_file: cards/fine-tuned.md}
          - {id: large}

    Fixed:

        models:
          - {id: small, model_card_file: cards/fine-tuned.md, base_model: openai-community/gpt2}
          - {id: large}
    """
    for path, model, card in _cards(spec):
        said = model.get("base_model")
        for base in card.base_models if said != TBC else ():
            if said is None and not _mentions(spec, model, base.value):
                yield Finding(
                    (*path, _FILE),
                    f"the card of {called(model)} says that it was made from {quoted(base.value)}, "
                    "which the spec does not name",
                    f"state base_model, and the terms that come with it; see {base.origin}",
                )
            elif said is not None and _bare(base.value) not in _bare(said):
                yield Finding(
                    (*path, "base_model"),
                    f"{called(model)} was made from {quoted(said)} here, and on its card from "
                    f"{quoted(base.value)}",
                    f"find out which one it is; see {base.origin}",
                    beside(spec, (*path, _FILE), "the card"),
                )


def _cards(spec: Spec) -> Iterator[tuple[Path, Mapping[str, Any], Card]]:
    for index, model in enumerate(spec.get("models") or ()):
        card = spec.cards.get(model["id"])
        if card is not None:
            yield ("models", index), model, card


def _is_silent(model: Mapping[str, Any]) -> bool:
    """Whether the spec itself says nothing of commerce under the model's licence."""
    stated = model.get("licence") or {}
    return stated.get("commercial") is None and not NON_COMMERCIAL.search(stated.get("name", ""))


def _releases(spec: Spec) -> bool:
    allowed, may = spec.get("derivatives.allowed"), spec.get("derivatives.may_release")
    return bool(allowed) and may in ("yes", "delta_only") and not spec.is_open(("derivatives", "may_release"))


def _mentions(spec: Spec, model: Mapping[str, Any], base: str) -> bool:
    """Whether the base model is one of the spec's own, or its terms are passed on by name."""
    others = (each["name"] for each in spec.get("models") if each["id"] != model["id"])
    terms = spec.get("licence.third_party_terms") or ()
    return any(_bare(base) in _bare(text) for text in (*others, *terms))


def _bare(name: str) -> str:
    """A model's name without its owner, hyphens and capitals."""
    return re.sub(r"[^a-z0-9,]", "", ",".join(part.rpartition("/")[2] for part in name.casefold().split(",")))
