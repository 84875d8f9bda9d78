"""A file's departures from its schema in plain words, each at its place.

Where a field may take several forms, only the form that was meant is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry

from modelpact.accepted import accepted, found, listed, written
from modelpact.characters import quoted
from modelpact.diagnostics import Diagnostic, Path, Severity, Span, dotted
from modelpact.fields import TBC, Field, Schema
from modelpact.formats import FORMATS
from modelpact.load import Source
from modelpact.suggestions import homes, nearest, rewritten

# Rule and sentence for each keyword that sets a limit.
_LIMITS = {
    "minimum": ("out-of-range", "{name} is {value:,}; accepted: {limit:,} or more"),
    "maximum": ("out-of-range", "{name} is {value:,}; accepted: {limit:,} or less"),
    "maxLength": ("text-too-long", "{name} has {size:,} characters; accepted: {limit:,} or fewer"),
    "minItems": ("list-too-short", "{name} has {size:,} entries; accepted: {limit:,} or more"),
    "maxItems": ("list-too-long", "{name} has {size:,} entries; accepted: {limit:,} or fewer"),
}
_KINDS = frozenset({"type", "enum", "const"})
_NAMES_LISTED = 12
_MOST_FINDINGS = 500  # nobody reads more at once, and a file could be made to have a million
_LONGEST_EXAMPLE = 60
_OPEN = (TBC, "unknown", "none")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Departure:
    """One value and the keyword of the schema that it does not satisfy."""

    path: Path
    keyword: str
    limit: Any
    """What the keyword says."""
    value: Any
    shape: Mapping[str, Any]
    """The part of the schema that the keyword stands in."""
    branches: Mapping[int, list[_Departure]]
    """Of ``anyOf``: what departs from each form."""

    @classmethod
    def of(cls, error: ValidationError) -> _Departure:
        branches: dict[int, list[_Departure]] = {}
        for inner in error.context or ():
            branches.setdefault(int(inner.schema_path[0]), []).append(cls.of(inner))
        path, shape = tuple(error.absolute_path), cast("Mapping[str, Any]", error.schema)
        return cls(path, str(error.validator), error.validator_value, error.instance, shape, branches)

    @property
    def asks_for_one(self) -> bool:
        """Whether it lacks all of several fields, of which it needs one."""
        return self.keyword == "anyOf" and all(form.keys() == {"required"} for form in self.limit)


class Explainer:
    """Explains what is wrong with one file's data."""

    def __init__(self, source: Source, schema: Schema) -> None:
        self._source = source
        self._schema = schema
        self._validator = validator(schema.data)

    def explained(self, data: Mapping[str, Any]) -> list[Diagnostic]:
        """Departures in the file's order, each once; of several at one value, the first."""
        at_places: dict[tuple[Path, bool], Diagnostic] = {}
        for diagnostic in islice(self._all(data), _MOST_FINDINGS):
            is_about_value = diagnostic.rule not in ("missing-field", "unknown-field")
            at_places.setdefault((diagnostic.path, is_about_value), diagnostic)
        return sorted(at_places.values(), key=Diagnostic.sort_key)

    def _all(self, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
        for error in self._validator.iter_errors(data):
            for meant in _meant(_Departure.of(error), self._schema):
                yield from self._described(meant)

    def _described(self, departure: _Departure) -> Iterator[Diagnostic]:
        if departure.keyword == "required":
            yield from self._missing(departure)
        elif departure.keyword == "additionalProperties":
            yield from self._unknown(departure)
        elif departure.keyword in _LIMITS:
            yield self._beyond_limit(departure)
        elif departure.asks_for_one:
            yield self._without_any(departure)
        else:
            yield self._not_accepted(departure)

    def _missing(self, departure: _Departure) -> Iterator[Diagnostic]:
        group = self._schema.top.at(departure.path)
        order = list(group.children if group else ())
        missing = [name for name in departure.limit if name not in departure.value]
        for name in sorted(missing, key=lambda name: order.index(name) if name in order else len(order)):
            path = (*departure.path, name)
            state = "left empty" if path in self._source.spans else "missing"
            where = f" in {_name(departure.path)}" if departure.path else ""
            span, hint = self._source.key_span(path), _hint_about_missing(self._schema.top.at(path))
            yield _error("missing-field", f"{name} is {state}{where}", span, hint, path)

    def _without_any(self, departure: _Departure) -> Diagnostic:
        names = listed(name for form in departure.limit for name in form["required"])
        message = f"{_name(departure.path)} needs one of {names}"
        return _error("missing-field", message, self._source.key_span(departure.path), "", departure.path)

    def _unknown(self, departure: _Departure) -> Iterator[Diagnostic]:
        known = departure.shape["properties"]
        for name in departure.value:
            if name not in known and not name.startswith("x-"):
                path = (*departure.path, name)
                group = _name(departure.path) if departure.path else self._schema.subject
                hint = _hint_about_name(name, departure, self._schema)
                message = f"{quoted(name)} is not a field of {group}"
                yield _error("unknown-field", message, self._source.key_span(path), hint, path)

    def _beyond_limit(self, departure: _Departure) -> Diagnostic:
        rule, sentence = _LIMITS[departure.keyword]
        value, name = departure.value, _name(departure.path)
        size = len(value) if isinstance(value, str | list) else 0
        message = sentence.format(name=name, value=value, size=size, limit=departure.limit)
        return _error(rule, message, self._source.value_span(departure.path), "", departure.path)

    def _not_accepted(self, departure: _Departure) -> Diagnostic:
        field = self._schema.top.at(departure.path)
        takes = accepted(departure.shape, self._schema, field.node.get("examples", ()) if field else ())
        message = f"{_name(departure.path)} is {found(departure.value)}; accepted: {takes}"
        meant = rewritten(departure.value, self._accepts(departure.shape))
        hint = (
            f"did you mean {written(meant)}?"
            if meant is not None
            else _hint_about_value(departure, self._schema)
        )
        span = self._source.value_span(departure.path)
        return _error("value-not-accepted", message, span, hint, departure.path)

    def _accepts(self, shape: Mapping[str, Any]) -> Callable[[object], bool]:
        narrow = self._validator.evolve(schema={**shape, "$defs": self._schema.definitions})
        return lambda value: bool(narrow.is_valid(value))


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """The validator that explains: fetches nothing, and checks formats and patterns as the gate does."""
    checker = FormatChecker(formats=())
    for name, check in FORMATS.items():
        checker.checks(name)(_of_text(check))
    strict = extend(Draft202012Validator, {"pattern": _pattern, "items": _items})  # type: ignore[no-untyped-call]
    made: Draft202012Validator = strict(schema, registry=Registry(), format_checker=checker)
    return made


def _of_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def _pattern(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """Python's ``$`` lets a line break pass at the end; JSON Schema's does not."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError("not of that form")


def _items(
    validator: Any, items: object, value: object, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """Of a list that is too long the entries are left alone: there may be tens of thousands."""
    if not isinstance(value, list) or len(value) <= schema.get("maxItems", len(value)):
        yield from Draft202012Validator.VALIDATORS["items"](validator, items, value, schema)


def _meant(departure: _Departure, schema: Schema) -> Iterator[_Departure]:
    """What departs from the form that was meant, where a field may take several; else the same."""
    branch = _branch(departure, schema)
    if branch is None:
        yield departure
        return
    for inner in branch:
        yield from _meant(inner, schema)


def _branch(departure: _Departure, schema: Schema) -> list[_Departure] | None:
    if departure.asks_for_one:
        return None
    if not isinstance(departure.value, dict | list):
        branches = departure.branches.values()
        beyond = (inner for inner in branches if all(each.keyword in _LIMITS for each in inner))
        return next(beyond, None)
    fitting = [
        index
        for index, inner in departure.branches.items()
        if not any(each.path == departure.path and each.keyword in _KINDS for each in inner)
    ]
    best = max(fitting, key=lambda index: (_names_known(departure, index, schema), index), default=None)
    return None if best is None else departure.branches[best]


def _names_known(departure: _Departure, index: int, schema: Schema) -> int:
    """How many of the names that were written belong to this form."""
    known = schema.resolved(departure.limit[index]).get("properties", {})
    return sum(name in known for name in departure.value if isinstance(name, str))


def _hint_about_missing(field: Field | None) -> str:
    """What the schema says of a field, with the first of its examples that tells something."""
    if field is None:
        return ""
    hint = f"{field.title}: {_first_sentence(field.node['description'])}"
    telling = (each for each in field.node.get("examples", ()) if isinstance(each, str | int))
    example = next((written(each) for each in telling if each not in _OPEN), None)
    return hint if example is None or len(example) > _LONGEST_EXAMPLE else f"{hint}, such as {example}"


def _hint_about_name(name: str, departure: _Departure, schema: Schema) -> str:
    known = departure.shape["properties"]
    free = [other for other in known if other not in departure.value]
    if places := homes(name, departure.path, schema):
        return f"it belongs {listed(f'in {dotted(place)}' if place else 'at the top' for place in places)}"
    if near := nearest(name, free) or nearest(name, known):
        return f"did you mean {near}?" + ("" if near in free else " It stands here already")
    if 0 < len(free) <= _NAMES_LISTED:
        return f"fields that may be added here: {', '.join(free)}"
    return "fields of your own begin with x-"


def _hint_about_value(departure: _Departure, schema: Schema) -> str:
    """A choice like the one written, if there are choices; and what a date lacks that looks like one."""
    if not isinstance(departure.value, str):
        return ""
    shapes = [schema.resolved(shape) for shape in departure.shape.get("anyOf", [departure.shape])]
    choices = [choice for shape in shapes for choice in shape.get("enum", ()) if isinstance(choice, str)]
    near = nearest(departure.value, choices)
    if near is not None:
        return f"did you mean {near}?"
    is_date = any(shape.get("format") == "date" for shape in shapes) and _DATE.fullmatch(departure.value)
    return "the calendar has no such day" if is_date else ""


def _name(path: Path) -> str:
    """What a person calls the place: a field, or an entry of one."""
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {path[-2]}"
    return str(path[-1]) if path else "the file"


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?]) ", text)[0].removesuffix(".")


def _error(rule: str, message: str, span: Span, hint: str, path: Path) -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, message, span, hint, path)
