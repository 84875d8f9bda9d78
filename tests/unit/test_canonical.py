"""Canonical YAML: our loader and PyYAML's read from it the very data, in the same order."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from modelpact.canonical import canonical
from modelpact.characters import hidden
from modelpact.load import load
from specs import random_spec

TRAPS = [
    *("NO", "no", "On", "y", "true", "null", "~", "", " ", "-", "?", "!", "%", "@", "`", "---", "..."),
    *(
        "12:30",
        "010",
        "0o17",
        "0x1f",
        "1_000",
        "1e3",
        "0.5",
        ".5",
        "+1",
        "-1",
        "1",
        "2030-01-15",
        ".nan",
        "=",
        "<<",
    ),
    *(
        "a: b",
        "a:",
        "a #b",
        "a#b",
        "#a",
        "- a",
        "* a",
        "& a",
        "[a]",
        "{a: b}",
        "a, b",
        "a]",
        '"a"',
        "'a'",
        "\\n",
    ),
    *(
        "a ",
        " a",
        "a\tb",
        "\ta",
        "two\nlines",
        "two\nlines\n",
        "two\n\nlines",
        "two\nlines\n\n",
        "\nlines",
        "a\n b",
    ),
    *(
        " a\nb",
        "a \nb",
        "a\n# b",
        "a: b\nc: d",
        "---\n...",
        "a" * 3000,
        "é ü ß",
        "中文",
        "\U0001f600",
        "naïve: ça",
    ),
    *("https://example.org/?a=b#c", "mailto:x@example.org", "1234567890123456789012", "key: |", "a\n\tb"),
]

TEXT = st.text().filter(lambda text: not list(hidden(text, layout=frozenset("\n\t"))))
"""What a file may hold."""

DATA = st.dictionaries(
    st.text("abcdefgh_-: #NO0", min_size=1, max_size=9),
    st.recursive(
        TEXT | st.integers(-(10**17), 10**17) | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
)


def read_back(data: dict[str, Any]) -> str:
    """What our loader reads, as JSON: equal only where order is equal too, and types."""
    written = canonical(data)
    source, found = load("spec", written)
    assert source, (written.decode(), found)
    assert json.dumps(yaml.load(written, Loader=yaml.SafeLoader)) == json.dumps(data), (
        "PyYAML reads otherwise"
    )
    return json.dumps(source.data)


@pytest.mark.parametrize("text", TRAPS)
def test_a_text_stays_a_text(text: str) -> None:
    data = {"a": text, "b": [text, {"c": text}, [text]], text[:99] or "empty": {"d": text}}
    assert read_back(data) == json.dumps(data)


@given(DATA)
def test_any_data_is_read_back(data: dict[str, Any]) -> None:
    assert read_back(data) == json.dumps(data)


@pytest.mark.parametrize("seed", range(60))
def test_random_specs_are_read_back(seed: int) -> None:
    data = random_spec(seed)
    assert read_back(data) == json.dumps(data)


def test_it_reads_like_a_spec() -> None:
    data = {
        "modelpact": 1,
        "title": "Early access",
        "parties": [{"id": "lab", "country": "NO", "notes": "One line.\nAnother."}],
        "models": [],
        "term": {"start": "2030-01-15", "months": 12, "renews": False, "end": None},
        "users": ["any person", 3],
    }
    assert canonical(data).decode() == (
        'modelpact: 1\ntitle: Early access\nparties:\n  - id: lab\n    country: "NO"\n    notes: |-\n'
        '      One line.\n      Another.\nmodels: []\nterm:\n  start: "2030-01-15"\n  months: 12\n'
        "  renews: false\n  end: null\nusers:\n  - any person\n  - 3\n"
    )
