"""Specs as they stood in a git revision, with the house terms of that same revision, read with git itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from modelpact.diagnostics import UserError
from modelpact.files import CONFIGURATION
from modelpact.load import MOST_BYTES

_SECONDS = 30
_READ = MOST_BYTES + 1


@dataclass(frozen=True, slots=True)
class Revised:
    """A file of a revision: ``HEAD~1:deal.agreement.yaml``."""

    revision: str
    path: PurePosixPath
    """From the top of the repository."""

    @property
    def name(self) -> str:
        """As diagnostics print it."""
        return f"{self.revision}:{self.path}"

    @property
    def exists(self) -> bool:
        """Whether the revision has such a file."""
        return _exists(self.name)

    def read(self, most: int = _READ) -> bytes:
        """Its first bytes. Raises UserError where the revision has no such file."""
        return git("show", "--end-of-options", self.name)[:most]

    def read_named(self, name: str, by: str, most: int = _READ) -> tuple[str, bytes]:
        """What the file ``by`` of this revision names, in the same revision: name to print, and first bytes.

        Raises UserError where it is missing or outside the project folder.
        """
        naming = Revised(self.revision, PurePosixPath(by.removeprefix(f"{self.revision}:")))
        found = naming.beside(name)
        return found.name, found.read(most)

    def configuration(self) -> Revised | None:
        """The nearest ``modelpact.toml`` upward in the same revision."""
        folders = self.path.parents
        places = (Revised(self.revision, folder / CONFIGURATION) for folder in folders)
        return next((place for place in places if place.exists), None)

    def beside(self, name: str) -> Revised:
        """What lies at a path from this file's folder, in the same revision.

        Raises UserError where that is outside the project folder: of ``configuration``, or the file's own.
        """
        configuration = self.configuration() or self
        path = _normal(self.path.parent / name)
        if path is None or not path.is_relative_to(configuration.path.parent):
            raise UserError(f"{name} lies outside the project folder, and nothing is read there")
        return Revised(self.revision, path)

    def below(self) -> Iterator[tuple[str, Revised]]:
        """The plain files of this folder in the same revision, each with its path from here.

        Raises UserError where something in it is no plain file.
        """
        listed = git("ls-tree", "-r", "-z", "--full-tree", self.revision, "--", f"{self.path}/")
        for entry in filter(None, listed.split(b"\0")):
            mode, _, path = os.fsdecode(entry).partition("\t")
            found = Revised(self.revision, PurePosixPath(path))
            if not mode.startswith("100"):
                raise UserError(f"{found.name}: is not a plain file")
            yield str(found.path.relative_to(self.path)), found


def revised(text: str) -> Revised | None:
    """The file that ``REVISION:PATH`` names, PATH from this folder or, as git has it, from the top.

    None where the text does not name a revision. Raises UserError where git or the repository is missing.
    """
    revision, colon, path = text.partition(":")
    if not colon or len(revision) < 2 or not path or Path(text).exists():  # noqa: PLR2004 - a drive: C:
        return None
    top = git("rev-parse", "--show-prefix").decode().strip()
    here = _normal(PurePosixPath(top) / path)
    if here is not None and Revised(revision, here).exists:
        return Revised(revision, here)
    return Revised(revision, _normal(PurePosixPath(path)) or PurePosixPath(path))


def _normal(path: PurePosixPath) -> PurePosixPath | None:
    """The path without ``..``; None where it would leave the repository."""
    parts: list[str] = []
    for part in path.parts:
        if (part == ".." and not parts) or part == "/":
            return None
        parts = parts[:-1] if part == ".." else [*parts, part]
    return PurePosixPath(*parts)


def _exists(name: str) -> bool:
    try:
        git("cat-file", "-e", "--end-of-options", name)
    except UserError:
        return False
    return True


def git(*arguments: str, seconds: int = _SECONDS) -> bytes:
    """What git prints. Raises UserError where it is missing, fails or takes longer."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            capture_output=True,
            check=False,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise UserError("git is not installed, and a revision is read with git") from None
    except subprocess.TimeoutExpired:
        raise UserError(f"git did not answer within {seconds} seconds") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UserError(f"git: {said[-1].removeprefix('fatal: ')}" if said else "git failed")
    return done.stdout
