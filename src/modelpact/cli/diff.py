"""``modelpact diff``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from modelpact import files, sides
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS
from modelpact.cli.choices import one_of
from modelpact.cli.paging import paged, width
from modelpact.cli.printing import colour, columns, line, problem
from modelpact.redline import UNNAMED, Author, Redline
from modelpact.redlines import REDLINES
from modelpact.redlines.summary import lean_counts

FAILURES = ("changed", "mandatory", "favours:provider", "favours:recipient")


def chosen_sides(old: str, new: str | None, revisions: str | None) -> tuple[str, str]:
    """The names of the two sides; usage error where the arguments do not give two."""
    if revisions is None:
        if new is None:
            raise typer.BadParameter("name two sides, or one spec with --rev A..B")
        return old, new
    before, dots, after = revisions.partition("..")
    if new is not None or not dots or not before:
        raise typer.BadParameter(
            "goes with one spec, and names two revisions: --rev v1..v2", param_hint="--rev"
        )
    return f"{before}:{old}", f"{after}:{old}" if after else old


def named(name: str | None, day: date | None) -> Author:
    """Whom and when tracked changes name."""
    return Author(name or UNNAMED.name, datetime.combine(day, time.min, UTC) if day else UNNAMED.date)


def refuse_unknown(format_: str, fail_on: Sequence[str]) -> None:
    """Usage error where the format or what to fail on is not known."""
    one_of(format_, REDLINES, "--format")
    for wish in fail_on:
        one_of(wish, FAILURES, "--fail-on", "nothing to fail on")


def is_returned(name: str) -> bool:
    """Whether a side is a Word file, as it comes back from the other side."""
    return name.endswith(".docx")


class Output(NamedTuple):
    """What becomes of a redline."""

    format: str
    target: Path | None
    fail_on: Sequence[str]
    force: bool
    author: Author


def run(old: str, new: str, output: Output, form: Path | None = None) -> int:
    """Write the redline of two agreements, return the exit code."""
    before, after = _read(old, new, form)
    redline = sides.redline(before, after)
    if redline is None:
        return _say_errors(before, after)
    _write(redline._replace(author=output.author), output)
    return _failed(redline, output)


def run_returned(old: str, new: str, output: Output, form: Path | None, *, apply: bool) -> int:
    """Write what the other side changed in a Word file of an agreement, return the exit code."""
    from modelpact.cli import returned

    if old == sides.STANDARD:
        raise typer.BadParameter("a returned Word file is compared with the spec that it was made from")
    if apply and returned.own_file(old) is None:
        raise typer.BadParameter("edits a spec that is a file of its own", param_hint="--apply")
    side = sides.read(old, form)
    if side.spec is None or side.agreement is None:
        return _say_errors(side, side)
    reply = returned.read(side, new, output.author.name, form)
    _put(output, partial(returned.written, reply, output.format), partial(returned.shown, reply))
    failed = _failed(reply.redline, output)
    return max(failed, returned.apply(reply, old, form)) if apply else failed


def _failed(redline: Redline, output: Output) -> int:
    """The exit code, after saying on what to fail the redline has."""
    failed = [wish for wish in output.fail_on if _fails(redline, wish)]
    for wish in failed:
        problem(f"--fail-on {wish}: the redline has such a change")
    return EXIT_PROBLEMS if failed else EXIT_CLEAN


def _read(old: str, new: str, form: Path | None) -> tuple[sides.Side, sides.Side]:
    if old == new == sides.STANDARD:
        raise typer.BadParameter(f"one side is a spec, so that there is something to compare {old} with")
    if sides.STANDARD in (old, new):
        other = sides.read(new if old == sides.STANDARD else old, form)
        usual = sides.standard(other.spec) if other.spec else other
        return (usual, other) if old == sides.STANDARD else (other, usual)
    return sides.read(old, form), sides.read(new, form)


def _say_errors(old: sides.Side, new: sides.Side) -> int:
    from modelpact.inspection import Inspection
    from modelpact.reports.text import report

    both = (old,) if old is new else (old, new)
    checked = [side.checked for side in both if side.checked and side.spec is None]
    sys.stderr.write(
        report(Inspection(tuple(checked)), colour=colour(sys.stderr), columns=columns(sys.stderr))
    )
    problem("a side has errors, so nothing was compared")
    return EXIT_PROBLEMS


def _fails(redline: Redline, wish: str) -> bool:
    """Whether the redline has a change of the sort that the caller wants to fail on."""
    if wish == "changed":
        return any(redline.changed())
    if wish == "mandatory":
        clauses = (*redline.old.agreement.clauses(), *redline.new.agreement.clauses())
        mandatory = {clause.id for clause in clauses if clause.mandatory}
        return any(each.id in mandatory for each in redline.changed())
    return lean_counts(redline)[wish.removeprefix("favours:")] > 0


def _write(redline: Redline, output: Output) -> None:
    from modelpact.redlines.text import text

    _put(output, partial(REDLINES[output.format].render, redline), partial(text, redline))


def _put(output: Output, render: Callable[[], bytes], shown: Callable[..., str]) -> None:
    """Write a file, or print; ``shown`` is the text for a terminal, in colour or not, of some width."""
    if output.target is not None:
        if not output.force:
            files.refuse_existing(output.target)
        files.write_all({output.target: render()})
        line(f"{output.target}: written")
    elif output.format == "docx":
        raise typer.BadParameter("a Word file needs a name: -o FILE", param_hint="--format")
    elif output.format == "text":
        paged(shown(colour=colour(sys.stdout), width=width()))
    else:
        sys.stdout.buffer.write(render())
