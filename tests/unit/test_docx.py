"""Word files: the same bytes each time, well formed whatever a spec says, every reference with its target."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.renderers import docx
from modelpact.renderers.word_runs import bookmark
from support import EXAMPLE, MINIMAL
from unit import sample
from unit.hostile import FRAGMENTS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def document(agreement: Agreement) -> ET.Element:
    return ET.fromstring(parts(docx.render(agreement))["word/document.xml"])


def example() -> Agreement:
    spec = pipeline.check_file(str(EXAMPLE)).spec
    assert spec
    return pipeline.agreement(spec)


def words(element: ET.Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def test_same_agreement_same_bytes() -> None:
    assert docx.render(example()) == docx.render(example())


@settings(max_examples=60)
@given(st.text(min_size=1))
def test_any_text_is_itself_and_the_file_well_formed(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    for part in parts(docx.render(sample.agreement(text))).values():
        ET.fromstring(part)


@pytest.mark.parametrize("text", FRAGMENTS)
def test_hostile_text_is_itself(text: str) -> None:
    if re.search("[\x00-\x1f\ud800-\udfff\ufffe\uffff]", text):
        pytest.skip("no spec can say it")
    assert text in words(document(sample.agreement(text)))


def test_every_reference_and_entry_of_the_contents_has_its_bookmark() -> None:
    root = document(example())
    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(set(marks)) == len(marks)
    fields = [re.findall(r"REF (\S+)", code.text or "") for code in root.iter(f"{W}instrText")]
    anchors = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")]
    assert {name for found in fields for name in found} <= set(marks)
    assert set(anchors) <= set(marks)


def test_every_style_and_numbering_in_use_is_declared() -> None:
    package = parts(docx.render(example()))
    declared = set(re.findall(rb'w:styleId="(\w+)"', package["word/styles.xml"]))
    assert set(re.findall(rb'<w:(?:p|r|tbl)Style w:val="(\w+)"', package["word/document.xml"])) <= declared
    numbered = set(re.findall(rb'<w:num w:numId="(\d+)"', package["word/numbering.xml"]))
    assert set(re.findall(rb'<w:numId w:val="(\d+)"', package["word/document.xml"])) <= numbered


@pytest.mark.parametrize(
    ("anchor", "name"),
    [("publication", "publication"), ("licence-grant", "licence_grant")],
)
def test_a_clause_is_bookmarked_with_its_id(anchor: str, name: str) -> None:
    assert bookmark(anchor) == name


@given(st.lists(st.from_regex(r"[a-z0-9][a-z0-9.-]{0,80}", fullmatch=True), unique=True))
def test_bookmarks_are_names_that_word_allows_and_all_different(anchors: list[str]) -> None:
    names = [bookmark(anchor) for anchor in anchors]
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)
    assert len(set(names)) == len(names)


def test_an_edit_is_noticed() -> None:
    data = docx.render(sample.agreement())
    assert docx.untouched(data)
    changed = parts(data)
    changed["word/document.xml"] = changed["word/document.xml"].replace(b"finer point", b"finer paint")
    assert not docx.untouched(docx.packed({name: part.decode() for name, part in changed.items()}))


@pytest.mark.parametrize("data", [b"", b"PK", docx.packed({"a": "b"})])
def test_another_file_is_not_ours(data: bytes) -> None:
    assert not docx.untouched(data)


@pytest.mark.parametrize(("status", "marked"), [("draft", True), ("review", True), ("final", False)])
def test_the_header_says_draft_until_final(status: str, marked: bool) -> None:
    header = parts(docx.render(replace(sample.agreement(), status=status)))["word/header.xml"]
    assert (b"DRAFT" in header) is marked


@pytest.mark.parametrize(("paper", "width"), [("a4", "11906"), ("letter", "12240")])
def test_paper_is_that_of_the_spec(paper: str, width: str) -> None:
    (size,) = document(replace(sample.agreement(), paper=paper)).iter(f"{W}pgSz")
    assert size.get(f"{W}w") == width


def test_a_field_shows_the_number_of_its_target_and_nothing_after_it() -> None:
    """Refreshed, it would lose the rest: a paragraph of a schedule is linked to for that reason."""
    spec = pipeline.check_file(str(MINIMAL)).spec
    assert spec
    body = parts(docx.render(pipeline.agreement(spec)))["word/document.xml"].decode()
    shown = re.findall(r"REF (schedule_\w+) .*?separate.*?<w:t [^>]*>([^<]*)</w:t>", body)
    assert {number for _, number in shown} <= {f"Schedule {letter}" for letter in "ABCDEFGHIJ"}
    assert len({target for target, _ in shown}) > 2
    assert re.search(r'<w:hyperlink w:anchor="schedule_d"><w:r>.{,80}<w:t [^>]*>Schedule D, 1\(a\)<', body)
