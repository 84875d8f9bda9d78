"""``modelpact check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_PROBLEMS
from modelpact.cli.choices import one_of
from modelpact.cli.printing import colour, columns, line, problem
from modelpact.cli.progress import tracked
from modelpact.diagnostics import UnreadableError
from modelpact.folders import specs_named
from modelpact.inspection import Inspection, Unread
from modelpact.pipeline import form_in_use, inspected, playbook_file, write_report
from modelpact.reports import REPORTS

if TYPE_CHECKING:
    from modelpact.playbook import Playbook


class Options(NamedTuple):
    """What is reported, where to, and what counts as a failure."""

    format: str
    output: Path | None
    left_out: frozenset[str]
    """Ids of findings that are silenced."""
    strict: bool
    exit_zero: bool
    as_of: date | None
    playbook: str | None
    """The name of a file with a policy that every spec is held against."""
    form: Path | None
    config: Path | None
    """What takes the place of each project's ``modelpact.toml``."""
    quiet: bool


def run(specs: Sequence[str], options: Options) -> int:
    """Check every spec, give one report, return the exit code. One bad file never hides another."""
    inspection = _inspection(specs, options)
    for each in inspection.unread:
        problem(f"{each.name}: {each.reason}")
    if options.output is not None:
        write_report(options.output, REPORTS[options.format].write(inspection))
        if not options.quiet:
            line(f"{options.output}: written; {inspection.summary()}")
    elif options.format == "text":
        _print(inspection, quiet=options.quiet)
    else:
        sys.stdout.write(REPORTS[options.format].write(inspection))
    if any(inspection.unread):
        return EXIT_COULD_NOT_RUN
    return EXIT_PROBLEMS if inspection.has_failed and not options.exit_zero else EXIT_CLEAN


def _inspection(specs: Sequence[str], options: Options) -> Inspection:
    playbook, files = _playbook(options.playbook) if options.playbook else (None, [])
    if options.form or options.config:
        form_in_use("", options.form, options.config)  # is said to be wrong once, not of each spec
    judged = partial(
        inspected, as_of=options.as_of, form=options.form, playbook=playbook, config=options.config
    )
    named = specs_named(specs)
    for name in tracked(named, "checking"):
        file = name if isinstance(name, Unread) else judged(name)
        if options.left_out and not isinstance(file, Unread):
            from modelpact.selection import without

            file = without(file, options.left_out)
        files.append(file)
    return Inspection(tuple(files), options.strict, str(Path.cwd()))


def _playbook(name: str) -> tuple[Playbook | None, list[Checked | Unread]]:
    """The playbook if it can be used, and its place in the report if there is something to say of it."""
    try:
        playbook, checked = playbook_file(name)
    except UnreadableError as error:
        return None, [Unread(error.name, error.reason)]
    return playbook, [checked] if checked.diagnostics else []


def _print(inspection: Inspection, *, quiet: bool) -> None:
    """The report for a terminal; standard error has said what could not be read."""
    checked = list(inspection.checked)
    if any(each.diagnostics or each.ignored for each in checked):
        from modelpact.reports.text import report  # a clean run has nothing to report

        sys.stdout.write(
            report(inspection, colour=colour(sys.stdout), names_unread=False, columns=columns(sys.stdout))
        )
    elif checked and not quiet:
        line(f"{checked[0].name}: no problems found" if len(inspection.files) == 1 else inspection.summary())


def parse_format(name: str) -> str:
    """The name of a report's format; usage error where there is no such format."""
    return one_of(name, REPORTS, "--format")


def parse_left_out(select: str | None, ignore: str | None) -> frozenset[str]:
    """The ids of findings that the two options silence; usage error where one is not known."""
    if select is None and ignore is None:
        return frozenset()
    from modelpact.selection import left_out

    return left_out(_ids(select, "--select"), _ids(ignore, "--ignore"))


def _ids(text: str | None, option: str) -> Sequence[str]:
    if text is None:
        return ()
    from modelpact.own_findings import OWN_FINDINGS
    from modelpact.selection import silenceable
    from modelpact.suggestions import nearest

    ids = [id_.strip() for id_ in text.split(",") if id_.strip()]
    if not ids:
        raise typer.BadParameter("name a rule; modelpact rules lists all there are", param_hint=option)
    for id_ in ids:
        if id_ in silenceable():
            continue
        if id_ in OWN_FINDINGS:
            reason = f"{id_} is about the file itself and always reported"
        else:
            near = nearest(id_, silenceable())
            reason = f"{id_!r} is not the id of a rule; " + (
                f"did you mean {near}?" if near else "modelpact rules lists all there are"
            )
        raise typer.BadParameter(reason, param_hint=option)
    return ids
