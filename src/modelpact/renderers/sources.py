"""The source map as HTML: the fields of the spec that shaped a clause, and where they are stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from modelpact.agreement import Origin
from modelpact.characters import visible
from modelpact.diagnostics import dotted
from modelpact.renderers.elements import Html, element, text

NOT_STATED = "not stated: defaults"


def sources(origins: Sequence[Origin]) -> Iterator[Html]:
    """The fields, file by file and line by line, those that no file states last."""
    if origins:
        title = element("p", {"class": "sources-title"}, text("Fields of the spec"))
        files = (_file(name, [*fields]) for name, fields in groupby(sorted(origins, key=_order), key=_name))
        yield element("div", {"class": "sources"}, title, *files)


def _order(origin: Origin) -> tuple[bool, str, int]:
    span = origin.span
    return (False, span.file, span.start.line) if span else (True, "", 0)


def _name(origin: Origin) -> str:
    return origin.span.file if origin.span else NOT_STATED


def _file(name: str, origins: Sequence[Origin]) -> Html:
    fields = element("ul", {}, *(element("li", {}, *_field(origin)) for origin in origins))
    return Html(element("p", {"class": "sources-file"}, text(visible(name))) + fields)


def _field(origin: Origin) -> Iterator[Html]:
    yield element("code", {}, text(dotted(origin.path)))
    if origin.span:
        yield element("span", {"class": "line"}, text(f" line {origin.span.start.line}"))
