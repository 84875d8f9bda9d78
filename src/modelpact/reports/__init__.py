"""The formats in which a check reports: one module each, one line in ``REPORTS`` each.

A format's module is imported when it is first used: a clean check has nothing to report.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from modelpact.inspection import Inspection


class Report(NamedTuple):
    """One format of reports."""

    module: str
    """Module with ``report(inspection) -> str``."""
    mark: bytes
    """A pattern that only reports of this format have in them."""

    def write(self, inspection: Inspection) -> str:
        """The report in this format."""
        return cast(str, import_module(self.module).report(inspection))


_COUNTS = rb"(?:\A|\n)[0-9,]+ errors?, [0-9,]+ warnings?, [0-9,]+ information, [0-9,]+ ignored[^\n]*\r?\n\Z"

REPORTS: dict[str, Report] = {
    "text": Report("modelpact.reports.text", _COUNTS),
    "json": Report("modelpact.reports.json_report", rb'\A\{\s+"report": [0-9]+,\s+"program": "modelpact '),
    "sarif": Report(
        "modelpact.reports.sarif",
        rb'\A\{[^{]+"runs": \[\s+\{\s+"tool": \{\s+"driver": \{\s+"name": "modelpact"',
    ),
    "github": Report("modelpact.reports.github", _COUNTS),
    "junit": Report("modelpact.reports.junit", rb'\A<\?xml [^>]+>\s+<testsuites name="modelpact"'),
}


def is_report(data: bytes) -> bool:
    """Whether a file is an older report of ours, in any format, or empty: then nothing is lost with it."""
    return not data or any(re.search(each.mark, data) for each in REPORTS.values())
