"""Reports as their readers see them: a validator of SARIF, GitHub's toolkit, Jenkins' schema, ajv."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from judges.engines import run
from support import MINIMAL, ROOT
from unit.hostile import FRAGMENTS

pytestmark = pytest.mark.judge

SARIF_VALIDATOR = ROOT / ".judges/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
WITHOUT_HOME_PAGE = "SARIF2005"
"""The validator wants an address of the program, and there is none yet."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every bad case, and specs whose texts and names some reader could take for its own."""
    made = tmp_path_factory.mktemp("reports")
    shutil.copytree(ROOT / "tests/check/bad", made / "bad cases, 100%")
    smallest = MINIMAL.read_text(encoding="utf-8")
    for number, fragment in enumerate([*FRAGMENTS, "::error::x", "%0A::warning::", "]]>", "[a](1)", "{0}"]):
        spec = smallest.replace("provider: lab", f"provider: {json.dumps(fragment)}")
        (made / f"hostile-{number}.agreement.yaml").write_text(spec, encoding="utf-8")
    (made / "naïve <&> [x](1) '{0}'.agreement.yaml").write_text("a: [", encoding="utf-8")
    return made


def report(folder: Path, format_: str) -> str:
    command = [sys.executable, "-m", "modelpact", "check", ".", "missing.agreement.yaml", "-f", format_]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 3
    return done.stdout.decode()


def test_sarif_satisfies_the_validator_and_code_scanning(folder: Path) -> None:
    made, verdict = folder / "made.sarif", folder / "verdict.sarif"
    made.write_text(report(folder, "sarif"), encoding="utf-8")
    run(SARIF_VALIDATOR, "validate", made, "--rule-kind", "Sarif;Ghas", "-o", verdict, "--quiet")
    [judged] = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"]
    notes = judged["invocations"][0].get("toolExecutionNotifications", [])
    assert [note["message"]["text"] for note in notes if note.get("level") == "error"] == []
    found = {(each["ruleId"], each.get("level")) for each in judged["results"]}
    assert {rule for rule, level in found if level != "note"} <= {WITHOUT_HOME_PAGE}
    assert len(json.loads(made.read_text(encoding="utf-8"))["runs"][0]["results"]) > 300


def test_the_validator_of_sarif_judges(folder: Path) -> None:
    data = json.loads(report(folder, "sarif"))
    data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    made, verdict = folder / "broken.sarif", folder / "broken-verdict.sarif"
    made.write_text(json.dumps(data), encoding="utf-8")
    run(SARIF_VALIDATOR, "validate", made, "-o", verdict, "--quiet")
    [judged] = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"]
    assert "error" in {each.get("level") for each in judged["results"]}


def test_junit_keeps_to_the_schema_of_jenkins(folder: Path) -> None:
    made = folder / "made.xml"
    made.write_text(report(folder, "junit"), encoding="utf-8")
    run("xmllint", "--noout", "--schema", ROOT / "tests/judges/junit-10.xsd", made)


def test_github_commands_are_those_of_its_toolkit(folder: Path) -> None:
    *ours, _ = report(folder, "github").splitlines()
    asked = list(commands(json.loads(report(folder, "json"))))
    theirs = run("node", "tests/judges/commands.mjs", stdin=json.dumps(asked).encode()).splitlines()
    assert ours == theirs
    assert len(ours) > 300


def commands(report: dict[str, Any]) -> Iterator[tuple[str, dict[str, str], str]]:
    """What the toolkit is to write of the same findings: name, properties, message."""
    for file in report["files"]:
        if file["unread"]:
            yield "error", {"file": file["name"], "title": "not read"}, file["unread"]
        for found in file["findings"]:
            name = {"information": "notice"}.get(found["severity"], found["severity"])
            yield name, {**place(found["place"]), "title": found["rule"]}, message(found)


def place(place: dict[str, Any]) -> dict[str, str]:
    start, end = place["start"], place["end"]
    first = {"file": place["file"], "line": str(start["line"])}
    if start["line"] != end["line"]:
        return {**first, "endLine": str(end["line"])}
    return {**first, "col": str(start["column"]), "endColumn": str(end["column"])}


def message(found: dict[str, Any]) -> str:
    others = [
        f"see {each['place']['file']}:{each['place']['start']['line']}:{each['place']['start']['column']}: "
        f"{each['message']}"
        for each in found["related"]
    ]
    return "\n".join([found["message"], *others, *([f"hint: {found['hint']}"] if found["hint"] else [])])


def test_ajv_reads_the_json_report_with_its_schema(folder: Path) -> None:
    reports = f"[{report(folder, 'json')}, {{}}]"
    schema = ROOT / "schemas/report-1.schema.json"
    verdicts = run("node", "tests/judges/validate.mjs", schema, stdin=reports.encode())
    assert json.loads(verdicts) == [True, False]
