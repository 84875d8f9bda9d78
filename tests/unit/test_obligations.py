"""What is due when, to whom, and by which paragraph: told from small changes to one small spec."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from modelpact import pipeline
from modelpact.agreement import Clock, Norm, Obligation, Paragraph, Reference, Text, plain
from modelpact.check import check
from modelpact.form import Template
from modelpact.load import load
from modelpact.obligations import Passage, obligations
from modelpact.spec import Spec
from support import MINIMAL

Change = dict[str, Any]
SOURCE = load(MINIMAL.name, MINIMAL.read_bytes())[0]
SPEC: Change = dict(SOURCE.data) if SOURCE else {}
SENTENCE = (Text("Each Party must look."),)
WORDLESS = Paragraph((), norm=Norm(duties=("each",), clock=Clock("every", (), 3, "months")))
START: Change = {"effective_date": "2030-01-01"}
DAY = {"effective_date": "2030-01-01", "term": {"end": "2030-12-31"}}


def spec(change: Change) -> Spec:
    checked = check("deal.agreement.yaml", yaml.safe_dump({**SPEC, **change}, sort_keys=False).encode())
    assert checked.spec, checked.diagnostics
    return checked.spec


def calendar(change: Change) -> list[Obligation]:
    return list(pipeline.agreement(spec(change)).obligations)


def entries(change: Change, clause: str, paragraph: str) -> list[Obligation]:
    return [entry for entry in calendar(change) if (entry.section, entry.paragraph) == (clause, paragraph)]


def days(change: Change, clause: str, paragraph: str) -> list[str]:
    return [entry.day or entry.rule for entry in entries(change, clause, paragraph)]


@pytest.mark.parametrize(
    ("change", "clause", "paragraph", "expected"),
    [
        (START, "public-summary", "publish", ["2030-01-31"]),
        ({}, "public-summary", "publish", ["within 30 days after the Effective Date"]),
        ({"effective_date": "TBC"}, "public-summary", "publish", ["within 30 days after the Effective Date"]),
        (START, "harm-reporting", "serious", ["within 72 hours after learning of Serious Harm"]),
        (START, "term-and-termination", "duration", ["2030-01-01", "2031-01-01"]),
        (
            START | {"term": {"months": 12, "renewal": {"auto": True, "notice_days": 60}}},
            "term-and-termination",
            "duration",
            ["2030-01-01"],
        ),
        (
            START | {"term": {"months": 12, "renewal": {"auto": True, "notice_days": 60}}},
            "term-and-termination",
            "renewal",
            ["2030-11-02"],
        ),
        (DAY, "term-and-termination", "wind-down", ["2031-01-30"]),
        (DAY, "return-or-destruction", "destroy", ["2031-03-01"]),
        (DAY | {"termination": {"wind_down_days": 0}}, "return-or-destruction", "destroy", ["2031-01-30"]),
        (
            DAY | {"access": {"mode": "weights", "end": "2030-06-30"}},
            "return-or-destruction",
            "destroy",
            ["2030-07-30"],
        ),
        (
            DAY | {"access": {"mode": "weights", "end": "2030-06-30"}},
            "personal-data",
            "delete",
            ["2031-01-30"],
        ),
        (
            DAY | {"access": {"mode": "weights", "end": "2030-06-30"}},
            "term-and-termination",
            "wind-down",
            ["for 30 days after an early end of this Agreement"],
        ),
        (
            DAY | {"termination": {"wind_down_days": "TBC"}},
            "return-or-destruction",
            "destroy",
            ["within 30 days after the end of Access"],
        ),
        (DAY | {"destruction": {"days": "TBC"}}, "return-or-destruction", "destroy",
         ["within TBC days after the end of Access"]),
        (DAY | {"confidentiality": {"years_after": 2}}, "confidentiality", "duration", ["2032-12-31"]),
        (DAY | {"confidentiality": {"years_after": "perpetual"}}, "confidentiality", "duration", []),
        ({"publication": {"embargo_until": "2030-06-01"}}, "publication", "embargo", ["2030-06-01"]),
        ({"publication": {"embargo_until": "TBC"}}, "publication", "embargo", ["TBC"]),
        ({"access": {"mode": "weights", "start": "2030-02-01"}}, "costs-and-compute", "known-charges",
         ["2030-02-01"]),
        (START, "costs-and-compute", "known-charges", ["before the start of Access"]),
        (START, "delivery-and-integrity", "deliver", ["2030-01-11"]),
        ({"bias": {"groups": ["women"]}} | DAY, "bias-and-inclusion-evaluation", "report", ["2030-12-31"]),
    ],
)  # fmt: skip
def test_when(change: Change, clause: str, paragraph: str, expected: list[str]) -> None:
    assert days(change, clause, paragraph) == expected


def test_each_stage_that_lies_ahead_has_its_notice_and_the_rest_the_rule() -> None:
    stages = [
        {"id": "a", "model": "small", "planned": "2030-03-01", "actual": "2030-03-02"},
        {"id": "b", "model": "large", "planned": "2030-09-01"},
        {"id": "c", "model": "large", "planned": "2030-12-01", "status": "cancelled"},
        {"id": "d", "model": "small", "planned": "TBC"},
    ]
    found = entries({"release": {"stages": stages}}, "release-stages", "notify")
    assert [(entry.day, entry.about and entry.about.text) for entry in found] == [
        ("2030-08-18", "Large model"),
        ("", None),
    ]
    assert [entry.rule for entry in found] == ["at least 14 days before a Public Release"] * 2
    assert found[0].sources == (("release", "stages", 1, "planned"),)


def test_a_deliverable_is_due_from_its_owner() -> None:
    wanted = [
        {"title": "Report", "owner": "university", "due": "2030-05-01"},
        {"title": "Answer", "owner": "lab"},
        {"title": "Data", "owner": "university", "due": "TBC"},
    ]
    found = entries(DAY | {"evaluation": {"deliverables": wanted}}, "evaluation-plan", "deliver")
    assert [
        (entry.day, entry.about and entry.about.text, entry.parties, entry.to_parties) for entry in found
    ] == [
        ("2030-05-01", "Report", ("university",), ("lab",)),
        ("2030-12-31", "Answer", ("lab",), ("university",)),
        ("TBC", "Data", ("university",), ("lab",)),
    ]
    assert found[0].reference.text == "Schedule C, 1"


def parties(*countries: str) -> list[Change]:
    return [{**party, "country": country} for party, country in zip(SPEC["parties"], countries, strict=True)]


@pytest.mark.parametrize(
    ("countries", "clause", "paragraph", "day", "moved"),
    [
        (("US", "US"), "bias-and-inclusion-evaluation", "report", "2030-06-15", "2030-06-17"),
        (("US", "SA"), "bias-and-inclusion-evaluation", "report", "2030-06-15", "2030-06-16"),
        (("US", "US"), "bias-and-inclusion-evaluation", "report", "2030-06-13", ""),
        (("US", "TBC"), "bias-and-inclusion-evaluation", "report", "2030-06-15", ""),
        (("US", "GB"), "ip-results-and-feedback", "share", "2030-06-15", "2030-06-17"),
        (("US", "SA"), "ip-results-and-feedback", "share", "2030-06-15", ""),
        (("US", "US"), "publication", "embargo", "2030-06-15", ""),
    ],
)
def test_a_weekend_moves_the_last_day_to_act_where_it_is_one_day_for_all(
    countries: tuple[str, str], clause: str, paragraph: str, day: str, moved: str
) -> None:
    change = {
        "parties": parties(*countries),
        "bias": {"report_due": day},
        "results": {"share": "parties", "due": day},
        "publication": {"embargo_until": day},
    }
    (entry,) = entries(change, clause, paragraph)
    assert (entry.day, entry.working_day) == (day, moved)


def test_a_day_counted_back_and_the_end_of_the_term_are_not_moved() -> None:
    """The fifteenth and the twenty-ninth are Saturdays: who gives notice late gives it too late."""
    stages = [{"id": "a", "model": "large", "planned": "2030-06-29"}]
    release = {"stages": stages, "notify_days": 14}
    (notice,) = (entry for entry in entries({"release": release}, "release-stages", "notify") if entry.day)
    assert (notice.day, notice.working_day) == ("2030-06-15", "")
    change = {"effective_date": "2030-01-01", "term": {"end": "2030-06-29"}, "bias": {"groups": ["women"]}}
    (report,) = entries(change, "bias-and-inclusion-evaluation", "report")
    assert (report.day, report.working_day) == ("2030-06-29", "")


def test_the_clause_says_what_the_calendar_shows_of_a_day_counted_back() -> None:
    definitions = next(each for each in pipeline.agreement(spec({})).clauses() if each.id == "definitions")
    counting = next(b for b in definitions.blocks if isinstance(b, Paragraph) and b.name == "days")
    said = "it must do by the end of the day that many days earlier, even on a weekend or holiday."
    assert plain(counting.lines[-1]).endswith(said)


def test_time_to_wind_down_does_not_outlast_access_that_has_an_end() -> None:
    change = DAY | {"access": {"mode": "weights", "end": "2030-06-30"}}
    (entry,) = entries(change, "term-and-termination", "wind-down")
    assert "30 days more, at the latest until the end of June 30, 2030, and only" in plain(entry.what)
    (entry,) = entries(DAY, "term-and-termination", "wind-down")
    assert "30 days more, but only" in plain(entry.what)


def test_an_item_of_a_list_has_the_duty_of_the_words_that_lead_in() -> None:
    found = entries({"security": {"level": "SL1"}}, "security", "")
    assert [(plain(entry.what), entry.who, entry.reference.text) for entry in found] == [
        ("The Recipient must install security updates within 30 days.", ("recipient",), "Schedule D, 1(c)")
    ]


@pytest.mark.parametrize(
    ("cited", "paragraph", "citation"),
    [
        ("4", Paragraph((SENTENCE,), level=1, label="4.2"), "4.2"),
        ("4", Paragraph((SENTENCE,)), "4"),
        ("4", Paragraph((SENTENCE,), level=2, label="(a)"), "4, (a)"),
        ("Schedule C", Paragraph((SENTENCE,), level=1, label="1"), "Schedule C, 1"),
        ("Schedule C", Paragraph((SENTENCE,)), "Schedule C"),
    ],
)
def test_a_paragraph_is_cited_whatever_number_it_has(cited: str, paragraph: Paragraph, citation: str) -> None:
    """House forms may give a time to running text, or to an item that no words lead into."""
    norm = Norm(duties=("each",), clock=Clock("every", (), 3, "months"))
    passage = Passage(Template("x", "x.md", ""), "x", cited, (replace(paragraph, norm=norm), WORDLESS))
    assert [entry.reference for entry in obligations([passage], spec({}))] == [Reference("x", citation)]


@pytest.mark.parametrize("name", ["release.stages.planned", "provenance.datasets.due", "labour.due", "x.y"])
def test_a_date_stands_in_any_shape_of_a_spec(name: str) -> None:
    norm = Norm(duties=("each",), clock=Clock("by", (name,)))
    passage = Passage(Template("x", "x.md", ""), "x", "4", (Paragraph((SENTENCE,), norm=norm),))
    told = [entry.day for entry in obligations([passage], spec({"labour": "unknown"}))]
    assert told == (["2030-03-01", "TBC"] if name.startswith("release") else [])


def test_who_acts_and_for_whom() -> None:
    (entry,) = entries(START, "public-summary", "publish")
    assert (entry.who, entry.parties) == (("provider",), ("lab",))
    assert (entry.to, entry.to_parties) == (("public", "each"), ("university",))
    assert plain(entry.what).startswith("Within 30 days of the Effective Date, the Provider must publish")


def test_days_stand_in_their_order_before_what_has_none() -> None:
    told = [entry.day for entry in calendar(DAY)]
    dated = [day for day in told if day]
    assert dated == sorted(dated)
    assert told == [*dated, *[""] * (len(told) - len(dated))]
