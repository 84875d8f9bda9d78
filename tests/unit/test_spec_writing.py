"""What a spec is written as, it is read as."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from modelpact import characters
from modelpact.drafting.writing import Remarks, scalar, written
from modelpact.load import load

TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=150
).filter(lambda text: next(characters.hidden(text), None) is None)
LINES = st.lists(TEXT, max_size=3).map("\n".join)
WORDS = st.sampled_from(
    ["yes", "no", "NO", "true", "null", "~", "on", "010", "1e5", "2019-08-20", "774M", "- a", "a: b"]
)
SINGLE = st.one_of(TEXT, LINES, WORDS, st.booleans(), st.integers(0, 10**15))
NAMES = st.sampled_from(["name", "title", "x-own", "id", "kind"])
VALUES = st.recursive(
    SINGLE,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), st.booleans())
def test_what_is_written_reads_the_same(data: dict[str, Any], explains: bool) -> None:
    text = written(data, Remarks(("# a line",), explains=explains, beside={("title",): "from somewhere"}))
    source, found = load("spec", text.encode())
    assert source is not None, (text, found)
    assert source.data == data
    assert not [each for each in found if each.severity == "error"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("TBC", "TBC"),
        ("NO", '"NO"'),
        ("no", "no"),
        ("true", '"true"'),
        ("1", '"1"'),
        (1, "1"),
        (True, "true"),
        ("2019-11-05", "2019-11-05"),
        ("774M", "774M"),
        ("a: b", '"a: b"'),
        ("# a", '"# a"'),
        ("legal@lab.example", "legal@lab.example"),
        ("OpenAI, Inc.", "OpenAI, Inc."),
        ("\u00e9t\u00e9", '"\u00e9t\u00e9"'),
    ],
)
def test_a_value_stands_in_quotes_only_where_it_must(value: object, text: str) -> None:
    assert scalar(value) == text


@given(TEXT)
def test_other_readers_of_yaml_find_the_same_text(text: str) -> None:
    """They take more for numbers and dates; those stand plain only where this format means them so."""
    read = yaml.load(f"value: {scalar(text)}\n", yaml.BaseLoader)["value"]
    assert read == text


def test_a_long_text_is_folded() -> None:
    text = "word " * 60
    assert written({"title": text.strip()}).splitlines()[0] == "title: >-"
    assert max(map(len, written({"title": text.strip()}).splitlines())) <= 100
