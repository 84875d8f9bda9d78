"""SARIF 2.1.0 (OASIS), for code scanning: results with their places, rules with their pages."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from modelpact import __version__
from modelpact.characters import visible
from modelpact.check import Checked, Ignored, Silencer
from modelpact.diagnostics import Diagnostic, Severity, Span, dotted
from modelpact.inspection import Inspection, Unread
from modelpact.reports.wording import lines
from modelpact.rules.pages import Page, pages
from modelpact.yaml_reading import lines_of

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
_SUPPRESSIONS = {Silencer.SPEC: "inSource", Silencer.CALLER: "external"}
_FINGERPRINT = "modelpact/v1"


def report(inspection: Inspection) -> str:
    """One run with every finding; what is silenced is a suppressed result."""
    run = _Run(inspection).data()
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


class _Run:
    """The run object of one inspection (section 3.14)."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._folder = inspection.folder

    def data(self) -> dict[str, Any]:
        """The tool comes first in it: by that, older reports are known again."""
        files = self._inspection.files
        results = [result for file in self._inspection.checked for result in self._results(file)]
        known = {result["ruleId"] for result in results}
        rules = [page for page in pages().values() if page.id in known]
        places = {page.id: index for index, page in enumerate(rules)}
        driver = {"name": "modelpact", "version": __version__, "rules": [_rule(page) for page in rules]}
        return {
            "tool": {"driver": driver},
            "invocations": [self._invocation(tuple(self._inspection.unread))],
            "artifacts": [{"location": self._artifact(each.name)} for each in files],
            "columnKind": "unicodeCodePoints",
            "results": [{**result, "ruleIndex": places[result["ruleId"]]} for result in results],
        }

    def _invocation(self, unread: Sequence[Unread]) -> dict[str, Any]:
        notes = [
            {
                "level": "error",
                "message": _message([f"not read: {visible(each.reason)}"]),
                "locations": [{"physicalLocation": {"artifactLocation": self._artifact(each.name)}}],
            }
            for each in unread
        ]
        return {"executionSuccessful": not unread, "toolExecutionNotifications": notes}

    def _results(self, file: Checked) -> Iterator[dict[str, Any]]:
        alike: Counter[str] = Counter()
        for found in file.diagnostics:
            yield {**self._result(found, file, alike), "suppressions": []}
        for ignored in file.ignored:
            suppressions = [_suppression(ignored)]
            yield {**self._result(ignored.diagnostic, file, alike), "suppressions": suppressions}

    def _result(self, found: Diagnostic, file: Checked, alike: Counter[str]) -> dict[str, Any]:
        fingerprint = _fingerprint(found, file)
        alike[fingerprint] += 1
        return {
            "ruleId": found.rule,
            "level": _LEVELS[found.severity],
            "message": _message(lines(found)),
            "locations": [{"physicalLocation": self._physical(found.span), **_logical(found)}],
            "relatedLocations": [
                {
                    "id": index,
                    "physicalLocation": self._physical(other.span),
                    "message": _message([visible(other.message)]),
                }
                for index, other in enumerate(found.related)
            ],
            "partialFingerprints": {_FINGERPRINT: f"{fingerprint}:{alike[fingerprint]}"},
        }

    def _physical(self, span: Span) -> dict[str, Any]:
        region = {
            "startLine": span.start.line,
            "startColumn": span.start.column,
            "endLine": span.end.line,
            "endColumn": span.end.column,
        }
        return {"artifactLocation": self._artifact(span.file), "region": region}

    def _artifact(self, name: str) -> dict[str, str]:
        """Relative to the folder; a file URI for what lies outside, so that there is no ``..`` in it."""
        path = Path(os.path.normpath(Path(self._folder) / name))
        if not path.is_relative_to(self._folder):
            return {"uri": path.as_uri()}
        return {"uri": quote(os.fsencode(path.relative_to(self._folder).as_posix()))}


def _rule(page: Page) -> dict[str, Any]:
    return {
        "id": page.id,
        "name": page.id.title().replace("-", ""),
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.why},
        "help": {"text": page.text(), "markdown": page.markdown()},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
        "properties": {"clauses": page.clauses},
    }


def _fingerprint(found: Diagnostic, file: Checked) -> str:
    """What stays the same when lines are put in above or the message is worded anew.

    That is the rule, the field without places in lists, and the words of the line; a count tells apart those
    that are alike.
    """
    names = ".".join(key for key in found.path if isinstance(key, str))
    line = lines_of(file.texts[found.span.file])[found.span.start.line - 1]
    alike = "\0".join((found.rule, names, " ".join(line.split())))
    return sha256(alike.encode(errors="backslashreplace")).hexdigest()[:32]


def _suppression(ignored: Ignored) -> dict[str, Any]:
    return {"kind": _SUPPRESSIONS[ignored.by], "justification": _plain(visible(ignored.reason))}


def _logical(found: Diagnostic) -> dict[str, Any]:
    name = visible(dotted(found.path))
    return {"logicalLocations": [{"fullyQualifiedName": name}]} if name else {}


def _message(texts: Iterable[str]) -> dict[str, str]:
    return {"text": "\n".join(map(_plain, texts))}


def _plain(text: str) -> str:
    """Text in which no viewer sees an embedded link (section 3.11.6).

    Braces may stay: a message that has no arguments has no placeholders.
    """
    return text.replace("](", "] (")
