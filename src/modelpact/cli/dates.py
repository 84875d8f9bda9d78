"""``modelpact dates``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import typer

from modelpact import files
from modelpact.agreement import Agreement
from modelpact.calendars import CALENDARS, Calendar, calendar, parties, written
from modelpact.characters import quoted
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS
from modelpact.cli.choices import one_of
from modelpact.cli.paging import paged, width
from modelpact.cli.printing import colour, line, problem
from modelpact.cli.reading import readable
from modelpact.suggestions import nearest

_WIDEST = 100
"""Letters in a line of prose."""


class Wishes(NamedTuple):
    """What of the calendar is wanted, and where."""

    format: str
    start: date | None
    party: str | None
    stamp: date | None
    output: Path | None
    form: Path | None
    force: bool


def parse_format(name: str) -> str:
    """The name of a calendar's format; usage error where there is no such format."""
    return one_of(name, CALENDARS, "--format")


def run(name: str, wishes: Wishes) -> int:
    """Print or write the calendar, return the exit code."""
    side = readable(name, wishes.form, "it has no calendar")
    if side is None or side.agreement is None:
        return EXIT_PROBLEMS
    if wishes.party is not None:
        _refuse_unknown(wishes.party, side.agreement)
    wanted = calendar(side.agreement, start=wishes.start, party=wishes.party or "", stamp=wishes.stamp)
    if wishes.output is not None:
        _write(wanted, wishes.format, wishes.output, force=wishes.force)
    elif wishes.format == "text":
        from modelpact.calendars.text import text

        paged(text(wanted, min(width(), _WIDEST), colour=colour(sys.stdout)))
    else:
        sys.stdout.buffer.write(written(wanted, wishes.format))
    _say_what_is_left_out(wanted, wishes.format)
    return EXIT_CLEAN


def _refuse_unknown(party: str, agreement: Agreement) -> None:
    ids = [each["id"] for each in parties(agreement)]
    if party not in ids:
        near = nearest(party, ids)
        hint = f"did you mean {near}?" if near else f"there are {', '.join(ids)}"
        raise typer.BadParameter(f"{quoted(party)} is no party; {hint}", param_hint="--party")


def _write(wanted: Calendar, format_: str, output: Path, *, force: bool) -> None:
    if not force:
        files.refuse_existing(output)
    files.write_all({output: written(wanted, format_)})
    line(f"{output}: written")


def _say_what_is_left_out(wanted: Calendar, format_: str) -> None:
    """An iCalendar file has days only."""
    if format_ == "ics":
        from modelpact.calendars.icalendar_file import without_day

        if count := without_day(wanted):
            times = "1 time limit has" if count == 1 else f"{count} time limits have"
            problem(f"{times} no day yet and so no event; modelpact dates without -f lists them all")
