"""The fast validator and the one that explains agree; what is explained is in plain words."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from modelpact.diagnostics import Severity
from modelpact.fields import schema_text
from modelpact.formats import FORMATS
from modelpact.load import load
from modelpact.schema import gate, validate, without_nulls
from modelpact.schema_problems import validator

ROOT = Path(__file__).parents[2]
FILES = sorted((*ROOT.glob("tests/check/*/*.agreement.yaml"), *ROOT.glob("examples/**/*.agreement.yaml")))
STARTS = [ROOT / "examples/gpt-2-cornell.agreement.yaml", ROOT / "tests/check/ok/smallest.agreement.yaml"]
MUTANTS = 5_000

SCHEMA = json.loads(schema_text())
EXPLAINER = validator(SCHEMA)
NAMES = sorted(set(re.findall(r'"([a-z_]+)": \{\s*"title"', schema_text())))
VALUES: list[Any] = [
    *(
        "TBC",
        "unknown",
        "none",
        "yes",
        "true",
        "",
        " ",
        "a\n",
        "\na",
        "x" * 301,
        "2030-01-31",
        "2030-02-30",
        "lab",
    ),
    *(
        "US",
        "us",
        "774M",
        "1.5B",
        "a@b.example",
        "a@b",
        "https://a.example/b",
        "http://a.example",
        "mailto:a@b.example",
    ),
    *(
        "javascript:alert(1)",
        "0" * 64,
        "g" * 64,
        "1250.50",
        "19.999",
        "²",
        "١٢",
        "perpetual",
        "worldwide",
        "Ünï",
    ),
    *(
        True,
        False,
        0,
        1,
        -1,
        30,
        3651,
        10**17,
        [],
        ["a"],
        [1],
        [[]],
        {},
        {"withheld": "reason"},
        {"withheld": ""},
    ),
    *(
        {"amount": 5, "currency": "EUR"},
        {"none_reason": "x"},
        {"x-own": None},
        {"country": "US"},
        ["evaluate"] * 9,
    ),
]

PROGRAMMERS_WORDS = re.compile(
    r"\b(object|propert(y|ies)|instance|array|string|boolean|integer|schema|regex|null)\b", re.I
)


def data_of(path: Path) -> dict[str, Any] | None:
    source, _ = load(path.name, path.read_bytes())
    return without_nulls(source.data) if source else None


def groups(data: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """Every map and list in the data, itself included."""
    if isinstance(data, dict | list):
        yield data
        for value in data.values() if isinstance(data, dict) else data:
            yield from groups(value)


def mutant(random: Random, data: dict[str, Any]) -> dict[str, Any]:
    """The data with one to three places changed, added or taken away."""
    data = copy.deepcopy(data)
    for _ in range(random.randint(1, 3)):
        group = random.choice(list(groups(data)))
        value = copy.deepcopy(random.choice(VALUES))
        if isinstance(group, list):
            change_list(random, group, value)
        elif group and random.random() < 0.7:
            key = random.choice(list(group))
            if random.random() < 0.3:
                del group[key]
            else:
                group[key] = value
        else:
            group[random.choice(NAMES)] = value
    return data


def change_list(random: Random, entries: list[Any], value: object) -> None:
    if entries and random.random() < 0.5:
        entries[random.randrange(len(entries))] = value
    else:
        entries.insert(random.randint(0, len(entries)), value)


def mutants(count: int) -> Iterator[dict[str, Any]]:
    random = Random(20190820)
    starts = [data for path in STARTS if (data := data_of(path))]
    for number in range(count):
        yield mutant(random, starts[number % len(starts)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_validators_agree_on_every_case_file(path: Path) -> None:
    data = data_of(path)
    if data is not None:
        assert gate().passes(data) == EXPLAINER.is_valid(data)


def test_validators_agree_on_mutants() -> None:
    verdicts = []
    for data in mutants(MUTANTS):
        verdict = gate().passes(data)
        assert verdict == EXPLAINER.is_valid(data), data
        verdicts.append(verdict)
    assert MUTANTS / 20 < sum(verdicts) < MUTANTS * 19 / 20, (
        "mutants that are all right or all wrong prove nothing"
    )


def test_every_departure_is_explained_in_plain_words() -> None:
    for data in mutants(400):
        source, found = load("deal.yaml", json.dumps(data).encode())
        assert source, found
        departures = validate(source)
        assert bool(departures) != gate().passes(without_nulls(source.data))
        for each in departures:
            said = re.sub(r'"[^"]*"', "", f"{each.message} {each.hint}")
            assert not PROGRAMMERS_WORDS.search(said), said
            assert each.severity is Severity.ERROR
            assert "\n" not in each.message
            assert not each.message.endswith(".")
            assert len(each.message) < 600


def test_a_departure_is_told_once() -> None:
    for data in mutants(400):
        source, _ = load("deal.yaml", json.dumps(data).encode())
        assert source
        told = [(each.span, each.message) for each in validate(source)]
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
