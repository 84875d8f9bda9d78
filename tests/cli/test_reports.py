"""``modelpact check``: each format word for word, and what its options do."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from modelpact.check import Checked
from modelpact.cli.progress import tracked
from modelpact.diagnostics import Diagnostic, Position, Severity, Span
from modelpact.inspection import Inspection
from modelpact.reports import REPORTS
from modelpact.reports.text import report as text_report
from support import ROOT, Run

HERE = Path(__file__).parent / "reports"
SMALLEST = (ROOT / "tests/check/ok/smallest.agreement.yaml").read_text(encoding="utf-8")
SUMMARY = "2 errors, 2 warnings, 1 information, 1 ignored in 5 files, 1 not read"
NAME = "naïve, 100%: new.agreement.yaml"
FILES = {
    "broken.agreement.yaml": "modelpact: 1\ntitle: [one, two\n",
    "clean.agreement.yaml": SMALLEST,
    "deal.agreement.yaml": SMALLEST.replace("2 Example Street", "2 Exаmple Street")
    + "publication: {review_days: 50}\nterm: {end: 2029-12-31}\n",
    NAME: SMALLEST
    + "publication: {review_days: 120, deemed_approval: true}\nx-note: Exаmple\n"
    + "lint: {ignore: [{rule: publication-review-long, reason: 'See [a letter](https://x.example)'}]}\n",
}


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder ``specs`` with a clean file and three others, in the folder where the command is given."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "specs"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("format_", REPORTS)
def test_each_format_is_written_word_for_word(run: Run, specs: Path, format_: str, update: bool) -> None:
    outcome = run("check", specs.name, "missing.agreement.yaml", "-f", format_)
    expected = HERE / f"{format_}.out"
    if update:
        expected.write_text(outcome.out, encoding="utf-8")
    assert outcome.out == expected.read_text(encoding="utf-8")
    assert outcome.err == "modelpact: missing.agreement.yaml: no such file or directory\n"
    assert outcome.code == 3


@pytest.mark.parametrize("format_", REPORTS)
def test_the_exit_code_is_the_same_whatever_the_format(run: Run, specs: Path, format_: str) -> None:
    clean, deal = specs / "clean.agreement.yaml", specs / "deal.agreement.yaml"
    assert run("check", clean, "-f", format_).code == 0
    assert run("check", deal, "-f", format_).code == 1
    assert run("check", deal, "-f", format_, "--exit-zero").code == 0
    assert run("check", specs / NAME, "-f", format_).code == 0
    assert run("check", specs / NAME, "-f", format_, "--strict").code == 1
    assert run("check", specs / NAME, "-f", format_, "--strict", "--exit-zero").code == 0
    assert run("check", clean, "missing", "-f", format_, "--exit-zero").code == 3


def test_an_unknown_format_is_a_usage_error(run: Run, specs: Path) -> None:
    outcome = run("check", specs, "-f", "xml")
    assert outcome.code == 2
    assert "'xml' is not a format; there are text, json, sarif, github, junit" in outcome.err
    outcome = run("render", specs, "-f", "md,doc")
    assert outcome.code == 2
    assert "'doc' is not a format, did you mean docx? There are md, html, pdf, docx, json" in outcome.err


def test_junit_fails_what_makes_the_check_fail(run: Run, specs: Path) -> None:
    assert 'failures="0"' in run("check", specs / NAME, "-f", "junit").out
    assert 'failures="1"' in run("check", specs / NAME, "-f", "junit", "--strict").out


# --- the JSON report and its schema

SCHEMA = json.loads((ROOT / "schemas" / "report-1.schema.json").read_text(encoding="utf-8"))


def test_json_keeps_to_its_schema_which_names_every_field(run: Run, specs: Path) -> None:
    report = json.loads(run("check", specs, "missing", ROOT / "tests/check/bad", "-f", "json").out)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(report)
    assert keys(report) <= set(SCHEMA["properties"]) | described(SCHEMA)
    assert report["counts"]["errors"] > 100
    assert report["counts"]["unread"] == 1


def keys(data: object) -> set[str]:
    if isinstance(data, dict):
        return set(data).union(*map(keys, data.values()))
    return set().union(*map(keys, data)) if isinstance(data, list) else set()


def described(schema: object) -> set[str]:
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", ())).union(*map(described, schema.values()))


# --- where the report goes


def test_a_report_goes_to_a_file_and_a_line_says_so(run: Run, specs: Path) -> None:
    outcome = run("check", specs, "missing.agreement.yaml", "--output", "out/report.txt")
    assert outcome.out == f"out/report.txt: written; {SUMMARY}\n"
    report = Path("out/report.txt").read_text(encoding="utf-8")
    assert report.endswith(f"\nmissing.agreement.yaml: not read: no such file or directory\n{SUMMARY}\n")
    assert "\x1b" not in report
    assert run("check", specs, "-q", "-o", "out/report.txt").out == ""


@pytest.mark.parametrize("old", REPORTS)
@pytest.mark.parametrize("new", REPORTS)
def test_a_report_takes_the_place_of_an_older_one(run: Run, specs: Path, old: str, new: str) -> None:
    run("check", specs, "-f", old, "-o", "report")
    expected = run("check", specs, "-f", new).out
    assert run("check", specs, "-f", new, "-o", "report").code == 1
    assert Path("report").read_text(encoding="utf-8") == expected


def test_a_file_that_is_no_report_is_never_replaced(run: Run, specs: Path) -> None:
    for name in (specs / "clean.agreement.yaml", ROOT / "schemas/report-1.schema.json"):
        before = Path(name).read_bytes()
        outcome = run("check", specs, "-o", name)
        assert outcome.code == 3
        assert "is no report of modelpact, so it is not replaced" in outcome.err
        assert Path(name).read_bytes() == before


def test_links_folders_and_devices_are_not_written_to(run: Run, specs: Path) -> None:
    Path("empty").touch()
    Path("link").symlink_to("empty")
    for name in ("link", specs, "/dev/null"):
        assert run("check", specs, "-o", name).code == 3
    assert run("check", specs, "-o", "empty").code == 1
    assert not Path("link").read_text(encoding="utf-8").startswith("{")


def test_colour_is_for_terminals_only(run: Run, specs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", specs).out
    for format_ in set(REPORTS) - {"text"}:
        assert "\x1b" not in run("check", specs, "-f", format_).out


# --- which rules


def test_what_the_caller_leaves_out_is_silenced_and_counted(run: Run, specs: Path) -> None:
    deal = specs / "deal.agreement.yaml"
    left_out = run("check", deal, "--ignore", "term-ends-before-start, mixed-scripts")
    assert left_out.code == 0
    assert left_out.out.endswith("\n0 errors, 0 warnings, 1 information, 2 ignored\n")
    assert "[term-ends-before-start]" not in left_out.out
    only = run("check", deal, "--select", "term-ends-before-start")
    assert only.code == 1
    assert only.out.endswith("\n1 error, 0 warnings, 0 information, 2 ignored\n")


def test_what_the_caller_leaves_out_is_in_reports_for_programs(run: Run, specs: Path) -> None:
    arguments = ("check", specs / "deal.agreement.yaml", "--ignore", "term-ends-before-start")
    [file] = json.loads(run(*arguments, "-f", "json").out)["files"]
    assert [(each["rule"], each["by"]) for each in file["ignored"]] == [("term-ends-before-start", "caller")]
    results = json.loads(run(*arguments, "-f", "sarif").out)["runs"][0]["results"]
    kinds = [each["kind"] for result in results for each in result["suppressions"]]
    assert kinds == ["external"]


def test_options_leave_errors_of_the_file_alone(run: Run, specs: Path) -> None:
    broken = run("check", specs / "broken.agreement.yaml", "--select", "term-long")
    assert broken.code == 1
    assert "[yaml-syntax]" in broken.out


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--ignore", "term-ends-befor-start", "did you mean term-ends-before-start?"),
        ("--select", "zzz", "modelpact rules lists all there are"),
        ("--select", " , ", "name a rule"),
        ("--ignore", "yaml-syntax", "yaml-syntax is about the file itself and always reported"),
        ("--as-of", "tomorrow", "tomorrow"),
    ],
)
def test_an_option_that_says_nothing_known_is_a_usage_error(
    run: Run, specs: Path, option: str, value: str, said: str
) -> None:
    outcome = run("check", specs, option, value)
    assert outcome.code == 2
    assert said in outcome.err


def test_rules_about_today_run_on_a_day_that_is_given(run: Run, specs: Path) -> None:
    clean = specs / "clean.agreement.yaml"
    assert run("check", clean).out == f"{clean}: no problems found\n"
    assert "[release-stage-date-passed]" in run("check", clean, "--as-of", "2030-03-02").out


# --- many files


def test_folders_stand_for_the_specs_below_them_in_order(run: Run, specs: Path) -> None:
    (specs / "sub" / ".hidden").mkdir(parents=True)
    for name in ("sub/b", "sub/a", "sub/.hidden/c", "sub/.d"):
        (specs / f"{name}.agreement.yaml").write_text("a: [")
    (specs / "sub" / "other.yaml").write_text("a: [")
    (specs / "sub" / "loop").symlink_to(specs)
    (specs / "sub" / "again.agreement.yaml").symlink_to("a.agreement.yaml")
    (specs / "sub" / "gone.agreement.yaml").symlink_to("nowhere")
    out = run("check", specs.name, "specs/clean.agreement.yaml", "./specs", "-f", "json").out
    names = [file["name"] for file in json.loads(out)["files"]]
    assert names == [
        *(f"specs/{name}" for name in sorted(FILES)),
        *(f"specs/sub/{name}.agreement.yaml" for name in ("a", "b", "gone")),
    ]


@pytest.mark.usefixtures("specs")
@pytest.mark.parametrize("pattern", ["specs/*.agreement.yaml", "**/*.agreement.yaml", "spec?"])
def test_a_pattern_that_no_shell_expanded_is_expanded(run: Run, pattern: str) -> None:
    files = json.loads(run("check", pattern, "-f", "json").out)["files"]
    assert [file["name"] for file in files] == [f"specs/{name}" for name in sorted(FILES)]


def test_a_name_that_looks_like_a_pattern_is_a_name_first(run: Run, specs: Path) -> None:
    (specs / "[c]lean.agreement.yaml").write_text("a: [")
    assert run("check", "specs/[c]lean.agreement.yaml").code == 1


def test_folders_and_patterns_without_specs_are_said_in_a_sentence(run: Run, specs: Path) -> None:
    (specs / "none").mkdir()
    outcome = run("check", specs / "none", "specs/*.txt", specs / "clean.agreement.yaml")
    assert outcome.code == 3
    assert outcome.err == (
        f"modelpact: {specs / 'none'}: the folder holds no spec; their names end in .agreement.yaml\n"
        "modelpact: specs/*.txt: no file matches this pattern\n"
    )
    assert outcome.out == "0 errors, 0 warnings, 0 information, 0 ignored in 3 files, 2 not read\n"


def test_a_pipe_in_a_folder_is_passed_over(run: Run, specs: Path) -> None:
    os.mkfifo(specs / "pipe.agreement.yaml")
    names = [file["name"] for file in json.loads(run("check", "specs", "-f", "json").out)["files"]]
    assert names == [f"specs/{name}" for name in sorted(FILES)]


def test_standard_input_is_read_once(run: Run) -> None:
    out = run("check", "-", "-", "-f", "json", stdin=b"a: [").out
    assert [file["name"] for file in json.loads(out)["files"]] == ["<stdin>"]


def test_folders_are_rendered_too(run: Run, specs: Path) -> None:
    (specs / "broken.agreement.yaml").unlink()
    (specs / "deal.agreement.yaml").unlink()
    assert run("render", specs, "-f", "md", "-o", "out").code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "clean.md",
        NAME.split(".", maxsplit=1)[0] + ".md",
    ]
    assert run("render", specs, "nowhere*", "-f", "md", "-o", "out").code == 3


# --- the bar


class Terminal:
    """Standard error that says it is a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("count", "shown"), [(49, False), (50, True)])
