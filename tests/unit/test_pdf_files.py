"""What a PDF carries and how it is tagged, as pikepdf reads it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import md5, sha256
from typing import Any

import pikepdf
import pytest
from pikepdf import Name

from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.canonical import canonical
from modelpact.check import check
from modelpact.renderers import pdf
from modelpact.renderers.pdf_files import files
from specs import random_spec
from support import ROOT
from unit import sample

EXAMPLES = sorted((ROOT / "examples").glob("**/*.agreement.yaml"))
RELATIONSHIPS = {
    "agreement.json": ("application/json", "/Data"),
    "manifest.json": ("application/json", "/Supplement"),
    "spec.agreement.yaml": ("application/yaml", "/Source"),
}


@pytest.fixture(scope="module")
def rendered() -> Iterator[pikepdf.Pdf]:
    """The sample, final and with a long table, as a PDF."""
    agreement = replace(sample.agreement(), cover=sample.agreement().cover * 30)
    with pikepdf.open(io.BytesIO(pdf.render(agreement))) as opened:
        assert len(opened.pages) > 5
        yield opened


def elements(opened: pikepdf.Pdf) -> Iterator[Any]:
    """The structure tree, depth first."""
    waiting: list[Any] = [opened.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Dictionary) and element.get("/Type") == Name.StructElem:
            yield element
            waiting += reversed(list(element.get("/K", [])))


def test_each_file_is_associated_once(rendered: pikepdf.Pdf) -> None:
    associated = {str(file.UF): file for file in rendered.Root.AF}
    assert list(associated) == sorted(RELATIONSHIPS)
    assert len(rendered.Root.AF) == len(rendered.attachments) == len(RELATIONSHIPS)
    for name, (media_type, relationship) in RELATIONSHIPS.items():
        attached = rendered.attachments[name].get_file()
        assert attached.mime_type == media_type
        assert str(associated[name].AFRelationship) == relationship
        assert associated[name].objgen == rendered.attachments[name].obj.objgen


def test_files_are_whole(rendered: pikepdf.Pdf) -> None:
    agreement = replace(sample.agreement(), cover=sample.agreement().cover * 30)
    for file in files(agreement, pdf.versions_in_use()):
        attached = rendered.attachments[file.name].get_file()
        assert attached.read_bytes() == file.content
        assert attached.size == len(file.content)
        assert attached.md5 == md5(file.content).digest()


def test_the_manifest_names_versions_and_hashes(rendered: pikepdf.Pdf) -> None:
    carried = {name: file.get_file().read_bytes() for name, file in rendered.attachments.items()}
    manifest = json.loads(carried["manifest.json"])
    assert set(manifest["versions"]) >= {"modelpact", "WeasyPrint", "Pango", "HarfBuzz", "zlib"}
    assert all(version[0].isdigit() for version in manifest["versions"].values())
    for name in ("agreement.json", "spec.agreement.yaml"):
        assert manifest["files"][name] == sha256(carried[name]).hexdigest()
    font = ROOT / "templates" / "page" / "fonts" / "SourceSerif4-Regular.ttf"
    assert manifest["page"]["fonts/SourceSerif4-Regular.ttf"] == sha256(font.read_bytes()).hexdigest()
    assert manifest["form"] == {"version": "1.0.0", "sha256": "cd" * 32}
    assert set(manifest["texts"]) >= {"publication", "page-cover", "schedule:model-sheet"}


def test_one_changed_word_changes_the_hash_of_its_clause_alone() -> None:
    old, new = (
        json.loads(files(sample.agreement(value), {})[1].content)["texts"]
        for value in ("Oregon", sample.BENIGN)
    )
    assert {id_ for id_ in old if old[id_] != new[id_]} >= {"publication", "page-cover"}
    assert old["page-closing"] == new["page-closing"]


def test_no_place_of_a_file_is_in_the_tree() -> None:
    for file in files(_agreement(EXAMPLES[0].read_bytes(), str(EXAMPLES[0])), {}):
        assert b'"span"' not in file.content


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.removesuffix(".agreement.yaml"))
def test_the_spec_inside_makes_the_agreement_again(path) -> None:
    """Without the house terms that it extends, and wherever its file lies."""
    agreement = _agreement(path.read_bytes(), str(path))
    again = _agreement(canonical(agreement.spec), "spec.agreement.yaml")
    assert files(again, {}) == files(agreement, {})


@pytest.mark.parametrize("seed", range(20))
def test_any_spec_makes_its_agreement_again(seed: int) -> None:
    agreement = _agreement(json.dumps(random_spec(seed, openness=0.1)).encode(), "spec")
    assert files(_agreement(canonical(agreement.spec), "x"), {}) == files(agreement, {})


def test_every_header_cell_says_what_it_heads(rendered: pikepdf.Pdf) -> None:
    scopes = [str(element.A.Scope) for element in elements(rendered) if element.S == Name.TH]
    assert set(scopes) == {"/Column", "/Row"}
    named = {str(name) for name in list(rendered.Root.StructTreeRoot.IDTree.Names)[::2]}
    assert named == {str(element.ID) for element in elements(rendered) if element.S == Name.TH}
    referred = [
        str(header) for element in elements(rendered) if element.S == Name.TD for header in element.A.Headers
    ]
    assert referred
    assert set(referred) <= named


def test_running_titles_are_artifacts(rendered: pikepdf.Pdf) -> None:
    """All that is marked as content hangs in the tree, and nothing in the margins does."""
    tree = [
        (element.Pg.objgen, int(kid))
        for element in elements(rendered)
        for kid in element.get("/K", [])
        if isinstance(kid, int)
    ]
    marked: list[Any] = []
    running = 0
    for page in rendered.pages:
        for instruction in pikepdf.parse_content_stream(page):
            if str(instruction.operator) == "BDC":
                tag, properties = instruction.operands
                if tag == Name.Artifact:
                    running += properties.Type == Name.Pagination
                else:
                    marked.append((page.objgen, int(properties.MCID)))
    assert sorted(tree) == sorted(marked)
    titles = 5 * len(rendered.pages) - 1  # the title page has no running title
    repeated = sum(len(page_headers) for page_headers in _repeated_headers(rendered))
    assert running == titles + repeated
    assert repeated


def _repeated_headers(opened: pikepdf.Pdf) -> Iterator[list[Any]]:
    """The header cells of each table for each page on which it goes on: printed again, not read again."""
    for table in (element for element in elements(opened) if str(element.S) == "/Table"):
        head = [cell for part in table.K if str(part.S) == "/THead" for cell in part.K[0].K]
        cells = [cell for part in table.K if str(part.S) == "/TBody" for row in part.K for cell in row.K]
        pages = {cell.Pg.objgen for cell in cells}
        yield from [[cell for cell in head if len(cell.K)]] * (len(pages) - 1)


def test_the_tree_reads_as_the_document_does(rendered: pikepdf.Pdf) -> None:
    kinds = [str(element.S) for element in elements(rendered)]
    assert kinds[0] == "/Document"
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/H3")
    assert {"/Table", "/THead", "/TBody", "/TR", "/Caption", "/L", "/LI", "/Link"} <= set(kinds)
    assert bool(rendered.Root.MarkInfo.Marked)
    assert str(rendered.Root.Lang) == "en-US"
    assert bool(rendered.Root.ViewerPreferences.DisplayDocTitle)


def _agreement(content: bytes, name: str) -> Agreement:
    from modelpact.files import read_named

    spec = check(name, content, read=read_named).spec
    assert spec
    return pipeline.agreement(spec)
