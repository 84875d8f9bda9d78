"""``modelpact explain``."""

from __future__ import annotations

import json as json_
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import typer

from modelpact import files
from modelpact.agreement import Agreement
from modelpact.characters import quoted
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_USAGE
from modelpact.cli.printing import problem
from modelpact.cli.reading import readable
from modelpact.diagnostics import dotted
from modelpact.explained import clause, field, line, naming, overview
from modelpact.explained.data import to_data
from modelpact.explained.shaping import Shaping
from modelpact.form import Form
from modelpact.house import laid_over
from modelpact.spec import Spec
from modelpact.store import standard_form

VERSION = 1
"""Of the JSON."""


class Wishes(NamedTuple):
    """What is to be explained, for whom."""

    name: str | None
    at: str | None
    form: Path | None
    json: bool


class _Asked(NamedTuple):
    """An agreement and what it was made of."""

    agreement: Agreement
    spec: Spec
    form: Form


def run(name: str, wishes: Wishes) -> int:
    """Print what was asked of a spec, return the exit code."""
    if wishes.name is not None and wishes.at is not None:
        raise typer.BadParameter("names a line, so no clause or field goes with it", param_hint="--at")
    side = readable(name, wishes.form, "nothing of it is explained")
    if side is None or side.agreement is None or side.spec is None:
        return EXIT_PROBLEMS
    asked = _Asked(side.agreement, side.spec, _form(side.spec))
    if wishes.at is not None:
        return _line(asked, name, wishes)
    if wishes.name is None:
        return _print("overview", overview.overview(*asked), wishes)
    return _named(asked, wishes.name, wishes)


def _form(spec: Spec) -> Form:
    """The form that an agreement is made with, before the spec's own changes."""
    form, _ = standard_form(os.environ, spec.at(("structure",)))
    return laid_over(form, spec.form.house) if spec.form.house else form


def _named(asked: _Asked, name: str, wishes: Wishes) -> int:
    meant = naming.meant(name, asked.agreement, asked.form)
    if meant.clause:
        return _print("clause", clause.explained(meant.clause, *asked), wishes)
    if meant.field:
        if gone := field.missing_entry(meant.field, asked.spec):
            problem(f"{dotted(gone)} is no entry of a list of this spec; entries are counted from 0")
            return EXIT_USAGE
        shaping = Shaping(*asked)
        return _print("field", field.explained(meant.field, asked.spec, shaping), wishes)
    near = naming.suggestion(name, asked.agreement, asked.form)
    hint = f'did you mean "{near}"?' if near else "modelpact explain SPEC lists the clauses"
    problem(f"{quoted(name)} is no clause of this agreement or its form, and no field of a spec; {hint}")
    return EXIT_USAGE


def _line(asked: _Asked, name: str, wishes: Wishes) -> int:
    assert wishes.at
    file, number = _place(wishes.at, files.SHOWN_INPUT if name == files.STANDARD_INPUT else name)
    found = line.explained(file, number, asked.spec, Shaping(*asked))
    if not found:
        problem(f"{file}:{number}: no field of the agreement is on this line")
        return EXIT_USAGE
    return _print("line", found, wishes)


def _place(at: str, spec: str) -> tuple[str, int]:
    """The file and the line that ``FILE:LINE`` or ``LINE`` names."""
    file, _, number = at.rpartition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 8):  # noqa: PLR2004
        raise typer.BadParameter(f"{at!r} is no line; write LINE or FILE:LINE", param_hint="--at")
    return file or spec, int(number)


def _print(what: str, explained: Any, wishes: Wishes) -> int:
    if wishes.json:
        data = {"modelpact_explain": VERSION, what: to_data(explained)}
        sys.stdout.write(json_.dumps(data, indent=2, ensure_ascii=False) + "\n")
    else:
        from modelpact.cli import explain_words

        getattr(explain_words, f"show_{what}")(explained)
    return EXIT_CLEAN
