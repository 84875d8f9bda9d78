"""The redline as a Word file with native tracked changes.

Accepting them all gives the new agreement, rejecting them all the old one, once Word has refreshed its
fields and its contents. A clause that was moved is a deletion and an insertion.
"""

from __future__ import annotations

from modelpact.redline import Redline
from modelpact.renderers.docx import tracked


def render(redline: Redline) -> bytes:
    """The file. The same redline gives the same bytes: author and date are its own, no clock is asked."""
    return tracked(redline)
