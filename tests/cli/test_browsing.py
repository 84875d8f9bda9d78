"""``modelpact kinds``, ``clauses`` and ``rules``: the standard form and what a check enforces, browsable."""

from __future__ import annotations

import json
import os
import re

import pytest

from modelpact import pipeline
from modelpact.form import Template
from modelpact.form_fields import reads
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.own_findings import OWN_FINDINGS
from modelpact.rules import RULES
from modelpact.spec import build
from modelpact.store import standard_form
from specs import KINDS, random_spec
from support import Run

FORM, _ = standard_form(os.environ)
RELEASE_STAGES_MISSING = """\
release-stages-missing
  severity    error
  clauses     release-stages

A staged release has fewer than two stages.

The partner accepts terms because the public will get the model later, in steps.
Without at least two stages nothing says what comes next, and the restrictions
have no end in sight. A letter may add just one.

Fails:
    kind: staged-release
    release:
      stages:
        - {id: first, model: small, planned: 2030-03-01}

Fixed:
    kind: staged-release
    release:
      stages:
        - {id: first, model: small, planned: 2030-03-01}
        - {id: second, model: large, planned: TBC}
"""
BRIEF = {"id", "title", "part", "condition", "mandatory"}


def test_kinds_are_listed_with_when_to_use_them_and_their_defaults(run: Run) -> None:
    outcome = run("kinds")
    assert outcome.code == 0
    assert [line for line in outcome.out.splitlines() if line and line[0] != " "] == list(KINDS)
    folded = " ".join(outcome.out.split())
    for id_ in KINDS:
        assert all(text in folded for text in (kind(id_).title, kind(id_).summary, kind(id_).use_when))
    assert "derivatives.allowed: []" in outcome.out
    assert "safe_harbour.enabled: true" in outcome.out


def test_kinds_as_json_are_a_list_with_one_entry_each(run: Run) -> None:
    entries = json.loads(run("kinds", "--format", "json").out)
    assert [entry["id"] for entry in entries] == list(KINDS)
    assert all(entry["defaults"] == kind(entry["id"]).defaults for entry in entries)


def test_clauses_are_listed_by_part(run: Run) -> None:
    outcome = run("clauses")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert [line for line in lines if line and line[0] != " "] == [part.title for part in FORM.outline]
    assert [line.split()[0] for line in lines if line[:2] == "  " and line[2] != " "] == list(FORM.clauses)
    publication = next(line for line in lines if line.split()[:1] == ["publication"])
    assert publication.endswith("Publication (mandatory)")
    delivery = next(at for at, line in enumerate(lines) if line.split()[:1] == ["delivery-and-integrity"])
    assert " ".join("".join(lines[delivery + 1 : delivery + 3]).split()) == (
        "if copies of a model's weights go to a recipient"
    )


def test_a_clause_is_shown_whole(run: Run) -> None:
    outcome = run("clauses", "publication")
    clause = FORM.clauses["publication"]
    folded = " ".join(outcome.out.split())
    assert outcome.code == 0
    for text in (clause.title, clause.purpose, clause.guidance, "always in the agreement"):
        assert " ".join(text.split()) in folded
    assert "publication.review_days" in outcome.out


def test_a_clause_shows_its_variants_to_people_who_read_no_code(run: Run) -> None:
    folded = " ".join(run("clauses", "publication").out.split())
    for text in (
        "[If “right to publish” is free:] - The Recipient may publish its Results at any time without review",
        "[Otherwise:] [If “right to publish” is consent:] - The Recipient may publish its Results with the",
        "must answer in writing within [days to review] days of receiving the draft. Naming the passage",
        "it may ask for [if “longest delay” is 0: a change; otherwise: a change or a delay] on these grounds",
        "[If “embargo end” is stated:] - No Party may publish Results before [embargo end].",
        (
            "[If there are three parties or more and the number of the parties with the role provider is more"
            " than 1:] - Where a publication concerns Models of several Providers"
        ),
        "clause “Disputes and governing law” applies",
    ):
        assert text in folded


@pytest.mark.parametrize("id_", FORM.clauses)
def test_no_clause_shows_code(run: Run, id_: str) -> None:
    _, _, text = run("clauses", id_).out.partition("\n\n")
    assert len(text.split()) > 20
    assert not re.search(r"[{}%#_]|\[\]|“”|  +[,.;:]|\bvalue\b", text)
    assert text.count("[") == text.count("]")


def test_one_kind_is_shown_alone(run: Run) -> None:
    outcome = run("kinds", "red-team")
    assert outcome.code == 0
    assert [line for line in outcome.out.splitlines() if line and line[0] != " "] == ["red-team"]
    [entry] = json.loads(run("kinds", "red-team", "-f", "json").out)
    assert entry["title"] == kind("red-team").title


def test_an_unknown_kind_is_one_sentence_with_the_nearest(run: Run) -> None:
    outcome = run("kinds", "redteam")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == 'modelpact: "redteam" is no kind of partnership; did you mean "red-team"?\n'


def test_clauses_as_json_are_a_list_with_one_entry_each(run: Run) -> None:
    entries = json.loads(run("clauses", "-f", "json").out)
    assert [entry["id"] for entry in entries] == list(FORM.clauses)
    assert all(entry.keys() >= BRIEF for entry in entries)
    [one] = json.loads(run("clauses", "publication", "-f", "json").out)
    assert one == next(entry for entry in entries if entry["id"] == "publication")
    assert one["condition"] is None
    assert one["mandatory"] is True
    assert one["text"].strip() == FORM.clauses["publication"].body.strip()


