"""``modelpact balance``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import typer

from modelpact import files, sides
from modelpact.balance import balance
from modelpact.balance_change import Side, change
from modelpact.balances import FORMATS, compared, written
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS
from modelpact.cli.choices import one_of
from modelpact.cli.paging import paged, width
from modelpact.cli.printing import colour, line
from modelpact.cli.reading import readable
from modelpact.sides import STANDARD


class Wishes(NamedTuple):
    """In which format the balance is wanted, and where."""

    format: str
    output: Path | None
    form: Path | None
    force: bool


def parse_format(name: str) -> str:
    """The name of a format; usage error where there is no such format."""
    return one_of(name, FORMATS, "--format")


def run(old: str, new: str | None, wishes: Wishes) -> int:
    """Print or write the balance of one agreement, or what differs between two; return the exit code."""
    if STANDARD in (old, new) and (new is None or old == new):
        raise typer.BadParameter(f"{STANDARD} is what a spec is compared with, so name a spec, too")
    read = [_read(name, wishes) for name in (old, new) if name is not None and name != STANDARD]
    found = [side for side in read if side is not None]
    if len(found) < len(read):
        return EXIT_PROBLEMS
    if STANDARD in (old, new):
        usual = _usual(found[0])
        found = [usual, found[0]] if old == STANDARD else [found[0], usual]
    return _show([_balanced(side) for side in found], wishes)


def _show(found: list[Side], wishes: Wishes) -> int:
    if wishes.output is not None:
        _write(found, wishes)
    elif wishes.format == "text":
        paged(_text(found))
    else:
        sys.stdout.buffer.write(_bytes(found, wishes.format))
    return EXIT_CLEAN


def _read(name: str, wishes: Wishes) -> sides.Side | None:
    return readable(name, wishes.form, "it has no balance")


def _usual(side: sides.Side) -> sides.Side:
    """What the standard form says by default for the same parties, models and project."""
    assert side.spec
    return sides.standard(side.spec)


def _balanced(side: sides.Side) -> Side:
    assert side.agreement
    assert side.spec
    shown = files.SHOWN_INPUT if side.name == files.STANDARD_INPUT else side.name
    return Side(shown, balance(side.agreement, side.spec))


def _bytes(found: list[Side], format_: str) -> bytes:
    return compared(change(*found), format_) if len(found) > 1 else written(found[0].balance, format_)


def _text(found: list[Side]) -> str:
    from modelpact.balances.text import change_text, text

    if len(found) > 1:
        return change_text(change(*found), width(), colour=colour(sys.stdout))
    return text(found[0].balance, width(), colour=colour(sys.stdout))


def _write(found: list[Side], wishes: Wishes) -> None:
    assert wishes.output
    if not wishes.force:
        files.refuse_existing(wishes.output)
    files.write_all({wishes.output: _bytes(found, wishes.format)})
    line(f"{wishes.output}: written")
