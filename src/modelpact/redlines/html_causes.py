"""Why a section changed, as HTML: each field with both its values, both its places, and whom it favours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modelpact.causes import NOT_STATED
from modelpact.characters import visible
from modelpact.diagnostics import Span, dotted
from modelpact.redline import Cause, SectionChange
from modelpact.renderers.elements import Html, element, join, text

_FEW = 4
_LONGEST = 400
"""Characters of a value that are shown: the words of the agreement say the rest."""


def causes(section: SectionChange) -> Iterator[Html]:
    """The causes of all that changed in a section, those after the first few folded away."""
    found = section.causes
    few = found if len(found) <= _FEW + 1 else found[:_FEW]
    if found:
        rest = found[len(few) :]
        yield element("div", {"class": "causes"}, *_list(few, section), *_rest(rest, section))


def _rest(found: Sequence[Cause], section: SectionChange) -> Iterator[Html]:
    if found:
        summary = element("summary", {}, text(f"{len(found)} more causes"))
        yield element("details", {}, summary, *_list(found, section))


def _list(found: Sequence[Cause], section: SectionChange) -> Iterator[Html]:
    entries = join(element("li", {}, *_cause(cause)) for cause in found)
    yield element("ul", {"aria-label": f"Why {section.latest.title} changed"}, entries)


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
        yield element("span", {"class": "place"}, text(f" {visible(str(place)) if place else 'by default'}"))


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
