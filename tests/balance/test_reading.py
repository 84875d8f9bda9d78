"""The balance of every example says what a person read in its Markdown, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from modelpact import pipeline
from modelpact.balance import Balance, balance
from support import ROOT

READING = Path(__file__).parent / "reading.txt"
OUTSIDERS = {"u": "public", "w": "workers", "m": "communities", "n": "contributors"}

# Who is who, read from clause 1 of each example.
PARTIES = {
    "aisi-anthropic": {"P": "anthropic", "R": "nist", "B": "nist"},
    "bigscience-bloom": {"P": "hugging-face", "R": "cnrs genci", "B": "cnrs genci", "b": "hugging-face cnrs"},
    "gpt-2-cornell": {"P": "openai", "R": "cornell"},
    "gpt-2-middlebury-ctec": {"P": "openai", "R": "middlebury"},
    "gpt-2-oregon": {"P": "openai", "R": "oregon", "B": "oregon"},
    "gpt-2-ut-austin": {"P": "openai", "R": "ut-austin", "B": "ut-austin"},
    "llama-2023": {"P": "meta", "R": "berkeley", "B": "berkeley"},
    "openai-anthropic": {"P": "openai anthropic", "R": "openai anthropic"},
    "opt-175b": {"P": "meta", "R": "stanford"},
}


class Reading(NamedTuple):
    """What a person found in a paragraph."""

    beginning: re.Pattern[str]
    must: str
    may: str
    reins: tuple[tuple[str, str], ...]


class Printed(NamedTuple):
    """A numbered paragraph of the Markdown."""

    section: str
    number: str
    """``34.2``, ``Schedule E, 3``."""
    text: str


@cache
def readings() -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    section = ""
    for line in READING.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            section = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            norm, beginning, *reins = line.split(" | ")
            must, _, may = norm.partition(">")
            pattern = re.compile(".*?".join(map(re.escape, beginning.split("*"))))
            pairs = [item.partition(":") for item in " ".join(reins).split()]
            found.setdefault(section, []).append(
                Reading(
                    pattern,
                    must.strip(", "),
                    may.replace(",", ""),
                    tuple((rein, who) for rein, _, who in pairs),
                )
            )
    return found


def printed(example: str) -> Iterator[Printed]:
    """The numbered paragraphs below the cover page, without what only draws them."""
    section = schedule = ""
    for block in (ROOT / "examples" / f"{example}.md").read_text(encoding="utf-8").split("\n\n"):
        if heading := re.match(r"##+ .*?([A-Za-z]+ [A-Z])?\. (.*?) <a id=\"([^\"]+)\"></a>", block):
            schedule = heading[1] if heading[3].startswith("schedule-") else ""
            section = heading[2] if schedule else heading[3]
        elif block.startswith("## Report: "):  # the reports inform, and the signatures follow
            return
        text = re.sub(r'<a id="[^"]*"></a>|\*\*', "", block)
        text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
        text = " ".join(re.sub(r"\\(.)", r"\1", text).split())
        if label := re.match(r"(\d+\.\d+) " if not schedule else r"(\d+) ", text):
            number = f"{schedule}, {label[1]}" if schedule else label[1]
            yield Printed(section, number, text[label.end() :])


def read(paragraph: Printed) -> Reading:
    fitting = [each for each in readings().get(paragraph.section, ()) if each.beginning.match(paragraph.text)]
    assert fitting, f"nobody has read {paragraph.number} in {paragraph.section}: {paragraph.text}"
    return max(fitting, key=lambda each: len(each.beginning.pattern))


def people(letters: str, example: str, bearers: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """The ids that letters of a reading stand for in an example."""
    roles = {"B": "", "b": "", "C": "", **PARTIES[example]}
    every = f"{roles['P']} {roles['R']}"
    found = {id_ for letter in letters if letter in roles for id_ in roles[letter].split()}
    found |= {OUTSIDERS[letter] for letter in letters if letter in OUTSIDERS}
    if "E" in letters:
        found |= set(every.split())
    if "O" in letters:
        found |= {id_ for id_ in every.split() if {id_} != bearers}
    return found


@cache
def of(example: str) -> Balance:
    spec = pipeline.check_file(str(ROOT / "examples" / f"{example}.agreement.yaml")).spec
    assert spec
    return balance(pipeline.agreement(spec), spec)


def test_every_example_is_read() -> None:
    assert {file.name.removesuffix(".agreement.yaml") for file in (ROOT / "examples").glob("*.yaml")} == set(
        PARTIES
    )


@pytest.mark.parametrize("example", PARTIES)
def test_who_must_and_who_may_is_what_a_person_reads(example: str) -> None:
    expected = set()
    for paragraph in printed(example):
        reading = read(paragraph)
        bearers = people(reading.must, example)
        expected |= {(paragraph.number, "must", id_) for id_ in bearers}
        expected |= {(paragraph.number, "may", id_) for id_ in people(reading.may, example, bearers)}
    found = set()
    for section in of(example).sections:
        for share in section.shares:
            found |= {(place.number, "must", share.holder) for place in share.bears}
            found |= {(place.number, "may", share.holder) for place in share.benefits}
    assert sorted(found - expected) == []
    assert sorted(expected - found) == []


@pytest.mark.parametrize("example", PARTIES)
def test_who_holds_the_reins_is_what_a_person_reads(example: str) -> None:
    expected = set()
    for paragraph in printed(example):
        for rein, who in read(paragraph).reins:
            holders = people(who, example) or {"nobody"}
            expected |= {(rein, id_, paragraph.number) for id_ in holders}
    found = {
        (row.rein.id, held.holder, place.number)
        for row in of(example).rows
        for held in row.held
        for place in held.places
    }
    found |= {(row.rein.id, "nobody", place.number) for row in of(example).rows for place in row.settled}
    assert sorted(found ^ expected) == []


def test_no_line_of_the_reading_is_in_vain() -> None:
    used = {
        (paragraph.section, read(paragraph).beginning.pattern)
        for example in PARTIES
        for paragraph in printed(example)
    }
    every = {(section, each.beginning.pattern) for section, lines in readings().items() for each in lines}
    assert sorted(every - used) == []
