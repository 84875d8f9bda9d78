"""Which clauses of two agreements rendered to JSON differ."""

from __future__ import annotations

from modelpact.agreement import cited
from modelpact.compare import compare
from modelpact.renderers.json_tree import parsed
from modelpact.tree_data import TreeError


def differing(old: bytes, new: bytes) -> tuple[str, ...] | None:
    """What differs, as a lawyer would cite it: ``clause 34 (Publication)``; None where one is unreadable."""
    try:
        redline = compare(parsed(old), parsed(new))
    except TreeError:
        return None
    changed = (section.latest for section in redline.changed())
    return tuple(cited(section.label, section.title) for section in changed)
