"""``modelpact check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_PROBLEMS
from modelpact.cli.printing import colour, line, problem
from modelpact.diagnostics import UserError
from modelpact.pipeline import check_file, has_errors


def run(specs: Sequence[str], *, quiet: bool) -> int:
    """Check every spec, print one report, return the exit code. One bad file never hides another."""
    checked, unreadable = [], []
    for name in specs:
        try:
            checked.append(check_file(name))
        except UserError as error:
            unreadable.append(error)
    if any(result.diagnostics or result.ignored for result in checked):
        from modelpact.reports.text import report  # a clean run has nothing to report

        sys.stdout.write(report(checked, colour=colour(sys.stdout)))
    for result in checked:
        if not (quiet or result.diagnostics):
            line(f"{result.name}: no problems found")
    for reason in unreadable:
        problem(str(reason))
    if unreadable:
        return EXIT_COULD_NOT_RUN
    return EXIT_PROBLEMS if any(has_errors(result) for result in checked) else EXIT_CLEAN
