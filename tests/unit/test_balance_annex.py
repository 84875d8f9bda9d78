"""The balance as a report of the agreement: the picture and the tables say the same, in every format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from modelpact import pipeline
from modelpact.agreement import Annex, Matrix, MatrixBand, MatrixRow, Paragraph, Reference, Table, plain
from modelpact.renderers.matrix_svg import drawn
from modelpact.renderers.svg import WIDTH
from modelpact.spec import Spec, build
from modelpact.tree_data import from_data, to_data
from support import ROOT
from unit.hostile import FRAGMENTS

SVG = "{http://www.w3.org/2000/svg}"
EXAMPLES = ("gpt-2-cornell", "bigscience-bloom", "openai-anthropic")


def spec(name: str) -> Spec:
    """An example that asks for the report."""
    file = ROOT / "examples" / f"{name}.agreement.yaml"
    found = pipeline.check_file(str(file)).spec
    assert found
    data: Any = {**found.source.data, "document": {"annexes": ["balance"]}}
    return build(replace(found.source, data=data), found.kind)


def report(name: str) -> Annex:
    [annex] = pipeline.agreement(spec(name)).annexes
    return annex


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_tables_say_what_the_picture_shows(name: str) -> None:
    annex = report(name)
    assert isinstance(annex.picture, Matrix)
    tables = {block.caption: block for block in annex.blocks if isinstance(block, Table)}
    for band in annex.picture.bands:
        for row, cells in zip(band.rows, tables[band.title].rows, strict=True):
            said = [plain(cell) for cell in cells[1 : len(row.cells) + 1]]
            assert plain(cells[0]) == row.label
            assert [text != "–" for text in said] == [bool(cell) for cell in row.cells]
            if row.note:
                assert plain(cells[-1]).replace(": ", " ") == row.note.replace("(", "").replace(")", "")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_number_is_a_link_to_where_it_stands(name: str) -> None:
    tree = pipeline.agreement(spec(name))
    anchors = {section.anchor for section in tree.sections()}
    anchors |= {
        block.anchor
        for section in tree.sections()
        for block in section.blocks
        if isinstance(block, Paragraph) and block.anchor
    }
    [annex] = tree.annexes
    cells = [cell for block in annex.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    cited = [inline for cell in cells for inline in cell if isinstance(inline, Reference)]
    assert len(cited) > 40
    assert {reference.anchor for reference in cited} <= anchors


def test_every_format_has_it() -> None:
    asked = spec("gpt-2-cornell")
    made = pipeline.render(asked, ["md", "html", "docx", "json", "pdf"])
    assert "## Report: who holds the reins" in made["md"].decode()
    assert made["html"].decode().count('class="matrix"') == 1
    assert b"/Figure" in made["pdf"] or b"ObjStm" in made["pdf"]
    assert '"type": "matrix"' in made["json"].decode()
    tree = pipeline.agreement(asked)
    assert from_data(to_data(tree)) == tree


def test_an_agreement_that_asks_for_both_has_both_in_that_order() -> None:
    found = spec("gpt-2-cornell")
    data: dict[str, Any] = dict(found.data)
    data["document"] = {"annexes": ["timeline", "balance"]}
    assert [annex.id for annex in pipeline.agreement(replace(found, data=data)).annexes] == [
        "timeline",
        "balance",
    ]


def picture(name: str, columns: int = 2) -> list[ET.Element]:
    row = MatrixRow("Suspend Access", ("18.1", *("" for _ in range(columns - 1))))
    other = MatrixRow("Stop a release", tuple("" for _ in range(columns)), f"nobody ({name})")
    band = MatrixBand("Ending", (row, other))
    matrix = Matrix(tuple(name for _ in range(columns)), tuple(("1 power",) for _ in range(columns)), (band,))
    return [ET.fromstring(f"<x>{drawn(matrix, name, 'page-balance')}</x>")]


@pytest.mark.parametrize("text", [each for each in FRAGMENTS if each.isprintable()])
def test_words_of_a_spec_are_text_in_the_picture(text: str) -> None:
    [root] = picture(text)
    assert {element.tag for element in root.iter()} <= {
        "x",
        "figure",
        *(f"{SVG}{tag}" for tag in ("svg", "title", "text", "rect", "line", "circle")),
    }


@pytest.mark.parametrize("columns", [2, 3, 10, 40])
def test_everything_is_drawn_inside_the_picture(columns: int) -> None:
    [root] = picture("A party with quite a long name", columns)
    discs = [element for element in root.iter(f"{SVG}circle") if "has" in element.attrib["class"]]
    assert len(discs) == 1
    for element in root.iter():
        for name in ("x", "cx", "x2"):
            assert 0 <= float(element.attrib.get(name, 0)) <= WIDTH
