"""What a position finds in a spec, what it passes over, and that a spec cannot weaken it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from modelpact import files
from modelpact.check import Checked, check
from modelpact.diagnostics import Diagnostic, Severity
from modelpact.fields import TBC, contract
from modelpact.load import load
from modelpact.playbook import Playbook, read
from modelpact.playbook_findings import departures, held_against
from modelpact.spec import Spec, leaves
from specs import random_spec
from support import AS_OF, ROOT

SMALLEST = ROOT / "tests/check/ok/smallest.agreement.yaml"
SPECS = sorted(
    path for folder in ("tests/check", "examples") for path in (ROOT / folder).rglob("*.agreement.yaml")
)
REASON = "So we hold it."

Data = dict[str, Any]


def playbook(*positions: Data, **clauses: list[Data]) -> Playbook:
    entries = [{"message": REASON, **position} for position in positions]
    data = {"modelpact_playbook": 1, "title": "A house", "positions": entries, "clauses": clauses}
    made, found = read("house.playbook.yaml", json.dumps(data, indent=1).encode())
    assert made, found
    return made


def spec(**fields: Any) -> Spec:
    source, _ = load(SMALLEST.name, SMALLEST.read_bytes())
    assert source
    checked = check("deal.agreement.yaml", json.dumps({**source.data, **fields}, indent=1).encode())
    assert checked.spec, checked.diagnostics
    return checked.spec


def said(position: Data, **fields: Any) -> list[str]:
    """What a position finds, without what every message begins and ends with."""
    found = departures(playbook(position), spec(**fields))
    return [each.message.partition(") ")[2].removesuffix(": So we hold it") for each in found]


LETTER = {"structure": "letter", "master": {"id": "house-master", "sha256": TBC}}
REVIEW, RIGHT, CAP = "publication.review_days", "publication.right", "liability.cap"
CASES: list[tuple[Data, Data, list[str]]] = [
    # ranges
    ({"field": REVIEW, "at_most": 45}, {"publication": {"review_days": 45}}, []),
    (
        {"field": REVIEW, "at_most": 45},
        {"publication": {"review_days": 46}},
        ["is 46; the playbook allows 45 or less"],
    ),
    (
        {"field": REVIEW, "at_least": 14},
        {"publication": {"review_days": 13}},
        ["is 13; the playbook allows 14 or more"],
    ),
    (
        {"field": REVIEW, "at_least": 14, "at_most": 21},
        {"publication": {"review_days": 1_500}},
        ["is 1,500; the playbook allows 14 to 21"],
    ),
    ({"field": REVIEW, "at_most": 20}, {}, ["is 30 by default; the playbook allows 20 or less"]),
    ({"field": REVIEW, "at_most": 20}, {"publication": {"review_days": TBC}}, []),
    # words where numbers are, and sums
    (
        {"field": "suspension.max_days", "at_most": 30},
        {"suspension": {"max_days": "none"}},
        ['is "none"; the playbook allows 30 or less'],
    ),
    (
        {"field": "suspension.max_days", "at_most": 30, "one_of": ["none"]},
        {"suspension": {"max_days": "none"}},
        [],
    ),
    (
        {"field": "suspension.max_days", "at_most": 30, "one_of": ["none"]},
        {"suspension": {"max_days": 31}},
        ["is 31; the playbook allows 30 or less, or none"],
    ),
    (
        {"field": "confidentiality.years_after", "at_most": 5},
        {"confidentiality": {"years_after": "perpetual"}},
        ['is "perpetual"; the playbook allows 5 or less'],
    ),
    (
        {"field": f"{CAP}.amount", "at_least": 1000},
        {"liability": {"cap": {"amount": "999.99", "currency": "EUR"}}},
        ['is "999.99"; the playbook allows 1,000 or more'],
    ),
    (
        {"field": f"{CAP}.amount", "at_least": 1000},
        {"liability": {"cap": {"amount": "1000.00", "currency": "EUR"}}},
        [],
    ),
    (
        {"field": f"{CAP}.amount", "at_least": 1000},
        {},
        ["is not given; the playbook asks for 1,000 or more"],
    ),
    ({"field": f"{CAP}.amount", "at_least": 1000, "optional": True}, {}, []),
    ({"field": f"{CAP}.amount", "at_least": 1000}, {"liability": {"cap": TBC}}, []),
    # choices
    (
        {"field": RIGHT, "none_of": ["consent"]},
        {"publication": {"right": "consent"}},
        ['is "consent"; the playbook allows anything but consent'],
    ),
    ({"field": RIGHT, "none_of": ["consent"]}, {"publication": {"right": TBC}}, []),
    (
        {"field": RIGHT, "one_of": ["free", "consent"]},
        {},
        ['is "after_review" by default; the playbook allows free or consent'],
    ),
    ({"field": RIGHT, "one_of": ["free"]}, {"publication": {"right": TBC}}, []),
    ({"field": "users.students", "equals": True}, {}, ["is not given; the playbook asks for true"]),
    ({"field": "users.students", "equals": True, "optional": True}, {}, []),
    ({"field": "users.students", "none_of": [False]}, {}, []),
    (
        {"field": "users.students", "equals": True},
        {"users": {"students": False}},
        ["is false; the playbook allows true"],
    ),
    ({"field": "users.max", "equals": 1}, {"users": {"max": 1}}, []),
    ({"field": "onward.allowed", "equals": False}, {}, []),
    # lists
    (
        {"field": "prohibited_uses", "includes": ["weapons", "competing_model", "high_risk_use"]},
        {},
        ["lacks competing_model and high_risk_use by default; the playbook asks for that"],
    ),
    (
        {"field": "prohibited_uses", "includes": ["weapons"]},
        {"prohibited_uses": []},
        ["lacks weapons; the playbook asks for that"],
    ),
    ({"field": "prohibited_uses", "includes": ["weapons"]}, {"prohibited_uses": ["weapons"]}, []),
    ({"field": "prohibited_uses", "includes": ["weapons"]}, {"prohibited_uses": [TBC]}, []),
    (
        {"field": "permitted_uses", "none_of": ["fine_tune", "teach"]},
        {"permitted_uses": ["teach", "evaluate", "fine_tune"]},
        [
            'has "teach"; the playbook allows anything but fine_tune or teach',
            'has "fine_tune"; the playbook allows anything but fine_tune or teach',
        ],
    ),
    (
        {"field": "permitted_uses", "one_of": ["evaluate"]},
        {"permitted_uses": ["evaluate", "detect"]},
        ['has "detect"; the playbook allows evaluate'],
    ),
    (
        {"field": "termination.immediate", "includes": ["weights_leak"]},
        {},
        ["is not given; the playbook asks for weights_leak"],
    ),
    # in the entries of a list
    ({"field": "parties.country", "equals": "US"}, {}, []),
    (
        {"field": "models.release_state", "none_of": ["unreleased"]},
        {},
        ['is "unreleased"; the playbook allows anything but unreleased'],
    ),
    (
        {"field": "models.capability", "none_of": ["ordinary"]},
        {},
        ['is "ordinary" by default; the playbook allows anything but ordinary'] * 2,
    ),
    ({"field": "onward.processors.country", "one_of": ["US"]}, {}, []),
    (
        {"field": "onward.processors.country", "one_of": ["US"]},
        {
            "onward": {
                "processors": [{"name": "A", "country": "US"}, {"name": "B", "country": "DE"}],
            }
        },
        ['is "DE"; the playbook allows US'],
    ),
    # disclosures
    (
        {"field": "provenance", "none_of": ["withheld"]},
        {"provenance": {"withheld": "A contract forbids it."}},
        ['is "withheld"; the playbook allows anything but withheld'],
    ),
    ({"field": "provenance", "none_of": ["withheld"]}, {}, []),
    (
        {"field": "funding", "none_of": ["unknown", "none"]},
        {},
        ['is "none"; the playbook allows anything but unknown or none'],
    ),
    (
        {"field": "funding", "none_of": ["unknown", "none"]},
        {"funding": [{"source": "Own funds"}]},
        [],
    ),
    (
        {"field": "funding.form", "none_of": ["gift"]},
        {"funding": [{"source": "A friend", "form": "gift"}, {"source": "Own funds"}]},
        ['is "gift"; the playbook allows anything but gift'],
    ),
    # a letter, which leaves to its master what it does not say
    ({"field": REVIEW, "at_most": 20}, LETTER, []),
    (
        {"field": REVIEW, "at_most": 20},
        {**LETTER, "publication": {"review_days": 21}},
        ["is 21; the playbook allows 20 or less"],
    ),
    # conditions
    (
        {"field": "law.forum", "equals": "courts", "when": "hosted"},
        {},
        [],
    ),
    (
        {"field": "law.forum", "equals": "courts", "when": "weights_leave and kind == 'staged-release'"},
        {},
        ['is "silent" by default; the playbook allows courts'],
    ),
]


@pytest.mark.parametrize(("position", "fields", "expected"), CASES, ids=lambda each: json.dumps(each)[:60])
def test_a_position_finds_what_departs_and_no_more(position: Data, fields: Data, expected: list[str]) -> None:
    assert said(position, **fields) == expected


NOT_PREFERRED = "which the playbook allows but does not prefer"


@pytest.mark.parametrize(
    ("position", "days", "worse"),
    [
        ({"at_most": 45, "prefer": 30}, 45, True),
        ({"at_most": 45, "prefer": 30}, 30, False),
        ({"at_most": 45, "prefer": 30}, 20, False),
        ({"at_least": 14, "prefer": 30}, 20, True),
        ({"at_least": 14, "prefer": 30}, 45, False),
        ({"at_least": 14, "at_most": 45, "prefer": 30}, 29, True),
        ({"at_least": 14, "at_most": 45, "prefer": 30}, 30, False),
    ],
)
def test_what_is_better_than_preferred_is_not_reported(position: Data, days: int, worse: bool) -> None:
    found = said({"field": REVIEW, **position}, publication={"review_days": days})
    assert found == ([f"is {days}, {NOT_PREFERRED}"] if worse else [])


def test_a_finding_has_its_place_its_reason_and_the_way_back() -> None:
    entry = {
        "field": REVIEW,
        "at_most": 45,
        "prefer": 30,
        "fallback": "60 days,\n  with the dean's consent.",
        "severity": "warning",
    }
    [found] = departures(playbook(entry), spec(publication={"review_days": 60}))
    assert found.rule == "playbook-position"
    assert found.severity is Severity.WARNING
    assert found.message == (
        '"Days to review" (publication.review_days) is 60; the playbook allows 45 or less: So we hold it'
    )
    assert found.hint == "prefer 30; fallback: 60 days, with the dean's consent"
    assert found.path == ("publication", "review_days")
    assert found.span.file == "deal.agreement.yaml"
    [related] = found.related
    assert str(related.span) == "house.playbook.yaml:7:13"
    assert related.message == 'a position of "A house"'


def test_what_the_spec_says_nowhere_near_is_shown_at_its_kind() -> None:
    subject = spec()
    [found] = departures(playbook({"field": "law.forum", "equals": "courts"}), subject)
    assert found.span == subject.source.value_span(("kind",))


KEEP = {"id": "publication", "message": REASON}
EXCLUDED = {"clauses": {"exclude": [{"id": "environmental-disclosure", "reason": "No figures."}]}}
ENVIRONMENT = {"id": "environmental-disclosure", "message": REASON}
REWORDED = {"clauses": {"replace": [{"id": "publication", "text": "Nothing appears.", "reason": "Brief."}]}}


@pytest.mark.parametrize(
    ("positions", "fields", "expected"),
    [
        ({"require": [KEEP], "keep": [KEEP]}, {}, []),
        ({"require": [KEEP]}, REWORDED, []),
        (
            {"keep": [KEEP]},
            REWORDED,
            [('the clause "Publication" is reworded', "take it out of clauses.replace")],
        ),
        ({"require": [ENVIRONMENT]}, {"environment": {"energy_kwh": 5}}, []),
        (
            {"require": [ENVIRONMENT]},
            EXCLUDED,
            [('the clause "Energy and emissions" is left out', "take it out of clauses.exclude")],
        ),
        (
            {"require": [ENVIRONMENT], "keep": [ENVIRONMENT]},
            EXCLUDED,
            [('the clause "Energy and emissions" is left out', "take it out of clauses.exclude")],
        ),
        (
            {"require": [{"id": "good-faith-testing", "message": REASON}]},
            {},
            [('the clause "Good-faith testing" is not in the agreement', "the form has it when ")],
        ),
        ({"keep": [{"id": "good-faith-testing", "message": REASON}]}, {}, []),
        ({"require": [{"id": "good-faith-testing", "message": REASON}]}, LETTER, []),
    ],
)
def test_clauses_that_must_be_there_and_stay_as_they_are(
    positions: Data, fields: Data, expected: list[tuple[str, str]]
) -> None:
    found = list(departures(playbook(**positions), spec(**fields)))
    assert [each.message for each in found] == [
        f"{message}, against the playbook: So we hold it" for message, _ in expected
    ]
    assert all(each.hint.startswith(hint) for each, (_, hint) in zip(found, expected, strict=True))
    assert all(each.rule == "playbook-clause" and each.severity is Severity.ERROR for each in found)


def test_a_position_does_not_trust_a_clause_in_other_words() -> None:
    """A number that the playbook allows says nothing where the clause that prints it has other words."""
    review = {"field": REVIEW, "at_most": 45}
    [found] = departures(playbook(review, {"field": RIGHT, "none_of": ["consent"]}), spec(**REWORDED))
    assert found.severity is Severity.WARNING
    assert found.message == (
        'the clause "Publication" is reworded, and the playbook\'s positions on publication.review_days, '
        "publication.right work through it"
    )
    assert [str(each.span) for each in found.related] == [
        "house.playbook.yaml:7:13",
        "house.playbook.yaml:12:13",
    ]
    courts = {"field": "law.forum", "one_of": ["courts", "silent"]}
    assert not list(departures(playbook(courts), spec(**REWORDED))), "another clause prints that"
    assert not list(departures(playbook({**review, "when": "hosted"}), spec(**REWORDED)))
    [found] = departures(playbook(review, keep=[KEEP]), spec(**REWORDED))
    assert "against the playbook" in found.message


def test_the_spec_cannot_silence_what_the_playbook_finds() -> None:
    """The other side may have written the spec."""
    ids = ("playbook-position", "playbook-preference", "playbook-clause", "publication-by-consent")
    silenced = {"ignore": [{"rule": rule, "reason": "We would rather not hear of it."} for rule in ids]}
    fields = {"publication": {"right": "consent", "review_days": 40}, "lint": silenced, **REWORDED}
    policy = playbook(
        {"field": RIGHT, "none_of": ["consent"], "severity": "warning"},
        {"field": REVIEW, "at_most": 45, "prefer": 30},
        keep=[{**KEEP, "severity": "information"}],
    )
    source, _ = load(SMALLEST.name, SMALLEST.read_bytes())
    assert source
    checked = held_against(policy, check("x", json.dumps({**source.data, **fields}).encode()))
    assert {each.rule for each in checked.diagnostics} >= set(ids[:3])
    assert [each.diagnostic.rule for each in checked.ignored] == ["publication-by-consent"]


def checked_file(path: Path) -> Checked:
    return check(str(path), path.read_bytes(), read=files.read_named, as_of=AS_OF)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_an_empty_playbook_changes_nothing(path: Path) -> None:
    checked = checked_file(path)
    assert held_against(playbook(), checked).diagnostics == checked.diagnostics


def names(path: tuple[str | int, ...]) -> str:
    return ".".join(key for key in path if isinstance(key, str))


def stated(subject: Spec) -> Iterator[tuple[str, Any]]:
    """The field and the value of everything that a spec says, or that holds by default."""
    for path, value in leaves(subject.data):
        own = any(isinstance(key, str) and key.startswith("x-") for key in path)
        if value != TBC and not own and not subject.is_open(path) and value not in ("", None):
            yield names(path), value
        if path[-1] == "withheld":
            yield names(path[:-1]), "withheld"


def at_field(found: Diagnostic, name: str) -> bool:
    return names(found.path) == name


@pytest.mark.parametrize("seed", range(12))
def test_every_value_of_a_spec_can_be_forbidden_and_allowed(seed: int) -> None:
    """Whatever field it is: forbidden, it is found; with all the values of the field allowed, nothing is."""
    data = random_spec(seed, richness=0.9, openness=0.1)
    data.pop("clauses", None)  # other words in a clause are a finding of their own
    checked = check("deal.yaml", json.dumps(data).encode())
    assert checked.spec, checked.diagnostics
    values: dict[str, list[Any]] = {}
    for name, value in stated(checked.spec):
        if isinstance(value, bool | int) or len(value) <= 300:
            values.setdefault(name, []).append(value)
    forbidden = [{"field": name, "none_of": [Random(seed).choice(all_)]} for name, all_ in values.items()]
    for name, allowed in values.items():
        assert contract().named(name.split(".")), name
        assert not list(
            departures(playbook({"field": name, "one_of": allowed, "optional": True}), checked.spec)
        )
    for position in forbidden:
        found = list(departures(playbook(position), checked.spec))
        assert found, position
        assert all(at_field(each, str(position["field"])) for each in found), position
        for each in found:
            assert each.span.file in checked.texts
            assert each.message.isprintable()
            assert not each.message.endswith(".")
