"""Runs the command line as a user would, in this process."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from modelpact.cli import main
from support import MINIMAL, Outcome, Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``modelpact`` with these arguments; ``stdin`` is what it reads from standard input."""

    def modelpact(*arguments: object, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["modelpact", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as exited:
            main()
        captured = capsys.readouterr()
        return Outcome(int(exited.value.code or 0), captured.out, captured.err)

    return modelpact


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the smallest shipped spec, under the name of ``deal``, in a folder of its own."""
    return Path(shutil.copy(MINIMAL, tmp_path / "deal.agreement.yaml"))
