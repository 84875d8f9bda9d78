"""What a shell completes beside commands, options and files: the ids of the form and of the rules."""

from __future__ import annotations

from collections.abc import Iterable


def kind_ids(incomplete: str) -> list[str]:
    """The kinds that begin so."""
    from modelpact.fields import contract

    return _that_begin(incomplete, contract().children["kind"].choices)


def clause_ids(incomplete: str) -> list[str]:
    """The clauses of the standard form that begin so."""
    from modelpact import standard

    return _that_begin(incomplete, standard.clause_ids())


def rule_ids(incomplete: str) -> list[str]:
    """The rules that begin so."""
    from modelpact.rules.pages import pages

    return _that_begin(incomplete, pages())


def _that_begin(incomplete: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
