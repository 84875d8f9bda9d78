"""``modelpact new``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from modelpact import starting
from modelpact.characters import quoted, visible
from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_INTERRUPTED, EXIT_PROBLEMS
from modelpact.cli.printing import colour, columns, line
from modelpact.diagnostics import Path as DataPath
from modelpact.diagnostics import UserError, dotted
from modelpact.drafting import settings
from modelpact.drafting.draft import Draft, begin, slug
from modelpact.drafting.finished import assumptions, open_fields, spec_text
from modelpact.drafting.from_card import Found, laid
from modelpact.drafting.interview import remembered
from modelpact.drafting.questions import Refused
from modelpact.fields import contract
from modelpact.files import STANDARD_INPUT, SUFFIX, stem
from modelpact.suggestions import nearest

_MOST_LISTED = 40
_NAME_WIDTH = 34
_LARGE = 500_000_000


class Wishes(NamedTuple):
    """What was asked for on the command line."""

    path: str | None
    kind: str
    """Empty where the interview is to find it."""
    settings: tuple[settings.Setting, ...]
    card: str | None
    no_input: bool
    quiet: bool


def run(wishes: Wishes) -> int:
    """Write a new spec, after an interview where there is a terminal; return the exit code."""
    if wishes.path != STANDARD_INPUT:
        if wishes.path is not None and not _is_folder(wishes.path):
            starting.refuse_taken(_file(wishes.path, ""))
        starting.refuse_unwritable(_file(wishes.path, "").parent)
    found = Found()
    if wishes.card is not None:
        found, wrong = starting.model_found(wishes.card, _announce)
        if wrong is not None:
            return _report(wrong)
    prepare = remembered(partial(_prepared, wishes, found))
    if not _asks(wishes):
        return _written(wishes, prepare(begin(_kind(wishes))))
    from modelpact.cli.asking import ask

    if wishes.kind:
        prepare(begin(wishes.kind))  # a wrong setting is said before the first question
    draft, finished = ask(wishes.kind, prepare, partial(_target, wishes))
    if not finished or draft is None:
        return _kept(wishes, draft)
    try:
        return _written(wishes, draft)
    except UserError:
        with suppress(UserError):
            _kept(wishes, draft)  # somebody has answered for half an hour
        raise


def _announce(name: str, size: int) -> None:
    """Say what takes its time, where somebody waits for it."""
    if size >= _LARGE and sys.stderr.isatty():
        print(f"{visible(name)}: computing its SHA-256 ({size / 1e9:.1f} GB)", file=sys.stderr)


def _prepared(wishes: Wishes, found: Found, draft: Draft) -> Draft:
    """The draft with the file's name as its id, over it the model's own files, over them the settings."""
    if wishes.path is not None and wishes.path != STANDARD_INPUT and not _is_folder(wishes.path):
        draft = draft.put(("id",), slug(stem(wishes.path)))
    return _with_settings(laid(draft, found), wishes.settings)


def _asks(wishes: Wishes) -> bool:
    """Whether there is a terminal on which somebody answers."""
    streams = (sys.stdin, sys.stdout)
    at_terminal = all(stream is not None and stream.isatty() for stream in streams)
    is_able = os.environ.get("TERM") != "dumb"
    return at_terminal and is_able and not wishes.no_input and wishes.path != STANDARD_INPUT


def _kind(wishes: Wishes) -> str:
    if not wishes.kind:
        kinds = ", ".join(contract().children["kind"].choices)
        raise typer.BadParameter(f"is needed where nobody is asked; one of {kinds}", param_hint="--kind")
    return wishes.kind


def _written(wishes: Wishes, draft: Draft) -> int:
    target = _target(wishes, draft)
    if target is None:
        sys.stdout.write(spec_text(draft))
        for left in draft.left_out:
            print(f"left out: {visible(left)}", file=sys.stderr)
        return EXIT_CLEAN
    if wishes.card:
        draft = starting.with_card_file(draft, wishes.card, target)
    written = starting.write_spec(target, draft)
    if not wishes.quiet:
        for text in _summary(draft, written):
            line(text)
    return EXIT_CLEAN


def _kept(wishes: Wishes, draft: Draft | None) -> int:
    """Ctrl-C: what was answered is kept, under another name than a finished spec's."""
    target = None if draft is None else _target(wishes, draft)
    if draft is None or target is None:
        line("stopped; nothing was written")
    else:
        kept = starting.write_kept(target, draft)
        line(f"{kept}: your answers so far; rename it to {target.name} to go on from there")
    return EXIT_INTERRUPTED


