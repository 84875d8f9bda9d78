"""The table of contents as HTML: a side outline on a screen, a list with page numbers on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from modelpact.agreement import Agreement, Part
from modelpact.renderers.elements import Html, element, join, text

COVER = "page-cover"
SIGNATURES = "page-signatures"
CLOSED = "page-close"
"""Anchors that no clause, schedule or term can have; at the last, nothing stands."""


def outline(agreement: Agreement, *, pages: bool = False) -> Html:
    """The table of contents: nested lists of links, on paper with page numbers."""
    entry = _page_entry if pages else _entry
    parts = (
        entry(part.anchor, f"Part {part.letter}", part.title, _clause_list(part, entry))
        if part.title
        else join(_clause_entries(part, entry))
        for part in agreement.parts
    )
    schedules = (
        entry(schedule.anchor, f"Schedule {schedule.letter}", schedule.title)
        for schedule in agreement.schedules
    )
    annexes = (entry(annex.anchor, "", annex.title) for annex in agreement.annexes)
    cover = [entry(COVER, "", "Cover page")] if agreement.cover else []
    signatures = entry(SIGNATURES, "", "Signatures")
    return element("ol", {}, join([*cover, *parts, *schedules, *annexes, signatures]))


def _clause_list(part: Part, entry: Callable[..., Html]) -> Html:
    return element("ol", {}, join(_clause_entries(part, entry)))


def _clause_entries(part: Part, entry: Callable[..., Html]) -> Iterator[Html]:
    return (entry(clause.anchor, f"{clause.number}.", clause.title) for clause in part.clauses)


def _entry(anchor: str, number: str, title: str, *below: Html) -> Html:
    link = element("a", {"href": f"#{anchor}"}, numbered(number, title))
    return element("li", {}, link, *below)


def _page_entry(anchor: str, number: str, title: str, *below: Html) -> Html:
    """Only the title is a link: WeasyPrint makes one link of each element in a link."""
    target = f"#{anchor}"
    link = element("a", {"href": target}, text(title))
    page = element("span", {"class": "page", "data-target": target})
    return element("li", {}, element("div", {"class": "entry"}, _number(number), link, page), *below)


def numbered(number: str, title: str) -> Html:
    """A title after its number, the number marked as such."""
    return Html(_number(number) + text(title))


def _number(number: str) -> Html:
    return element("span", {"class": "number"}, text(f"{number} ")) if number else Html("")
