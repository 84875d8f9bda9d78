"""Workflow commands of GitHub Actions, which show each finding beside its line in a pull request.

Escaped as the ``command`` module of GitHub's own toolkit does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from modelpact.characters import visible
from modelpact.check import Checked
from modelpact.diagnostics import Diagnostic, Severity
from modelpact.inspection import Inspection, Unread
from modelpact.reports.wording import lines

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}


def report(inspection: Inspection) -> str:
    """A command for each finding that counts and each file that was not read; a last line that counts."""
    commands = [command for each in inspection.files for command in _of_file(each)]
    return "\n".join((*commands, inspection.summary())) + "\n"


def _of_file(file: Checked | Unread) -> Iterator[str]:
    if isinstance(file, Unread):
        yield _command("error", {"file": visible(file.name), "title": "not read"}, visible(file.reason))
        return
    for found in file.diagnostics:
        yield _command(_COMMANDS[found.severity], _properties(found), "\n".join(lines(found)))


def _properties(found: Diagnostic) -> dict[str, str]:
    """Where it stands; columns go with findings on a single line only, and the last is not counted in."""
    start, end = found.span.start, found.span.end
    place = {"file": visible(found.span.file), "line": str(start.line)}
    if start.line == end.line:
        place |= {"col": str(start.column), "endColumn": str(end.column)}
    else:
        place |= {"endLine": str(end.line)}
    return {**place, "title": found.rule}


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    """One workflow command on one line."""
    written = ",".join(f"{key}={_in_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
