"""The PDF: the same bytes each time, an edit is noticed, nothing foreign is read."""

from __future__ import annotations

import gc
import io
import re
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from modelpact import resources
from modelpact.diagnostics import UserError
from modelpact.renderers import pdf
from unit import sample


@pytest.fixture(scope="module")
def rendered() -> bytes:
    """The sample as a PDF."""
    return pdf.render(sample.agreement())


def test_same_tree_same_bytes(rendered: bytes) -> None:
    assert pdf.render(sample.agreement()) == rendered


def test_no_clock_is_in_the_file(rendered: bytes) -> None:
    assert b"CreationDate" not in _objects(rendered)
    dates = re.findall(rb"/ModDate \(([^)]*)\)", _objects(rendered))
    assert dates == [b"D:19800101000000Z"] * 3  # of each file inside, as PDF/A-3 wants


def test_what_was_rendered_is_untouched(rendered: bytes) -> None:
    assert pdf.untouched(rendered)


def test_one_changed_byte_anywhere_is_noticed(rendered: bytes) -> None:
    for place in range(0, len(rendered), 997):
        changed = rendered[:place] + bytes([rendered[place] ^ 1]) + rendered[place + 1 :]
        assert not pdf.untouched(changed), place


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 without an identifier"])
def test_another_file_is_not_ours(data: bytes) -> None:
    assert not pdf.untouched(data)


def test_appended_bytes_are_noticed(rendered: bytes) -> None:
    assert not pdf.untouched(rendered + b"1")


@pytest.mark.parametrize(
    ("paper", "box"), [("a4", rb"595\.27\d* 841\.88\d*"), ("letter", rb"612(?:\.0)? 792(?:\.0)?")]
)
def test_paper_is_the_agreements(paper: str, box: bytes) -> None:
    data = pdf.render(replace(sample.agreement(), paper=paper, status="final"))
    assert re.search(rb"/MediaBox \[0 0 " + box, _objects(data))


def test_it_is_tagged_titled_and_in_a_language(rendered: bytes) -> None:
    objects = _objects(rendered)
    for needed in (
        b"/Marked true",
        b"/DisplayDocTitle true",
        b"/Lang (en-US)",
        b"/S /TH",
        b"/S /Caption",
        b"/S /H3",
    ):
        assert needed in objects
    assert b"<pdfuaid:part>1</pdfuaid:part>" in objects
    assert b'pdfaid:part="3"' in objects
    assert b'pdfaid:conformance="A"' in objects


def test_draft_is_drawn_until_final() -> None:
    assert "form:draft.svg" in pdf.markup(replace(sample.agreement(), status="review"))
    assert "form:draft.svg" not in pdf.markup(replace(sample.agreement(), status="final"))


FOREIGN = [
    '<img alt="" src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    "<style>@font-face {{ font-family: X; src: url({}) }} body {{ font-family: X }}</style>",
    "<style>@import url({});</style>",
    '<p style="background: url({})">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{}"/></svg>',
    '<object data="{}"></object>',
]


@pytest.mark.parametrize("markup", FOREIGN)
@pytest.mark.parametrize("address", ["file", "https://example.invalid/x.svg", "form:../../etc/passwd"])
def test_nothing_foreign_is_read(markup: str, address: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    url = secret.as_uri() if address == "file" else address
    with pytest.raises(pdf.ForeignResourceError, match=re.escape(url)):
        pdf.typeset(f'<html lang="en"><title>x</title>{markup.format(url)}')


def test_the_forms_own_files_are_served() -> None:
    page = '<html lang="en"><title>x</title><style>@page {{ background: url({}) }}</style>x'
    assert pdf.typeset(page.format("form:draft.svg")).startswith(b"%PDF")


def test_the_collector_is_on_again(rendered: bytes) -> None:
    assert rendered
    assert gc.isenabled()


def test_without_pango_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_WithoutPango(), *sys.meta_path])
    with pytest.raises(UserError, match="apt-get install libpango"):
        pdf.render(sample.agreement())
    assert capsys.readouterr().out == ""


class _WithoutPango:
    """Imports of WeasyPrint end as they do where its libraries are missing."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "weasyprint":
            print("-----")  # noqa: T201 (as WeasyPrint does)
            raise OSError("cannot load library 'libpango-1.0-0'")


def _objects(data: bytes) -> bytes:
    """All streams of a file, inflated."""
    plain = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            plain.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(plain)


def test_no_class_of_the_page_is_a_class_of_cells() -> None:
    """What a cell with a long word may do, break it anywhere, no other text may do."""
    page = pdf.markup(sample.agreement())
    body = re.search('<body class="([a-z]+)"', page)
    assert body
    assert body[1] not in re.findall(
        r"\.([a-z]+)", resources.read_text("templates/page/print.css").split("@page short")[0]
    )


def test_words_in_a_picture_are_set_whole() -> None:
    """Letter by letter, a mark would stand beside its letter and Arabic letters apart."""
    from weasyprint import svg

    page = (
        '<html lang="en"><title>x</title><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 9">'
        '<title>x</title><text x="0" y="8" font-family="Label">Words</text></svg></html>'
    )
    own = svg.text, dict(svg.TAGS)
    with pikepdf.open(io.BytesIO(pdf.typeset(page))) as file:
        steps = [str(step.operator) for step in pikepdf.parse_content_stream(file.pages[0])]
    assert steps.count("TJ") + steps.count("Tj") == 1
    assert (svg.text, svg.TAGS) == own
