"""Any bytes give data or diagnostics, and everything knows its place."""

from __future__ import annotations

import json
import pathlib
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from modelpact import yaml_reading
from modelpact.diagnostics import Path, Severity, Span
from modelpact.load import Source, load

ROOT = pathlib.Path(__file__).parents[2]
FILES = sorted((*ROOT.glob("tests/check/*/*.agreement.yaml"), *ROOT.glob("examples/**/*.agreement.yaml")))

# Texts that come near to YAML find more than random ones.
PIECES = st.sampled_from(
    [
        *(
            "a",
            "b:",
            ": ",
            "- ",
            "\n",
            "\n  ",
            "\n- ",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            ", ",
            "|\n  ",
            ">-\n ",
            "#",
        ),
        *("&x ", "*x", "!t ", "---\n", "...\n", "\t", "? ", "<<", "12", "true", "~", "\r\n", "\r", "é", "😀"),
        *("%YAML 1.1\n", "\u202e", "\u2028", "\ufeff", "\\x1b", "\\", "\x00", "\x85", "ﬁ", "@", "`"),
    ]
)
YAMLISH = st.lists(PIECES, max_size=40).map("".join)
NAMES = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("true", "null", "false")
)
WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Po", "Zs"), max_codepoint=0x17F), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


def loaded(text: str) -> Source:
    source, found = load("deal.yaml", text.encode())
    assert source is not None, found
    return source


def slice_of(text: str, span: Span) -> str:
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    before = sum(map(len, lines[: span.start.line - 1])) + span.start.column - 1
    after = sum(map(len, lines[: span.end.line - 1])) + span.end.column - 1
    return text[before:after]


def assert_inside(span: Span, text: str) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    assert span.start <= span.end
    for position in (span.start, span.end):
        assert 1 <= position.line <= len(lines)
        assert 1 <= position.column <= len(lines[position.line - 1]) + 1


@given(st.binary(max_size=200) | YAMLISH.map(lambda text: text.encode("utf-8")) | st.text().map(str.encode))
def test_any_bytes_give_data_or_an_error(content: bytes) -> None:
    source, found = load("deal.yaml", content)
    assert source is not None or any(each.severity is Severity.ERROR for each in found)


@given(YAMLISH)
@example("\n  ? a")
def test_every_span_lies_in_the_file(text: str) -> None:
    source, found = load("deal.yaml", text.encode())
    shown = text.removeprefix("\ufeff")
    for each in found:
        assert_inside(each.span, shown)
        for related in each.related:
            assert_inside(related.span, shown)
    for spans in source.spans.values() if source else ():
        for span in spans:
            assert_inside(span, shown)


@given(YAMLISH)
def test_both_parsers_agree(text: str) -> None:
    """libyaml where it is built in, PyYAML's own where it is not, which takes no tab between words."""
    fast, _ = load("deal.yaml", text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reading, "_LOADER", yaml.BaseLoader)
        slow, _ = load("deal.yaml", text.encode())
    if "\t" not in text:
        assert (fast and fast.data) == (slow and slow.data)


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=5), st.booleans())
def test_plain_data_comes_back(data: dict[str, Any], flow: bool) -> None:
    """JSON-like data that another program writes as YAML are read as what they were."""
    text = json.dumps(data, ensure_ascii=False) if flow else yaml.safe_dump(data, allow_unicode=True)
    assert loaded(text).data == data


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=5))
def test_value_span_holds_what_was_written(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    source = loaded(text)
    for path, (_, span) in source.spans.items():
        value = value_at(source.data, path)
        if not isinstance(value, dict | list):
            assert yaml.safe_load(slice_of(text, span)) == value


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=5))
def test_key_span_holds_the_name(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    source = loaded(text)
    for path, (span, _) in source.spans.items():
        if path and isinstance(path[-1], str):
            assert yaml.safe_load(slice_of(text, span)) == path[-1]


def value_at(data: dict[str, Any], path: Path) -> object:
    value: Any = data
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(
            (word, word)
            for word in ("NO", "no", "Yes", "on", "True", "TRUE", "Null", ".nan", "0x1F", "12:30", "=")
        ),
        *((word, word) for word in ("010", "1_000", "0.5", "1e3", "+1", "2019-08-20", "9" * 19, "-a", "1 2")),
        *(("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("0", 0), ("-12", -12)),
        *(("'12'", "12"), ('"true"', "true"), ("'~'", "~"), ("|\n  12\n", "12\n"), (">-\n  a\n  b\n", "a b")),
        ("9" * 18, int("9" * 18)),
    ],
)
def test_only_what_looks_plain_has_a_type(written: str, meant: object) -> None:
    value = loaded(f"field: {written}\n").data["field"]
    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize(
    ("text", "path", "held"),
    [
        ("a: |\n  one\n  two\n\n\nb: 1\n", ("a",), "|\n  one\n  two"),
        ("a: |\n  one\n  two", ("a",), "|\n  one\n  two"),
        ("a:\n  b: >-\n    one\n\n  c: 1\n", ("a", "b"), ">-\n    one"),
        ("a: |\n  one\n# a remark\nb: 1\n", ("a",), "|\n  one"),
        ("a:\n  - 1\n  - 2  # a remark\n\n\nb: 1\n", ("a",), "- 1\n  - 2"),
        ("a: {b: [1, 2]} # a remark\n", ("a",), "{b: [1, 2]}"),
        ("a: one\n  two\nb: 1\n", ("a",), "one\n  two"),
        ("a: é😀 b # a remark\n", ("a",), "é😀 b"),
        ("a: one\r\nb: two\r\n", ("b",), "two"),
        ("\ufeffa: one\n", ("a",), "one"),
        ("a:\nb: 1\n", ("a",), ""),
        ("\n  ? a", ("a",), ""),
        ("\n  ? a", (), "? a"),
        ("x:\n  ? a", ("x",), "? a"),
    ],
)
def test_value_span_ends_with_the_value(text: str, path: tuple[str, ...], held: str) -> None:
    assert slice_of(text.removeprefix("\ufeff"), loaded(text).value_span(path)) == held


def test_a_file_that_is_not_read_to_its_end_gives_no_data() -> None:
    """Fields given twice leave the data whole, unless there are so many that reading stops."""
    twice, often = (load("deal.yaml", b"a: 1\n" * count) for count in (2, 60))
    assert twice[0]
    assert often[0] is None
    assert {found.rule for found in often[1]} == {"duplicate-field"}


def test_place_of_what_is_not_written_is_that_of_its_nearest_field() -> None:
    source = loaded("a: 1\nparties:\n  - id: lab\n")
    assert source.value_span(("parties", 0, "name")) == source.key_span(("parties", 0))
    assert source.value_span(("parties", 5, "name")) == source.key_span(("parties",))
    assert str(source.value_span(("title",))) == "deal.yaml:1:1"


# PyYAML's own parser passes over a directive that it doesn't know.
@pytest.mark.parametrize(
    "path", [path for path in FILES if "directive-unknown" not in path.name], ids=lambda path: path.name
)
def test_case_files_mean_the_same_without_libyaml(
    path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, found = load(path.name, path.read_bytes())
    monkeypatch.setattr(yaml_reading, "_LOADER", yaml.BaseLoader)
    slow, found_slowly = load(path.name, path.read_bytes())
    assert (fast and fast.data) == (slow and slow.data)
    assert (fast and dict(fast.spans)) == (slow and dict(slow.spans))
    assert [(each.rule, each.span.start.line) for each in found] == [
        (each.rule, each.span.start.line) for each in found_slowly
    ]
