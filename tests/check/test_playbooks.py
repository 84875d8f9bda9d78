"""Playbooks: what is wrong with one, word for word, and what each finds in the examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from modelpact.check import Checked
from modelpact.diagnostics import Severity
from modelpact.inspection import Inspection
from modelpact.own_findings import OWN_FINDINGS
from modelpact.pipeline import check_file, playbook_file
from modelpact.playbook import Playbook, read
from modelpact.playbook_findings import held_against
from modelpact.reports.text import report
from support import ROOT

HERE = Path(__file__).parent / "playbooks"
BAD = sorted((HERE / "bad").glob("*.playbook.yaml"))
EXAMPLES = sorted((ROOT / "examples" / "playbooks").glob("*.playbook.yaml"))
SPECS = sorted(path.name for path in (ROOT / "examples").glob("*.agreement.yaml"))
TITLE = "title: A house\n"
POSITION = "{field: law.forum, equals: courts, message: x, when: %s}"


def name(path: Path) -> str:
    return path.name.removesuffix(".playbook.yaml")


def reported(file: str, content: bytes) -> tuple[Playbook | None, str]:
    playbook, found = read(file, content)
    texts = {file: content.decode("utf-8", errors="replace")}
    return playbook, report(Inspection((Checked(file, texts, None, None, found),)))


@pytest.mark.parametrize("path", BAD, ids=name)
def test_what_is_wrong_with_a_playbook_is_reported_word_for_word(path: Path, update: bool) -> None:
    playbook, printed = reported(path.name, path.read_bytes())
    expected = path.with_name(f"{name(path)}.out")
    if update:
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")
    _, found = read(path.name, path.read_bytes())
    assert found
    assert (playbook is None) == any(each.severity is Severity.ERROR for each in found)
    assert {each.rule for each in found} <= set(OWN_FINDINGS)


def test_no_report_is_left_without_its_playbook() -> None:
    assert {path.name.removesuffix(".out") for path in (HERE / "bad").glob("*.out")} == set(map(name, BAD))


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_what_an_example_finds_in_the_examples(
    path: Path, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person has read both reports."""
    monkeypatch.chdir(ROOT / "examples")
    playbook, itself = playbook_file(f"playbooks/{path.name}")
    assert playbook
    assert not itself.diagnostics
    printed = report(Inspection(tuple(with_departures_alone(check_file(spec), playbook) for spec in SPECS)))
    expected = HERE / f"{name(path)}.out"
    if update:
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")


def with_departures_alone(checked: Checked, playbook: Playbook) -> Checked:
    held = held_against(playbook, checked)
    found = (each for each in held.diagnostics if each.rule.startswith("playbook-"))
    return held._replace(diagnostics=tuple(found), ignored=())


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_an_example_is_marked_as_one_and_known_to_editors(path: Path) -> None:
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
    assert schema.resolve() == ROOT / "schemas/playbook-1.schema.json"
    assert "it is no real organisation's policy" in " ".join(lines[:4])
    playbook, _ = read(path.name, path.read_bytes())
    assert playbook
    assert 10 <= len(playbook.positions) <= 20


HOSTILE: dict[str, tuple[str, Callable[[], str]]] = {
    "alias bomb": ("yaml-alias", lambda: "a: &a [x, x]\nb: [*a, *a]\n"),
    "deep lists": ("too-deep", lambda: "positions: " + "[" * 10_000),
    "large file": ("too-large", lambda: "title: " + "x" * 1_000_000),
    "many positions": (
        "list-too-long",
        lambda: f"{TITLE}positions: [{', '.join([POSITION % 'hosted'] * 301)}]",
    ),
    "many values": ("list-too-long", lambda: entry(f"one_of: [{', '.join(['courts'] * 301)}]")),
    "hidden": ("hidden-character", lambda: "title: a\u202eb\n"),
    "long message": ("text-too-long", lambda: entry("equals: courts", "x" * 301)),
    "long field": (
        "text-too-long",
        lambda: f"{TITLE}positions:\n  - {{field: {'a.' * 60}a, equals: 1, message: x}}",
    ),
    "long condition": ("text-too-long", lambda: positions("hosted and " * 60 + "hosted")),
    "deep condition": ("playbook-names-unknown", lambda: positions("(" * 249 + "hosted" + ")" * 245)),
    "negations": ("playbook-names-unknown", lambda: positions("not " * 120 + "x")),
    "signs": ("playbook-names-unknown", lambda: positions("-" * 499 + "1")),
    "dots": ("playbook-names-unknown", lambda: positions("a" + ".a" * 249)),
    "call": ("playbook-names-unknown", lambda: positions("open('x')")),
    "comprehension": ("playbook-names-unknown", lambda: positions("[x for x in parties] == kind")),
    "power": ("playbook-names-unknown", lambda: positions("9**9**9**9 > 1")),
    "long number": ("playbook-names-unknown", lambda: positions("9" * 450 + " == kind")),
    "walrus": ("playbook-names-unknown", lambda: positions("(kind := 1)")),
    "dunder": ("playbook-names-unknown", lambda: positions("kind.__class__ == 1")),
    "long value": ("playbook-names-unknown", lambda: entry("equals: " + "x" * 300)),
    "huge bound": ("value-not-accepted", lambda: entry("at_most: " + "9" * 30)),
    "negative bound": ("out-of-range", lambda: entry("at_least: -1")),
    "far field": (
        "playbook-names-unknown",
        lambda: f"{TITLE}positions:\n  - {{field: {'z.' * 45}z, equals: 1, message: x}}",
    ),
}


def positions(condition: str) -> str:
    return f"{TITLE}positions:\n  - {POSITION % json.dumps(condition)}"


def entry(test: str, message: str = "x") -> str:
    return f"{TITLE}positions:\n  - {{field: law.forum, {test}, message: {message}}}"


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_playbook_gives_a_located_error_at_once(case: str) -> None:
    rule, make = HOSTILE[case]
    started = process_time()
    playbook, printed = reported("x.playbook.yaml", f"modelpact_playbook: 1\n{make()}\n".encode())
    assert process_time() - started < 2
    assert playbook is None
    assert f"[{rule}]" in printed
    assert all(len(line) < 700 and line.isprintable() for line in printed.splitlines())
    assert len(printed.splitlines()) < 10
