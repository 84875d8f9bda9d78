"""iCalendar files as ical.js reads them, which Thunderbird has from the same hands."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from judges.engines import run
from modelpact.calendars import calendar, written
from modelpact.sides import read as read_side
from support import MINIMAL, ROOT
from unit.hostile import FRAGMENTS

pytestmark = pytest.mark.judge

MOST = 40
"""Deliverables in one spec; fewer than the schema allows."""

SPECS = [
    ROOT / "tests/agreements/calendar/every-date.agreement.yaml",
    *sorted((ROOT / "examples").glob("*.agreement.yaml")),
]


def dates(spec: Path, format_: str) -> bytes:
    agreement = read_side(str(spec)).agreement
    assert agreement
    return written(calendar(agreement), format_)


def read(file: bytes) -> list[dict[str, Any]]:
    found = json.loads(run("node", "tests/judges/read_calendar.mjs", stdin=file))
    assert found["version"] == "2.0"
    events: list[dict[str, Any]] = found["events"]
    return events


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.name.partition(".")[0])
def test_each_dated_entry_is_an_event_for_its_whole_day(spec: Path) -> None:
    file = dates(spec, "ics")
    dated = [
        entry
        for entry in json.loads(dates(spec, "json"))["entries"]
        if entry["day"] and entry["day"] != "TBC"
    ]
    events = read(file)
    assert [(event["uid"], event["start"]) for event in events] == [
        (f"{entry['id']}@modelpact", entry["day"]) for entry in dated
    ]
    for event, entry in zip(events, dated, strict=True):
        assert event["whole_day"]
        assert event["end"] == str(date.fromisoformat(event["start"]) + timedelta(1))
        assert event["description"].startswith(entry["what"])
        assert event["summary"].endswith(f"({entry['clause']['cited']})")
        assert event["alarms"]
        assert {alarm["action"] for alarm in event["alarms"]} == {"DISPLAY"}
        assert {alarm["hours"] for alarm in event["alarms"]} <= {9 - 24 * days for days in (0, 1, 7)}


@pytest.mark.parametrize("spec", SPECS[:2], ids=lambda path: path.name.partition(".")[0])
def test_lines_are_as_the_standard_wants_them(spec: Path) -> None:
    """RFC 5545, section 3.1: CRLF, 75 octets at most, no character cut in two."""
    lines = dates(spec, "ics").split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert all(line.decode() for line in lines)


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    """Titles of deliverables that could be taken for lines, parameters or escapes of the format."""
    titles = [*FRAGMENTS, "a\\nEND:VEVENT", "x;VALUE=DATE:y", "BEGIN:VALARM", '";\\,:', "é" * 90, "\\\\N"]
    titles = [title for title in (" ".join(each.split()) for each in titles) if title]
    spec, text = tmp_path / "deal.agreement.yaml", MINIMAL.read_text(encoding="utf-8")
    for at in range(0, len(titles), MOST):
        some = titles[at : at + MOST]
        wanted = [{"title": each, "owner": "lab", "due": "2030-05-01"} for each in some]
        spec.write_text(f"{text}evaluation: {{deliverables: {json.dumps(wanted)}}}\n", encoding="utf-8")
        due = [event["summary"] for event in read(dates(spec, "ics")) if event["start"] == "2030-05-01"]
        assert due == [f"Due: Lab, {title.removesuffix('.')} (Schedule C, 1)" for title in some]
