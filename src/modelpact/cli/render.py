"""``modelpact render``."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from modelpact import files
from modelpact.batch import Done, Tally, in_order, outcomes
from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_PROBLEMS
from modelpact.cli.choices import one_of
from modelpact.cli.printing import colour, columns, line, problem
from modelpact.cli.progress import bar
from modelpact.folders import specs_named
from modelpact.inspection import Inspection, Unread
from modelpact.renderers import FORMATS
from modelpact.rendering import Aim, Outcome, Standing, Task, checked_for, ledger_of, up_to_date

if TYPE_CHECKING:
    from modelpact.check import Checked
    from modelpact.ledger import Ledger
    from modelpact.workers import Workers

_FEW = 8
"""So many specs are rendered sooner than processes for them have begun, unless to PDF."""


class Wanted(NamedTuple):
    """What to render, as the caller says it."""

    formats: str
    """With commas between."""
    folder: Path | None
    form: Path | None
    quiet: bool
    jobs: int | None = None
    """How many processes render; None for as many as there are cores."""
    dask: str | None = None
    """The address of a scheduler, whose workers render instead."""


def run(specs: Sequence[str], wanted: Wanted, aim: Aim) -> int:
    """Render every spec that has no errors, say what was done, return the exit code."""
    formats = parse_formats(wanted.formats)
    named = specs_named(specs)
    unread = [each for each in named if isinstance(each, Unread)]
    for each in unread:
        problem(f"{each.name}: {each.reason}")
    names = [each for each in named if not isinstance(each, Unread)]
    _refuse_same_targets(names, wanted.folder)
    here = str(Path.cwd())
    tasks = [Task(name, formats, wanted.folder, wanted.form, aim, here) for name in names]
    tally = Tally(len(tasks))
    try:
        _do(tasks, wanted, tally)
    except KeyboardInterrupt:
        files.remove_strays({task.place() for task in tasks})
        problem(f"interrupted; {tally}")
        raise
    code = _concluded(tally, wanted)
    return EXIT_COULD_NOT_RUN if unread else code


def _do(tasks: Sequence[Task], wanted: Wanted, tally: Tally) -> None:
    """Do every task that is not done yet, and say of each in turn what came of it."""
    noted = ledger_of(os.environ, wanted.form)
    current = {task: found for task in tasks if (found := up_to_date(task, noted))}
    rest = [task for task in tasks if task not in current]
    try:
        for outcome in current.values():
            tally.add(outcome)
        with closing(_coming(rest, wanted, tally, noted)) as coming:
            for task, outcome in in_order(tasks, current, coming):
                _tell(task, outcome, quiet=wanted.quiet, is_alone=len(tasks) == 1)
    finally:
        noted.save()


def _coming(rest: Sequence[Task], wanted: Wanted, tally: Tally, noted: Ledger) -> Generator[Done]:
    """What comes of each task, counted and noted as soon as it does."""
    with (
        _workers(rest, wanted) as workers,
        bar(len(rest), "rendering", _FEW) as advance,
        closing(outcomes(rest, workers)) as coming,
    ):
        for task, outcome in coming:
            tally.add(outcome)
            if outcome.entry:
                noted.note(task.key(), task.place(), outcome.entry)
            yield task, outcome
            advance()


@contextmanager
def _workers(tasks: Sequence[Task], wanted: Wanted) -> Iterator[Workers | None]:
    """Where the tasks are done; None for this very process."""
    if _are_for_this_process(tasks, wanted):
        yield None
        return
    from modelpact import workers  # what a single spec need not wait for

    if wanted.dask:
        with workers.cluster(wanted.dask) as cluster:
            yield cluster
    else:
        yield workers.processes(min(wanted.jobs or workers.cores(), len(tasks)))


def _are_for_this_process(tasks: Sequence[Task], wanted: Wanted) -> bool:
    """Whether others would take longer to begin, or could not do them: this one has the standard input."""
    if not tasks or any(task.name == files.STANDARD_INPUT for task in tasks):
        return True
    is_slow = any(FORMATS[each].is_slow for each in tasks[0].formats)
    return not wanted.dask and (len(tasks) == 1 or (len(tasks) < _FEW and not is_slow))


def parse_formats(text: str) -> tuple[str, ...]:
    """The formats in a list with commas; usage error where one is not known."""
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    for name in wanted:
        one_of(name, FORMATS, "--format")
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


def _tell(task: Task, outcome: Outcome, *, quiet: bool, is_alone: bool) -> None:
    """Say what was found and what was done; of what is up to date among many only their number."""
    if outcome.standing is Standing.CURRENT:
        if is_alone:
            _tell_current(task, outcome, quiet=quiet)
        return
    if outcome.checked:
        _tell_findings(outcome.checked)
    if outcome.reason:
        problem(outcome.reason)
    if outcome.standing is Standing.REFUSED:
        problem(f"{task.name}: has errors, so nothing was rendered")
    for path, found in outcome.compared:
        if not (quiet and found.is_current):
            line(f"{path}: {found}")
    if not quiet:
        for path in outcome.paths:
            line(f"{path}: {outcome.standing}")


def _tell_current(task: Task, outcome: Outcome, *, quiet: bool) -> None:
    """Nothing is made again; what is found in the spec is."""
    if outcome.entry and outcome.entry.findings:
        _tell_findings(checked_for(task))
    if not quiet:
        for path in outcome.paths:
            line(f"{path}: {outcome.standing}")


def _tell_findings(checked: Checked) -> None:
    if checked.diagnostics:
        from modelpact.reports.text import report  # a clean run has nothing to report

        sys.stderr.write(
            report(Inspection((checked,)), colour=colour(sys.stderr), columns=columns(sys.stderr))
        )


def _concluded(tally: Tally, wanted: Wanted) -> int:
    """Say what came of all; the exit code that follows."""
    if tally.total > 1 and not wanted.quiet and Standing.COMPARED not in tally:
        line(str(tally))
    if Standing.OUTDATED in tally:
        problem("without --check these are written anew; --force also replaces what was edited by hand")
    for fault in tally.faults:
        raise fault
    if Standing.FAILED in tally:
        return EXIT_COULD_NOT_RUN
    is_clean = Standing.REFUSED not in tally and Standing.OUTDATED not in tally
    return EXIT_CLEAN if is_clean else EXIT_PROBLEMS
