"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from modelpact.characters import quoted
from modelpact.diagnostics import Path, Severity
from modelpact.fields import TBC
from modelpact.spec import Spec


class Finding(NamedTuple):
    """One place where a spec is at odds with a rule."""

    path: Path
    message: str
    hint: str = ""
    related: tuple[tuple[Path, str], ...] = ()
    """Other places it speaks of, each with what it is; shown where the spec itself gives that value."""
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


def beside(spec: Spec, path: Path, what: str) -> tuple[tuple[Path, str], ...]:
    """A related place for a finding, if the spec itself says anything there."""
    return ((path, what),) if spec.is_written(path) else ()


def called(entry: Mapping[str, Any]) -> str:
    """What messages call a party or a model: its short name, its name or, while that is open, its id."""
    names = (entry.get("short_name"), entry.get("name"), entry["id"])
    return quoted(str(next(name for name in names if name not in (None, TBC))))


def named(entries: Sequence[Mapping[str, Any]]) -> str:
    """Several of them in one sentence: a, b and c."""
    return joined(map(called, entries))


def is_named(party: Mapping[str, Any], words: str) -> bool:
    """Whether these words, which may be an id, name the party; TBC names nobody."""
    if words == TBC:
        return False
    names = (party["id"], party["short_name"], party["name"])
    return words.casefold().removeprefix("the ") in {name.casefold().removeprefix("the ") for name in names}


def joined(words: Iterable[str]) -> str:
    """Words in one sentence: a, b and c; empty for none."""
    *others, last = list(words) or [""]
    return f"{', '.join(others)} and {last}" if others else last
