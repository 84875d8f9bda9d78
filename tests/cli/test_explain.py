"""``modelpact explain``: why a clause is there, what shaped it, what a field does, what a line leads to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modelpact.agreement import Agreement, Paragraph, Text, key
from modelpact.sides import read
from support import MINIMAL, ROOT, Run

GOLDEN = Path(__file__).parent / "explained"
CORNELL = "examples/gpt-2-cornell.agreement.yaml"
EXAMPLES = ("gpt-2-cornell", "bigscience-bloom", "opt-175b")


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    copy = tmp_path / "deal.agreement.yaml"
    copy.write_bytes(MINIMAL.read_bytes())
    return copy


@pytest.mark.parametrize(
    ("golden", "arguments"),
    [
        ("overview.txt", []),
        ("clause.txt", ["publication"]),
        ("conditional.txt", ["findings-disclosure"]),
        ("absent.txt", ["Good-faith testing"]),
        ("schedule.txt", ["Schedule G"]),
        ("field.txt", ["publication.review_days"]),
        ("group.txt", ["access.locations"]),
        ("line.txt", ["--at", "56"]),
    ],
)
def test_it_says_what_a_person_has_read(golden: str, arguments: list[str], run: Run, *, update: bool) -> None:
    outcome = run("explain", CORNELL, *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    if update:
        (GOLDEN / golden).write_text(outcome.out, encoding="utf-8")
    assert outcome.out == (GOLDEN / golden).read_text(encoding="utf-8")


def explained(run: Run, *arguments: object) -> Any:
    outcome = run("explain", *arguments, "--format", "json")
    assert outcome.code == 0, outcome.err
    data = json.loads(outcome.out)
    assert data.pop("modelpact_explain") == 1
    ((_, found),) = data.items()
    return found


@pytest.mark.parametrize("name", ["31", "clause 31", "31.4", "PUBLICATION", "31.2(a)"])
def test_a_clause_goes_by_its_id_its_number_and_its_title(name: str, run: Run) -> None:
    assert explained(run, CORNELL, name)["id"] == "publication"


@pytest.mark.parametrize(
    "name", ["publication.review_days", "deemed_approval", "parties.0.country", "models[1].name"]
)
def test_a_field_goes_by_its_dotted_name_or_by_its_last_where_that_is_enough(name: str, run: Run) -> None:
    assert explained(run, CORNELL, name)["here"][0]["value"] in (21, True, "US", "GPT-2 1558M")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_clause_can_be_explained(example: str, run: Run) -> None:
    spec = f"examples/{example}.agreement.yaml"
    for entry in explained(run, spec)[::7]:
        clause = explained(run, spec, entry["id"])
        is_there = bool(entry["number"])
        assert clause["because"]["holds"] == is_there
        assert bool(clause["text"]) == is_there
        assert clause["purpose"] or entry["id"].startswith("schedule:")


@pytest.mark.parametrize(
    ("field", "value", "source", "default"),
    [
        ("term.months", 12, "schema", 12),
        ("publication.review_days", 30, "schema", 30),
        ("safe_harbour.enabled", False, "kind", False),
        ("access.mode", "weights", "spec", "weights"),
        ("costs.compute_credits", None, "nothing", None),
    ],
)
def test_a_value_and_its_default_say_where_they_come_from(
    field: str, value: Any, source: str, default: Any, run: Run
) -> None:
    found = explained(run, MINIMAL, field)
    assert [(each["value"], each["source"]) for each in found["here"]] == [(value, source)]
    assert (found["default"] or {}).get("value") == default


CHANGES: dict[str, Any] = {
    "term.months": 7,
    "publication.right": "consent",
    "suspension.max_days": 11,
    "voice.mode": "veto",
    "ip.feedback": "assign",
    "derivatives.may_release": "yes",
    "purpose.high_impact": True,
    "destruction.days": 13,
    "access.mode": "api",
    "safe_harbour.enabled": True,
    "ethics.people_studied": True,
    "general.change_of_control": "terminate",
    "privacy.in_prompts": "yes",
    "licence.revocable": "at_will",
}
COMPUTED = {"schedule:deviations", "schedule:obligations-calendar", "definitions", "survival"}
"""Sections made of what stands elsewhere."""


@pytest.mark.parametrize("field", CHANGES)
def test_no_clause_that_a_field_changes_is_missing_among_those_that_it_shapes(
    field: str, deal: Path, run: Run
) -> None:
    before = read(str(deal)).agreement
    named = {each["id"] for each in explained(run, deal, field)["shapes"]}
    change(deal, field)
    named |= {each["id"] for each in explained(run, deal, field)["shapes"]}
    after = read(str(deal)).agreement
    assert before
    assert after
    old, new = (texts(tree) for tree in (before, after))
    came_or_went = old.keys() ^ new.keys()
    assert came_or_went <= named
    if not came_or_went:  # else others change because they speak of what came or went
        reworded = {id_ for id_ in new if old[id_] != new[id_]} - COMPUTED
        assert reworded
        assert reworded <= named


def change(deal: Path, field: str) -> None:
    spec = read(str(deal)).spec
    assert spec
    data = json.loads(json.dumps(spec.source.data))
    group, name = field.split(".")
    data.setdefault(group, {})[name] = CHANGES[field]
    deal.write_text(json.dumps(data), encoding="utf-8")


def texts(tree: Agreement) -> dict[str, list[str]]:
    """The words of each section, without the numbers of clauses."""
    return {
        key(section): [
            inline.text
            for block in section.blocks
            if isinstance(block, Paragraph)
            for line in block.lines
            for inline in line
            if isinstance(inline, Text)
        ]
        for section in tree.sections()
    }


def test_every_line_with_a_value_leads_to_it(run: Run, deal: Path) -> None:
    lines = deal.read_text(encoding="utf-8").splitlines()
    number = next(at for at, line in enumerate(lines, start=1) if line.startswith("  mode: weights"))
    (found,) = explained(run, deal, "--at", number)
    assert found["field"]["path"] == ["access", "mode"]
    assert found["field"]["span"] == {"file": str(deal), "line": number, "column": 9}
    assert "delivery-and-integrity" in {each["id"] for each in found["shapes"]}


def test_a_line_of_house_terms_leads_to_the_clauses_of_this_spec(run: Run) -> None:
    (found,) = explained(run, CORNELL, "--at", "examples/house/openai-staged-release.yaml:114")
    assert found["field"]["source"] == "house terms"
    assert [each["number"] for each in found["shapes"]] == ["31"]


def test_a_clause_that_the_spec_leaves_out_says_why(deal: Path, run: Run) -> None:
    left_out = "clauses: {exclude: [{id: outputs-and-distillation, reason: No outputs are made}]}\n"
    deal.write_text(deal.read_text(encoding="utf-8") + left_out, encoding="utf-8")
    clause = explained(run, deal, "outputs-and-distillation")
    assert not clause["because"]["holds"]
    assert [each["value"] for each in clause["because"]["own"]] == ["No outputs are made"]
    assert "left out by the spec, because: “No outputs are made”" in run("explain", deal, "Outputs").out


def test_a_rule_is_named_where_it_looks_at_the_field(run: Run) -> None:
    rules = {rule["id"] for rule in explained(run, MINIMAL, "publication.max_delay_days")["rules"]}
    assert "publication-delay-excessive" in rules
    assert "term-long" not in rules


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("DEAL publicatoin", 2, 'did you mean "publication"?'),
        ("DEAL publication.reveiw_days", 2, 'did you mean "publication.review_days"?'),
        ("DEAL zzzz", 2, "modelpact explain SPEC lists the clauses"),
        ("DEAL 99", 2, "no clause of this agreement"),
        (
            "DEAL parties.9.name",
            2,
            "parties[9] is no entry of a list of this spec; entries are counted from 0",
        ),
        ("DEAL kind.0", 2, "kind[0] is no entry of a list"),
        ("DEAL --at 9999", 2, "no field of the agreement is on this line"),
        ("DEAL --at x", 2, "is no line; write LINE or FILE:LINE"),
        ("DEAL publication --at 3", 2, "no clause or field goes with it"),
        ("nowhere.agreement.yaml", 3, "nowhere.agreement.yaml"),
        ("BAD", 1, "has errors, so nothing of it is explained"),
    ],
)
def test_what_cannot_be_explained_is_said(
    arguments: str, code: int, message: str, deal: Path, run: Run
) -> None:
    bad = deal.with_name("bad.agreement.yaml")
    bad.write_text("modelpact: 1\n", encoding="utf-8")
    names = {"DEAL": str(deal), "BAD": str(bad)}
    outcome = run("explain", *(names.get(each, each) for each in arguments.split()))
    assert outcome.code == code
    assert message in " ".join(outcome.err.split())


def test_a_letter_and_an_agreement_with_a_house_form_are_explained_too(run: Run) -> None:
    assert explained(run, "examples/master/second-model.agreement.yaml", "letter-models")["text"]
    house = explained(run, MINIMAL, "open-archive", "--form", "examples/house-form")
    assert house["text"]
    assert house["purpose"]


def test_it_reads_standard_input(run: Run) -> None:
    outcome = run("explain", "-", "--at", "7", stdin=MINIMAL.read_bytes())
    assert outcome.code == 0
    assert "parties" in outcome.out
