"""Files made to harm: each gives exactly the lines beside it, soon, in little memory, and touches nothing.

The folders are kinds of attack; ``sizes`` are made when they are needed. Where a file is refused, one problem
is named, at its place; where it is not, what it says is text and nothing more (``test_values.py``).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from hostile.checking import MEMORY, SECONDS
from hostile.made import MADE

HERE = Path(__file__).parent
KEPT = sorted(path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.agreement.yaml"))
SPECS = sorted([*KEPT, *(f"sizes/{name}.agreement.yaml" for name in MADE)])
KINDS = ("encodings", "lookalikes", "markup", "paths", "schema", "sizes", "terminal", "yaml")
SAMPLE = [next(iter(specs)) for _, specs in groupby(SPECS, key=lambda spec: spec.split("/")[0])]
LONGEST = 40
"""Lines of a report that are compared; of a longer one the first and the last."""

HARD = [
    "house-terms-long",
    "nodes",
    "mixed-words",
    "fields-unknown",
    "brackets-open",
    "name-of-900000-letters",
]
FOUND = re.compile(r"(?P<file>[a-z/0-9.-]+):[0-9]+:[0-9]+: (?P<severity>[a-z]+): .* \[(?P<rule>[a-z0-9-]+)\]")
CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


def name(spec: str) -> str:
    return spec.removesuffix(".agreement.yaml")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the files in a folder of their own, and beside it what some of them would like to read."""
    folder = tmp_path_factory.mktemp("beside") / "hostile"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "*.out", "__pycache__"))
    (folder / "sizes").mkdir(exist_ok=True)
    for made, text in MADE.items():
        (folder / "sizes" / f"{made}.agreement.yaml").write_bytes(text().encode())
    shutil.copytree(HERE.parent / "check" / "ok", folder.parent / "check" / "ok")
    (folder.parent / "README.md").write_text("secret: hunter2\n")
    return folder


@pytest.fixture(scope="session")
def answers(project: Path) -> dict[str, Any]:
    """What became of every file, checked one after the other in one process with limits."""
    before = contents(project)
    done = subprocess.run(
        [sys.executable, HERE / "checking.py"],
        cwd=project,
        input=json.dumps(SPECS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr[-2000:]
    assert contents(project) == before
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def contents(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.parent.rglob("*")}


@pytest.mark.parametrize("spec", SPECS, ids=name)
def test_it_gives_these_lines_and_no_others(spec: str, answers: dict[str, Any], update: bool) -> None:
    printed = shortened(answers[spec]["printed"])
    expected = HERE / f"{name(spec)}.out"
    if update:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")


def shortened(printed: str) -> str:
    lines = printed.splitlines(keepends=True)
    if len(lines) <= LONGEST:
        return printed
    return "".join([*lines[:8], f"... {len(lines) - 9} lines\n", lines[-1]])


@pytest.mark.parametrize("spec", SPECS, ids=name)
def test_what_is_wrong_is_one_problem_at_its_place(spec: str, answers: dict[str, Any]) -> None:
    code, printed = answers[spec]["code"], answers[spec]["printed"]
    found = [match for line in printed.splitlines() if (match := FOUND.fullmatch(line))]
    errors = {match["rule"] for match in found if match["severity"] == "error"}
    assert code == (1 if errors else 0)
    assert len(errors - {"yaml-syntax"}) <= 1, "an attack is one problem, though the reader may stumble, too"
    assert found or printed == f"{spec}: no problems found\n"
    assert not CONTROLS.search(printed)
    assert all(len(line) < 1_000 for line in printed.splitlines())


@pytest.mark.parametrize("spec", SPECS, ids=name)
def test_nothing_else_is_read_written_called_or_started(
    spec: str, answers: dict[str, Any], project: Path
) -> None:
    others = [each for each in answers[spec]["noted"] if not each.startswith(f"reads {project}/")]
    assert not others


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are Linux's")
@pytest.mark.parametrize("spec", [*SAMPLE, *(f"sizes/{each}.agreement.yaml" for each in HARD)], ids=name)
def test_a_process_of_its_own_keeps_the_limits_too(spec: str, answers: dict[str, Any], project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "modelpact", "check", spec],
        cwd=project,
        preexec_fn=limit,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, (done.stdout + done.stderr).decode()) == (
        answers[spec]["code"],
        answers[spec]["printed"],
    )


def limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))


def test_there_are_files_of_every_kind_and_no_lines_without_a_file() -> None:
    assert {spec.split("/")[0] for spec in SPECS} == set(KINDS)
    assert {path.relative_to(HERE).as_posix() for path in HERE.glob("*/*.out")} == {
        f"{name(spec)}.out" for spec in SPECS
    }
    assert len(SPECS) >= 150
