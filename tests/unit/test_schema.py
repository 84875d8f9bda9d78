"""The fast validator and the one that explains agree; what is explained is in plain words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from modelpact.diagnostics import Severity
from modelpact.fields import PLAYBOOK, SPEC, Schema
from modelpact.formats import FORMATS
from modelpact.load import load
from modelpact.schema import gate, validate, without_nulls
from modelpact.schema_problems import validator
from mutants import FILES, data_of, mutants

MUTANTS = 5_000
EXPLAINERS = {schema: validator(schema.data) for schema in (SPEC, PLAYBOOK)}
BOTH = pytest.mark.parametrize("schema", [SPEC, PLAYBOOK], ids=lambda schema: schema.subject)
PROGRAMMERS_WORDS = re.compile(
    r"\b(object|propert(y|ies)|instance|array|string|boolean|integer|schema|regex|null)\b", re.I
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_validators_agree_on_every_case_file(path: Path) -> None:
    data = data_of(path)
    if data is not None:
        assert gate().passes(data) == EXPLAINERS[SPEC].is_valid(data)


@BOTH
def test_validators_agree_on_mutants(schema: Schema) -> None:
    verdicts = []
    for data in mutants(MUTANTS, schema):
        verdict = gate(schema).passes(data)
        assert verdict == EXPLAINERS[schema].is_valid(data), data
        verdicts.append(verdict)
    assert MUTANTS / 20 < sum(verdicts) < MUTANTS * 19 / 20, (
        "mutants that are all right or all wrong prove nothing"
    )


@BOTH
def test_every_departure_is_explained_in_plain_words(schema: Schema) -> None:
    for data in mutants(400, schema):
        source, found = load("deal.yaml", json.dumps(data).encode())
        assert source, found
        departures = validate(source, schema)
        assert bool(departures) != gate(schema).passes(without_nulls(source.data))
        for each in departures:
            said = re.sub(r'"[^"]*"', "", f"{each.message} {each.hint}")
            assert not PROGRAMMERS_WORDS.search(said), said
            assert each.severity is Severity.ERROR
            assert "\n" not in each.message
            assert not each.message.endswith(".")
            assert len(each.message) < 600


@BOTH
def test_a_departure_is_told_once(schema: Schema) -> None:
    for data in mutants(400, schema):
        source, _ = load("deal.yaml", json.dumps(data).encode())
        assert source
        told = [(each.span, each.message) for each in validate(source, schema)]
        assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("name", "text", "accepted"),
    [
        ("date", "2028-02-29", True),
        ("date", "2030-02-29", False),
        ("date", "20300101", False),
        ("date", "２０３０-01-01", False),
        ("date", "2030-01-01\n", False),
        ("email", "papers@lab.example", True),
        ("email", "@", False),
        ("email", "a@b", False),
        ("email", "a b@lab.example", False),
        ("email", "a@lab.example\n", False),
        ("uri", "https://lab.example/a?b#c", True),
        ("uri", "mailto:papers@lab.example", True),
        ("uri", "http://lab.example", False),
        ("uri", "javascript:alert(1)", False),
        ("uri", "https://", False),
        ("uri", "https://lab.example/a b", False),
    ],
)
def test_formats_take_what_they_should(name: str, text: str, accepted: bool) -> None:
    assert FORMATS[name](text) is accepted
