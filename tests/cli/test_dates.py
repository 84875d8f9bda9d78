"""``modelpact dates``: what is due when, in each format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support import ROOT, Run

CASES = ROOT / "tests" / "agreements" / "calendar"
ENDINGS = {"text": ".txt", "json": ".calendar.json", "ics": ".ics"}
EVERY_DATE = CASES / "every-date.agreement.yaml"


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    """A spec that states every sort of date, in a folder of its own."""
    path = tmp_path / "deal.agreement.yaml"
    path.write_text(EVERY_DATE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.mark.parametrize("format_", ["text", "json", "ics"])
@pytest.mark.parametrize("case", ["every-date", "no-date"])
def test_each_format_is_what_a_person_has_read(
    run: Run, tmp_path: Path, case: str, format_: str, *, update: bool
) -> None:
    golden, made = CASES / f"{case}{ENDINGS[format_]}", tmp_path / "made"
    outcome = run("dates", CASES / f"{case}.agreement.yaml", "-f", format_, "-o", made)
    assert (outcome.code, outcome.out) == (0, f"{made}: written\n")
    if update:
        golden.write_bytes(made.read_bytes())
    assert made.read_bytes() == golden.read_bytes()


def test_the_calendar_has_each_row_that_the_agreement_prints(run: Run, deal: Path) -> None:
    assert run("render", deal, "-f", "md", "-q").code == 0
    schedule = deal.with_name("deal.md").read_text(encoding="utf-8").partition("## Schedule J.")[2]
    rows = re.findall(r"^\| (?!When|---)", schedule.partition("\n## ")[0], re.MULTILINE)
    assert len(json.loads(run("dates", deal, "-f", "json").out)["entries"]) == len(rows) > 40


def test_from_a_day_on_leaves_out_what_is_over(run: Run, deal: Path) -> None:
    every = json.loads(run("dates", deal, "-f", "json").out)["entries"]
    days = sorted({entry["day"] for entry in every if entry["day"] not in (None, "TBC")})
    start = days[len(days) // 2]
    rest = json.loads(run("dates", deal, "--from", start, "-f", "json").out)
    assert rest["from"] == start
    over = [entry for entry in every if entry["day"] and (entry["working_day"] or entry["day"]) < start]
    assert over
    assert rest["entries"] == [entry for entry in every if entry not in over]
    assert "Time limits without a date" in run("dates", deal, "--from", "9999-12-31").out


def test_a_party_sees_what_it_owes_and_is_owed(run: Run, deal: Path) -> None:
    every = json.loads(run("dates", deal, "-f", "json").out)["entries"]
    mine = json.loads(run("dates", deal, "--party", "lab", "-f", "json").out)["entries"]
    assert 0 < len(mine) <= len(every)
    for entry in every:
        concerned = "lab" in (*entry["who"]["parties"], *entry["to"]["parties"]) or not entry["who"]["roles"]
        assert (entry in mine) == concerned


def test_an_unknown_party_is_wrong_usage(run: Run, deal: Path) -> None:
    outcome = run("dates", deal, "--party", "labs")
    assert outcome.code == 2
    assert '"labs" is no party; did you mean lab?' in outcome.err
    assert run("dates", deal, "--party", "").code == 2
    assert run("dates", deal, "-f", "xls").code == 2
    assert run("dates", deal, "--from", "tomorrow").code == 2


def test_the_ids_of_events_stay_when_dates_and_numbers_move(run: Run, deal: Path) -> None:
    def told() -> dict[str, tuple[str | None, str]]:
        every = json.loads(run("dates", deal, "-f", "json").out)["entries"]
        assert len({entry["id"] for entry in every}) == len(every)
        return {entry["id"]: (entry["day"], entry["clause"]["cited"]) for entry in every}

    before = told()
    text = deal.read_text(encoding="utf-8")
    moved = text.replace("effective_date: 2030-03-01", "effective_date: 2030-02-27").replace(
        "2030-06-14", "2030-06-13"
    )
    added = "clauses: {add: [{id: own, after: definitions, title: Own, text: Nothing., reason: As a test}]}\n"
    deal.write_text(moved + added, encoding="utf-8")
    after = told()
    assert before.keys() == after.keys()
    changed = [id_ for id_ in before if before[id_] != after[id_]]
    assert any(before[id_][0] != after[id_][0] for id_ in changed)
    assert any(before[id_][1] != after[id_][1] for id_ in changed)


def test_a_file_that_is_there_is_not_replaced_unasked(run: Run, deal: Path) -> None:
    target = deal.with_name("deal.ics")
    assert run("dates", deal, "-f", "ics", "-o", target).code == 0
    again = run("dates", deal, "-f", "ics", "-o", target)
    assert (again.code, again.err.strip()) == (
        3,
        f"modelpact: {target}: is there already; --force replaces it",
    )
    before = target.read_bytes()
    assert run("dates", deal, "-f", "ics", "-o", target, "--force", "--stamp", "2031-01-01").code == 0
    after = target.read_bytes()
    assert before != after
    assert set(re.findall(rb"DTSTAMP:(\w+)", after)) == {b"20310101T000000Z"}
    assert re.sub(rb"DTSTAMP:\w+", b"", before) == re.sub(rb"DTSTAMP:\w+", b"", after)


def test_what_has_no_day_is_said_to_be_missing_from_a_file_of_events(run: Run) -> None:
    outcome = run("dates", CASES / "no-date.agreement.yaml", "-f", "ics")
    assert "BEGIN:VEVENT" not in outcome.out
    assert re.search(r"modelpact: \d+ time limits have no day yet and so no event; ", outcome.err)


def test_a_spec_with_errors_has_no_calendar(run: Run, deal: Path) -> None:
    deal.write_text(deal.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    outcome = run("dates", deal, "-o", deal.with_name("made"))
    assert outcome.code == 1
    assert "[unknown-field]" in outcome.err
    assert outcome.err.endswith("has errors, so it has no calendar\n")
    assert not deal.with_name("made").exists()


def test_it_reads_standard_input_and_what_was_rendered(run: Run, deal: Path) -> None:
    direct = run("dates", deal).out
    assert run("dates", "-", stdin=deal.read_bytes()).out == direct
    assert run("render", deal, "-f", "json", "-q").code == 0
    assert run("dates", deal.with_name("deal.json")).out == direct


def test_words_of_a_spec_move_no_cursor_and_add_no_event(run: Run, deal: Path) -> None:
    text = deal.read_text(encoding="utf-8")
    assert "short_name: Lab" in text
    forged = "short_name: 'Lab; BEGIN:VEVENT, \\n END:VEVENT'"
    deal.write_text(text.replace("short_name: Lab", forged, 1), encoding="utf-8")
    outcome = run("dates", deal, "-f", "ics")
    assert outcome.code == 0
    lines = outcome.out.replace("\r\n ", "").splitlines()
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 10
    assert any("Lab\\; BEGIN:VEVENT\\, \\\\n END:VEVENT" in line for line in lines)


def test_a_letter_that_settles_no_time_has_nothing_due(run: Run) -> None:
    outcome = run("dates", ROOT / "examples" / "master" / "second-model.agreement.yaml")
    assert outcome.code == 0
    assert "Nothing is due." in outcome.out


WRITTEN = [
    {"parties": ["nobody"], "to_parties": ["nobody"], "day": "2030-13-45", "working_day": "2030-02-30"},
    {"day": "soon", "working_day": "2030-01-01", "clock": {"limit": "whenever"}, "what": []},
    {"day": "2030-01-05", "working_day": "x", "rule": ""},
    {"what": [{"type": "text", "text": "x\nEND:VEVENT\nBEGIN:VEVENT\nX:\\n"}]},
]
"""What no agreement that modelpact made has in its calendar, but a file may."""


def test_a_calendar_that_somebody_has_written_is_read_as_it_stands(run: Run, deal: Path) -> None:
    assert run("render", deal, "-f", "json", "-q").code == 0
    rendered = deal.with_name("deal.json")
    tree = json.loads(rendered.read_text(encoding="utf-8"))
    first = tree["agreement"]["obligations"][1]
    tree["agreement"]["obligations"] = [first | change for change in WRITTEN]
    rendered.write_text(json.dumps(tree), encoding="utf-8")
    for format_ in ENDINGS:
        outcome = run("dates", rendered, "-f", format_)
        assert outcome.code == 0
    lines = run("dates", rendered, "-f", "ics").out.split("\n")
    assert lines.count("BEGIN:VEVENT\r") == lines.count("END:VEVENT\r") == 2
    assert not any("\r" in line.removesuffix("\r") for line in lines)
