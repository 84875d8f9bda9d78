"""What several tests share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "gpt-2-cornell.agreement.yaml"
MINIMAL = ROOT / "examples" / "minimal" / "staged-release.agreement.yaml"


@dataclass(frozen=True)
class Outcome:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]
