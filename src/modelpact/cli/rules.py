"""``modelpact rules``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from modelpact.characters import quoted
from modelpact.cli import EXIT_CLEAN, EXIT_USAGE
from modelpact.cli.browsing import Entry, as_json, heading, labelled, paragraph
from modelpact.cli.printing import line, problem
from modelpact.own_findings import OWN_FINDINGS
from modelpact.rules.pages import Page, pages
from modelpact.suggestions import nearest


def run(id_: str | None, *, json: bool) -> int:
    """Print every kind of finding, or the page of one."""
    if id_ is not None and id_ not in pages():
        near = nearest(id_, pages())
        hint = f'did you mean "{near}"?' if near else "modelpact rules lists all there are"
        problem(f"{quoted(id_)} is no rule; {hint}")
        return EXIT_USAGE
    chosen = [pages()[id_]] if id_ else list(pages().values())
    if json:
        as_json([_entry(page) for page in chosen])
    elif id_:
        _show(chosen[0])
    else:
        margin = max(len(page.id) for page in chosen) + 2
        heading("Rules")
        _list((page for page in chosen if page.id not in OWN_FINDINGS), margin)
        line("")
        heading("What is wrong with the file itself, found without rules")
        _list((page for page in chosen if page.id in OWN_FINDINGS), margin)
    return EXIT_CLEAN


def _entry(page: Page) -> Entry:
    return {
        "id": page.id,
        "severity": page.severity,
        "clauses": page.clauses,
        "summary": page.summary,
        "page": page.text(),
        "failing": page.failing or None,
        "fixed": page.fixed or None,
    }


def _list(chosen: Iterable[Page], margin: int) -> None:
    for page in chosen:
        labelled(page.id, f"{page.severity}: {page.summary}", margin=margin)


def _show(page: Page) -> None:
    heading(page.id)
    labelled("severity", page.severity)
    if page.clauses:
        labelled("clauses", ", ".join(page.clauses))
    for text in (page.summary, *page.why.split("\n\n")):
        line("")
        paragraph(text)
    for title, example in (("Fails:", page.failing), ("Fixed:", page.fixed)):
        if example:
            line("")
            line(title)
            for written in textwrap.indent(example, "    ").splitlines():
                line(written)
