"""What a playbook names and there is not: fields, values, clauses; and positions that nothing can meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from modelpact import standard
from modelpact.accepted import forms, found, listed, written
from modelpact.characters import quoted
from modelpact.conditions import ConditionError, comparisons, compile_condition
from modelpact.diagnostics import Diagnostic, Path, Severity, dotted
from modelpact.fields import SPEC, TBC, Field
from modelpact.gate import Gate
from modelpact.load import Source
from modelpact.playbook import WITHHELD, Scalar, limits
from modelpact.predicates import PREDICATES
from modelpact.schema import without_nulls
from modelpact.suggestions import nearest, rewritten


def problems_of_meaning(source: Source) -> Iterator[Diagnostic]:
    """What the schema of playbooks cannot see."""
    data: Any = without_nulls(source.data)
    for index, entry in enumerate(data.get("positions", ())):
        yield from _Entry(source, ("positions", index), entry).problems()
    for name, entries in data.get("clauses", {}).items():
        for index, entry in enumerate(entries if name in ("require", "keep") else ()):
            if entry["id"] not in standard.clause_ids():
                near = nearest(entry["id"], standard.clause_ids())
                hint = f"did you mean {near}?" if near else "modelpact clauses lists all there are"
                message = f"{quoted(entry['id'])} is not a clause of the form"
                yield _unknown(source, ("clauses", name, index, "id"), message, hint)


class _Entry:
    """One position, as the playbook writes it."""

    def __init__(self, source: Source, path: Path, entry: Mapping[str, Any]) -> None:
        self._source, self._path, self._entry = source, path, entry
        self._name = entry["field"]
        self._field = SPEC.top.named(self._name.split("."))

    def problems(self) -> Iterator[Diagnostic]:
        """All that is wrong with it, but of an unknown field no more than that."""
        yield from self._about_condition()
        if self._field is None:
            message = f"{quoted(self._name)} is not a field of a spec"
            yield _unknown(self._source, (*self._path, "field"), message, _hint_about_field(self._name))
            return
        unknown = [*self._about_values(self._field), *self._about_shape(self._field)]
        yield from unknown
        if not any(each.severity is Severity.ERROR for each in unknown):
            yield from self._contradictions()

    def _about_values(self, field: Field) -> Iterator[Diagnostic]:
        for path, value in self._values():
            if not _takes(field, value):
                message = f"{_where(path)} is {found(value)}; {self._name} takes {listed(_forms(field))}"
                yield _unknown(self._source, path, message, _hint_about_value(self._name, field, value))
            elif near := _likely_slip(field, value):
                message = f"{quoted(str(value))} is none of the form's own words for {self._name}"
                severity = Severity.WARNING
                yield _unknown(self._source, path, message, f"did you mean {near}?", severity)

    def _values(self) -> Iterator[tuple[Path, Scalar]]:
        for key in ("equals", "prefer"):
            if key in self._entry:
                yield (*self._path, key), self._entry[key]
        for key in ("one_of", "none_of", "includes"):
            for index, value in enumerate(self._entry.get(key, ())):
                yield (*self._path, key, index), value

    def _about_shape(self, field: Field) -> Iterator[Diagnostic]:
        """Tests that no value of the field could undergo."""
        is_list = field.item is not None
        for key, fits, what in (
            ("at_least", _takes_numbers(field), "no numbers"),
            ("at_most", _takes_numbers(field), "no numbers"),
            ("includes", is_list, "no list"),
            ("equals", not is_list, "a list; use one_of, none_of or includes"),
            ("prefer", not is_list, "a list, of which no single value can be preferred"),
        ):
            if key in self._entry and not fits:
                yield _unknown(self._source, (*self._path, key), f"{self._name} takes {what}", "")

    def _contradictions(self) -> Iterator[Diagnostic]:
        allowed = limits(self._entry)
        least, most = allowed.at_least, allowed.at_most
        if least is not None and most is not None and least > most:
            yield self._contradiction("at_least", f"no number is at least {least:,} and at most {most:,}")
        for value in allowed.among:
            if not allowed.allow(value):
                yield self._contradiction("none_of", f"{found(value)} is allowed here and forbidden here")
        if "prefer" in self._entry and not allowed.allow(self._entry["prefer"]):
            yield self._contradiction(
                "prefer", f"{found(self._entry['prefer'])} is preferred but not allowed"
            )

    def _contradiction(self, key: str, message: str) -> Diagnostic:
        path = (*self._path, key)
        span = self._source.value_span(path)
        return Diagnostic("playbook-contradiction", Severity.ERROR, message, span, path=path)

    def _about_condition(self) -> Iterator[Diagnostic]:
        text, path = self._entry.get("when", ""), (*self._path, "when")
        try:
            compile_condition(text)
        except ConditionError as error:
            near = nearest(error.name, [*PREDICATES, *_field_names()]) if error.name else None
            yield _unknown(self._source, path, str(error), f"did you mean {near}?" if near else "")
            return
        for name, value in comparisons(text):
            field = SPEC.top.at(tuple(name.split(".")))
            if field is not None and not _takes(field, value):
                message = f"{name} is never {found(value)}, so the position may never apply"
                yield _unknown(self._source, path, message, _hint_about_value(name, field, value))


def _unknown(
    source: Source, path: Path, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Diagnostic:
    return Diagnostic("playbook-names-unknown", severity, message, source.value_span(path), hint, path)


def _where(path: Path) -> str:
    """What a person calls the place of a value."""
    return f"entry {path[-1] + 1} of {path[-2]}" if isinstance(path[-1], int) else str(path[-1])


def _takes(field: Field, value: object) -> bool:
    """Whether the field, or an entry of its list, may have this value; TBC is no position."""
    if value == TBC:
        return False
    shapes = (field.node, *((field.item.node,) if field.item else ()))
    fits = any(Gate({**shape, "$defs": SPEC.definitions}).passes(value) for shape in shapes)
    return fits or (field.is_disclosure and value == WITHHELD)


def _takes_numbers(field: Field) -> bool:
    return field.item is None and any("integer" in shape.get("type", ()) for shape in _shapes(field))


def _shapes(field: Field) -> tuple[Mapping[str, Any], ...]:
    """Every form that a value of the field, or of an entry, may have."""
    own = (field.node, *map(SPEC.resolved, field.branches()))
    return own + (_shapes(field.item) if field.item else ())


def _forms(field: Field) -> tuple[str, ...]:
    """What the field takes, in words."""
    examples = field.node.get("examples", ())
    own = forms(field.node, SPEC, examples) + (forms(field.item.node, SPEC) if field.item else ())
    words = (WITHHELD if form.startswith("{withheld") else form for form in own)
    return tuple(word for word in words if word not in (TBC, "a list"))


def _choices(field: Field) -> list[str]:
    choices = [choice for shape in _shapes(field) for choice in shape.get("enum", ())]
    return [choice for choice in choices if isinstance(choice, str) and choice != TBC]


def _likely_slip(field: Field, value: Scalar) -> str | None:
    """The form's own word that was probably meant, where a list also takes words of one's own."""
    choices = _choices(field)
    return nearest(value, choices) if isinstance(value, str) and value not in choices else None


def _hint_about_value(name: str, field: Field, value: Scalar) -> str:
    if value == TBC:
        return "what is TBC in a spec is passed over"
    meant = rewritten(value, lambda other: _takes(field, other))
    if meant is not None:
        return f"did you mean {written(meant)}?"
    if near := nearest(str(value), _choices(field)):
        return f"did you mean {near}?"
    inside = field.children or (field.item.children if field.item else {})
    has_words = any(not form.startswith("a group") for form in _forms(field))
    return f"name a field inside it, such as {name}.{next(iter(inside))}" if inside and not has_words else ""


def _hint_about_field(name: str) -> str:
    if near := nearest(name, _field_names()):
        return f"did you mean {near}?"
    ends = [each for each in _field_names() if each.rpartition(".")[2] == name.rpartition(".")[2]]
    return f"did you mean {listed(map(written, ends))}?" if ends else "modelpact schema lists all there are"


@cache
def _field_names() -> tuple[str, ...]:
    return tuple(dotted(path) for path in _names(SPEC.top, ()))


def _names(field: Field, path: Path) -> Iterator[Path]:
    for name, child in {**field.children, **(field.item.children if field.item else {})}.items():
        yield (*path, name)
        yield from _names(child, (*path, name))