def _target(wishes: Wishes, draft: Draft) -> Path | None:
    """Where the spec is to be; None for standard output."""
    return None if wishes.path == STANDARD_INPUT else _file(wishes.path, str(draft.data["id"]))


def _file(path: str | None, id_: str) -> Path:
    if path is None:
        return Path(f"{id_}{SUFFIX}")
    place = Path(path)
    if place.is_dir():
        return place / f"{id_}{SUFFIX}"
    return place if place.name.endswith(SUFFIX) else place.with_name(f"{place.name}{SUFFIX}")


def _is_folder(path: str | None) -> bool:
    return path is not None and Path(path).is_dir()


def _with_settings(draft: Draft, wanted: Sequence[settings.Setting]) -> Draft:
    """The draft with the settings in it; usage error where a check does not accept them."""
    for setting in wanted:
        after = settings.put(draft, setting)
        if isinstance(after, Refused):
            raise typer.BadParameter(_sentence(after), param_hint="--set")
        draft = after
    wrong = next(iter(draft.errors()), None) if wanted else None
    if wrong is not None:
        raise typer.BadParameter(_sentence(Refused(wrong.message, wrong.hint)), param_hint="--set")
    return settings.with_short_names(draft)


def _sentence(refused: Refused) -> str:
    return visible(refused.message + (f" ({refused.hint})" if refused.hint else ""))


def _report(wrong: Checked) -> int:
    from modelpact.inspection import Inspection
    from modelpact.reports.text import report

    sys.stdout.write(report(Inspection((wrong,)), colour=colour(sys.stdout), columns=columns(sys.stdout)))
    return EXIT_PROBLEMS


def _summary(draft: Draft, written: starting.Written) -> Iterator[str]:
    yield f"{written.spec}: written"
    if written.schema is not None:
        yield f"{written.schema}: written; editors complete and explain every field with it"
    taken = [(dotted(path), _taken(draft, path, origin)) for path, origin in draft.origins.items()]
    yield from _listed("from the model's own files", taken)
    yield from (f"left out: {left}" for left in draft.left_out)
    confirm = [(dotted(path), f"{name}: {value}") for path, name, value in assumptions(draft)]
    yield from _listed("assumed; confirm or change", confirm)
    yield from _listed("still TBC", [(dotted(path), name) for path, name in open_fields(draft)])
    yield f"next: modelpact check {written.spec}"


def _taken(draft: Draft, path: DataPath, origin: str) -> str:
    """A value that comes from a file, in short, and from where."""
    value = draft.at(path)
    if isinstance(value, list):
        said = (
            f"{len(value)} entries"
            if len(value) > 1
            else str(value[0])
            if isinstance(value[0], str)
            else "1 entry"
        )
    elif isinstance(value, dict):
        said = str(value.get("name") or ", ".join(value))
    else:
        said = str(value)
    return f"{quoted(said)} from {origin}"


def _listed(heading: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"{heading} ({len(rows)}):"
    for name, about in rows[:_MOST_LISTED]:
        yield f"  {name:<{_NAME_WIDTH}} {about}"
    if len(rows) > _MOST_LISTED:
        yield f"  and {len(rows) - _MOST_LISTED} more"


def parse_path(path: str | None) -> str | None:
    """The path as it was given; usage error where no spec may have that name."""
    if path is None or path == STANDARD_INPUT or _is_folder(path):
        return path
    name = Path(path).name
    if name == SUFFIX or ("." in name and not name.endswith(SUFFIX)):
        raise typer.BadParameter(f"the name of a spec ends in {SUFFIX}", param_hint="PATH")
    return path


def parse_kind(name: str | None) -> str:
    """The id of a kind, empty for none; usage error where there is no such kind."""
    kinds = contract().children["kind"].choices
    if name is None or name in kinds:
        return name or ""
    near = nearest(name, kinds)
    meant = f"; did you mean {near}?" if near else ""
    raise typer.BadParameter(
        f"{quoted(name)} is not a kind; there are {', '.join(kinds)}{meant}", param_hint="--kind"
    )


def parse_settings(texts: Sequence[str]) -> tuple[settings.Setting, ...]:
    """What is set; usage error where an argument is no setting."""
    parsed = []
    for text in texts:
        setting = settings.parsed(text)
        if isinstance(setting, Refused):
            raise typer.BadParameter(_sentence(setting), param_hint="--set")
        parsed.append(setting)
    return tuple(parsed)
