"""Choices that a spec can make and that change no word of the agreement, however the rest of the spec is."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import combinations
from random import Random
from typing import Any

import covering
from house.test_form import CODE, FORM
from modelpact.agreement import Agreement, Line, Table, plain
from modelpact.assemble import assemble
from modelpact.fields import contract
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.spec import build
from specs import KINDS, _Maker, random_spec

_SETTINGS = ((1, 0.0), (2, 1.0), (3, 0.5), (4, 0.5))
_SAY_WHAT_DIFFERS = frozenset({"deviations", "obligations-calendar"})


def without_effect(choice: covering.Choice) -> list[str]:
    """Every two words of the choice between which no agreement differs, whatever its kind."""
    left = set(combinations(choice.options, 2))
    for data in _bases():
        if not left:
            break
        made = {word: _words(_saying(data, choice, word)) for word in {*sum(left, ())}}
        left = {(one, other) for one, other in left if made[one] == made[other]}
    path = ".".join(map(str, choice.path))
    return [f"{path}: {one} or {other}" for one, other in sorted(left, key=str)]


def _bases() -> Iterator[dict[str, Any]]:
    for seed, richness in _SETTINGS:
        for name in KINDS:
            yield random_spec(seed, kind=name, richness=richness)


def _saying(data: dict[str, Any], choice: covering.Choice, word: Hashable) -> dict[str, Any]:
    maker = _Maker(Random(1), 0.5)
    maker.ids = {name: [entry["id"] for entry in data[name]] for name in ("parties", "models")}
    spec: dict[str, Any] = covering._with(maker, contract(), data, choice.path, word)
    return spec


def _words(data: dict[str, Any]) -> list[str]:
    tree = assemble(build(Source("spec", {"spec": ""}, data, {}), kind(data["kind"])), FORM, CODE)
    said = [tree.paper, tree.title, *tree.notices, *(annex.title for annex in tree.annexes)]
    return [*said, *map(plain, _lines(tree)), *map(str, tree.signatures)]


def _lines(tree: Agreement) -> Iterator[Line]:
    kept = (section for section in tree.sections() if section.id not in _SAY_WHAT_DIFFERS)
    for block in (*tree.cover, *(block for section in kept for block in section.blocks), *tree.signing):
        if isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield from block.lines
