"""JSON: it says all that the tree holds, keeps to its published schema, and can be read back."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from modelpact import pipeline
from modelpact.agreement import Agreement, Clause, Origin, Part
from modelpact.check import check
from modelpact.diagnostics import Position, Span
from modelpact.files import read_named
from modelpact.renderers import json_tree
from modelpact.renderers.seal import untouched
from modelpact.tree_data import TreeError, from_data, to_data
from support import EXAMPLE, ROOT
from unit import sample

SCHEMA = json.loads((ROOT / "schemas" / "agreement-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def rendered(agreement: Agreement) -> Any:
    return json.loads(json_tree.render(agreement))


def example() -> Agreement:
    spec = pipeline.check_file(str(EXAMPLE)).spec
    assert spec
    return pipeline.agreement(spec)


def schema_tool() -> ModuleType:
    file = ROOT / "tools" / "agreement_schema.py"
    found = importlib.util.spec_from_file_location("agreement_schema", file)
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_published_schema_is_that_of_the_tree() -> None:
    """Where this fails: python tools/agreement_schema.py, and a new version if a reader could break."""
    assert schema_tool().schema() == SCHEMA


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("make", [sample.agreement, example])
def test_a_render_keeps_to_the_schema(make: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(rendered(make()))] == []


@pytest.mark.parametrize("make", [sample.agreement, example])
def test_a_render_is_read_back_whole(make: Any) -> None:
    assert from_data(rendered(make())["agreement"]) == make()


@given(st.text(min_size=1))
def test_any_text_survives(text: str) -> None:
    agreement = sample.agreement(text)
    assert from_data(json.loads(json.dumps(to_data(agreement)))) == agreement


def test_fields_and_lines_stand_behind_each_clause() -> None:
    clause = {
        clause["id"]: clause
        for part in rendered(example())["agreement"]["parts"]
        for clause in part["clauses"]
    }
    sources = {
        ".".join(map(str, source["path"])): source.get("span") for source in clause["publication"]["sources"]
    }
    stated = sources["publication.review_days"]
    assert stated["file"] == "house/openai-staged-release.yaml"
    written = (ROOT / "examples" / stated["file"]).read_text(encoding="utf-8").splitlines()
    assert "review_days: " in written[stated["from"][0] - 1]
    assert any(span is None for span in sources.values())


def test_a_place_keeps_its_lines_and_columns() -> None:
    span = Span("deal.agreement.yaml", Position(3, 5), Position(3, 9))
    clause = Clause("a", 1, "A", (), "right", (), (), False, (Origin(("term", 0), span),))
    agreement = replace(sample.agreement(), parts=(Part("A", "One", (clause,)),))
    assert from_data(to_data(agreement)) == agreement


def test_an_edit_is_noticed() -> None:
    whole = json_tree.render(sample.agreement())
    assert untouched(whole)
    assert not untouched(whole.replace(b"a finer point", b"a finer paint"))


@pytest.mark.parametrize(
    "data",
    [
        None,
        1,
        [],
        {},
        {"title": 1},
        to_data(sample.agreement()) | {"title": ["x"]},
        to_data(sample.agreement()) | {"x": 1},
        to_data(sample.agreement()) | {"parts": [{"letter": "A"}]},
        to_data(sample.agreement()) | {"cover": [{"type": "x"}]},
    ],
)
def test_what_is_no_tree_is_refused(data: Any) -> None:
    with pytest.raises(TreeError):
        from_data(data)


def test_what_is_silenced_is_not_in_the_tree_and_changes_no_hash() -> None:
    """The other side reads the tree, and ``lint`` is nobody's business but the drafter's."""
    text = EXAMPLE.read_text(encoding="utf-8")
    silencing = text + "lint:\n  ignore:\n    - {rule: term-long, reason: Between us only}\n"
    loud, quiet = (check(str(EXAMPLE), each.encode(), read=read_named).spec for each in (text, silencing))
    assert loud
    assert quiet
    assert json_tree.render(pipeline.agreement(quiet)) == json_tree.render(pipeline.agreement(loud))
