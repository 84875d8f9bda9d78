"""``modelpact export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import typer

from modelpact import files
from modelpact.characters import quoted
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS
from modelpact.cli.choices import one_of
from modelpact.cli.printing import line, problem
from modelpact.cli.reading import readable
from modelpact.exports import EXPORTS, Exported, NothingToExportError, Sharing, exported
from modelpact.spec import Spec
from modelpact.suggestions import nearest


class Wishes(NamedTuple):
    """What is wanted, of which model, and where."""

    target: str
    model: str | None
    output: Path | None
    form: Path | None
    force: bool


def parse_target(name: str) -> str:
    """The name of a target; usage error where there is no such target."""
    return one_of(name, EXPORTS, "--to", "no target")


def run(name: str, wishes: Wishes) -> int:
    """Print or write the export, say what it leaves out, return the exit code."""
    side = readable(name, wishes.form, "nothing was exported")
    if side is None or side.spec is None or side.agreement is None:
        return EXIT_PROBLEMS
    if wishes.model is not None:
        _refuse_unknown(wishes.model, side.spec)
    try:
        made = exported(wishes.target, Sharing(side.spec, side.agreement, wishes.model or ""))
    except NothingToExportError as nothing:
        problem(f"{name}: {nothing}")
        return EXIT_PROBLEMS
    _write(made, wishes)
    for note in made.notes:
        problem(note)
    return EXIT_CLEAN


def _refuse_unknown(model: str, spec: Spec) -> None:
    ids = [each["id"] for each in spec.at(("models",))]
    if model not in ids:
        near = nearest(model, ids)
        hint = f"did you mean {near}?" if near else f"there are {', '.join(ids)}"
        raise typer.BadParameter(f"{quoted(model)} is no model; {hint}", param_hint="--model")


def _write(made: Exported, wishes: Wishes) -> None:
    if wishes.output is None:
        sys.stdout.buffer.write(made.content)
        sys.stdout.flush()
        return
    if not wishes.force:
        files.refuse_existing(wishes.output)
    files.write_all({wishes.output: made.content})
    line(f"{wishes.output}: written")
