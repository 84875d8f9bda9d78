"""What files say as data, right and wrong: every case file, and thousands of them changed at random."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from modelpact.fields import PLAYBOOK, SPEC, Schema
from modelpact.load import load
from modelpact.schema import without_nulls
from support import ROOT

FILES = sorted((*ROOT.glob("tests/check/*/*.agreement.yaml"), *ROOT.glob("examples/**/*.agreement.yaml")))
STARTS = {
    SPEC: [ROOT / "examples/gpt-2-cornell.agreement.yaml", ROOT / "tests/check/ok/smallest.agreement.yaml"],
    PLAYBOOK: sorted(ROOT.glob("examples/playbooks/*.playbook.yaml")),
}

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


def data_of(path: Path) -> dict[str, Any] | None:
    source, _ = load(path.name, path.read_bytes())
    return without_nulls(source.data) if source else None


def groups(data: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """Every map and list in the data, itself included."""
    if isinstance(data, dict | list):
        yield data
        for value in data.values() if isinstance(data, dict) else data:
            yield from groups(value)


def mutant(random: Random, data: dict[str, Any], names: list[str]) -> dict[str, Any]:
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
            group[random.choice(names)] = value
    return data


def change_list(random: Random, entries: list[Any], value: object) -> None:
    if entries and random.random() < 0.5:
        entries[random.randrange(len(entries))] = value
    else:
        entries.insert(random.randint(0, len(entries)), value)


def mutants(count: int, schema: Schema = SPEC) -> Iterator[dict[str, Any]]:
    random = Random(20190820)
    starts = [data for path in STARTS[schema] if (data := data_of(path))]
    names = sorted(set(re.findall(r'"([a-z_]+)": \{\s*"title"', schema.text)))
    for number in range(count):
        yield mutant(random, starts[number % len(starts)], names)
