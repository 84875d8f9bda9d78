"""The branch that a pull request is to be merged into: its files, and what would be changed in them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from modelpact.diagnostics import UserError
from modelpact.revisions import Revised, git

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT = 12
_PATIENT = 300
"""Seconds for what may have to be fetched."""


@dataclass(frozen=True, slots=True)
class BaseBranch:
    """One commit's files, laid out beside those of the pull request."""

    commit: str
    folder: Path
    """Where they lie."""
    top: Path
    """Where those of the pull request lie."""
    changed: frozenset[str]
    """Files that the pull request adds or changes, from the top of either."""

    def changes(self, name: str) -> bool:
        """Whether the pull request adds or changes a file, by its path from here."""
        return self._from_top(name) in self.changed

    def before(self, name: str) -> Path:
        """Where a file of the pull request would lie in the base branch."""
        return self.folder / self._from_top(name)

    def revised(self, name: str) -> Revised:
        """A file of the pull request as it would be in the base branch, under a short name of the commit."""
        return Revised(self.commit[:_SHORT], PurePosixPath(self._from_top(name)))

    def _from_top(self, name: str) -> str:
        return os.path.relpath(os.path.realpath(name), self.top)


def base_branch(commit: str, folder: Path) -> BaseBranch:
    """The commit's files, laid out in a folder that is not there yet; it is fetched where it is missing.

    Raises UserError.
    """
    if not _COMMIT.fullmatch(commit):
        raise UserError("the base is not the full name of a commit, 40 or 64 digits")
    if not _is_here(commit):
        git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit, seconds=_PATIENT)
    git("worktree", "add", "--quiet", "--detach", "--force", str(folder), commit, seconds=_PATIENT)
    top = git("rev-parse", "--show-toplevel").decode().removesuffix("\n")
    names = git("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", commit, "--")
    changed = (os.path.normpath(os.fsdecode(name)) for name in names.split(b"\0") if name)
    return BaseBranch(commit, folder, Path(top).resolve(), frozenset(changed))


def _is_here(commit: str) -> bool:
    try:
        git("cat-file", "-e", f"{commit}^{{commit}}")
    except UserError:
        return False
    return True
