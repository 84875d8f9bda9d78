"""Everything that a house's form changes in an agreement is a row of its deviations, and nothing else is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import pytest

from modelpact import resources
from modelpact.agreement import Agreement, Table, plain
from modelpact.assemble import assemble
from modelpact.fields import contract
from modelpact.fill import compiled
from modelpact.house import laid_over
from modelpact.house_reading import read_house
from modelpact.kinds import kind
from modelpact.load import Source, load
from modelpact.spec import build
from modelpact.standard import FormInUse
from modelpact.store import standard_form
from support import MINIMAL

FORM, CODE = standard_form(os.environ)
FILES = resources.form_files()
OUTLINE = "name: Our form\nversion: 3\nlicence: CC0-1.0\n"


def made(files: Mapping[str, str | bytes], **fields: Any) -> Agreement:
    """The smallest spec's agreement with a house's form of these files."""
    written = {"outline.yaml": OUTLINE, **files}
    house = read_house(
        {name: text if isinstance(text, bytes) else text.encode() for name, text in written.items()}, "form"
    )
    source, _ = load("deal", MINIMAL.read_bytes())
    assert source
    data = Source("deal", {}, {**source.data, **fields}, {})
    spec = build(data, kind("staged-release"), form=FormInUse(house))
    return assemble(spec, laid_over(FORM, house), {**CODE, **compiled(house.templates())})


def rows(tree: Agreement) -> list[tuple[str, ...]]:
    """What the table of the house's changes says; N stands for a clause's number."""
    blocks = next(schedule for schedule in tree.schedules if schedule.id == "deviations").blocks
    tables = [block for block in blocks if isinstance(block, Table) and "house form" in block.caption]
    return [
        (re.sub(r"^[0-9]+\. ", "N. ", plain(row[0])), *map(plain, row[1:]))
        for table in tables
        for row in table.rows
    ]


def standard(name: str, *changes: tuple[str, str]) -> str:
    """A file of the standard form with some words changed."""
    text = FILES[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def clause(title: str, front: str = "", body: str = "1. Words.") -> str:
    return f"---\ntitle: {title}\n{front}---\n{body}\n"


ETHICS = "clauses/research-ethics.md"
SURVIVAL = "clauses/survival.md"
CHANGES: dict[str, tuple[dict[str, str | bytes], list[tuple[str, str, str]]]] = {
    "the same file": ({SURVIVAL: FILES[SURVIVAL]}, []),
    "the same with other line ends": ({SURVIVAL: FILES[SURVIVAL].replace(b"\n", b"\r\n")}, []),
    "only guidance": (
        {SURVIVAL: standard(SURVIVAL, ("guidance: >\n", "guidance: >\n  Ask us first.\n"))},
        [],
    ),
    "words": (
        {
            SURVIVAL: standard(
                SURVIVAL, ("title: Survival", "title: Survival\nreason: Ours."), ("1. ", "1. Now: ")
            )
        },
        [("N. Survival", "reworded", "Ours.")],
    ),
    "title": (
        {SURVIVAL: standard(SURVIVAL, ("title: Survival", "title: What goes on"))},
        [("N. What goes on", "title changed from “Survival”", "–")],
    ),
    "condition narrowed away": (
        {SURVIVAL: standard(SURVIVAL, ("kind:", "when: status == 'final'\nkind:"))},
        [("Survival", "left out", "–")],
    ),
    "condition never true": (
        {SURVIVAL: standard(SURVIVAL, ("kind:", "when: false\nkind:"))},
        [("Survival", "left out", "–")],
    ),
    "condition that holds here": (
        {SURVIVAL: standard(SURVIVAL, ("kind:", "when: status == 'draft'\nkind:"))},
        [("N. Survival", "made to depend on other facts", "–")],
    ),
    "condition widened": (
        {ETHICS: standard(ETHICS, ("when: people_studied\n", ""))},
        [("N. Research ethics", "put in, where the standard form leaves it out", "–")],
    ),
    "clause that is in neither": ({ETHICS: standard(ETHICS, ("Research ethics", "Ethics"))}, []),
    "roles and survival": (
        {
            SURVIVAL: standard(
                SURVIVAL, ("kind: ", "survives: true\nkind: "), ("bears: [each]", "bears: [provider]")
            )
        },
        [("N. Survival", "made to outlive the Agreement, listed under other roles", "–")],
    ),
    "mandatory": (
        {
            "clauses/harm-reporting.md": standard(
                "clauses/harm-reporting.md", ("kind:", "mandatory: true\nkind:")
            )
        },
        [("N. Reports of harm", "made mandatory", "–")],
    ),
    "added": (
        {
            "outline.yaml": f"{OUTLINE}reason: Ours.\nclauses: [{{id: end, after: survival, reason: Us.}}]\n",
            "clauses/end.md": clause("End"),
        },
        [("N. End", "added", "Us.")],
    ),
    "added, not here": (
        {
            "outline.yaml": f"{OUTLINE}clauses: [{{id: end, after: survival}}]\n",
            "clauses/end.md": clause("End", "when: status == 'final'\n"),
        },
        [],
    ),
    "no reason of its own": (
        {"outline.yaml": f"{OUTLINE}reason: So we do.\n", SURVIVAL: standard(SURVIVAL, ("1. ", "1. Now: "))},
        [("N. Survival", "reworded", "So we do.")],
    ),
    "schedule": (
        {"schedules/privacy.md": standard("schedules/privacy.md", ("title: ", "title: New "))},
        [("Schedule G. New Privacy", "title changed from “Privacy”", "–")],
    ),
    "pages": (
        {"signing.md": "People sign here.\n", "cover.md": FILES["cover.md"]},
        [("Signature page", "reworded", "–")],
    ),
    "term": (
        {"terms.yaml": "terms: [{name: Project, reason: Plain., means: the work on the cover page.}]\n"},
        [("The term “Project”", "defined in other words", "Plain.")],
    ),
    "term that nothing uses": ({"terms.yaml": "terms: [{name: Campus, means: a place.}]\n"}, []),
    "phrase": (
        {"phrases.yaml": "purpose.category: {safety: work on safety}\n"},
        [
            (
                "The words for “research on safety” (permitted purpose: purpose category)",
                "now “work on safety”",
                "–",
            )
        ],
    ),
    "phrase for another choice": ({"phrases.yaml": "publication.right: {consent: as it likes}\n"}, []),
    "the same phrase": ({"phrases.yaml": FILES["phrases.yaml"]}, []),
}


@pytest.mark.parametrize(("files", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_differs_is_a_row(files: dict[str, str | bytes], expected: list[tuple[str, str, str]]) -> None:
    assert rows(made(files)) == expected


def test_without_any_change_nothing_differs() -> None:
    tree = made({SURVIVAL: FILES[SURVIVAL]})
    [schedule] = [schedule for schedule in tree.schedules if schedule.id == "deviations"]
    assert [block for block in schedule.blocks if isinstance(block, Table)] == []
    assert "Nothing differs from the standard form." in [
        plain(line) for block in schedule.blocks if not isinstance(block, Table) for line in block.lines
    ]


def test_the_last_lines_name_both_forms() -> None:
    tree = made({})
    lines = [plain(line) for paragraph in tree.closing for line in paragraph.lines]
    assert lines[0].startswith("This document was made with the modelpact standard form, version 1.0,")
    assert lines[1].startswith("The house form “Our form”, version 3, lies over it, and Schedule")
    assert lines[2] == "The text of the house form is under CC0-1.0."
    assert any("no legal advice" in line for line in lines)
    assert tree.form_version == "1.0+3"


def test_the_form_s_hash_covers_both_forms() -> None:
    hashes = {FORM.hash, made({}).form_hash, made({SURVIVAL: FILES[SURVIVAL] + b"1. More.\n"}).form_hash}
    assert len(hashes) == 3
    assert made({}).form_hash == made({}).form_hash


def test_what_the_spec_leaves_out_is_not_the_house_s_doing() -> None:
    house = {
        "outline.yaml": f"{OUTLINE}clauses: [{{id: end, after: survival}}]\n",
        "clauses/end.md": clause("End"),
        "clauses/harm-reporting.md": clause("Harm"),
    }
    left_out = [{"id": "end", "reason": "A."}, {"id": "harm-reporting", "reason": "B."}]
    assert rows(made(house, clauses={"exclude": left_out})) == []


def test_a_house_s_clause_that_is_left_out_is_named_where_the_standard_form_refers_to_it() -> None:
    tree = made({"clauses/confidentiality.md": clause("Secrets", "when: false\n")})
    said = [plain(line) for part in tree.parts for each in part.clauses for block in each.blocks
            if not isinstance(block, Table) for line in block.lines]  # fmt: skip
    assert any("clause “Secrets” (not in this Agreement)" in line for line in said)


def test_a_paragraph_that_the_house_has_no_more_is_cited_by_its_clause() -> None:
    made(
        {
            name: clause("New")
            for name in FILES
            if name.startswith("clauses/") and name[8:15] not in ("definit", "letter-")
        }
    )


def test_words_of_the_house_are_no_markup() -> None:
    tree = made({"outline.yaml": "name: \"*A* | {{ title }} <b>\"\nversion: '1. x'\nlicence: '[x](y)'\n"})
    lines = [plain(line) for paragraph in tree.closing for line in paragraph.lines]
    assert lines[1].startswith("The house form “*A* | {{ title }} <b>”, version 1. x, lies over it")
    assert lines[2] == "The text of the house form is under [x](y)."


def test_every_choice_that_the_standard_form_words_is_one_that_the_schema_has() -> None:
    for name, words in FORM.phrases.items():
        field = contract()
        for part in name.split("."):
            field = {**field.children, **(field.item.children if field.item else {})}[part]
        assert not field.choices or set(words) <= set(field.choices), name