def test_an_unknown_clause_is_one_sentence_with_the_nearest(run: Run) -> None:
    outcome = run("clauses", "publicaton")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        'modelpact: "publicaton" is no clause of the standard form; did you mean "publication"?\n'
    )


@pytest.mark.parametrize("id_", ["zzz", "", "\x1b[31m", "../clauses/publication"])
def test_what_resembles_no_clause_is_one_sentence_too(run: Run, id_: str) -> None:
    outcome = run("clauses", id_)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert "\x1b" not in outcome.err


def test_rules_are_listed_with_what_is_found_without_them(run: Run) -> None:
    outcome = run("rules")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    listed = [line.split()[0] for line in lines if line[:2] == "  " and line[2:3] != " "]
    assert listed == [*(rule.id for rule in RULES), *OWN_FINDINGS]
    assert "error: The agreement ends before it starts, or on the day it starts." in " ".join(
        outcome.out.split()
    )


def test_a_rule_is_shown_with_its_examples_as_they_would_be_written(run: Run) -> None:
    outcome = run("rules", "release-stages-missing")
    assert outcome.code == 0
    assert outcome.out == RELEASE_STAGES_MISSING


def test_rules_as_json_are_a_list_with_one_entry_each(run: Run) -> None:
    entries = json.loads(run("rules", "-f", "json").out)
    assert [entry["id"] for entry in entries] == [*(rule.id for rule in RULES), *OWN_FINDINGS]
    keys = {"id", "severity", "clauses", "summary", "page", "failing", "fixed"}
    assert all(set(entry) == keys for entry in entries)
    assert all((entry["failing"] is None) is (entry["id"] in OWN_FINDINGS) for entry in entries)
    [one] = json.loads(run("rules", "term-long", "-f", "json").out)
    assert one == next(entry for entry in entries if entry["id"] == "term-long")
    assert (one["severity"], one["clauses"]) == ("warning", ["term-and-termination"])


@pytest.mark.parametrize(
    ("id_", "hint"),
    [("term-lnog", 'did you mean "term-long"?'), ("", "modelpact rules lists all there are")],
)
def test_an_unknown_rule_is_one_sentence(run: Run, id_: str, hint: str) -> None:
    outcome = run("rules", id_)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f'modelpact: "{id_}" is no rule; {hint}\n'


def test_an_unknown_format_is_a_usage_error(run: Run) -> None:
    assert run("kinds", "-f", "xml").code == 2
    assert run("clauses", "-f", "xml").code == 2


@pytest.mark.parametrize("command", ["kinds", "clauses", "rules"])
def test_help_has_an_example(run: Run, command: str) -> None:
    assert f"Example:\n    modelpact {command}" in run(command, "--help").out


@pytest.mark.parametrize("columns", [60, 80, 100, 400])
@pytest.mark.parametrize("command", ["kinds", "clauses", "rules"])
def test_text_keeps_to_the_width_of_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    longest = max(map(len, run(command).out.splitlines()))
    assert longest <= min(columns, 100)


def test_bold_is_for_terminals_that_want_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in run("clauses").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1m" in run("clauses").out
    assert "\x1b" not in run("clauses", "-f", "json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("clauses").out


@pytest.mark.parametrize(
    ("when", "body", "fields", "predicates"),
    [
        ("kind == 'red-team' and not hosted", "", ("kind",), ("hosted",)),
        ("", "{{ term.months | months }}", ("term.months",), ()),
        ("", "{% for it in parties if it.public_body %}{{ it.name }}{{ loop.index }}{% endfor %}",
         ("parties.name", "parties.public_body"), ()),
        ("", "{% for it in with_role('provider') %}{{ it.name }}{% endfor %}",
         ("parties.name", "parties.role"), ()),
        ("", "{% for it in models %}{{ party(it.provider).short_name }}{% endfor %}",
         ("models.provider", "parties.short_name"), ()),
        ("", "{% set why = publication.grounds or ['accuracy'] %}{{ why | phrase | and }}",
         ("publication.grounds",), ()),
        ("", "{% for it in publication.grounds or [] %}{{ it }}{% else %}{{ it }}{% endfor %}",
         ("publication.grounds",), ()),
        ("", "{{ 'a' if privacy is withheld else privacy.reason }}", ("privacy",), ()),
        ("", "1. At once. {#a duty=each within=destruction.days after=\"x\"}", ("destruction.days",), ()),
        ("", "{{ ref('publication') }} {{ definitions }} {{ surviving | refs }}", (), ()),
    ],
)  # fmt: skip
def test_fields_are_told_from_condition_and_text(
    when: str, body: str, fields: tuple[str, ...], predicates: tuple[str, ...]
) -> None:
    found = reads(Template(id="x", file="x.md", body=body, when=when))
    assert (found.fields, found.predicates) == (fields, predicates)


def test_no_clause_reads_a_field_that_it_does_not_name() -> None:
    """What filling reads is what the listing says; predicates read fields of their own."""
    told = {id_: reads(clause) for id_, clause in FORM.clauses.items()}
    for seed in range(40):
        data = random_spec(seed, richness=1.0)
        tree = pipeline.agreement(build(Source("random", {"random": ""}, data, {}), kind(data["kind"])))
        for clause in tree.clauses():
            if clause.override:
                continue
            if told[clause.id].predicates or clause.id == "definitions":  # which prints what others use
                continue
            for origin in clause.sources:
                read = ".".join(key for key in origin.path if isinstance(key, str))
                assert any(
                    f"{read}.".startswith(f"{field}.") or f"{field}.".startswith(f"{read}.")
                    for field in told[clause.id].fields
                ), f"{clause.id} reads {read}"
