"""The standard form, proved over random valid specs of every kind: whole, plain, and every field in use."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from statistics import mean, quantiles
from typing import Any

import pytest

from modelpact import resources
from modelpact.agreement import Agreement, Block, Emphasis, Line, Reference, Strong, Table, Term, Text, plain
from modelpact.assemble import assemble
from modelpact.capitals import undefined
from modelpact.conditions import compile_condition
from modelpact.diagnostics import Path
from modelpact.fields import contract
from modelpact.form import Form, Template
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.spec import build, is_letter
from modelpact.store import standard_form
from specs import KINDS, random_spec

FORM, _CODE = standard_form(os.environ)
LETTER, _LETTER_CODE = standard_form(os.environ, "letter")
FORMS, CODE = (FORM, LETTER), {**_CODE, **_LETTER_CODE}
SPECS_OF_A_KIND = 16
ROLES = {"provider", "recipient", "each", "coordinator", "public", "workers", "communities", "contributors"}
FORBIDDEN = re.compile(r"\b(?:shall|hereby|herein|hereof|witnesseth|and/or|best efforts)\b", re.IGNORECASE)

# Capitalised because the world spells them so.
PROPER_NAMES = re.compile(
    r"Saturday|Sunday|"
    r"RAND|SL[1-5]|SHA-256|Annex [A-Z]+|XII|Regulation|European|Union|United States|CC0|TBC|AI|EU|I\b"
)


# A letter defines no terms: its words with capitals are the master's.
_FORMS_OF_TERMS = [form for term in FORM.terms for form in term.forms]
MASTERS_WORDS = re.compile(
    rf"\b(?:Master Agreement|{'|'.join(sorted(_FORMS_OF_TERMS, key=len, reverse=True))})\b"
)


@cache
def agreements() -> tuple[Agreement, ...]:
    """Of each kind several agreements, then several letters."""
    return tuple(
        agreement(random_spec(seed, kind=name, letter=letter))
        for letter in (False, True)
        for name in KINDS
        for seed in range(SPECS_OF_A_KIND)
    )


def agreement(data: dict[str, Any]) -> Agreement:
    source = Source("random", {"random": ""}, data, {})
    return assemble(build(source, kind(data["kind"])), form_of(data), CODE)


def form_of(data: dict[str, Any]) -> Form:
    return LETTER if is_letter(data) else FORM


def blocks(tree: Agreement) -> Iterator[tuple[str, Block]]:
    yield from (("the cover", block) for block in tree.cover)
    for place in tree.sections():
        yield from ((place.id, block) for block in place.blocks)


def lines(tree: Agreement) -> Iterator[tuple[str, Line]]:
    for place, block in blocks(tree):
        if isinstance(block, Table):
            yield from ((place, cell) for row in (block.header, *block.rows) for cell in row)
        else:
            yield from ((place, line) for line in block.lines)


# Own words of a spec begin and end beside a reference: their outer spaces and stops part it from them.
_WORDS = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def form_words(line: Line) -> str:
    """The form's own words; a letter stands for each value, term and reference."""
    parts = []
    for inline in line:
        if isinstance(inline, Strong | Emphasis):
            parts.append("x." if plain(inline.children).endswith(".") else "x")
        elif isinstance(inline, Text):
            parts.append(_WORDS.sub("x", inline.text) if inline.source else inline.text)
        else:
            parts.append("x")
    return "".join(parts)


# --- the files


EVERY_CLAUSE = (*FORM.clauses.values(), *LETTER.clauses.values())


def test_every_clause_and_schedule_file_is_in_an_outline() -> None:
    for folder, known in (("clauses", {clause.id for clause in EVERY_CLAUSE}), ("schedules", FORM.schedules)):
        assert {path.stem for path in (resources.templates() / folder).glob("*.md")} == set(known)


@pytest.mark.parametrize("clause", EVERY_CLAUSE, ids=lambda clause: clause.id)
def test_front_matter_is_complete(clause: Template) -> None:
    assert clause.title
    assert clause.purpose.endswith(".")
    assert clause.origin
    assert clause.kind in {"right", "duty", "prohibition", "procedure", "statement", "disclaimer"}
    assert set(clause.bears) | set(clause.benefits) <= ROLES
    assert len(re.findall(r"\.(?:\s|$)", clause.guidance)) >= 2
    compile_condition(clause.when)


def test_no_word_of_legalese_and_no_straight_quote() -> None:
    for template in (template for form in FORMS for template in form.templates()):
        body = re.sub(
            r"\{[{%].*?[%}]\}|\{#.*?\}|<!--.*?-->|\{[a-z#].*?\}", " ", template.body, flags=re.DOTALL
        )
        assert not FORBIDDEN.search(body), template.file
        assert not re.search(r"[\"']", body), template.file


