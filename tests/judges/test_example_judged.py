"""The shipped example, as outside programs read its Markdown and its PDF."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from judges.engines import COMMANDS, WITHOUT_TABLES, read, run
from judges.outline import Outline, straight
from modelpact.agreement import READING
from support import EXAMPLE

pytestmark = pytest.mark.judge

MARGIN = 60
"""Points at the top and at the bottom of a page that hold running titles: 21 mm."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program has rendered the example."""
    made = tmp_path_factory.mktemp("example")
    run(sys.executable, "-m", "modelpact", "render", EXAMPLE, "-f", "md,pdf", "-o", made)
    return made


@pytest.fixture(scope="module")
def markdown(folder: Path) -> bytes:
    return (folder / "gpt-2-cornell.md").read_bytes()


@pytest.fixture(scope="module")
def page(markdown: bytes) -> Outline:
    """The Markdown as GitHub's parser reads it."""
    return read("cmark-gfm", markdown)


@pytest.fixture(scope="module")
def pdf(folder: Path) -> Path:
    return folder / "gpt-2-cornell.pdf"


@pytest.fixture(scope="module")
def printed(pdf: Path) -> str:
    """The PDF's text between its running titles, without spaces: they fall where lines break."""
    size = re.search(r"Page size: +([0-9.]+) x ([0-9.]+)", run("pdfinfo", pdf))
    assert size
    width, height = (round(float(length)) for length in size.groups())
    area = {"-x": 0, "-y": MARGIN, "-W": width, "-H": height - 2 * MARGIN}
    options = [str(part) for option in area.items() for part in option]
    return compact(run("pdftotext", "-raw", *options, pdf, "-"))


def compact(text: str) -> str:
    """The characters that count: without spaces, and without capitals, since a style sheet sets some."""
    return straight("".join(unicodedata.normalize("NFKC", text).casefold().split()))


def after_title(page: Outline) -> list[tuple[str, str]]:
    """From the cover page on: the title is laid out in another way on paper."""
    return page.blocks[page.blocks.index(("h2", "Cover page")) :]


def missing(texts: list[str], printed: str) -> list[str]:
    return [text for text in texts if compact(text) not in printed]


@pytest.mark.parametrize("engine", sorted(COMMANDS))
def test_every_engine_reads_the_same_markdown(engine: str, markdown: bytes, page: Outline) -> None:
    found = read(engine, markdown)
    if engine in WITHOUT_TABLES:
        found, page = found.without_tables(), page.without_tables()
    assert found.blocks == page.blocks
    assert found.rows == page.rows
    assert found.links == page.links
    assert found.anchors == page.anchors


def test_every_link_inside_the_markdown_leads_somewhere(page: Outline) -> None:
    assert len(page.anchors) == len(set(page.anchors))
    assert {target[1:] for target, _ in page.links if target[0] == "#"} <= set(page.anchors)


def test_the_markdown_has_no_lists_codes_or_quotations(page: Outline) -> None:
    """Numbers are text: no engine counts for itself."""
    assert set(page.marks) <= {"strong", "em"}
    assert {tag for tag, _ in page.blocks} == {"h1", "h2", "h3", "p", "th", "td"}


def test_qpdf_finds_no_error(pdf: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", pdf)


def test_the_pdf_is_tagged_and_has_a_title(pdf: Path) -> None:
    information = run("pdfinfo", pdf)
    assert re.search(r"Tagged: +yes", information)
    assert re.search(r"Title: +\S", information)
    assert re.search(r"JavaScript: +no", information)


def test_every_heading_is_printed_in_the_contents_and_in_its_place(page: Outline, printed: str) -> None:
    clauses = [text for tag, text in page.blocks if tag == "h3"]
    assert clauses
    assert [text for text in clauses if printed.count(compact(text)) < 2] == []
    others = [text.partition(". ")[2] or text for tag, text in after_title(page) if tag == "h2"]
    assert missing(others, printed) == []


def test_every_paragraph_is_printed_with_its_number(page: Outline, printed: str) -> None:
    paragraphs = [text for tag, text in after_title(page) if tag == "p"]
    assert len(paragraphs) > 100
    # Whoever signs there stands below the name of their party, which need not be said again.
    paragraphs = [READING if text.startswith(f"{READING} (") else text for text in paragraphs]
    assert missing(paragraphs, printed) == []


def test_every_value_in_a_table_is_printed(page: Outline, printed: str) -> None:
    cells = [text for tag, text in after_title(page) if tag in ("th", "td")]
    assert len(cells) > 100
    assert missing(cells, printed) == []
