"""``modelpact render``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from modelpact import files, pipeline
from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_PROBLEMS
from modelpact.cli.printing import colour, line, problem
from modelpact.diagnostics import FormError, UserError, sentence
from modelpact.folders import specs_named
from modelpact.inspection import Inspection, Unread
from modelpact.renderers import FORMATS
from modelpact.reports.text import report


class Wanted(NamedTuple):
    """What to render, as the caller says it."""

    formats: str
    """With commas between."""
    folder: Path | None
    form: Path | None
    quiet: bool


def run(specs: Sequence[str], wanted: Wanted, *, force: bool) -> int:
    """Render every spec that has no errors, say what was written, return the exit code."""
    return _for_each(specs, wanted, partial(_write, force=force, quiet=wanted.quiet))


def compare(specs: Sequence[str], wanted: Wanted) -> int:
    """Write nothing; say of every render that should be there whether it is what its spec makes now."""
    outdated: list[Path] = []
    code = _for_each(specs, wanted, partial(_compare, outdated=outdated, quiet=wanted.quiet))
    if outdated:
        problem("without --check these are written anew; --force also replaces what was edited by hand")
    return code


def parse_formats(text: str) -> tuple[str, ...]:
    """The formats in a list with commas; usage error where one is not known."""
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    for name in wanted:
        if name not in FORMATS:
            raise typer.BadParameter(
                f"{name!r} is not a format; there are {', '.join(FORMATS)}", param_hint="--format"
            )
    if not wanted:
        raise typer.BadParameter(f"name one of {', '.join(FORMATS)}", param_hint="--format")
    return wanted


def _refuse_same_targets(specs: Sequence[str], folder: Path | None) -> None:
    """Two specs whose renders would lie in the same place are a usage error, not a race."""
    places: dict[Path, str] = {}
    for name in specs:
        place = (folder or Path(name).parent) / files.stem(name)
        if places.setdefault(place, name) != name:
            raise typer.BadParameter(f"{places[place]} and {name} would both be written to {place}")


class _Made(NamedTuple):
    """What a spec makes in each format, and where it belongs."""

    checked: Checked
    paths: Mapping[str, Path]
    contents: Mapping[str, bytes]


def _for_each(specs: Sequence[str], wanted: Wanted, answer: Callable[[_Made], int]) -> int:
    formats = parse_formats(wanted.formats)
    named = specs_named(specs)
    unread = [each for each in named if isinstance(each, Unread)]
    for each in unread:
        problem(f"{each.name}: {each.reason}")
    names = [each for each in named if not isinstance(each, Unread)]
    _refuse_same_targets(names, wanted.folder)
    codes = [_answered(name, formats, wanted, answer) for name in names]
    return max([*codes, EXIT_COULD_NOT_RUN if unread else EXIT_CLEAN])


def _answered(name: str, formats: Sequence[str], wanted: Wanted, answer: Callable[[_Made], int]) -> int:
    """The answer to what a spec makes; a spec with errors makes nothing."""
    try:
        checked = pipeline.check_file(name, formats=formats, form=wanted.form)
        if checked.spec is None or pipeline.has_errors(checked):
            _say_what_was_found(checked)
            problem(f"{name}: has errors, so nothing was rendered")
            return EXIT_PROBLEMS
        paths = pipeline.targets(name, checked.spec, formats, wanted.folder)
        return answer(_Made(checked, paths, pipeline.render(checked.spec, formats)))
    except (UserError, FormError) as error:
        problem(sentence(error))
        return EXIT_COULD_NOT_RUN


def _write(made: _Made, *, force: bool, quiet: bool) -> int:
    _say_what_was_found(made.checked)
    pipeline.write({made.paths[each]: (each, data) for each, data in made.contents.items()}, force=force)
    if not quiet:
        for path in made.paths.values():
            line(f"{path}: written")
    return EXIT_CLEAN


def _compare(made: _Made, *, outdated: list[Path], quiet: bool) -> int:
    compared = pipeline.compared(made.paths, made.contents)
    for path, found in compared.items():
        if not (quiet and found.is_current):
            line(f"{path}: {found}")
    mine = [path for path, found in compared.items() if not found.is_current]
    outdated += mine
    return EXIT_PROBLEMS if mine else EXIT_CLEAN


def _say_what_was_found(checked: Checked) -> None:
    if checked.diagnostics:
        sys.stderr.write(report(Inspection((checked,)), colour=colour(sys.stderr)))
