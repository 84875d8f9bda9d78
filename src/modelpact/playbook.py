"""A house's playbook: what it lets itself agree to, read from its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from modelpact.characters import quoted
from modelpact.conditions import Condition, compile_condition
from modelpact.diagnostics import Diagnostic, Path, Related, Severity
from modelpact.fields import PLAYBOOK
from modelpact.load import Source, load
from modelpact.schema import validate, without_nulls

SUFFIX = ".playbook.yaml"

Scalar = bool | int | str

WITHHELD = "withheld"
"""What a playbook calls a disclosure that is refused, whatever the reason."""

_DECIMAL = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Limits:
    """Which values of a field are allowed."""

    at_least: int | None
    at_most: int | None
    among: tuple[Scalar, ...]
    """Allowed as they stand, beside the numbers between the two."""
    never: tuple[Scalar, ...]
    includes: tuple[Scalar, ...]
    """What a list must have in it."""

    @property
    def has_range(self) -> bool:
        """Whether numbers are allowed because they lie between two."""
        return self.at_least is not None or self.at_most is not None

    @property
    def asks(self) -> bool:
        """Whether nothing at all would be too little."""
        return self.has_range or bool(self.among) or bool(self.includes)

    def allow(self, value: object) -> bool:
        """Whether a single value, or one entry of a list, is allowed."""
        if value in self.never:
            return False
        if not self.has_range and not self.among:
            return True
        return value in self.among or self._is_in_range(value)

    def _is_in_range(self, value: object) -> bool:
        number = as_number(value)
        if not self.has_range or number is None:
            return False
        above = self.at_least is None or number >= self.at_least
        return above and (self.at_most is None or number <= self.at_most)


class Position(NamedTuple):
    """What the house thinks of one field."""

    field: tuple[str, ...]
    """Its name, list positions left out."""
    limits: Limits
    optional: bool
    """Whether the field may be left out."""
    applies: Condition
    prefer: Scalar | None
    fallback: str
    severity: Severity
    message: str
    place: Related
    """Where the playbook says so."""

    @property
    def name(self) -> str:
        """The field's name with dots."""
        return ".".join(self.field)


class ClausePosition(NamedTuple):
    """A clause on which the house insists."""

    id: str
    severity: Severity
    message: str
    place: Related


@dataclass(frozen=True, slots=True)
class Playbook:
    """A house's policy, known to make sense."""

    source: Source
    positions: tuple[Position, ...]
    required: tuple[ClausePosition, ...]
    """Clauses that must be in the agreement."""
    kept: tuple[ClausePosition, ...]
    """Clauses that a spec must neither leave out nor reword."""

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of what its file says."""
        return sha256(self.source.texts[self.source.name].encode()).hexdigest()


def read(name: str, content: bytes) -> tuple[Playbook | None, tuple[Diagnostic, ...]]:
    """A playbook, and all that is wrong with it; none where that makes any of it unsure."""
    source, found = load(name, content, f"{PLAYBOOK.version_field}: {PLAYBOOK.version}")
    if source is None:
        return None, found
    problems = validate(source, PLAYBOOK)
    if not problems:
        from modelpact.playbook_problems import problems_of_meaning

        problems = list(problems_of_meaning(source))
    found = tuple(sorted((*found, *problems), key=Diagnostic.sort_key))
    if any(each.severity is Severity.ERROR for each in found):
        return None, found
    return _playbook(source), found


def limits(entry: Mapping[str, Any]) -> Limits:
    """What the entry for a position allows."""
    only = (entry["equals"],) if "equals" in entry else ()
    return Limits(
        entry.get("at_least"),
        entry.get("at_most"),
        (*only, *entry.get("one_of", ())),
        tuple(entry.get("none_of", ())),
        tuple(entry.get("includes", ())),
    )


def as_number(value: object) -> int | Decimal | None:
    """A number, or a sum of money written as a decimal; None for all else."""
    if isinstance(value, int):
        return value
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def _playbook(source: Source) -> Playbook:
    data = without_nulls(source.data)
    clauses: Any = data.get("clauses", {})
    positions: Any = data.get("positions", ())
    return Playbook(
        source,
        tuple(_position(entry, source, index) for index, entry in enumerate(positions)),
        tuple(_clauses(clauses, source, "require")),
        tuple(_clauses(clauses, source, "keep")),
    )


def _position(entry: Mapping[str, Any], source: Source, index: int) -> Position:
    return Position(
        tuple(entry["field"].split(".")),
        limits(entry),
        entry.get("optional", False),
        compile_condition(entry.get("when", "")),
        entry.get("prefer"),
        _sentence(entry.get("fallback", "")),
        Severity(entry.get("severity", Severity.ERROR)),
        _sentence(entry["message"]),
        _place(source, ("positions", index, "field")),
    )


def _clauses(clauses: Mapping[str, Any], source: Source, name: str) -> Iterator[ClausePosition]:
    for index, entry in enumerate(clauses.get(name, ())):
        path: Path = ("clauses", name, index, "id")
        severity = Severity(entry.get("severity", Severity.ERROR))
        yield ClausePosition(entry["id"], severity, _sentence(entry["message"]), _place(source, path))


def _place(source: Source, path: Path) -> Related:
    return Related(source.value_span(path), f"a position of {quoted(source.data['title'])}")


def _sentence(text: str) -> str:
    """The text on one line, as the end of a message."""
    return " ".join(text.split()).removesuffix(".")
