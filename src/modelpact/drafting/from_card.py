"""Lays over a draft what a model's own files say, each value with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from modelpact.cards.card_text import Text
from modelpact.cards.model_card import Card, Stated
from modelpact.cards.repository import Repository
from modelpact.characters import quoted
from modelpact.diagnostics import Path, dotted
from modelpact.drafting.draft import Draft
from modelpact.facts import fact
from modelpact.fields import TBC

_MODEL: Path = ("models", 0)
"""A card describes one model; the first of the draft."""

_MODALITIES = (
    ("text", r"text|sentence|token|fill-mask|translation|summar|question|conversation|classif.*language|any"),
    ("image", r"image|object|depth|mask-gen|keypoint|visual|any"),
    ("audio", r"audio|speech|voice"),
    ("video", r"video"),
    ("tabular", r"tabular|time-series"),
)
_EMITTED = re.compile(
    r"(?i)^(?:about|approx\w*\.?|~)?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(kg|kilograms?|g|grams?|t|tons?|tonnes?)\b"
)
_KILOGRAMS = {"k": Decimal(1), "g": Decimal("0.001"), "t": Decimal(1000)}
_LONGEST_LIST = 200


class Fact(NamedTuple):
    """A value for a field, and the file and line that it comes from."""

    path: Path
    value: Any
    origin: str


class Found(NamedTuple):
    """What is known of a model."""

    card: Card | None = None
    text: Text | None = None
    repository: Repository | None = None


def laid(draft: Draft, found: Found) -> Draft:
    """The draft with all that a check accepts; what it does not is left out with the check's reason."""
    left_out = [*(found.text.left_out if found.text else ()), *_beyond_lists(found.card)]
    hosted = draft.at(("access", "mode")) not in ("weights", "mixed")
    if found.repository is not None and not hosted:
        unnamed = (file.path for file in found.repository.files if not file.can_be_named)
        left_out += [f"the file {quoted(path)}, whose name a spec cannot have" for path in unnamed]
    for each in facts(found):
        if each.path[-1] == "artifacts" and hosted:
            left_out.append("the files are not listed, because no file leaves the provider")
            continue
        after = draft.put(each.path, each.value, each.origin)
        wrong = next(iter(after.errors()), None)
        if wrong is None:
            draft = after
        else:
            left_out.append(f"{dotted(each.path)}, from {each.origin}: {wrong.message}")
    return replace(draft, left_out=tuple(left_out))


def _beyond_lists(card: Card | None) -> Iterator[str]:
    """What a list of a spec has no room for."""
    lists = {"sets of data": card.datasets, "languages": card.languages} if card else {}
    for what, stated in lists.items():
        if len(stated) > _LONGEST_LIST:
            yield f"{len(stated) - _LONGEST_LIST} more {what}; a spec holds {_LONGEST_LIST}"


def facts(found: Found) -> Iterator[Fact]:
    """Every fact; of two about one field the first holds."""
    seen = set()
    for each in (*_of_repository(found.repository), *_of_card(found.card), *_of_text(found.text)):
        if each.path not in seen:
            seen.add(each.path)
            yield each


def _fact(path: Path, stated: Stated | None, value: Any = None) -> Iterator[Fact]:
    if stated is not None:
        yield Fact(path, stated.value if value is None else value, stated.origin)


def _of_repository(repository: Repository | None) -> Iterator[Fact]:
    if repository is None:
        return
    parameters, length = repository.parameters, repository.context_length
    if repository.revision:
        yield Fact((*_MODEL, "version"), repository.revision, "the revision in the cache")
    if parameters:
        yield Fact((*_MODEL, "parameters"), int(parameters.value), parameters.origin)
    yield from _fact((*_MODEL, "architecture"), repository.architecture)
    if length:
        yield Fact((*_MODEL, "context_length"), int(length.value), length.origin)
    if repository.artifacts:
        yield Fact((*_MODEL, "artifacts"), repository.artifacts, "the files in the folder")


