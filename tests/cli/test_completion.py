"""Shell completion, in a real bash with the script that the program prints for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from modelpact.rules import RULES

bash = shutil.which("bash")
pytestmark = pytest.mark.skipif(bash is None, reason="there is no bash")

COMPLETE = """\
eval "$(_MODELPACT_COMPLETE=source_bash modelpact)"
COMP_WORDS=({words}) COMP_CWORD={last}
_modelpact_completion modelpact
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(*words: str) -> list[str]:
    """What bash offers for the last of these words."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = COMPLETE.format(words=" ".join(f"'{word}'" for word in words), last=len(words) - 1)
    done = subprocess.run(
        [str(bash), "-c", script],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_commands_are_completed() -> None:
    assert completed("modelpact", "re") == ["render"]


def test_options_are_completed() -> None:
    assert completed("modelpact", "render", "--fo") == ["--format", "--form", "--force"]


def test_ids_are_completed() -> None:
    assert completed("modelpact", "kinds", "r") == ["red-team"]
    assert completed("modelpact", "clauses", "publi") == ["publication", "public-summary"]
    found = completed("modelpact", "rules", "publication-")
    assert set(found) == {rule.id for rule in RULES if rule.id.startswith("publication-")}


def test_an_example_in_the_help_of_every_command_names_it() -> None:
    for command in completed("modelpact", ""):
        said = subprocess.run(
            [sys.executable, "-m", "modelpact", command, "--help"], capture_output=True, text=True, check=True
        ).stdout
        assert f"modelpact {command}" in said.partition("Example:")[2], command
