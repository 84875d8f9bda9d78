"""What a field is in one agreement, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelpact.accepted import written
from modelpact.agreement import Clause, Schedule, key
from modelpact.computed import title_of
from modelpact.diagnostics import Path, Span
from modelpact.fields import contract
from modelpact.spec import Spec, value_at

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Stated:
    """A field with its value here."""

    path: Path
    title: str
    value: Any
    """None where there is none."""
    source: str
    """``spec``, ``house terms``, ``kind``, ``schema`` or ``nothing``."""
    span: Span | None = None
    """Where a file states it."""

    @property
    def words(self) -> str:
        """The value on one line, much as YAML writes it."""
        return value_words(self.value)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A clause or a schedule of the agreement."""

    id: str
    """Of a schedule, after ``schedule:``."""
    number: str
    """``34``, ``Schedule E``."""
    title: str


def stated(path: Path, spec: Spec) -> Stated:
    """The field at a path of a spec."""
    value, span = spec.at(path), spec.stated_span(path)
    return Stated(path, title_of(path), value, _source(path, value, span, spec), span)


def _source(path: Path, value: Any, span: Span | None, spec: Spec) -> str:
    if spec.is_written(path):
        return "house terms" if span and span.file != spec.source.name else "spec"
    if value is None:
        return "nothing"
    return "schema" if value_at(spec.kind.defaults, path) is None else "kind"


def default_of(path: Path, spec: Spec) -> Stated | None:
    """What holds where a spec says nothing, from its kind or the schema; None where nothing does."""
    of_kind = value_at(spec.kind.defaults, path)
    field = contract().at(path)
    value = of_kind if of_kind is not None else field.default if field else None
    source = "kind" if of_kind is not None else "schema"
    return None if value is None else Stated(path, title_of(path), value, source)


def value_words(value: Any) -> str:
    """A value on one line; ``not stated`` for None."""
    if value is None:
        return NOT_STATED
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {value_words(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(value_words, value))}]"
    return " ".join((value if isinstance(value, str) else written(value)).split())


def shaped(section: Clause | Schedule) -> Shaped:
    """A section by its number and title."""
    number = str(section.number) if isinstance(section, Clause) else f"Schedule {section.letter}"
    return Shaped(key(section), number, section.title)
