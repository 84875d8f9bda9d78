"""What the clauses of the standard form were modelled on: the sources that ``templates/ANCHORS.md`` lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from modelpact import resources

_ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| <(https://[^>]+)> \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """An agreement or a report whose facts were carried over."""

    name: str
    what: str
    """Empty where the page does not list it, as it may be for a house's own clause."""
    url: str


@cache
def _listed() -> Mapping[str, Anchor]:
    rows = _ROW.findall(resources.read_text("templates/ANCHORS.md"))
    return {name: Anchor(name, what, url) for name, what, url in rows}


def anchor(name: str) -> Anchor:
    """The source of that short name."""
    return _listed().get(name, Anchor(name, "", ""))
