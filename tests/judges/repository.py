"""Folders under git in which a person or a runner works, apart from this checkout and its environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from judges.engines import run
from support import ROOT

WHEELS = ROOT / ".judges" / "wheels"


class Repository:
    """A folder under git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What git answers; its identity is nobody's."""
        identity = ("-c", "user.name=TBC", "-c", "user.email=tbc@example.org")
        return self.run("git", *identity, *arguments)

    def commit(self) -> tuple[int, str]:
        """Commit all there is: the exit code, and what was said."""
        self.git("add", "--all")
        done = self.git("commit", "--message=more")
        return done.returncode, done.stdout + done.stderr

    @property
    def head(self) -> str:
        """The full name of the last commit."""
        return self.git("rev-parse", "HEAD").stdout.strip()

    def pre_commit(self, *arguments: str) -> None:
        """Run pre-commit, which has to succeed."""
        done = self.run(sys.executable, "-m", "pre_commit", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """What a program answers in this folder, ``more`` being added to its environment."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**environment(), "PRE_COMMIT_HOME": str(self.folder.parent / "pre-commit"), **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def environment() -> dict[str, str]:
    """Without what would let an environment that is built see ours, or pip reach an index."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PIP_", "GIT_", "GITHUB_", "PRE_COMMIT"))
    }
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {**kept, **offline}


def copied_checkout(folder: Path) -> Repository:
    """This checkout as it is now, committed in a folder."""
    copy = Repository(folder)
    for name in run("git", "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (copy.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy.folder / name)
    assert copy.commit()[0] == 0
    return copy
