"""``modelpact render``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from modelpact import files, pipeline
from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_PROBLEMS
from modelpact.cli.printing import colour, line, problem
from modelpact.diagnostics import UserError
from modelpact.folders import specs_named
from modelpact.inspection import Inspection, Unread
from modelpact.renderers import FORMATS
from modelpact.reports.text import report


def run(specs: Sequence[str], formats: str, folder: Path | None, *, force: bool, quiet: bool) -> int:
    """Render every spec that has no errors, say what was written, return the exit code."""
    wanted = parse_formats(formats)
    named = specs_named(specs)
    unread = [each for each in named if isinstance(each, Unread)]
    for each in unread:
        problem(f"{each.name}: {each.reason}")
    names = [each for each in named if not isinstance(each, Unread)]
    _refuse_same_targets(names, folder)
    codes = [_render(name, wanted, folder, force=force, quiet=quiet) for name in names]
    return max([*codes, EXIT_COULD_NOT_RUN if unread else EXIT_CLEAN])


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


def _render(name: str, formats: Sequence[str], folder: Path | None, *, force: bool, quiet: bool) -> int:
    try:
        checked = pipeline.check_file(name, formats=formats)
        _say_what_was_found(checked)
        if checked.spec is None or pipeline.has_errors(checked):
            problem(f"{name}: has errors, so nothing was written")
            return EXIT_PROBLEMS
        paths = pipeline.targets(name, checked.spec, formats, folder)
        rendered = pipeline.render(checked.spec, formats)
        pipeline.write({paths[format_]: (format_, data) for format_, data in rendered.items()}, force=force)
    except UserError as error:
        problem(str(error))
        return EXIT_COULD_NOT_RUN
    if not quiet:
        for path in paths.values():
            line(f"{path}: written")
    return EXIT_CLEAN


def _say_what_was_found(checked: Checked) -> None:
    if checked.diagnostics:
        sys.stderr.write(report(Inspection((checked,)), colour=colour(sys.stderr)))
