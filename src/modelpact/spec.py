"""The spec with its defaults filled in: what it says, over what its kind says, over what the schema says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from modelpact.diagnostics import Path, Span
from modelpact.fields import TBC, Field, contract
from modelpact.load import Source
from modelpact.schema import without_nulls
from modelpact.standard import STANDARD, FormInUse

if TYPE_CHECKING:
    from modelpact.cards.model_card import Card


class Kind(NamedTuple):
    """A kind of partnership: its title, when to use it, and what it settles by default."""

    id: str
    title: str
    summary: str
    use_when: str
    defaults: Mapping[str, Any]


class Master(NamedTuple):
    """What is at hand of the master agreement that a letter stands under."""

    spec: Spec | None
    """Its own spec."""
    sha256: str
    """Of its signed file, in hexadecimal; empty where that is not at hand."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A valid spec as a read-only view.

    ``data`` is what it says with every default filled in, also where a closed choice is TBC.
    """

    source: Source
    kind: Kind
    data: Mapping[str, Any]
    as_of: date | None = None
    """The day that rules about today compare with; they are silent without one, and nothing else reads it."""
    form: FormInUse = STANDARD
    """What the agreement is to be made with: the standard form, or a house's own over it."""
    master: Master | None = None
    """Only rules read it: what a letter prints is in its own spec, whatever lies beside it."""
    cards: Mapping[str, Card] = field(default_factory=dict)
    """The model cards that are at hand, by the model's id; only rules read them."""

    def standard(self) -> Mapping[str, Any]:
        """What a spec of this kind says by default: the kind's defaults over the schema's."""
        standard: Mapping[str, Any] = _filled(self.kind.defaults, contract())
        return standard

    def resolved(self) -> Mapping[str, Any]:
        """What it says over the defaults, with TBC where a closed choice is still open."""
        resolved: Mapping[str, Any] = _resolved(self.source.data, self.kind)
        return resolved

    def get(self, path: str) -> Any:
        """The value at a dotted path, defaults included; None where there is none or it is still TBC."""
        value = self.at(tuple(path.split(".")))
        return None if value == TBC else value

    def at(self, path: Path) -> Any:
        """The value at a path as it stands, TBC included; None where there is none."""
        return value_at(self.data, path)

    def is_written(self, path: Path) -> bool:
        """Whether the spec itself gives this path a value."""
        return value_at(self.source.data, path) is not None

    def says(self, path: str) -> bool:
        """Whether the spec or its kind says anything at a dotted path, as conditions of the form ask it."""
        return self.is_stated(tuple(path.split(".")))

    def is_stated(self, path: Path) -> bool:
        """Whether the spec or its kind says anything at this path; the schema's defaults do not count."""
        return self.is_written(path) or value_at(self.kind.defaults, path) is not None

    def stated_span(self, path: Path) -> Span | None:
        """Where a file states this: its value, or the name of what has fields or entries of its own."""
        name, value = self.source.spans.get(path, (None, None))
        return name if isinstance(value_at(self.source.data, path), Mapping | list) else value

    def span(self, path: Path) -> Span:
        """Where a finding about this is shown: a single value, or the name of what has fields or entries."""
        is_group = isinstance(self.at(path), Mapping | list)
        if path and not self.source.is_near(path):
            return self.source.value_span(("kind",))  # which brings the defaults
        return self.source.key_span(path) if is_group else self.source.value_span(path)

    def is_open(self, path: Path) -> bool:
        """Whether the spec itself says TBC at this path, also where a choice was left to its default."""
        return bool(value_at(self.source.data, path) == TBC)

    def open_points(self) -> tuple[Path, ...]:
        """Every path where the spec says TBC, in its order."""
        return tuple(path for path, value in leaves(self.source.data) if value == TBC)


OWN_TO_LETTERS = frozenset(
    {
        *("modelpact", "id", "title", "kind", "status", "language", "structure", "master", "document"),
        *("illustrative", "effective_date", "parties", "project", "models", "provenance", "labour"),
        *("funding", "interests", "benefits", "privacy", "clauses", "lint"),
    }
)
"""What a letter says for itself, with the schema's defaults; all else it leaves to the master."""


def is_letter(data: Mapping[str, Any]) -> bool:
    """Whether a spec's data are those of a letter under a master agreement."""
    return data.get("structure") == "letter"


def build(source: Source, kind: Kind, as_of: date | None = None, form: FormInUse = STANDARD) -> Spec:
    """The view of a source that has passed the schema."""
    if is_letter(source.data):
        kind = kind._replace(defaults={})
    return Spec(source, kind, _resolved(_without_open_choices(source.data, contract()), kind), as_of, form)


def leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every single value with its path, depth first."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path, data


def value_at(data: Any, path: Path) -> Any:
    """The value at a path of plain data; None where there is none."""
    for key in path:
        if isinstance(key, int):
            data = data[key] if isinstance(data, list) and key < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
    return data


def merged(lower: Any, upper: Any) -> Any:
    """Maps key by key, everything else replaced whole; a null stays, to unset what lies under both."""
    if not (isinstance(lower, Mapping) and isinstance(upper, Mapping)):
        return upper
    return {**lower, **{key: merged(lower.get(key), value) for key, value in upper.items()}}


def _without_open_choices(data: Any, field: Field | None) -> Any:
    """TBC in a closed choice leaves the choice to its default: text cannot be chosen by what is unknown."""
    if field is None:
        return data
    if isinstance(data, list):
        return [_without_open_choices(value, field.item) for value in data]
    if isinstance(data, dict):
        inside = {key: _without_open_choices(value, field.children.get(key)) for key, value in data.items()}
        return {key: inside[key] for key, value in data.items() if not (value == TBC and inside[key] is None)}
    return None if data == TBC and field.is_choice else data


def _resolved(written: Any, kind: Kind) -> Any:
    said = without_nulls(merged(kind.defaults, written))
    filled = _filled(said, contract())
    if not is_letter(said):
        return filled
    return {**said, **{name: value for name, value in filled.items() if name in OWN_TO_LETTERS}}


def _filled(data: Any, field: Field | None) -> Any:
    """The data with the schema's defaults wherever it has none."""
    if field is None:
        return data
    if isinstance(data, list) and field.item is not None:
        return [_filled(value, field.item) for value in data]
    if isinstance(data, dict) and field.children:
        inside = ((name, _child(data.get(name), child)) for name, child in field.children.items())
        kept = {key: value for key, value in data.items() if key not in field.children}
        return {**{name: value for name, value in inside if value is not None}, **kept}
    return data


def _child(value: Any, field: Field) -> Any:
    return _unsaid(field) if value is None else _filled(value, field)


@cache
def _unsaid(field: Field) -> Any:
    """What a field is where nobody says anything; None where it is nothing then. Nobody may change it."""
    if field.default is None and field.children and field.item is None and not field.is_disclosure:
        return _filled({}, field) or None
    return _filled(field.default, field)
