"""Why a section changed, as HTML: each field with both its values, both its places, and whom it favours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modelpact.causes import NOT_STATED
from modelpact.diagnostics import Span, dotted
from modelpact.redline import Cause, SectionChange
from modelpact.renderers.elements import Html, element, join, text

_LONGEST = 400
"""Characters of a value that are shown: the words of the agreement say the rest."""


def causes(section: SectionChange) -> Iterator[Html]:
    """The causes of all that changed in a section, as a list."""
    if section.causes:
        label = f"Why {section.latest.title} changed"
        entries = join(element("li", {}, *_cause(cause)) for cause in section.causes)
        yield element("ul", {"class": "causes", "aria-label": label}, entries)


def favoured(sides: Iterable[str]) -> Iterator[Html]:
    """A mark for each side that is favoured."""
    for side in sorted(filter(None, sides)):
        yield element("span", {"class": "favours"}, text(f"favours the {side}"))
        yield Html(" ")


def named(found: Sequence[Cause]) -> str:
    """The causes in a few words: the names of the fields, or what else it was."""
    return "; ".join(cause.because or dotted(cause.path) for cause in found)


def _cause(cause: Cause) -> Iterator[Html]:
    if cause.because:
        yield text(f"because {cause.because}")
        return
    yield element("code", {"class": "field"}, text(dotted(cause.path)))
    yield Html(" ")
    yield from favoured([cause.favours])
    yield element("span", {"class": "value"}, *_value("before", cause.old, cause.old_span))
    yield element("span", {"class": "value"}, *_value("after", cause.new, cause.new_span))


def _value(when: str, value: str, place: Span | None) -> Iterator[Html]:
    yield element("span", {"class": "when"}, text(f"{when} "))
    yield element("strong", {}, text(_short(value)))
    if place or value != NOT_STATED:
        yield element("span", {"class": "place"}, text(f" {place or 'by default'}"))


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
