"""The seal on the last line: an edit is noticed, a checkout on Windows is not an edit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpact.renderers.seal import read, sealed, untouched
from unit import sample

COMMENT = "<!-- {seal} -->"
DEFINITION = '[modelpact]: <> "{seal}"'


@pytest.mark.parametrize("line", [COMMENT, DEFINITION])
def test_what_was_rendered_is_untouched(line: str) -> None:
    assert untouched(sealed("one\ntwo\n", sample.agreement(), line))


def test_seal_names_form_spec_and_text() -> None:
    seal = read(sealed("one\n", sample.agreement(), COMMENT))
    assert seal is not None
    assert (seal.form_version, seal.spec_hash) == ("1.0.0", "ab" * 32)
    # printf 'one\n' | sha256sum
    assert seal.text_hash == "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806"


def test_seal_is_the_last_line_and_ends_it() -> None:
    text = sealed("one", sample.agreement(), DEFINITION).decode()
    assert text.startswith('one\n[modelpact]: <> "form 1.0.0; spec ')
    assert text.endswith('"\n')
    assert text.count("\n") == 2


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")), st.data())
def test_any_other_byte_in_the_text_is_noticed(text: str, data: st.DataObject) -> None:
    whole = sealed(text, sample.agreement(), COMMENT)
    place = data.draw(st.integers(0, whole.index(b"<!-- form") - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
    assert not untouched(whole[:place] + bytes([byte]) + whole[place + 1 :])


def test_line_ends_of_windows_are_no_edit() -> None:
    assert untouched(sealed("one\ntwo\n", sample.agreement(), COMMENT).replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("data", [b"", b"\n", b"no seal", b"text\n<!-- form 1.0; spec ab; text 00 -->\n"])
def test_without_a_whole_seal_nothing_is_known(data: bytes) -> None:
    assert read(data) is None
    assert not untouched(data)


def test_words_added_under_the_seal_are_noticed() -> None:
    assert not untouched(sealed("one\n", sample.agreement(), COMMENT) + b"more\n")


def test_a_version_cannot_end_the_comment() -> None:
    hostile = replace(sample.agreement(), form_version='1.0 --><b>"')
    assert sealed("", hostile, COMMENT).count(b"-->") == 1
    assert untouched(sealed("", hostile, COMMENT))