def _of_card(card: Card | None) -> Iterator[Fact]:
    if card is None:
        return
    yield from _fact((*_MODEL, "name"), card.title)
    yield from _licence(card)
    yield from _list((*_MODEL, "languages"), tuple(_named(each) for each in card.languages))
    if card.base_models:
        names = ", ".join(each.value for each in card.base_models)
        yield Fact((*_MODEL, "base_model"), names, card.base_models[0].origin)
    if card.task and (kinds := [name for name, words in _MODALITIES if re.search(words, card.task.value)]):
        yield Fact((*_MODEL, "modality"), kinds, card.task.origin)
    if card.datasets:
        listed = [{"name": each.value, "licence": "unknown"} for each in card.datasets[:_LONGEST_LIST]]
        yield Fact(("provenance",), {"statement": "summary", "datasets": listed}, card.datasets[0].origin)
    yield from _emissions(card)


def _licence(card: Card) -> Iterator[Fact]:
    terms = card.terms
    if terms is None or card.licence is None:
        return
    link = terms.url or (card.licence_link.value if card.licence_link else "")
    said: dict[str, Any] = {"name": terms.name}
    if link.startswith("https://"):
        said["url"] = link
    if terms.commercial is not None:
        said["commercial"] = terms.commercial
    yield Fact((*_MODEL, "licence"), said, card.licence.origin)


def _named(language: Stated) -> Stated:
    """The language by its English name, where the card has its code."""
    names = fact("languages")["languages"]
    return language._replace(value=names.get(language.value.casefold(), language.value))


def _list(path: Path, stated: tuple[Stated, ...]) -> Iterator[Fact]:
    if stated:
        yield Fact(path, [each.value for each in stated][:_LONGEST_LIST], stated[0].origin)


def _emissions(card: Card) -> Iterator[Fact]:
    said = card.emissions
    if said is None:
        return
    kilograms = int((Decimal(said.grams) / 1000).to_integral_value())
    method = "; ".join(
        said.details[name]
        for name in ("source", "training_type", "geographical_location")
        if name in said.details
    )
    if not kilograms:
        method = f"{said.grams} g CO2 equivalent stated" + (f"; {method}" if method else "")
    else:
        yield Fact(("environment", "co2e_kg"), kilograms, said.origin)
    if method:
        yield Fact(("environment", "method"), method, said.origin)
    if "hardware_used" in said.details:
        yield Fact(("environment", "hardware"), said.details["hardware_used"], said.origin)


def _of_text(text: Text | None) -> Iterator[Fact]:
    if text is None:
        return
    fields = text.fields
    yield from _fact((*_MODEL, "name"), text.title)
    yield from _fact((*_MODEL, "architecture"), fields.get("architecture"))
    yield from _fact((*_MODEL, "base_model"), fields.get("base_model"))
    if licence := fields.get("licence"):
        yield Fact((*_MODEL, "licence"), {"name": licence.value}, licence.origin)
    if languages := fields.get("languages"):
        listed = [_named(Stated(each.strip(), languages.origin)).value for each in languages.value.split(",")]
        yield Fact((*_MODEL, "languages"), listed, languages.origin)
    yield from _list((*_MODEL, "known_limits"), text.limits)
    if text.data:
        data = {"name": "as the model card describes it", "source": text.data.value, "licence": "unknown"}
        yield Fact(("provenance",), {"statement": "summary", "datasets": [data]}, text.data.origin)
    if funding := fields.get("funding"):
        yield Fact(("funding",), [{"source": funding.value, "form": TBC}], funding.origin)
    yield from _environment(fields)


def _environment(fields: dict[str, Stated]) -> Iterator[Fact]:
    if hardware := fields.get("hardware"):
        hours = fields.get("hours")
        said = f"{hardware.value}, {hours.value} hours" if hours else hardware.value
        yield Fact(("environment", "hardware"), said, hardware.origin)
    carbon = fields.get("carbon")
    emitted = _EMITTED.match(carbon.value) if carbon else None
    if carbon and emitted:
        kilograms = Decimal(emitted[1].replace(",", "")) * _KILOGRAMS[emitted[2][0].casefold()]
        if int(kilograms.to_integral_value()):
            yield Fact(("environment", "co2e_kg"), int(kilograms.to_integral_value()), carbon.origin)
    elif carbon:
        yield Fact(("environment", "method"), carbon.value, carbon.origin)
