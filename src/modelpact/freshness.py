"""Is a committed render what its spec makes now? If not: has the spec changed, or did somebody edit it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from modelpact.renderers import FORMATS, seal

_MOST_NAMED = 8


class Standing(StrEnum):
    """How a committed render stands to what its spec makes now."""

    CURRENT = "current"
    MISSING = "missing"
    STALE = "stale"
    """Made by modelpact and not edited since, but of an earlier spec, or with an earlier form."""
    EDITED = "edited by hand or not made by modelpact"
    """Not as modelpact made it, whatever its spec says."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """What came of comparing one committed render."""

    standing: Standing
    cause: str = ""
    """What has changed since it was made, where it says what it was made of."""
    differing: tuple[str, ...] | None = None
    """What differs: ``clause 34 (Publication)``; None where the format can't be taken apart again."""

    @property
    def is_current(self) -> bool:
        """Whether nothing has to be done."""
        return self.standing is Standing.CURRENT

    def __str__(self) -> str:
        parts = (str(self.standing), self.cause, self.differing is not None and _listed(self.differing))
        return "; ".join(part for part in parts if part)


def freshness(format_: str, committed: bytes | None, fresh: bytes) -> Freshness:
    """How the committed file (None: there is none) stands to a fresh render in the same format."""
    if committed is None:
        return Freshness(Standing.MISSING)
    untouched = FORMATS[format_].untouched(committed)
    if committed == fresh or (untouched and committed.replace(b"\r\n", b"\n") == fresh):
        return Freshness(Standing.CURRENT)
    differing = FORMATS[format_].differing(committed, fresh)
    return Freshness(Standing.STALE if untouched else Standing.EDITED, _cause(committed, fresh), differing)


def _cause(committed: bytes, fresh: bytes) -> str:
    """What the seals of both say; a comment moves the lines in JSON and is no cause that they know."""
    old, new = seal.read(committed), seal.read(fresh)
    if old is None or new is None:
        return ""
    if old.spec_hash != new.spec_hash:
        return "its spec has changed since"
    return "" if old.form_version == new.form_version else "the form has changed since"


def _listed(differing: tuple[str, ...]) -> str:
    if not differing:
        return "no clause differs"
    named = [*differing[:_MOST_NAMED]]
    if len(differing) > _MOST_NAMED:
        named.append(f"{len(differing) - _MOST_NAMED} more")
    *most, last = named
    return f"{', '.join(most)} and {last} differ" if most else f"{last} differs"
