"""No text in a spec can become part of a report's own structure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from modelpact.characters import visible
from modelpact.check import Checked, Ignored, Silencer
from modelpact.diagnostics import Diagnostic, Position, Related, Severity, Span
from modelpact.inspection import Inspection, Unread
from modelpact.reports import REPORTS, is_report
from modelpact.reports.sarif import report as sarif
from unit.hostile import FRAGMENTS

HOSTILE = (
    *FRAGMENTS,
    *("::error::x", "\n::set-output name=a::b", "%0A::error::", "##[error]", ",title=a", "file=b", "\r\n"),
    *("]]>", "<!--", "-->", "</failure>", "&amp;", "&#0;", "[a](https://x.example)", "](", "{0}", '"', "\\"),
    *("\x00", "\x1b[31m", "\ud800", "\u2028", "\u0085", "\ufffe", "\uffff", "\u202e", "\U0010ffff"),
)
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=6).map("".join)
names = texts.map(lambda text: text.replace("\ud800", "\udcff")).filter(bool)  # as bytes that are not UTF-8


@st.composite
def inspections(draw: st.DrawFn) -> Inspection:
    """Files with findings whose every text may be anything."""
    files = st.lists(checked() | st.builds(Unread, names, texts), max_size=3)
    return Inspection(tuple(draw(files)), draw(st.booleans()), "/work folder")


@st.composite
def checked(draw: st.DrawFn) -> Checked:
    name = draw(names)
    text = draw(texts)
    diagnostics = draw(st.lists(finding(name), max_size=3))
    silent = [
        Ignored(draw(finding(name)), draw(texts), draw(st.sampled_from(Silencer)))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Checked(name, {name: text}, None, None, tuple(diagnostics), tuple(silent))


def finding(file: str) -> st.SearchStrategy[Diagnostic]:
    span = Span(file, Position(1, 1), Position(1, 2))
    return st.builds(
        Diagnostic,
        rule=st.sampled_from(["yaml-syntax", "term-ends-before-start", "mixed-scripts"]),
        severity=st.sampled_from(Severity),
        message=texts,
        span=st.just(span),
        hint=texts,
        path=st.lists(texts | st.integers(0, 9), max_size=3).map(tuple),
        related=st.lists(st.builds(Related, st.just(span), texts), max_size=2).map(tuple),
    )


def findings(inspection: Inspection) -> list[Diagnostic]:
    return [found for file in inspection.checked for found in file.diagnostics]


def said(found: Diagnostic) -> str:
    """All that a format with one text says of a finding."""
    others = [f"see {visible(str(other.span))}: {visible(other.message)}" for other in found.related]
    hint = [f"hint: {visible(found.hint)}"] if found.hint else []
    return "\n".join([visible(found.message), *others, *hint])


COMMAND = re.compile(r"::(?P<name>[a-z]+) (?P<properties>[^:]*)::(?P<message>.*)")


def unescaped(text: str) -> str:
    """As the runner reads it: the percent sign last."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


@given(inspections())
def test_github_reads_one_command_for_each_finding(inspection: Inspection) -> None:
    *lines, last = REPORTS["github"].write(inspection).removesuffix("\n").split("\n")
    assert last == inspection.summary()
    commands = [match for line in lines if (match := COMMAND.fullmatch(line))]
    assert len(commands) == len(lines) == len(findings(inspection)) + sum(1 for _ in inspection.unread)
    properties = [dict(pair.split("=", 1) for pair in each["properties"].split(",")) for each in commands]
    assert all(set(each) <= {"file", "line", "col", "endColumn", "title"} for each in properties)
    shown = {unescaped(each["message"]) for each in commands}
    assert {said(found) for found in findings(inspection)} <= shown
    files = {unescaped(each["file"]) for each in properties}
    assert {visible(found.span.file) for found in findings(inspection)} <= files


@given(inspections())
def test_junit_is_xml_with_one_case_for_each_finding(inspection: Inspection) -> None:
    report = REPORTS["junit"].write(inspection)
    assert report.isascii()
    top = ET.fromstring(report)
    assert {each.tag for each in top.iter()} <= {
        *("testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out")
    }
    assert [each.get("name") for each in top] == [visible(file.name) for file in inspection.files]
    told = [each for each in top.iter() if each.tag in ("failure", "system-out")]
    for each, found in zip(told, findings(inspection), strict=True):
        assert (each.tag == "failure") is inspection.fails(found)
        assert (each.text or "").endswith(said(found))
    assert top.get("failures") == str(sum(map(inspection.fails, findings(inspection))))


@given(inspections())
def test_sarif_holds_texts_that_are_only_texts(inspection: Inspection) -> None:
    report = sarif(inspection)
    assert report.isascii()
    [run] = json.loads(report)["runs"]
    told = [result for result in run["results"] if not result["suppressions"]]
    for result, found in zip(told, findings(inspection), strict=True):
        assert result["message"]["text"] == said(found).replace("](", "] (")
    for name, text in strings(run):
        assert visible(text.replace("\n", " ")) == text.replace("\n", " ")
        assert "](" not in text or name == "fullyQualifiedName"
    for uri in uris(run):
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+|file:///[^\s\"<>\\^`{|}]*", uri), uri


def strings(data: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text, with the name of what holds it."""
    if isinstance(data, str):
        yield name, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from strings(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value, name)


def uris(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (data["uri"],) if "uri" in data else ()
        data = list(data.values())
    for each in data if isinstance(data, list) else ():
        yield from uris(each)


@given(inspections())
def test_json_gives_back_what_it_was_given_as_far_as_it_may_be_shown(inspection: Inspection) -> None:
    report = REPORTS["json"].write(inspection)
    assert report.isascii()
    told = [found for file in json.loads(report)["files"] for found in file["findings"]]
    for data, found in zip(told, findings(inspection), strict=True):
        assert data["message"] == visible(found.message)
        assert data["hint"] == visible(found.hint)


@given(inspections(), st.sampled_from(sorted(REPORTS)))
def test_every_report_is_known_again(inspection: Inspection, format_: str) -> None:
    report = REPORTS[format_].write(inspection).encode(errors="backslashreplace")
    assert is_report(report)


@given(inspections())
def test_a_line_of_text_begins_with_nothing_that_a_file_says_but_its_name(inspection: Inspection) -> None:
    *lines, last = REPORTS["text"].write(inspection).removesuffix("\n").split("\n")
    assert last == inspection.summary()
    for line in lines:
        assert line == visible(line)
        assert line.startswith(("    ", *(f"{visible(file.name)}:" for file in inspection.files)))


# --- fingerprints


def fingerprints(text: str, *places: tuple[int, str]) -> list[str]:
    found = tuple(
        Diagnostic("yaml-syntax", Severity.ERROR, message, Span("a", Position(line, 1), Position(line, 2)))
        for line, message in places
    )
    [run] = json.loads(sarif(Inspection((Checked("a", {"a": text}, None, None, found),))))["runs"]
    return [result["partialFingerprints"]["modelpact/v1"] for result in run["results"]]


def test_fingerprints_survive_lines_put_in_above_and_other_words() -> None:
    before = fingerprints("one\ntwo\n", (1, "x"), (2, "y"))
    assert fingerprints("zero\n\n  one\ntwo  \n", (3, "X"), (4, "Y")) == before
    assert before[0] != before[1]


def test_fingerprints_tell_apart_what_is_alike() -> None:
    first, second = fingerprints("one\none\n", (1, "x"), (2, "x"))
    assert first != second
