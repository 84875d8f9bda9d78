"""Edits to a spec's text: the value is there, and every other character is where it was."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpact.canonical import canonical
from modelpact.diagnostics import Path
from modelpact.spec import leaves, value_at
from modelpact.spec_edits import EditError, Scalar, opened, with_entry, with_value
from specs import random_spec
from support import ROOT

TEXT = """\
# what stands above
a: 1   # one
b: {c: 30, d: x}  # two
e:
  f: >-
    many words
    in a block

  # between
  g: [1, 2]
h: {}
list:
  - id: x
    t: "quoted"   # three
n:
k: last # end"""


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        (("a",), 5, ["-a: 1   # one", "+a: 5   # one"]),
        (("b", "c"), 60, ["-b: {c: 30, d: x}  # two", "+b: {c: 60, d: x}  # two"]),
        (("b", "z"), "2030-01-02", ["-b: {c: 30, d: x}  # two", "+b: {c: 30, d: x, z: 2030-01-02}  # two"]),
        (("h", "q", "r"), True, ["-h: {}", "+h: {q: {r: true}}"]),
        (("e", "f"), "a: b # c", ["-    many words", "-    in a block", "+    a: b # c"]),
        (("e", "f"), "a\nb", ["-  f: >-", "-    many words", "-    in a block", '+  f: "a\\nb"']),
        (("e", "z"), "plain words", ["+  z: plain words"]),
        (("list", 0, "t"), "NO", ['-    t: "quoted"   # three', '+    t: "NO"   # three']),
        (("list", 0, "u"), "x, y", ['+    u: "x, y"']),
        (("n",), "now", ["-n:", "+n: now"]),
        (("p", "q"), 3, ["+p:", "+  q: 3", "+"]),
        (("k",), "yes", ["-k: last # end", '+k: "yes" # end']),
    ],
)
def test_one_place_changes(path: Path, value: Scalar, lines: list[str]) -> None:
    edited = with_value(opened("spec", TEXT.encode()), path, value)
    assert changed(TEXT, edited.text) == lines
    assert value_at(edited.source.data, path) == value


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("e",), "several values"),
        (("e", "g"), "several values"),
        (("list", 1, "t"), "stands in a list"),
        (("a", "x"), "no group"),
    ],
)
def test_what_one_change_cannot_do_is_refused(path: Path, said: str) -> None:
    with pytest.raises(EditError, match=said):
        with_value(opened("spec", TEXT.encode()), path, 1)


ENTRY = {"id": "x", "text": "One.\n\nTwo:\n   1. three\n", "reason": "TBC"}


@pytest.mark.parametrize("path", [("list",), ("clauses", "replace"), ("e", "more")])
def test_an_entry_comes_last(path: Path) -> None:
    edited = with_entry(opened("spec", TEXT.encode()), path, ENTRY, "theirs")
    assert value_at(edited.source.data, path)[-1] == ENTRY
    assert [line for line in changed(TEXT, edited.text) if line.startswith("-")] == []
    assert "      Two:\n" in edited.text.replace("  - id: x\n    text", "    - id: x\n      text")


@pytest.mark.parametrize("path", [("b", "more"), ("e", "g")])
def test_a_list_in_one_line_is_left_to_a_person(path: Path) -> None:
    with pytest.raises(EditError, match="written in one line"):
        with_entry(opened("spec", TEXT.encode()), path, ENTRY, "theirs")


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        (
            ">-   # as the dean wrote it\n  one two\n",
            "one three",
            ">-  # as the dean wrote it\n  one three\n",
        ),
        (">-  # why\n  one two\n", "a\n b", '"a\\n b"  # why\n'),
        ("|  # why\n  one\n  two\n", "three\nfour\n", "|  # why\n  three\n  four\n"),
        ("|\n  # no comment\n", "x", "x\n"),
    ],
)
def test_a_comment_beside_the_mark_of_a_block_stays(before: str, value: str, after: str) -> None:
    assert with_value(opened("spec", f"s: {before}".encode()), ("s",), value).text == f"s: {after}"


def test_line_ends_stay_as_they_are() -> None:
    text = "a:\r\n  b: 1\r\nc: 2\r\n"
    assert (
        with_value(opened("spec", text.encode()), ("a", "d"), 3).text == "a:\r\n  b: 1\r\n  d: 3\r\nc: 2\r\n"
    )


EXAMPLES = sorted((ROOT / "examples").rglob("*.agreement.yaml"))
HARD = ("NO", "2030-01-02", "1250.50", "~", "a: b", "TBC", "it’s – “so”", "{x}", "- y")
TEXTS = st.text(st.characters(codec="ascii"), max_size=30)
VALUES = st.one_of(st.integers(0, 10**6), st.booleans(), TEXTS, st.sampled_from(HARD))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_of_any_spec(data: st.DataObject) -> None:
    """Of an example, with its comments, or of a random spec as we would write it."""
    if data.draw(st.booleans()):
        content = data.draw(st.sampled_from(EXAMPLES)).read_bytes()
    else:
        content = canonical(random_spec(data.draw(st.integers(0, 200))))
    spec = opened("spec", content)
    path, before = data.draw(st.sampled_from(list(leaves(spec.source.data))))
    value = data.draw(VALUES)
    try:
        edited = with_value(spec, path, value)
    except EditError:
        assert not _is_printable(value)
        return
    assert value_at(edited.source.data, path) == value
    assert dict(leaves(edited.source.data)) | {path: before} == dict(leaves(spec.source.data))
    assert comments(edited.text) == comments(spec.text)


def _is_printable(value: Any) -> bool:
    return not isinstance(value, str) or value.isprintable()


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
