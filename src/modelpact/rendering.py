"""One spec, from its file to its renders, as a process of its own can do it: nothing is printed here."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from modelpact import files, ledger, pipeline
from modelpact.check import Checked
from modelpact.diagnostics import FormError, UserError, sentence
from modelpact.freshness import Freshness
from modelpact.ledger import Entry, Ledger, Noted

_ALONE = Lock()
"""A cluster may give one process two tasks; but the working folder, for one, is the whole process's."""


class Aim(StrEnum):
    """What is to be done with the renders."""

    WRITE = "write"
    REPLACE = "replace"
    """Write them even over files that were edited by hand, and though they be up to date."""
    COMPARE = "compare"
    """Write nothing."""


class Standing(StrEnum):
    """What came of a spec."""

    WRITTEN = "written"
    CURRENT = "up to date"
    COMPARED = "compared"
    """All that should be there is there, as the spec makes it."""
    OUTDATED = "outdated"
    """Not all is."""
    REFUSED = "refused"
    """It has errors."""
    FAILED = "failed"
    """Something around it is wrong, or its process came to an end."""


class Task(NamedTuple):
    """A spec to render."""

    name: str
    formats: tuple[str, ...]
    folder: Path | None
    form: Path | None
    aim: Aim
    here: str
    """The folder that relative names start from."""

    def place(self) -> Path:
        """The folder that its renders are written to."""
        return self.folder or Path(self.name).parent

    def key(self) -> str:
        """What its entry in the ledger is found by."""
        form = os.path.abspath(self.form) if self.form else ""
        return "\0".join((os.path.abspath(self.name), ",".join(self.formats), form))


class Outcome(NamedTuple):
    """What came of one task; what was found, and written or compared, or why nothing was."""

    standing: Standing
    checked: Checked | None = None
    paths: Sequence[Path] = ()
    compared: Sequence[tuple[Path, Freshness]] = ()
    reason: str = ""
    entry: Entry | None = None
    fault: BaseException | None = None
    """Of ours, not of the spec."""


def done(task: Task) -> Outcome:
    """Do it."""
    with _ALONE:
        if os.getcwd() != task.here:
            os.chdir(task.here)
        try:
            return _done(task)
        except (UserError, FormError) as error:
            return Outcome(Standing.FAILED, reason=sentence(error))


def _done(task: Task) -> Outcome:
    noted = Noted()
    checked = checked_for(task, noted)
    spec, found = checked.spec, checked.for_reports()
    if spec is None or pipeline.has_errors(checked):
        return Outcome(Standing.REFUSED, found)
    paths = pipeline.targets(task.name, spec, task.formats, task.folder)
    contents = pipeline.render(spec, task.formats)
    if task.aim is Aim.COMPARE:
        compared = tuple(pipeline.compared(paths, contents).items())
        is_current = all(found.is_current for _, found in compared)
        return Outcome(Standing.COMPARED if is_current else Standing.OUTDATED, compared=compared)
    outputs = {paths[format_]: (format_, data) for format_, data in contents.items()}
    try:
        pipeline.write(outputs, force=task.aim is Aim.REPLACE)
    except UserError as error:
        return Outcome(Standing.FAILED, found, reason=str(error))
    written = tuple(ledger.output(path, data) for path, (_, data) in outputs.items())
    house = pipeline.fingerprint_of_house(task.name, task.form)
    entry = Entry(tuple(noted.inputs), house, written, len(found.diagnostics))
    return Outcome(Standing.WRITTEN, found, tuple(outputs), entry=entry)


def checked_for(task: Task, noted: Noted | None = None) -> Checked:
    """All that is wrong with the spec of a task, and where it departs from its project's playbook."""
    checked = pipeline.check_file(task.name, formats=task.formats, form=task.form, noted=noted)
    playbook = pipeline.playbook_in_use(task.name)
    if playbook is None:
        return checked
    from modelpact.playbook_findings import held_for_render

    return held_for_render(playbook, checked)


def ledger_of(environ: Mapping[str, str], form: Path | None) -> Ledger:
    """What earlier runs have noted."""

    @cache
    def house(folder: str) -> str:
        return pipeline.fingerprint_of_house(os.path.join(folder, "spec"), form)

    return Ledger(environ, house)


def up_to_date(task: Task, noted: Ledger) -> Outcome | None:
    """That the renders of a task are as it would make them, if they are."""
    if task.aim is not Aim.WRITE or task.name == files.STANDARD_INPUT:
        return None
    entry = noted.current(task.key(), task.place())
    if entry is None:
        return None
    paths = pipeline.file_targets(task.name, task.formats, task.folder)
    return Outcome(Standing.CURRENT, paths=tuple(paths.values()), entry=entry)
