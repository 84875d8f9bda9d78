"""Tables that go on over pages made one again: WeasyPrint tags what is on each page as a table of its own."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from modelpact.renderers.pdf_tree import at, below, elements, inside, root, take_out


def join_tables(pdf: Any) -> None:
    """Give the rows on later pages to the table on the first; what is repeated there is not read again."""
    marks = _marks(pdf)
    first: Any = None
    for before, table in pairwise([each for each in elements(pdf) if each["S"] == "/Table"]):
        if not _goes_on(pdf, before, table, marks):
            first = None
            continue
        first = first or before
        _name_headers(pdf, first, table)
        rows = _part(pdf, first, "/TBody")
        for row in list(inside(pdf, _part(pdf, table, "/TBody"))):
            row["P"] = rows.reference
            rows["K"].append(row.reference)
        take_out(pdf, table)


_Marks = dict[bytes, tuple[int, list[bytes]]]
"""Of each element with marks: its place among all in order of reading, and what it draws."""


def _marks(pdf: Any) -> _Marks:
    pages = {page: at(pdf, at(pdf, page)["Contents"]).stream for page in pdf.page_references}
    drawn = {page: _drawn(stream) for page, stream in pages.items()}
    marked = (each for each in below(pdf, root(pdf)) if any(isinstance(kid, int) for kid in each["K"]))
    return {
        each.reference: (place, [drawn[each["Pg"]][kid] for kid in each["K"] if isinstance(kid, int)])
        for place, each in enumerate(marked)
    }


def _drawn(stream: list[Any]) -> dict[int, bytes]:
    """The letters that each mark of a page draws."""
    found: dict[int, bytes] = {}
    mark = None
    for part in stream:
        if isinstance(part, dict) and "MCID" in part:
            mark = part["MCID"]
            found[mark] = b""
        elif mark is not None and b"TJ" in (code := part if isinstance(part, bytes) else str(part).encode()):
            found[mark] += code
    return found


def _goes_on(pdf: Any, before: Any, table: Any, marks: _Marks) -> bool:
    """Whether a table is the rest of the one before: on the next page, with nothing between, headed alike."""
    if table["Pg"] == before["Pg"] or any(part["S"] == "/Caption" for part in inside(pdf, table)):
        return False
    last, first = _own(pdf, before, marks)[-1], _own(pdf, table, marks)[0]
    heads = [[drawn for _, drawn in _own(pdf, _part(pdf, each, "/THead"), marks)] for each in (before, table)]
    return first[0] == last[0] + 1 and heads[0] == heads[1]


def _own(pdf: Any, element: Any, marks: _Marks) -> list[tuple[int, list[bytes]]]:
    return [marks[each.reference] for each in below(pdf, element) if each.reference in marks]


def _part(pdf: Any, table: Any, kind: str) -> Any:
    return next(part for part in inside(pdf, table) if part["S"] == kind)


def _name_headers(pdf: Any, first: Any, table: Any) -> None:
    """Have the cells name the headers of the first page."""
    ours, theirs = (_headers(pdf, _part(pdf, each, "/THead")) for each in (first, table))
    named = dict(zip(theirs, ours.values(), strict=True))
    for cell in below(pdf, _part(pdf, table, "/TBody")):
        if cell["S"] == "/TD":
            cell["A"]["Headers"][:] = [named.get(name.string, name) for name in cell["A"]["Headers"]]


def _headers(pdf: Any, head: Any) -> dict[str, Any]:
    return {cell["ID"].string: cell["ID"] for cell in below(pdf, head) if cell["S"] == "/TH"}
