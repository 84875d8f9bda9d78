"""The real pre-commit clones, builds and runs our hooks, and git commits nothing that they stop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from judges.engines import run
from support import MINIMAL, ROOT

pytestmark = pytest.mark.judge

WHEELS = ROOT / ".judges" / "wheels"
CONFIGURATION = """\
repos:
  - repo: {hooks}
    rev: {revision}
    hooks: [{{id: modelpact-check}}, {{id: modelpact-render-check}}]
"""


class Repository:
    """A folder under git, in which a person works."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What git answers; its identity is nobody's."""
        identity = ("-c", "user.name=TBC", "-c", "user.email=tbc@example.org")
        return self._run("git", *identity, *arguments)

    def commit(self) -> tuple[int, str]:
        """Commit all there is: the exit code, and what was said."""
        self.git("add", "--all")
        done = self.git("commit", "--message=more")
        return done.returncode, done.stdout + done.stderr

    def pre_commit(self, *arguments: str) -> None:
        done = self._run(sys.executable, "-m", "pre_commit", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=environment(self.folder.parent / "pre-commit"),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def environment(home: Path) -> dict[str, str]:
    """Without what would let the environment that pre-commit builds see ours, or reach a package index."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PIP_", "GIT_", "PRE_COMMIT"))
    }
    return {
        **kept,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(WHEELS),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PRE_COMMIT_HOME": str(home),
    }


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """This checkout as it is now, committed."""
    copy = Repository(tmp_path_factory.mktemp("hooks"))
    for name in run("git", "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (copy.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy.folder / name)
    assert copy.commit()[0] == 0
    return copy


@pytest.fixture(scope="module")
def guarded(hooks: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a spec, its render and our hooks, which every commit has to pass."""
    made = Repository(tmp_path_factory.mktemp("guarded"))
    revision = hooks.git("rev-parse", "HEAD").stdout.strip()
    configuration = CONFIGURATION.format(hooks=hooks.folder, revision=revision)
    (made.folder / ".pre-commit-config.yaml").write_text(configuration)
    (made.folder / "other.yaml").write_text("this: is no spec\n")
    spec = Path(shutil.copy(MINIMAL, made.folder / "deal.agreement.yaml"))
    run(sys.executable, "-m", "modelpact", "render", spec, "-f", "md")
    made.pre_commit("install", "--install-hooks")
    return made


def test_hooks_pass_good_specs_and_stop_the_others(guarded: Repository) -> None:
    code, said = guarded.commit()
    assert code == 0, said
    assert said.count("Passed") == 2

    spec = guarded.folder / "deal.agreement.yaml"
    good = spec.read_text(encoding="utf-8")
    line = len(good.splitlines()) + 1
    spec.write_text(f"{good}nonsense: 1\n", encoding="utf-8")
    code, said = guarded.commit()
    assert code == 1
    assert f'deal.agreement.yaml:{line}:1: error: "nonsense" is not a field of a spec [unknown-field]' in said
    assert "this: is no spec" not in said

    spec.write_text(f"{good}publication: {{review_days: 75}}\n", encoding="utf-8")
    code, said = guarded.commit()
    assert code == 1
    assert said.count("Passed") == 1
    assert "deal.md: stale; its spec has changed since; " in said

    spec.write_text(good, encoding="utf-8")
    render = guarded.folder / "deal.md"
    render.write_text(render.read_text(encoding="utf-8").replace("must", "may", 1), encoding="utf-8")
    code, said = guarded.commit()
    assert code == 1
    assert "deal.md: edited by hand or not made by modelpact; " in said
