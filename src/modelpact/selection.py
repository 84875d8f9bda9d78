"""Which findings the caller of a check wants to hear of; the rest are silenced, not lost."""

from __future__ import annotations

from collections.abc import Collection

from modelpact.check import Checked, Ignored, Silencer
from modelpact.diagnostics import Severity
from modelpact.own_findings import OWN_FINDINGS
from modelpact.rules import RULES

_BY_OPTION = "left out by the options of the check"


def silenceable() -> frozenset[str]:
    """The ids of findings that a caller may leave out: rules, a playbook's positions, mere warnings.

    What is wrong with the file itself is always reported: without it nothing else is known.
    """
    others = {
        id_ for id_, own in OWN_FINDINGS.items() if own.may_be_left_out or own.severity is not Severity.ERROR
    }
    return frozenset((*(rule.id for rule in RULES), *others))


def left_out(select: Collection[str], ignore: Collection[str]) -> frozenset[str]:
    """The ids that are silenced where only ``select`` is wanted (empty: everything), without ``ignore``."""
    return frozenset((*(silenceable() - frozenset(select) if select else ()), *ignore))


def without(checked: Checked, ids: frozenset[str]) -> Checked:
    """The same file with the findings of these ids silenced."""
    silent = [found for found in checked.diagnostics if found.rule in ids]
    if not silent:
        return checked
    kept = tuple(found for found in checked.diagnostics if found.rule not in ids)
    ignored = (*checked.ignored, *(Ignored(found, _BY_OPTION, Silencer.CALLER) for found in silent))
    return checked._replace(diagnostics=kept, ignored=ignored)