def test_a_bar_is_shown_on_a_terminal_for_many_files(
    monkeypatch: pytest.MonkeyPatch, count: int, shown: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", terminal)
    items = list(range(count))
    assert list(tracked(items, "checking")) == items
    assert ("checking" in terminal.written) is shown


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_line_is_shown_as_wide_as_the_terminal_with_the_carets_under_the_value(columns: int) -> None:
    before = "kind: staged-release, " * 9
    text = f"{before}country: UK, {before}"
    start = len(before) + len("country: ")
    span = Span("deal.agreement.yaml", Position(1, start + 1), Position(1, start + 3))
    found = Diagnostic("country-code-unknown", Severity.ERROR, "x", span)
    checked = Checked("deal.agreement.yaml", {"deal.agreement.yaml": text}, None, None, (found,))
    _, shown, carets, *_ = text_report(Inspection((checked,)), columns=columns).splitlines()
    assert min(columns, 110) - 3 <= len(shown) <= columns
    assert [char for char, mark in zip(shown, carets, strict=False) if mark == "^"] == ["U", "K"]


def test_a_day_that_is_none_is_a_wrong_usage_in_plain_words(run: Run, example: Path) -> None:
    outcome = run("check", example, "--as-of", "yesterday")
    assert outcome.code == 2
    assert "'yesterday' is not a date, year-month-day, such as 2030-09-01" in outcome.err
