"""``modelpact action``, which the GitHub Action runs on what may be a stranger's pull request.

Configuration, playbook and form are those of the base branch, so that a pull request cannot weaken the check
that it has to pass.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from modelpact import files, pipeline, sides
from modelpact.base_branch import BaseBranch, base_branch
from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_PROBLEMS
from modelpact.cli.action_summary import Result, summary
from modelpact.diagnostics import FormError, UnreadableError, UserError, sentence
from modelpact.folders import specs_named
from modelpact.inspection import Inspection, Unread
from modelpact.redline import Redline
from modelpact.redlines import REDLINES
from modelpact.reports import REPORTS

SARIF = "modelpact.sarif"
RENDERS, REDLINES_OF_CHANGES = "renders", "redlines"
REDLINE_FORMATS = ("html", "docx")


class Wishes(NamedTuple):
    """What is to be checked and rendered, and where the results belong."""

    specs: Sequence[str]
    base: str | None
    """The commit whose configuration, playbook and form count; None where there is no pull request."""
    formats: Sequence[str]
    strict: bool
    output: Path
    """A folder for the SARIF file, the renders and the redlines."""
    summary: Path
    """A file that GitHub shows as a page."""


def run(asked: Wishes) -> int:
    """Check, annotate, render what is changed, sum up; return the exit code."""
    base = base_branch(asked.base, asked.output.with_name("base")) if asked.base else None
    results = [_result(name, asked, base) for name in specs_named(asked.specs)]
    inspection = Inspection(tuple(result.file for result in results), asked.strict, str(Path.cwd()))
    sys.stdout.write(REPORTS["github"].write(inspection))
    pipeline.write_report(asked.output / SARIF, REPORTS["sarif"].write(inspection))
    page = "".join(f"{line}\n" for line in summary(inspection, results, SARIF))
    files.write_all({asked.summary: page.encode()})
    if any(inspection.unread):
        return EXIT_COULD_NOT_RUN
    return EXIT_PROBLEMS if inspection.has_failed else EXIT_CLEAN


def _result(name: str | Unread, asked: Wishes, base: BaseBranch | None) -> Result:
    if isinstance(name, Unread):
        return Result(name)
    try:
        config = _config(name, base) if base else None
        checked = pipeline.check_file(name, formats=asked.formats, config=config)
        policy = pipeline.playbook_in_use(name, config)
        held = pipeline.held_against(policy, checked).for_reports()
        if base and not _is_changed(checked, base):
            return Result(held)
        return Result(held, _rendered(name, checked, asked), _redlined(name, checked, asked, base))
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
    paths = pipeline.targets(name, checked.spec, asked.formats, _folder(asked.output / RENDERS, name))
    contents = pipeline.render(checked.spec, asked.formats)
    files.write_all({paths[format_]: data for format_, data in contents.items()})
    return asked.formats


def _redlined(name: str, checked: Checked, asked: Wishes, base: BaseBranch | None) -> Redline | None:
    """What the pull request changes in the agreement, also written below the output; None for a new one."""
    before = base.revised(name) if base else None
    if before is None or not before.exists:
        return None
    redline = sides.redline(sides.of_revision(before), sides.of(checked))
    if redline:
        folder = _folder(asked.output / REDLINES_OF_CHANGES, name)
        stem = folder / f"{files.stem(name)}.redline"
        formats = [REDLINES[format_] for format_ in REDLINE_FORMATS]
        files.write_all({Path(f"{stem}{each.suffix}"): each.render(redline) for each in formats})
    return redline


def _folder(output: Path, name: str) -> Path:
    """Below the output, the folder that a spec has here."""
    here = os.path.relpath(Path(name).parent)
    return output / ("" if here.startswith(os.pardir) else here)
