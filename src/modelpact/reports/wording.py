"""What reports for programs say of a finding, where a format has one text for all of it."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.characters import visible
from modelpact.diagnostics import Diagnostic


def lines(found: Diagnostic) -> Iterator[str]:
    """The message, the other places that it speaks of, and the hint."""
    yield visible(found.message)
    for other in found.related:
        yield f"see {visible(str(other.span))}: {visible(other.message)}"
    if found.hint:
        yield f"hint: {visible(found.hint)}"
