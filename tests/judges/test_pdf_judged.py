"""Hostile texts in a PDF, as Poppler reads it: each as itself, and nothing made of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from judges.engines import run
from judges.test_markdown_judged import batch, hostile_texts
from modelpact.agreement import Paragraph, Part, Reference, Text
from modelpact.glyphs import missing
from modelpact.renderers import pdf
from unit import sample
from unit.hostile import shown

pytestmark = pytest.mark.judge

MOST = 120
"""Each text is a clause of a dozen paragraphs and cells; layout takes its time."""


def printable() -> list[str]:
    """The texts that the fonts can show: `check` reports the others before anything is printed."""
    texts = (shown(text) for text in hostile_texts())
    kept = (text for text in texts if text and not missing(text) and text[0] != "\u0338")
    return list(dict.fromkeys(kept))[:MOST]


def compact(text: str) -> str:
    """Without spaces, which fall where lines break; ligatures and the like count as their letters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile") / "hostile.pdf"
    made.write_bytes(pdf.render(batch(printable())))
    return made


def test_hostile_texts_are_printed_as_themselves(hostile: Path) -> None:
    printed = compact(run("pdftotext", "-raw", hostile, "-"))
    lost = [
        text
        for number, text in enumerate(printable(), 1)
        if compact(f"{number}.1{text}") not in printed or compact(f"(a){text}") not in printed
    ]
    assert lost == []


def test_hostile_texts_make_no_heading_table_or_link(hostile: Path) -> None:
    structure = run("pdfinfo", "-struct", hostile)
    headings = len(printable()) + len(batch([]).signatures)  # a clause each, and who signs
    assert len(re.findall(r"^ *H3 ", structure, re.MULTILINE)) == headings
    links = {line.split()[-1] for line in run("pdfinfo", "-url", hostile).splitlines()[1:]}
    assert links
    assert all(link.startswith("https://example.org/") for link in links)  # the sample's own


def test_words_before_a_reference_fill_their_line(tmp_path: Path) -> None:
    """Whatever their length: also if they fit the line and the space after them does not."""
    words = "Promptly after the Effective Date, the Party must deliver every one of the Files "
    lines = tuple(
        (Text(f"{words}{'i' * some}{'r' * more} "), Reference("model-sheet", "Schedule A"), Text(" lists."))
        for some, more in product(range(1, 25), range(4))
    )
    tree = sample.agreement()
    clause = replace(tree.parts[0].clauses[0], blocks=tuple(Paragraph((line,), 1, "1.1") for line in lines))
    made = tmp_path / "lines.pdf"
    made.write_bytes(pdf.render(replace(tree, parts=(Part("A", "Lines", (clause,)),))))
    printed = run("pdftotext", "-layout", made, "-")
    assert printed.count("Promptly after the Effective Date") == len(lines)


def test_a_hostile_pdf_is_still_sound(hostile: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", hostile)
