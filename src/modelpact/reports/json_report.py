"""The report for programs; ``schemas/report-1.schema.json`` describes it field by field."""

from __future__ import annotations

import json
from typing import Any

from modelpact import __version__
from modelpact.characters import visible
from modelpact.check import Checked, Ignored
from modelpact.diagnostics import Diagnostic, Position, Severity, Span
from modelpact.inspection import Inspection, Unread

VERSION = 1
"""Goes up when a field changes its meaning or goes away, not when one is added."""


def report(inspection: Inspection) -> str:
    """Every file with its findings. In ASCII, and what hides is shown as in every report."""
    data = {
        "report": VERSION,
        "program": f"modelpact {__version__}",
        "failed": inspection.has_failed,
        "counts": _counts(inspection),
        "files": [_file(each) for each in inspection.files],
    }
    return json.dumps(data, indent=2, allow_nan=False) + "\n"


def _counts(inspection: Inspection) -> dict[str, int]:
    counts = inspection.counts()
    return {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "information": counts[Severity.INFORMATION],
        "ignored": sum(len(each.ignored) for each in inspection.checked),
        "unread": sum(1 for _ in inspection.unread),
    }


def _file(file: Checked | Unread) -> dict[str, Any]:
    if isinstance(file, Unread):
        return {"name": visible(file.name), "unread": visible(file.reason), "findings": [], "ignored": []}
    return {
        "name": visible(file.name),
        "unread": None,
        "findings": [_finding(found) for found in file.diagnostics],
        "ignored": [_ignored(each) for each in file.ignored],
    }


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": found.severity,
        "message": visible(found.message),
        "hint": visible(found.hint),
        "place": _place(found.span),
        "path": found.path,
        "related": [
            {"message": visible(other.message), "place": _place(other.span)} for other in found.related
        ],
        "clauses": found.clauses,
    }


def _ignored(ignored: Ignored) -> dict[str, Any]:
    return {**_finding(ignored.diagnostic), "reason": visible(ignored.reason), "by": ignored.by}


def _place(span: Span) -> dict[str, Any]:
    return {"file": visible(span.file), "start": _position(span.start), "end": _position(span.end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
