"""The redline as one self-contained web page: old words struck out, new ones underlined, each with its cause.

All of it can be read without a script; the page's own one only takes a reader from change to change by key.
Unchanged clauses are folded away. A switch shows both versions side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice, pairwise

from modelpact.characters import visible
from modelpact.redline import Redline, SectionChange, Side
from modelpact.redlines.html_blocks import blocks, heading_words
from modelpact.redlines.html_causes import causes, favoured
from modelpact.redlines.summary import READING_AID, counts, happened, lean_counts, number, numbered_title
from modelpact.renderers.contents import numbered
from modelpact.renderers.elements import Html, element, join, text, words
from modelpact.renderers.page import Page, switch

CHANGES = "page-changes"


def render(redline: Redline) -> bytes:
    """The page in UTF-8."""
    agreement = redline.new.agreement
    sides = visible(f"Changes from {redline.old.name} to {redline.new.name}")
    page = Page(
        title=f"{sides} – {agreement.subject.text}",
        language=agreement.language,
        bar=join(_bar(redline)),
        outline=_outline(redline),
        contents="Changes",
        main=join([element("header", {"class": "title"}, *_title(redline)), *_changes(redline)]),
        styles=("agreement", "redline"),
        script="redline",
    )
    return page.markup().encode()


def _bar(redline: Redline) -> Iterator[Html]:
    yield element("p", {"class": "bar-name"}, text(redline.new.agreement.reference))
    yield element("p", {"class": "draft"}, text("Redline"))
    yield switch("page-keys", "Keys n, p", on=True)
    yield switch("page-sides", "Side by side")


def _outline(redline: Redline) -> Html:
    """Links to what changed, in order, each with what happened to it."""
    entries = [_entry(section) for section in redline.changed()]
    summary = element("li", {}, element("a", {"href": f"#{CHANGES}"}, text("Summary")))
    return element("ol", {"class": "changes"}, join([summary, *entries]))


def _entry(section: SectionChange) -> Html:
    what = happened(section)
    title = numbered(number(section), section.latest.title)
    mark = element("span", {"class": f"what {section.change}"}, text(f" {what}"))
    return element("li", {}, element("a", {"href": f"#{section.id}"}, element("span", {}, title), mark))


def _title(redline: Redline) -> Iterator[Html]:
    """What is compared with what."""
    agreement = redline.new.agreement
    yield element("p", {"class": "reference"}, text(agreement.reference))
    yield element("h1", {}, text("Redline"))
    yield element("p", {"class": "subject"}, words(agreement.subject.text))
    yield element("dl", {"class": "sides"}, *_side("Before", redline.old), *_side("After", redline.new))


def _side(when: str, side: Side) -> Iterator[Html]:
    versions = element("span", {}, text(f" {side.versions}"))
    yield element("dt", {}, text(when))
    yield element("dd", {}, element("strong", {}, text(visible(side.name))), versions)


def _changes(redline: Redline) -> Iterator[Html]:
    """The summary, then every section of the agreement in its order, what has not changed folded away."""
    changed = tuple(redline.changed())
    yield element("section", {"class": "summary"}, *_summary(redline, changed))
    ways = _ways(changed)
    for is_changed, run in groupby(redline.sections, key=lambda section: section.id in ways):
        if is_changed:
            yield from (_section(section, *ways[section.id]) for section in run)
        else:
            yield from _folded([section for section in run if section.blocks])


def _ways(changed: Sequence[SectionChange]) -> dict[str, tuple[str, str]]:
    """The anchors before and after each changed section, by its id."""
    anchors = [CHANGES, *(section.id for section in changed), CHANGES]
    steps = zip(pairwise(anchors), pairwise(anchors[1:]), strict=False)
    return {here: (before, after) for (before, here), (_, after) in steps}


def _summary(redline: Redline, changed: Sequence[SectionChange]) -> Iterator[Html]:
    yield element("h2", {"id": CHANGES}, text("What changed" if changed else "Nothing differs"))
    if changed:
        yield element("p", {"class": "counts"}, *_counts(redline))
        yield from _leans(redline)
        yield _list(changed)


def _counts(redline: Redline) -> Iterator[Html]:
    for name, count in counts(redline).items():
        if count:
            yield element("span", {}, element("strong", {}, text(str(count))), text(f" {name} "))


def _leans(redline: Redline) -> Iterator[Html]:
    """How many fields changed in whose favour."""
    leans = lean_counts(redline)
    if leans:
        each = ", ".join(f"{count} the {whom}" for whom, count in sorted(leans.items()))
        said = f"Fields that changed in favour of: {each}. This is {READING_AID}."
        yield element("p", {"class": "leans"}, text(said))


def _list(changed: Sequence[SectionChange]) -> Html:
    """The changed sections as a table; whom each favours, where any favours somebody."""
    leans = any(cause.favours for section in changed for cause in section.causes)
    names = ("Where", "What happened", *(["Leans"] if leans else []))
    header = (element("th", {"scope": "col"}, text(name)) for name in names)
    rows = (element("tr", {}, *islice(_cells(section), len(names))) for section in changed)
    parts = (element("thead", {}, element("tr", {}, *header)), element("tbody", {}, join(rows)))
    return element("div", {"class": "table"}, element("table", {"class": "list"}, *parts))


def _cells(section: SectionChange) -> Iterator[Html]:
    title = text(numbered_title(section))
    yield element("th", {"scope": "row"}, element("a", {"href": f"#{section.id}"}, title))
    yield element("td", {}, text(happened(section)))
    yield element("td", {}, *favoured({cause.favours for cause in section.causes}))


def _section(section: SectionChange, before: str, after: str) -> Html:
    """A changed section: its heading, why it changed, its words."""
    heading = element("h2", {"id": section.id, "class": "where"}, *heading_words(section))
    ways = element(
        "p",
        {"class": "ways"},
        element("span", {"class": f"what {section.change}"}, text(f"{_said(section)} ")),
        element("a", {"href": f"#{before}", "aria-label": "Previous change"}, text("↑ previous")),
        Html(" "),
        element("a", {"href": f"#{after}", "aria-label": "Next change"}, text("↓ next")),
    )
    columns = (element("span", {}, text(name)) for name in ("Before", "After"))
    inside = (
        heading,
        ways,
        *causes(section),
        element("div", {"class": "columns"}, *columns),
        *blocks(section),
    )
    return element("section", {"class": f"change {section.change}"}, *inside)


def _said(section: SectionChange) -> str:
    was = f", was {section.old.label}" if section.old and section.renumbered else ""
    return f"{happened(section)}{was}"


def _folded(sections: Sequence[SectionChange]) -> Iterator[Html]:
    """Sections that have not changed, folded away."""
    if sections:
        titles = " · ".join(f"{number(each)}\u00a0{each.latest.title}".strip() for each in sections)
        summary = element("summary", {}, element("strong", {}, text("Unchanged: ")), text(titles))
        inside = (join([_unchanged_heading(each), *blocks(each)]) for each in sections)
        yield element("details", {"class": "same"}, summary, *inside)


def _unchanged_heading(section: SectionChange) -> Html:
    return element("h3", {"id": section.id}, *heading_words(section))
