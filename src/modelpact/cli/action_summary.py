"""The page that GitHub shows of a pull request: what was found in its specs, and which clauses it changes.

What stands in it is a stranger's: all of it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from modelpact.characters import visible
from modelpact.check import Checked
from modelpact.diagnostics import Severity
from modelpact.inspection import Inspection, Unread
from modelpact.redline import Redline, SectionChange
from modelpact.redlines.summary import counted, happened, numbered_title, reason
from modelpact.renderers.markdown_text import literal

_MOST_ROWS = 200
"""Of a table: a page may have a megabyte."""
_MOST_CAUSES = 8


class Result(NamedTuple):
    """What came of one spec."""

    file: Checked | Unread
    rendered: Sequence[str] = ()
    """The formats in which it was rendered."""
    redline: Redline | None = None
    """What the pull request changes in its agreement; None where the base branch has none to compare."""


def summary(inspection: Inspection, results: Sequence[Result], report: str) -> Iterator[str]:
    """The page's lines in Markdown; ``report`` is the file that has all the findings."""
    yield "## modelpact"
    yield ""
    yield f"{inspection.summary()}."
    rows = [_row(result) for result in results if _is_worth_a_row(result)]
    if rows:
        yield ""
        yield "| Spec | Errors | Warnings | Information | Rendered |"
        yield "| --- | --- | --- | --- | --- |"
        yield from rows[:_MOST_ROWS]
    if len(rows) > _MOST_ROWS:
        yield f"\n{len(rows) - _MOST_ROWS:,} more are in {report}."
    yield from _changes(redline for result in results if (redline := result.redline))


def _is_worth_a_row(result: Result) -> bool:
    return isinstance(result.file, Unread) or bool(result.file.diagnostics or result.rendered)


def _row(result: Result) -> str:
    name = _shown(result.file.name)
    if isinstance(result.file, Unread):
        return f"| {name} | not read: {_shown(result.file.reason)} | | | |"
    found = [each.severity for each in result.file.diagnostics]
    counts = " | ".join(str(found.count(severity)) for severity in Severity)
    return f"| {name} | {counts} | {', '.join(result.rendered) or '–'} |"


def _changes(redlines: Iterator[Redline]) -> Iterator[str]:
    """For each agreement that changes a table of its clauses, as many as fit on the page."""
    left = _MOST_ROWS
    for redline in redlines:
        rows = [_change(section) for section in redline.changed()]
        yield ""
        yield f"### Changes in {_shown(redline.new.name)}"
        yield ""
        yield f"{_shown(counted(redline))}." if rows else "No words of the agreement change."
        if rows[:left]:
            yield ""
            yield "| Clause | What happened | Why |"
            yield "| --- | --- | --- |"
            yield from rows[:left]
        if rows[left:]:
            yield f"\n{len(rows[left:])} more are in the redline."
        left -= len(rows[:left])


def _change(section: SectionChange) -> str:
    causes = [_shown(reason(cause)) for cause in islice(section.causes, _MOST_CAUSES)]
    if len(section.causes) > _MOST_CAUSES:
        causes.append(f"and {len(section.causes) - _MOST_CAUSES} more")
    return f"| {_shown(numbered_title(section))} | {_shown(happened(section))} | {'; '.join(causes) or '–'} |"


def _shown(text: str) -> str:
    return literal(visible(text))
