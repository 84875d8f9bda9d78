"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from modelpact.diagnostics import Path, Severity
from modelpact.spec import Spec


class Finding(NamedTuple):
    """One place where a spec is at odds with a rule."""

    path: Path
    message: str
    hint: str = ""
    related: tuple[tuple[Path, str], ...] = ()
    """Other places it speaks of, each with what it is."""
    severity: Severity | None = None
    """Where it weighs more or less than the rule says."""


class Rule(NamedTuple):
    """A rule: the function that finds, how much a finding weighs, and the clauses that it concerns."""

    find: Callable[[Spec], Iterator[Finding]]
    severity: Severity
    clauses: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The function's name in kebab-case."""
        return self.find.__name__.replace("_", "-")

    @property
    def page(self) -> str:
        """What it reports, why it matters, an example that fails and one that passes."""
        return self.find.__doc__ or ""
