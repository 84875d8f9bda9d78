"""JUnit's XML, as continuous integration reads it: a suite for each file, a case for each finding.

There is no standard; this keeps to the schema of Jenkins, which others follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from modelpact.characters import visible
from modelpact.check import Checked
from modelpact.diagnostics import Diagnostic
from modelpact.inspection import Inspection, Unread
from modelpact.reports.wording import lines

_CASE = "testcase"
_OUTCOMES = {"tests": _CASE, "failures": "failure", "errors": "error", "skipped": "skipped"}


def report(inspection: Inspection) -> str:
    """A case fails where its finding makes the check fail; what is silenced is skipped.

    In ASCII, the rest as character references: it then reads the same whatever encoding a pipe has. No
    character that XML cannot hold is left by ``visible``.
    """
    top = ET.Element("testsuites", {"name": "modelpact"})
    top.extend(_suite(each, inspection) for each in inspection.files)
    for name in ("tests", "failures", "errors"):
        top.set(name, str(sum(1 for _ in top.iter(_OUTCOMES[name]))))
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, "us-ascii").decode()}\n'


def _suite(file: Checked | Unread, inspection: Inspection) -> ET.Element:
    suite = ET.Element("testsuite", {"name": visible(file.name)})
    suite.extend(_cases(file, inspection))
    for name, tag in _OUTCOMES.items():
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    return suite


def _cases(file: Checked | Unread, inspection: Inspection) -> Iterator[ET.Element]:
    if isinstance(file, Unread):
        case = _case(file.name, "reading the file")
        ET.SubElement(case, "error", {"type": "not-read", "message": visible(file.reason)})
        yield case
        return
    for found in file.diagnostics:
        case = _case(found.span.file, _name(found))
        tag = "failure" if inspection.fails(found) else "system-out"
        attributes = {"type": found.rule, "message": visible(found.message)} if tag == "failure" else {}
        ET.SubElement(case, tag, attributes).text = _text(found)
        yield case
    for ignored in file.ignored:
        case = _case(ignored.diagnostic.span.file, _name(ignored.diagnostic))
        ET.SubElement(case, "skipped", {"message": f"ignored: {visible(ignored.reason)}"})
        yield case
    if not file.diagnostics and not file.ignored:
        yield _case(file.name, "no problems found")


def _case(file: str, name: str) -> ET.Element:
    return ET.Element(_CASE, {"classname": visible(file), "name": name})


def _name(found: Diagnostic) -> str:
    return f"{found.rule} at {found.span.start.line}:{found.span.start.column}"


def _text(found: Diagnostic) -> str:
    first, *others = lines(found)
    return "\n".join((f"{visible(str(found.span))}: {found.severity}: {first}", *others))