# --- what it makes


def test_no_template_has_a_capital_that_no_definition_explains() -> None:
    known = {*FORM.proper_names, *(form for term in FORM.terms for form in term.forms)}
    for template in FORM.templates():
        assert list(undefined(template, known)) == [], template.file


def test_every_proper_name_is_used() -> None:
    text = "".join(template.body for template in FORM.templates())
    assert [name for name in FORM.proper_names if name not in text] == []


def test_no_word_has_a_capital_that_no_definition_explains() -> None:
    for tree in agreements():
        for place, line in lines(tree):
            if (
                place == "deviations"
            ):  # values of the spec and of the form side by side, in words of no sentence
                continue
            words = PROPER_NAMES.sub("x", form_words(line))
            words = MASTERS_WORDS.sub("x", words) if tree.title == LETTER.title else words
            found = re.search(r"(?<=[a-z,;] )[A-Z]\w+", words)
            assert not found, f"{found[0]!r} in {place}: {plain(line)}"


def test_terms_are_defined_if_and_only_if_they_are_used() -> None:
    for tree in agreements():
        every = [block for _, block in blocks(tree)]
        defined = {block.anchor for block in every if not isinstance(block, Table) and hasattr(block, "term")}
        used = {inline.anchor for _, line in lines(tree) for inline in line if isinstance(inline, Term)}
        assert used == defined


def test_references_lead_somewhere() -> None:
    for tree in agreements():
        anchors = {place.anchor for place in tree.sections()}
        anchors |= {
            block.anchor for _, block in blocks(tree) if not isinstance(block, Table) and block.anchor
        }
        targets = {
            inline.anchor for _, line in lines(tree) for inline in line if isinstance(inline, Reference)
        }
        assert targets <= anchors


def test_every_clause_and_schedule_says_something() -> None:
    for tree in agreements():
        for place in tree.sections():
            assert place.blocks, place.id
            assert all(isinstance(block, Table) or all(map(plain, block.lines)) for block in place.blocks), (
                place.id
            )


def test_no_word_space_or_stop_is_doubled() -> None:
    wrong = re.compile(r"(?i)\b(\w+) \1\b|  | [,.;:]|\.\.|,,|;;|[:;]\.|\( | \)")
    for tree in agreements():
        for place, line in lines(tree):
            found = wrong.search(re.sub(r"x(?: x)+", "x", form_words(line)))
            assert not found, f"{found[0]!r} in {place}: {plain(line)}"


def test_sentences_are_short() -> None:
    sentences = {
        plain(line) for tree in agreements()[::SPECS_OF_A_KIND] for _, line in lines(tree) if len(line) > 1
    }
    counts = [len(sentence.split()) for sentence in sentences if sentence.endswith((".", ";", ":"))]
    assert mean(counts) <= 18
    assert quantiles(counts, n=10)[-1] <= 28


def test_a_term_that_is_not_in_use_leaves_no_point_open() -> None:
    alone = agreement({**random_spec(1, kind="red-team", richness=0.0), "structure": "single"})
    assert not [path for path in alone.open_points if path[0] == "master"]


# --- the fields


def used_fields() -> set[Path]:
    """Every field that any of the agreements read, without list positions."""
    reads = {origin.path for tree in agreements() for place in tree.sections() for origin in place.sources}
    return {tuple(key for key in path if isinstance(key, str)) for path in reads}


# Read by the program itself: the file's form, its defaults, its silenced rules, its own clauses, the page.
PROGRAM_FIELDS = {
    ("modelpact",), ("id",), ("title",), ("extends",), ("document",), ("lint", "ignore"), ("status",),
    ("document", "paper"),
    ("illustrative",), ("language",), *(("clauses", name) for name in ("exclude", "replace", "add", "terms")),
    ("master", "file"), ("master", "spec"), ("models", "model_card_file"),
}  # fmt: skip


def test_every_field_of_the_schema_changes_something() -> None:
    used = used_fields() | PROGRAM_FIELDS
    fields = {path[:-1] if path[-1] == "withheld" else path for path, _ in contract().leaves()}
    unused = [path for path in fields if not any(read[: len(path)] == path for read in used)]
    assert unused == []


def test_defaults_stand_in_the_schema_and_the_kinds_only() -> None:
    for path in (resources.templates().parent / "src").rglob("*.py"):
        assert not re.search(r"spec\.(?:get|at)\([^()]*,[^()]*\)", path.read_text()), path
