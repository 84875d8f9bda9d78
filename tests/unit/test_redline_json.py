"""The redline as JSON: it keeps to its published schema, and both texts can be read out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from modelpact.agreement import plain
from modelpact.compare import compare
from modelpact.diagnostics import Position, Span
from modelpact.redline import Cause, Change, ParagraphChange, Redline
from modelpact.redlines import json_changes
from support import ROOT
from unit import sample
from unit.redlines import SEEDS, random_redline
from unit.test_compare import base, redline_of

SCHEMA = json.loads((ROOT / "schemas" / "redline-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def written(redline: Redline) -> Any:
    return json.loads(json_changes.render(redline))


def errors(data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_redline_keeps_to_the_schema(seed: int) -> None:
    assert errors(written(random_redline(seed))) == []


def test_every_field_of_the_schema_is_written() -> None:
    """So that nothing is described which no redline has."""
    seen = {key for seed in SEEDS for key in keys(written(random_redline(seed)))} | {"file", "from", "to"}
    named = {key for node in nodes(SCHEMA) for key in node.get("properties", {})}
    assert named <= seen


def nodes(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from nodes(each)


def keys(data: Any) -> Iterator[str]:
    for node in nodes(data):
        yield from node


@pytest.mark.parametrize("seed", SEEDS)
def test_both_texts_stand_in_it(seed: int) -> None:
    redline = random_redline(seed)
    sections = {section["id"]: section for section in written(redline)["sections"]}
    for section in redline.sections:
        data = sections[section.id]
        changed = section.change is not Change.SAME or section.moved
        assert ("blocks" in data) == changed
        for block, found in zip(section.blocks if changed else (), data.get("blocks", ()), strict=True):
            if isinstance(block, ParagraphChange):
                for name, side in (("old", block.old), ("new", block.new)):
                    assert words(found, name) == "".join(map(plain, side.lines if side else ()))


def words(block: Any, side: str) -> str:
    return "".join(passage[side] for line in block["lines"] for passage in line["passages"])


def test_a_cause_has_both_values_both_places_and_whom_it_favours() -> None:
    redline = redline_of(base(), base() | {"publication": {"review_days": 75}})
    section = next(redline.changed())
    places = (
        Span("old.yaml", Position(3, 7), Position(3, 9)),
        Span("new.yaml", Position(4, 7), Position(4, 9)),
    )
    cause = Cause(("publication", "review_days"), "30", "75", *places, favours="provider")
    data = written(redline._replace(sections=(section._replace(causes=(cause,)),)))
    assert data["sections"][0]["causes"] == [
        {
            "field": "publication.review_days",
            "path": ["publication", "review_days"],
            "old": "30",
            "new": "75",
            "old_span": {"file": "old.yaml", "from": [3, 7], "to": [3, 9]},
            "new_span": {"file": "new.yaml", "from": [4, 7], "to": [4, 9]},
            "favours": "provider",
        }
    ]
    assert errors(data) == []


def test_it_counts() -> None:
    data = written(redline_of(base(), base() | {"publication": {"review_days": 75}}))
    assert data["clauses"] == {"reworded": 1, "added": 0, "removed": 0, "moved": 0}
    assert data["favours"] == {"provider": 1}


@given(st.text(min_size=1))
def test_any_text_survives(text: str) -> None:
    data = written(compare(sample.agreement(), sample.agreement(text)))
    subject = next(each for each in data["sections"] if each["id"] == "page-title")["blocks"]
    assert text in [words(block, "new") for block in subject] or text == sample.BENIGN


def test_equal_agreements_have_no_blocks() -> None:
    data = written(compare(sample.agreement(), sample.agreement()))
    assert {section["change"] for section in data["sections"]} == {"same"}
    assert not any("blocks" in section for section in data["sections"])
    assert errors(data) == []
