"""``modelpact action``, which the GitHub Action runs on what may be a stranger's pull request.

Configuration, playbook and form are those of the base branch, so that a pull request cannot weaken the check
that it has to pass.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from modelpact import files, pipeline
from modelpact.base_branch import BaseBranch, base_branch
from modelpact.characters import visible
from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_PROBLEMS
from modelpact.diagnostics import FormError, Severity, UnreadableError, UserError, sentence
from modelpact.folders import specs_named
from modelpact.inspection import Inspection, Unread
from modelpact.renderers.markdown_text import literal
from modelpact.reports import REPORTS

SARIF = "modelpact.sarif"
RENDERS = "renders"
_MOST_ROWS = 200
"""A summary may have a megabyte."""


class Wishes(NamedTuple):
    """What is to be checked and rendered, and where the results belong."""

    specs: Sequence[str]
    base: str | None
    """The commit whose configuration, playbook and form count; None where there is no pull request."""
    formats: Sequence[str]
    strict: bool
    output: Path
    """A folder for the SARIF file and the renders."""
    summary: Path
    """A file that GitHub shows as a page."""


class Result(NamedTuple):
    """What came of one spec."""

    file: Checked | Unread
    rendered: Sequence[str] = ()
    """The formats in which it was rendered."""


def run(asked: Wishes) -> int:
    """Check, annotate, render what is changed, sum up; return the exit code."""
    base = base_branch(asked.base, asked.output.with_name("base")) if asked.base else None
    results = [_result(name, asked, base) for name in specs_named(asked.specs)]
    inspection = Inspection(tuple(result.file for result in results), asked.strict, str(Path.cwd()))
    sys.stdout.write(REPORTS["github"].write(inspection))
    pipeline.write_report(asked.output / SARIF, REPORTS["sarif"].write(inspection))
    summary = "".join(f"{line}\n" for line in _summary(inspection, results))
    files.write_all({asked.summary: summary.encode()})
    if any(inspection.unread):
        return EXIT_COULD_NOT_RUN
    return EXIT_PROBLEMS if inspection.has_failed else EXIT_CLEAN


def _result(name: str | Unread, asked: Wishes, base: BaseBranch | None) -> Result:
    if isinstance(name, Unread):
        return Result(name)
    try:
        config = _config(name, base) if base else None
        checked = pipeline.check_file(name, formats=asked.formats, config=config)
        rendered = _rendered(name, checked, asked) if base is None or _is_changed(checked, base) else ()
        policy = pipeline.playbook_in_use(name, config)
        return Result(pipeline.held_against(policy, checked).for_reports(), rendered)
    except UnreadableError as error:
        return Result(Unread(error.name, error.reason))
    except (UserError, FormError) as error:
        return Result(Unread(name, sentence(error)))


def _config(name: str, base: BaseBranch) -> Path:
    """The ``modelpact.toml`` that the base branch has for a spec; an empty file where it has none."""
    found = files.configuration_file(base.before(name))
    return found if found and found.is_relative_to(base.folder.resolve()) else Path(os.devnull)


def _is_changed(checked: Checked, base: BaseBranch) -> bool:
    """Whether the pull request changes the spec, or house terms that it extends."""
    return any(map(base.changes, checked.texts))


def _rendered(name: str, checked: Checked, asked: Wishes) -> Sequence[str]:
    """The formats in which the spec was rendered, below the output in the folder that it has here."""
    if checked.spec is None or pipeline.has_errors(checked):
        return ()
    here = os.path.relpath(Path(name).parent)
    folder = asked.output / RENDERS / ("" if here.startswith(os.pardir) else here)
    paths = pipeline.targets(name, checked.spec, asked.formats, folder)
    contents = pipeline.render(checked.spec, asked.formats)
    files.write_all({paths[format_]: data for format_, data in contents.items()})
    return asked.formats


def _summary(inspection: Inspection, results: Sequence[Result]) -> Iterator[str]:
    """A page in Markdown: a row for each spec of which there is something to say."""
    yield "## modelpact"
    yield ""
    yield f"{inspection.summary()}."
    rows = [_row(result) for result in results if _is_worth_a_row(result)]
    if rows:
        yield ""
        yield "| Spec | Errors | Warnings | Information | Rendered |"
        yield "| --- | --- | --- | --- | --- |"
        yield from rows[:_MOST_ROWS]
    if len(rows) > _MOST_ROWS:
        yield f"\n{len(rows) - _MOST_ROWS:,} more are in {SARIF}."


def _is_worth_a_row(result: Result) -> bool:
    return isinstance(result.file, Unread) or bool(result.file.diagnostics or result.rendered)


def _row(result: Result) -> str:
    name = literal(visible(result.file.name))
    if isinstance(result.file, Unread):
        return f"| {name} | not read: {literal(visible(result.file.reason))} | | | |"
    found = [each.severity for each in result.file.diagnostics]
    counts = " | ".join(str(found.count(severity)) for severity in Severity)
    return f"| {name} | {counts} | {', '.join(result.rendered) or '–'} |"
