"""The PDF as an archive and a listener get it: what independent programs find in it, and what they hear.

No program here proves PDF/A-3a or PDF/UA-1 as a whole; veraPDF does, wherever it is installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from judges.engines import run
from judges.test_word_judged import first_line, read
from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.renderers import markdown, pdf
from modelpact.signed.page_text import pages
from support import ROOT
from unit.test_pdf_files import elements

pytestmark = pytest.mark.judge

NAMES = ("gpt-2-cornell", "bigscience-bloom", "master/second-model")
"""A draft with a drawing, one with many parties and long tables, a letter of two pages."""

BIN = ROOT / ".venv" / "bin"
KNOWN = {
    "TBL-010": "more header cells than data cells, as in any table of two columns whose first is of headers",
    "ORD-001": "page numbers in the contents are drawn after all lines; the tree has each in place",
}
"""What outloud remarks and what is so on purpose."""


@pytest.fixture(scope="module")
def agreements() -> dict[str, Agreement]:
    made = {}
    for name in NAMES:
        spec = pipeline.check_file(str(ROOT / "examples" / f"{name}.agreement.yaml")).spec
        assert spec
        made[name] = pipeline.agreement(spec)
    return made


@pytest.fixture(scope="module")
def made(agreements: dict[str, Agreement], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pdf")
    files = {name: folder / f"{Path(name).name}.pdf" for name in agreements}
    for name, file in files.items():
        file.write_bytes(pdf.render(agreements[name]))
    return files


@pytest.mark.parametrize("name", NAMES)
def test_pdfua_finds_nothing(name: str, made: dict[str, Path]) -> None:
    said = json.loads(run(BIN / "pdfua", "check", "--format", "json", made[name]))
    assert said["findings"] == []
    assert said["summary"]["rules_run"] >= 11
    # Its rule on empty headings stumbles over the tree of any file whose elements hold arrays.
    assert {skipped["rule_id"] for skipped in said["skipped"]} <= {"UA-14-001"}


@pytest.mark.parametrize("name", NAMES)
def test_outloud_finds_nothing_but_what_is_so_on_purpose(name: str, made: dict[str, Path]) -> None:
    said = json.loads(run(BIN / "outloud", "--json", "-", "--fail-on", "never", made[name]))
    found = {finding["rule"]: finding for result in said["results"] for finding in result["findings"]}
    assert found.keys() <= KNOWN.keys(), found


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_it_sound(name: str, made: dict[str, Path]) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", made[name])


def test_a_listener_hears_the_markdown(agreements: dict[str, Agreement], made: dict[str, Path]) -> None:
    """Letter by letter in the order of the structure tree, up to where people sign, as Poppler reads it.

    Poppler takes a minute for the tree of a long agreement, so of those the test below reads it.
    """
    name = "master/second-model"
    heard = letters(spoken(run("pdfinfo", "-struct-text", made[name])))
    assert heard_as_written(heard, agreements[name])


@pytest.mark.parametrize("name", [name for name in NAMES if "/" not in name])
def test_the_tree_of_a_long_agreement_reads_as_the_markdown(
    name: str, agreements: dict[str, Agreement], made: dict[str, Path]
) -> None:
    with pikepdf.open(made[name]) as opened:
        texts = {(piece.page, piece.mark): piece.text for page in pages(opened) for piece in page}
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, 1)}
        marks = [
            (numbers[element.Pg.objgen], int(kid))
            for element in elements(opened)
            for kid in element.K
            if isinstance(kid, int) and str(element.S) != "/Figure"
        ]
    assert heard_as_written(letters(texts.get(mark, "") for mark in marks), agreements[name])


def heard_as_written(heard: str, agreement: Agreement) -> bool:
    """Whether what is heard is the Markdown, from the cover page or the first clause to the signatures."""
    lines = list(read(markdown.render(agreement), first_line(agreement)))
    end = len(lines) - lines[::-1].index("Signatures")
    written = letters(HEADING.sub(r"\1 ", line) for line in lines[:end])
    assert len(written) > 2_000
    start = heard.rindex(written[:300])
    assert heard[start : start + len(written)] == written
    return True


HEADING = re.compile("^((?:Part|Schedule) [A-Z])[.] ")
"""The page sets the letter of a part apart from its title, the Markdown puts a full stop there."""


def spoken(structure: str) -> Iterator[str]:
    """The texts of the structure tree in its order."""
    return (line.strip()[1:-1] for line in structure.splitlines() if line.strip().startswith('"'))


def letters(texts: Iterable[str]) -> str:
    """Without spaces and case: the page sets small headings in capitals."""
    joined = "".join("".join(texts).split())
    return unicodedata.normalize("NFKC", joined).casefold()


MAY_HOLD = {
    "/Table": {"/Caption", "/THead", "/TBody"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/LI", "/L"},
    "/LI": {"/Lbl", "/LBody"},
}


@pytest.mark.parametrize("name", NAMES)
def test_the_structure_tree_is_whole(name: str, made: dict[str, Path]) -> None:
    """Headings without gaps, lists of items, tables of rows of cells, pictures in words, a way back."""
    with pikepdf.open(made[name]) as opened:
        tree = list(elements(opened))
        levels = [int(str(element.S)[2:]) for element in tree if re.fullmatch("/H[1-6]", str(element.S))]
        assert levels[0] == 1
        assert all(new <= old + 1 for old, new in pairwise(levels))
        for element in tree:
            inside = [str(kid.S) for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            assert {*inside} <= MAY_HOLD.get(str(element.S), {*inside}), element.S
            assert str(element.S) != "/Figure" or (str(element.Alt) and element.A.BBox)
        holders = parents(opened)
        for element in tree:
            for mark in (kid for kid in element.K if isinstance(kid, int)):
                assert holders[int(element.Pg.StructParents)][mark].objgen == element.objgen


def parents(opened: pikepdf.Pdf) -> dict[int, Any]:
    """What the file says that each mark of a page belongs to."""
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): holders for key, holders in zip(numbers[::2], numbers[1::2], strict=True)}


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_embedded_and_says_its_letters(name: str, made: dict[str, Path]) -> None:
    with pikepdf.open(made[name]) as opened:
        fonts = {
            font.objgen: font for page in opened.pages for font in page.Resources.get("/Font", {}).values()
        }
        assert len(fonts) > 2
        for font in fonts.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & {*descriptor.keys()}
            assert b"beginbfchar" in font.ToUnicode.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_it_declares_both_standards_its_language_and_its_title(
    name: str, agreements: dict[str, Agreement], made: dict[str, Path]
) -> None:
    with pikepdf.open(made[name]) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == str(opened.docinfo.Title)
        said = opened.Root.Metadata.read_bytes()
        described = re.findall(rb"<pdfaSchema:namespaceURI>([^<]*)</pdfaSchema:namespaceURI>", said)
        assert described == [b"http://www.aiim.org/pdfua/ns/id/"]
        assert str(opened.Root.Lang) == agreements[name].language
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.Root.MarkInfo.Marked


@pytest.mark.parametrize("name", NAMES)
def test_verapdf_finds_both_standards_kept(name: str, made: dict[str, Path]) -> None:
    program = shutil.which("verapdf")
    if program is None:
        pytest.skip("veraPDF is not installed: nothing proves PDF/A-3a and PDF/UA-1 as a whole")
    for flavour in ("3a", "ua1"):
        done = subprocess.run(
            [program, "--flavour", flavour, "--format", "text", made[name]],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert re.match("PASS ", done.stdout), done.stdout + done.stderr
