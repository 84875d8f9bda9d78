"""Word files as LibreOffice and pandoc read them: the same text as the Markdown, number by number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from judges.engines import office, run
from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.renderers import docx, markdown
from support import ROOT

pytestmark = pytest.mark.judge

SPECS = sorted((ROOT / "examples").rglob("*.agreement.yaml"))


@pytest.fixture(scope="module")
def agreements() -> dict[str, Agreement]:
    made = {}
    for path in SPECS:
        spec = pipeline.check_file(str(path)).spec
        assert spec
        made[path.name + path.parent.name] = pipeline.agreement(spec)
    return made


@pytest.fixture(scope="module")
def shown(agreements: dict[str, Agreement], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("word")
    files = {name: folder / f"{number}.docx" for number, name in enumerate(agreements)}
    for name, file in files.items():
        file.write_bytes(docx.render(agreements[name]))
    return dict(zip(agreements, office(dict.fromkeys(files.values(), "keep")), strict=True))


@pytest.mark.parametrize("name", [path.name + path.parent.name for path in SPECS])
def test_libreoffice_shows_the_text_of_the_markdown(
    name: str, agreements: dict[str, Agreement], shown: dict[str, list[str]]
) -> None:
    """With its own numbering and its own answer to every reference field."""
    agreement = agreements[name]
    first = first_line(agreement)
    assert lines_from(first, shown[name]) == list(read(markdown.render(agreement), first))


def first_line(agreement: Agreement) -> str:
    """The heading of what stands after the title and the contents."""
    clause = next(agreement.clauses())
    return "Cover page" if agreement.cover else f"{clause.number}. {clause.title}"


def lines_from_cover(lines: list[str]) -> list[str]:
    """What stands after the contents of an agreement that is no letter."""
    return lines_from("Cover page", lines)


def lines_from(first: str, lines: list[str]) -> list[str]:
    """What stands after the contents; empty lines are left out."""
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    return kept[len(kept) - kept[::-1].index(first) - 1 :]


def read(text: bytes, first: str) -> Iterator[str]:
    """The texts of headings, paragraphs and cells from that line on, as a Markdown engine finds them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text.decode())
    found = False
    for token in tokens:
        if token.type == "inline":
            parts = (child.content or " " * (child.type == "softbreak") for child in token.children or ())
            kept = (part for part in parts if not part.startswith("<a id=") and part != "</a>")
            line = " ".join("".join(kept).split())
            found = found or line == first
            if found and line:
                yield line


def test_pandoc_finds_the_headings(agreements: dict[str, Agreement], tmp_path: Path) -> None:
    agreement = next(iter(agreements.values()))
    file = tmp_path / "deal.docx"
    file.write_bytes(docx.render(agreement))
    blocks = json.loads(run("pandoc", "--from=docx", "--to=json", file))["blocks"]
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    parts = len(agreement.parts) + len(agreement.schedules) + 2
    assert levels.count(1) == parts
    assert levels.count(2) == len(list(agreement.clauses()))
