"""Random valid specs, made from the schema alone: every field, every choice, every form of a disclosure."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from modelpact import standard
from support import ROOT

SCHEMA = json.loads((ROOT / "schemas" / "modelpact-1.schema.json").read_text())
REQUIRED = SCHEMA["allOf"][0]["else"]["required"]
KINDS = tuple(SCHEMA["properties"]["kind"]["enum"])
_PARTIES = ("openai", "cornell", "oregon", "austin")
_MODELS = ("small", "large")
_COUNTRIES = ("US", "GB", "DE", "FR", "JP")
_CLAUSES = standard.clause_ids()
_FREE = tuple(
    id_ for id_ in _CLAUSES if not standard.clause(id_).mandatory and id_ != "attribution-and-names"
)
_OWN_WORDS = """The Recipient must cite the Model as [[publication]] and [[publication.review]] allow:

1. in every paper; and
1. in every data set:
   1. with its version.
"""
_FIXED = frozenset({"modelpact", "kind", "parties", "models", "extends", "clauses", "lint", "master"})


def random_spec(
    seed: int,
    *,
    kind: str | None = None,
    richness: float | None = None,
    openness: float = 0,
    letter: bool = False,
) -> dict[str, Any]:
    """A spec that the schema accepts, of an agreement or of a letter under one.

    ``richness`` is how likely an optional field is stated, ``openness`` how likely a value is still TBC.
    """
    random = Random(f"{seed} {kind}")
    maker = _Maker(
        random, random.choice((0.0, 0.2, 0.5, 0.8, 1.0)) if richness is None else richness, openness
    )
    kind = kind or random.choice(KINDS)
    many = random.choice((3, 4)) if kind == "consortium" else 2
    spec: dict[str, Any] = {"modelpact": 1, "kind": kind}
    maker.ids = {"parties": list(_PARTIES[:many]), "models": list(_MODELS[: random.choice((1, 2))])}
    for name, node in SCHEMA["properties"].items():
        if name not in _FIXED and (name in REQUIRED or maker.likely()):
            spec[name] = maker.value(node)
    spec["parties"] = [maker.party(id_, index, kind) for index, id_ in enumerate(maker.ids["parties"])]
    spec["models"] = [maker.model(id_, kind) for id_ in maker.ids["models"]]
    if maker.likely() and maker.likely() and not letter:
        spec["clauses"] = maker.own_words()
    return as_letter(spec) if letter else as_agreement(spec)


def as_letter(spec: dict[str, Any]) -> dict[str, Any]:
    """The spec as one of a letter under a master agreement."""
    return {**spec, "structure": "letter", "master": {"id": "house-master", "sha256": "0" * 64}}


def as_agreement(spec: dict[str, Any]) -> dict[str, Any]:
    """The spec as one of an agreement that stands alone, or above letters."""
    kept = {name: value for name, value in spec.items() if name != "master"}
    return {**kept, "structure": "master"} if spec.get("structure") == "letter" else kept


class _Maker:
    def __init__(self, random: Random, richness: float, openness: float = 0) -> None:
        self.random, self.richness, self.openness = random, richness, openness
        self.ids: dict[str, list[str]] = {}

    def likely(self) -> bool:
        return self.random.random() < self.richness

    def leaves_open(self, node: dict[str, Any]) -> bool:
        """Whether a value that may be TBC is. It draws no lot where nothing is, so that seeds stay."""
        may_be = "TBC" in node.get("enum", ()) or {"$ref": "#/$defs/tbc"} in node.get("anyOf", ())
        return may_be and self.openness > 0 and self.random.random() < self.openness

    def party(self, id_: str, index: int, kind: str) -> dict[str, Any]:
        party = self.value(SCHEMA["properties"]["parties"]["items"])
        one_way = ("provider", "recipient")[min(index, 1)]
        role = "both" if kind in ("mutual-exchange", "consortium") else one_way
        return {
            **party,
            "id": id_,
            "name": f"{id_.title()} Laboratory",
            "short_name": id_.title(),
            "role": role,
            "country": self.random.choice(_COUNTRIES),
        }

    def model(self, id_: str, kind: str) -> dict[str, Any]:
        provider = (
            self.random.choice(self.ids["parties"])
            if kind in ("mutual-exchange", "consortium")
            else _PARTIES[0]
        )
        return {**self.value(SCHEMA["properties"]["models"]["items"]), "id": id_, "provider": provider}

    def own_words(self) -> dict[str, Any]:
        """A clause left out, one reworded, one added that uses a term of its own; each likely or not."""
        reason = "The Parties have agreed so"
        all_ = {
            "exclude": [{"id": self.random.choice(_FREE), "reason": reason}],
            "replace": [{"id": "attribution-and-names", "text": _OWN_WORDS, "reason": reason}],
            "add": [
                {
                    "id": "theses",
                    "after": self.random.choice(_CLAUSES),
                    "title": "Theses",
                    "text": "A Thesis may appear at any time.\n\nEach Thesis names the Model.",
                    "reason": reason,
                }
            ],
        }
        said: dict[str, Any] = {name: entries for name, entries in all_.items() if self.random.random() < 0.6}
        if "add" in said:
            said["terms"] = [
                {"name": "Thesis", "definition": "a doctoral thesis about a Model", "reason": reason}
            ]
        return said

    def value(self, node: dict[str, Any]) -> Any:
        """A value that the node accepts."""
        examples = node.get("examples", [])
        while "$ref" in node:
            node = {
                **SCHEMA["$defs"][node["$ref"].rpartition("/")[2]],
                **{k: v for k, v in node.items() if k != "$ref"},
            }
        if "x-refers" in node and node["x-refers"] in self.ids and "enum" not in node and "anyOf" not in node:
            return self.random.choice(self.ids[node["x-refers"]])
        if self.leaves_open(node):
            return "TBC"
        if "const" in node:
            return node["const"]
        if "enum" in node:
            return self.random.choice([value for value in node["enum"] if value != "TBC"] or node["enum"])
        if "properties" in node:
            return self._group(node)
        if "items" in node:
            return self._list(node, examples)
        if "anyOf" in node:
            return self._one_of(node, examples)
        return self._leaf(node, examples)

    def _group(self, node: dict[str, Any]) -> dict[str, Any]:
        required = node.get("required", ())
        return {
            name: self.value(inner)
            for name, inner in node["properties"].items()
            if name in required or self.likely()
        }

    def _list(self, node: dict[str, Any], examples: list[Any]) -> list[Any]:
        inside = [entry for example in examples if isinstance(example, list) for entry in example]
        node = {**node, "items": {"examples": inside, **node["items"]}}
        entries: list[Any] = []
        for _ in range(max(node.get("minItems", 0), self.random.choice((1, 2, 3)))):
            entry = self.value(node["items"])
            if entry not in entries:
                entries.append(entry)
        while len(entries) < node.get("minItems", 0):
            entries += [entry for entry in [self.value(node["items"])] if entry not in entries]
        for number, entry in enumerate(entries):
            if isinstance(entry, dict) and "id" in entry:
                entry["id"] = "one" if number == 0 else f"other-{number}"
        return entries

    def _one_of(self, node: dict[str, Any], examples: list[Any]) -> Any:
        branches = [
            branch
            for branch in node["anyOf"]
            if branch.get("const") != "TBC" and branch.get("$ref") != "#/$defs/tbc"
        ]
        branch = self.random.choice(branches)
        return self.value({"examples": examples, **branch})

    def _leaf(self, node: dict[str, Any], examples: list[Any]) -> Any:
        if node.get("type") == "boolean":
            return self.random.choice((True, False))
        if node.get("type") == "integer":
            least, most = node.get("minimum", 0), node.get("maximum", 100)
            return self.random.choice(
                [value for value in (0, 1, 2, 7, 30, 90) if least <= value <= most] or [least]
            )
        fitting = [value for value in (*examples, *node.get("examples", ())) if isinstance(value, str)]
        return self.random.choice(fitting) if fitting else "Stated in words"
