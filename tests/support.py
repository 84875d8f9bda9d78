"""What several tests share."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from modelpact.diagnostics import UserError

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "gpt-2-cornell.agreement.yaml"
MINIMAL = ROOT / "examples" / "minimal" / "staged-release.agreement.yaml"
AS_OF = date(2030, 1, 15)
"""The day on which the cases of checking are checked: their agreements begin on it."""


def read_master(name: str, by: str, most: int = 0) -> tuple[str, bytes]:
    """The masters and model cards that the cases of checking name, whatever folder the case is in."""
    path = ROOT / "tests" / "check" / "masters" / name
    if not path.is_file():
        raise UserError(f"{name}, which {by} names, is not there")
    content = path.read_bytes()
    return name, content[:most] if most else content


@dataclass(frozen=True)
class Outcome:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


def git(folder: Path, *arguments: str) -> None:
    """Let git do something in a folder, as nobody in particular."""
    identity = ("-c", "user.name=TBC", "-c", "user.email=tbc@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)
