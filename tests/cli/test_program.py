"""The program as a whole: help, version, exit codes, and what it does not import."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from modelpact import __version__
from support import EXAMPLE, MINIMAL, Run

COMMANDS = ("check", "render", "diff", "kinds", "clauses", "schema", "doctor")


def test_version(run: Run) -> None:
    assert run("--version").out == f"modelpact {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.code == 0
    assert f"Example:\n    modelpact {command}" in outcome.out


def test_help_says_that_it_is_no_legal_advice(run: Run) -> None:
    assert "gives no legal advice" in run("--help").out


def test_unknown_commands_and_options_are_usage_errors(run: Run) -> None:
    assert run("chek").code == 2
    assert run("check", "--nope", EXAMPLE).code == 2
    assert run("check").code == 2


def test_a_clean_spec_passes(run: Run) -> None:
    assert run("check", MINIMAL).code == 0
    assert run("check", MINIMAL, "-q").out == ""
    assert run("check", "-", stdin=MINIMAL.read_bytes()).code == 0


def test_what_cannot_be_read_is_one_line_and_does_not_hide_the_rest(run: Run) -> None:
    outcome = run("check", "missing.agreement.yaml", MINIMAL)
    assert outcome.code == 3
    assert outcome.err == "modelpact: missing.agreement.yaml: no such file or directory\n"
    assert outcome.out == "0 errors, 0 warnings, 0 information, 0 ignored in 2 files, 1 not read\n"


def test_doctor_says_what_works(run: Run) -> None:
    outcome = run("doctor")
    assert outcome.code == 0
    lines = [line.split() for line in outcome.out.splitlines()]
    assert all(line[0] == "ok" for line in lines)
    assert lines[0] == ["ok", "modelpact", __version__]
    assert lines[-2][:3] == ["ok", "PDF", "works,"]
    assert lines[-1][:2] == ["ok", "signatures"]


def test_runs_as_a_module() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "modelpact", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout == f"modelpact {__version__}\n"


def test_a_reader_that_goes_away_ends_the_program_as_shells_expect() -> None:
    for arguments in (["clauses", "publication"], ["--help"], ["check", str(MINIMAL)]):
        command = [sys.executable, "-m", "modelpact", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout
        process.stdout.close()
        _, err = process.communicate()
        assert (process.returncode, err) == (141, b"")


def test_closed_output_is_no_reason_to_fail() -> None:
    command = [sys.executable, "-m", "modelpact", "clauses", "publication"]
    outcome = subprocess.run(["sh", "-c", f"{shlex.join(command)} >&-"], capture_output=True, check=False)
    assert (outcome.returncode, outcome.stderr) == (0, b"")


def test_an_interrupt_during_imports_leaves_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    command = [sys.executable, "-m", "modelpact", "--version"]
    outcome = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (130, b"", b"")


def test_a_clean_check_imports_nothing_heavy() -> None:
    heavy = ["jinja2", "jsonschema", "pydantic", "rich", "weasyprint", "markdown_it"]
    program = (
        "import sys\nfrom modelpact.cli import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n    code = done.code\n"
        f"print(code, [name for name in {heavy} if name in sys.modules])"
    )
    command = [sys.executable, "-c", program, "check", "-q", str(MINIMAL)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "0 []\n"


def test_the_list_of_commands_cuts_no_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, *lines = run("--help").out.splitlines()
    assert not [line for line in lines if line.endswith("...")]
