"""Each file in ``bad/`` gives exactly the report beside it; each in ``ok/`` gives none."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelpact.check import check
from modelpact.diagnostics import Span
from modelpact.inspection import Inspection
from modelpact.reports.text import report
from support import AS_OF, read_master

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.agreement.yaml"))
OK = sorted((HERE / "ok").glob("*.agreement.yaml"))


def name(path: Path) -> str:
    return path.name.removesuffix(".agreement.yaml")


@pytest.mark.parametrize("path", BAD, ids=name)
def test_bad_file_is_reported_word_for_word(path: Path, update: bool) -> None:
    checked = check(path.name, path.read_bytes(), read=read_master, as_of=AS_OF)
    printed = report(Inspection((checked,)), colour=False)
    expected = path.with_name(f"{name(path)}.out")
    if update:
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")
    assert checked.diagnostics or checked.ignored


@pytest.mark.parametrize("path", BAD, ids=name)
def test_every_place_lies_in_the_file(path: Path) -> None:
    checked = check(path.name, path.read_bytes(), read=read_master, as_of=AS_OF)
    related = [other.span for found in checked.diagnostics for other in found.related]
    for span in (*(found.span for found in checked.diagnostics), *related):
        assert_inside(span, checked.texts[span.file])


@pytest.mark.parametrize("path", OK, ids=name)
def test_near_miss_is_left_in_peace(path: Path) -> None:
    checked = check(path.name, path.read_bytes(), read=read_master, as_of=AS_OF)
    assert checked.spec is not None
    assert not checked.diagnostics
    assert not checked.ignored


def test_no_report_is_left_without_its_case() -> None:
    assert {path.name.removesuffix(".out") for path in (HERE / "bad").glob("*.out")} <= set(map(name, BAD))


def assert_inside(span: Span, text: str) -> None:
    """Both ends stand on a line of the text, at most just after its last character."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert span.start <= span.end
    for position in (span.start, span.end):
        assert 1 <= position.line <= len(lines)
        assert 1 <= position.column <= len(lines[position.line - 1]) + 1
