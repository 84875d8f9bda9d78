"""What one clause of the form gives, no other takes away, whatever a spec chooses."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import yaml

from house.test_form import agreement
from modelpact.agreement import Agreement, Reference, Table, plain
from support import ROOT

MODES = ("weights", "api", "mixed")
RELEASES = ("no", "with_consent", "delta_only", "yes")
LETS_OTHERS_USE_THE_MODEL = ("with_consent", "yes")


def spec(kind: str, **fields: Any) -> dict[str, Any]:
    text = (ROOT / "examples" / "minimal" / f"{kind}.agreement.yaml").read_text(encoding="utf-8")
    return {**yaml.safe_load(text), **fields}


def sentences(tree: Agreement, clause: str, word: str) -> list[tuple[str, set[str]]]:
    """The sentences of a clause that have the word, each with the anchors that it refers to."""
    found = next(section for section in tree.sections() if section.id == clause)
    lines = [line for block in found.blocks if not isinstance(block, Table) for line in block.lines]
    return [
        (plain(line), {inline.anchor for inline in line if isinstance(inline, Reference)})
        for line in lines
        if word in plain(line)
    ]


@pytest.mark.parametrize(("mode", "onward", "release"), [*product(MODES, (True, False), RELEASES)])
def test_the_ban_on_sublicensing_excepts_whatever_lets_others_use_the_model(
    mode: str, release: str, *, onward: bool
) -> None:
    tree = agreement(
        spec(
            "weights-transfer",
            access={"mode": mode},
            onward={"allowed": onward},
            derivatives={"allowed": ["fine_tuned"], "may_release": release},
        )
    )
    lets = {"no-onward-transfer"} if onward and mode != "api" else set()
    lets |= {"derivatives-and-modifications"} if release in LETS_OTHERS_USE_THE_MODEL else set()
    assert [names for _, names in sentences(tree, "licence-grant", "must not sublicense")] == [lets]


@pytest.mark.parametrize(("mode", "release"), [*product(MODES, RELEASES)])
def test_a_derivative_is_kept_like_model_files_only_until_a_release_that_its_clause_allows(
    mode: str, release: str
) -> None:
    derivatives = {"allowed": ["fine_tuned"], "may_release": release}
    tree = agreement(spec("weights-transfer", access={"mode": mode}, derivatives=derivatives))
    word = "stays there" if mode == "api" else "as if it were Model Files"
    [(kept, _)] = sentences(tree, "derivatives-and-modifications", word)
    assert ("release" in kept) == (release != "no")


def test_a_model_built_together_is_shared_and_another_is_not() -> None:
    data = spec("consortium")
    apart = agreement(data)
    builders = [party["id"] for party in data["parties"][:2]]
    data["models"][0]["built_by"] = builders
    together = agreement(data)
    names = " and ".join(party["short_name"] for party in data["parties"][:2])
    assert sentences(apart, "licence-grant", "build a Model together") == []
    assert sentences(together, "licence-grant", f"{names}, for {data['models'][0]['name']}")
    assert sentences(together, "licence-grant", "limits its Provider too")


@pytest.mark.parametrize("number", [1, 3])
def test_licences_of_models_take_one_paragraph_however_many_models(number: int) -> None:
    data = spec("weights-transfer")
    model = {**data["models"][0], "licence": {"name": "A licence"}}
    data["models"] = [{**model, "id": f"model-{at}", "name": f"Model {at}"} for at in range(number)]
    assert len(sentences(agreement(data), "licence-grant", "names a licence of a Model")) == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_statement_on_several_models_does_not_claim_to_be_true_of_each(number: int) -> None:
    data = spec("weights-transfer")
    data["models"] = [{**data["models"][0], "id": f"m{at}", "name": f"Model {at}"} for at in range(number)]
    assert bool(sentences(agreement(data), "model-description", "need not be true of each")) == (number > 1)
