"""The table of anchors says what each clause was modelled on, in the words of the clauses' own files."""

from __future__ import annotations

import re

from house.test_form import FORM
from support import ROOT

PAGE = ROOT / "templates" / "ANCHORS.md"
HEADING = "## Clauses\n\n"


def table() -> str:
    """Every clause in its order, with its anchors, as the page shows them."""
    clauses = ((part.title, FORM.clauses[id_]) for part in FORM.outline for id_ in part.clauses)
    rows = (
        f"| {part} | [{clause.title}](clauses/{clause.id}.md) | {', '.join(clause.origin)} |"
        for part, clause in clauses
    )
    return "\n".join(("| part | clause | anchors |", "|---|---|---|", *rows, ""))


def test_the_table_is_what_the_clauses_say(*, update: bool) -> None:
    legend = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
    if update:
        PAGE.write_text(legend + HEADING + table(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == legend + HEADING + table()


def test_every_anchor_is_named_once_with_its_source_and_used() -> None:
    legend = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
    named = re.findall(r"^\| ([^|]+) \| [^|]+ \| <https://[^>]+> \|$", legend, re.MULTILINE)
    used = {anchor for clause in FORM.clauses.values() for anchor in clause.origin}
    assert named == sorted(used, key=str.casefold)
