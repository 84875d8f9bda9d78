"""The GitHub Action: its shell steps run as on a runner, and zizmor finds nothing unsafe in it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from judges.engines import run
from judges.repository import Repository, copied_checkout
from support import MINIMAL, ROOT

pytestmark = pytest.mark.judge

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GOOD = MINIMAL.read_text(encoding="utf-8")
OWNED = "import pathlib; pathlib.Path(__file__).with_name('owned').touch()\n"
LURES = ("pip", "venv", "yaml", "typer", "modelpact", "sitecustomize", "usercustomize")
"""Modules that Python would find in the working folder if it looked there."""


@dataclass
class Runner:
    """A machine of GitHub's, as far as our steps can tell."""

    work: Repository
    action: Path
    temporary: Path
    outputs: dict[str, str] = field(default_factory=dict)
    said: str = ""

    def run(self, **inputs: str) -> int:
        """The exit code of the first step that fails, or 0."""
        values = {f"inputs.{name}": value["default"] for name, value in ACTION["inputs"].items()}
        values |= {f"inputs.{name}": value for name, value in inputs.items()}
        for step in ACTION["runs"]["steps"]:
            code = self._step(step, values) if "run" in step else 0
            if code:
                return code
        return 0

    def _step(self, step: dict[str, Any], values: dict[str, str]) -> int:
        script, output = self.temporary / "step.sh", self.temporary / "output"
        script.write_text(step["run"])
        output.write_text("")
        done = self.work.run(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)),
            RUNNER_TEMP=str(self.temporary),
            GITHUB_ACTION_PATH=str(self.action),
            GITHUB_OUTPUT=str(output),
            GITHUB_STEP_SUMMARY=str(self.temporary / "summary.md"),
            **{name: self._filled(text, values) for name, text in step.get("env", {}).items()},
        )
        self.said += done.stdout + done.stderr
        named = dict(line.partition("=")[::2] for line in output.read_text().splitlines())
        self.outputs |= {f"steps.{step['id']}.outputs.{name}": value for name, value in named.items()}
        return done.returncode

    def _filled(self, text: str, values: dict[str, str]) -> str:
        known = {**values, **self.outputs}
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: known[found[1]], text)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A pull request that breaks one spec, changes another, and sets lures for Python."""
    work = Repository(tmp_path_factory.mktemp("work"))
    for name in ("deal", "other", "same"):
        (work.folder / f"{name}.agreement.yaml").write_text(GOOD, encoding="utf-8")
    assert work.commit()[0] == 0
    action = copied_checkout(tmp_path_factory.mktemp("action"))
    return Runner(work, action.folder, tmp_path_factory.mktemp("temporary"))


def test_the_steps_of_the_action_work(runner: Runner) -> None:
    base = runner.work.head
    folder = runner.work.folder
    for lure in LURES:
        (folder / f"{lure}.py").write_text(OWNED)
    bad = GOOD.replace("country: US", "contry: US", 1)
    (folder / "deal.agreement.yaml").write_text(bad, encoding="utf-8")
    (folder / "other.agreement.yaml").write_text(f"{GOOD}status: review\n", encoding="utf-8")
    assert runner.work.commit()[0] == 0

    code = runner.run(base=base, specs="deal.agreement.yaml\n  other.agreement.yaml\n\nsame.agreement.yaml\n")
    assert code == 1, runner.said
    assert runner.said.count("::error file=deal.agreement.yaml,line=") == 2
    report = Path(runner.outputs["steps.check.outputs.report"])
    made = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    redlines = {"redlines/other.redline.docx", "redlines/other.redline.html"}
    assert made == {"modelpact.sarif", "renders/other.docx", "renders/other.md", *redlines}
    assert runner.outputs["steps.check.outputs.sarif"] == str(report / "modelpact.sarif")
    summary = (runner.temporary / "summary.md").read_text(encoding="utf-8")
    assert "| other.agreement.yaml | 0 | 0 | 0 | md, docx |" in summary
    assert "### Changes in other.agreement.yaml" in summary
    assert not (folder / "owned").exists()


def test_zizmor_finds_nothing_unsafe() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    said = run(zizmor, "--offline", "--color=never", "--persona=pedantic", "action.yml")
    assert "No findings to report" in said
