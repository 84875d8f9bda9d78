"""A letter under a master agreement: short, whole, and silent on what it leaves to the master."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from house.test_form import FORM, LETTER, PROGRAM_FIELDS, agreement
from modelpact.agreement import Agreement, Table, Text, plain
from modelpact.diagnostics import Path as FieldPath
from modelpact.load import load
from modelpact.renderers import FORMATS, pdf
from modelpact.spec import leaves, value_at
from specs import KINDS, as_letter, random_spec
from support import ROOT
from unit.test_pdf import _objects

MOST_PAGES = 2
SIGNING = {"signatories", "research_lead"}
"""What a party's signature lines are made of."""


def minimal(kind: str, **fields: Any) -> dict[str, Any]:
    source, _ = load(kind, (ROOT / "examples" / "minimal" / f"{kind}.agreement.yaml").read_bytes())
    assert source
    return as_letter({**source.data, **fields})


def words(tree: Agreement) -> str:
    blocks = [block for section in tree.sections() for block in section.blocks]
    return "\n".join(plain(line) for block in blocks if not isinstance(block, Table) for line in block.lines)


def values(tree: Agreement) -> dict[str, tuple[str, str]]:
    """What the table of a letter's own terms says: for each term the value, and the clauses named."""
    clause = next(clause for clause in tree.clauses() if clause.id == "letter-values")
    rows = [row for block in clause.blocks if isinstance(block, Table) for row in block.rows]
    return {plain(term): (plain(value), plain(named)) for term, value, named in rows}


# --- its form


def test_no_clause_of_a_letter_has_the_id_of_one_of_its_master() -> None:
    """``[[publication]]`` then means one thing only."""
    assert not set(LETTER.clauses) & {*FORM.clauses, *FORM.schedules}


def test_a_letter_names_only_clauses_that_every_master_has() -> None:
    bodies = "".join(clause.body for clause in LETTER.clauses.values())
    named = set(re.findall(r"master_clause\('([a-z-]+)'\)", bodies))
    assert named
    for id_ in named:
        assert FORM.clauses[id_].mandatory
        assert not FORM.clauses[id_].when


# --- its length


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_small_letter_has_two_pages_at_most(kind: str, paper: str) -> None:
    """With the signature blocks of two parties and, for a consortium, of three."""
    tree = agreement(minimal(kind, document={"paper": paper}))
    assert len(tree.signatures) == (3 if kind == "consortium" else 2)
    assert pages(tree) <= MOST_PAGES


def pages(tree: Agreement) -> int:
    return len(re.findall(rb"/Type /Page\b", _objects(pdf.render(tree))))


def test_a_letter_has_no_cover_page_no_contents_and_no_parts() -> None:
    """In its pages as in its headings, which skip no level."""
    tree = agreement(minimal("consortium"))
    markdown = FORMATS["md"].render(tree).decode()
    page = FORMATS["html"].render(tree).decode()
    word = ZipFile(BytesIO(FORMATS["docx"].render(tree))).read("word/document.xml").decode()
    for text in (markdown, page, pdf.markup(tree), word):
        assert "Cover page" not in text
        assert "Part A" not in text
    assert "pageBreakBefore" not in word
    assert "Contents" not in pdf.markup(tree) + word
    levels = [len(found) for found in re.findall(r"^(#+) ", markdown, re.MULTILINE)]
    assert levels == [1, *[2] * (len(levels) - 1)]
    assert len(levels) == 1 + len(tree.parts[0].clauses) + len(tree.schedules) + 1


# --- what it says


def test_silence_prints_no_default() -> None:
    """A default of the schema or the kind would take the place of what the master says."""
    tree = agreement(minimal("weights-transfer"))
    assert values(tree) == {}
    assert "No value is listed." in words(tree)
    assert "It ends for each Party when the Master Agreement ends" in words(tree)


def test_a_letter_lists_what_it_settles_in_its_own_way() -> None:
    tree = agreement(
        minimal(
            "weights-transfer",
            publication={"review_days": 45},
            liability={"cap": {"amount": 5, "currency": "USD"}},
        )
    )
    assert values(tree) == {
        "Publication of results: days to review": ("45 days", "“Publication”"),
        "Limits of liability: liability cap": ("USD 5", "“Liability and indemnity”"),
    }


def test_a_letter_may_have_a_time_of_its_own() -> None:
    assert "It lasts 6 months, even if the Master Agreement ends before." in words(
        agreement(minimal("red-team", term={"months": 6}))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_a_letters_spec_says_is_in_the_letter(kind: str) -> None:
    for seed in range(8):
        data = random_spec(seed, kind=kind, richness=1.0, letter=True)
        tree = agreement(data)
        said = shown(tree) | {path for path in read(tree) if not has_fields(value_at(data, path))}
        for path, _ in leaves(data):
            assert is_of_program(path) or any(path[: len(known)] == known for known in said), path


def read(tree: Agreement) -> set[FieldPath]:
    return {origin.path for section in tree.sections() for origin in section.sources}


def shown(tree: Agreement) -> set[FieldPath]:
    """Paths of the values in the tables, where several may stand in one cell."""
    tables = [block for section in tree.sections() for block in section.blocks if isinstance(block, Table)]
    inlines = [inline for table in tables for row in table.rows for cell in row for inline in cell]
    return {inline.source for inline in inlines if isinstance(inline, Text) and inline.source}


def has_fields(value: Any) -> bool:
    """Whether it is a group, so that to have looked at it says nothing of what is inside."""
    return isinstance(value, dict) or (isinstance(value, list) and any(map(has_fields, value)))


def is_of_program(path: FieldPath) -> bool:
    named = tuple(key for key in path if isinstance(key, str))
    own = PROGRAM_FIELDS | {("structure",), ("kind",), ("parties", "id"), ("models", "id")}
    return any(named[: len(each)] == each for each in own) or bool(SIGNING & set(named))
