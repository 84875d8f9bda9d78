"""Does a file keep to its schema? A fast validator decides; only where it says no, another one explains."""

from __future__ import annotations

from functools import cache

from modelpact import characters
from modelpact.diagnostics import Diagnostic, Severity
from modelpact.fields import SCHEMAS, SPEC, Schema
from modelpact.gate import Gate
from modelpact.load import Source


def validate(source: Source, schema: Schema = SPEC) -> list[Diagnostic]:
    """Everything in which the data departs from the schema, in the file's order."""
    data = without_nulls(source.data)
    if gate(schema).passes(data):
        return []
    unread = _other_kind(source, schema) or _unread_version(source, schema)
    if unread:
        return [unread]
    from modelpact.schema_problems import Explainer

    return Explainer(source, schema).explained(data)


@cache
def gate(schema: Schema = SPEC) -> Gate:
    """What only says yes or no."""
    return Gate(schema.data)


def without_nulls(data: dict[str, object]) -> dict[str, object]:
    """The data as if fields without a value weren't there: null unsets what lies under the spec."""
    return {name: _without_nulls(value) for name, value in data.items() if value is not None}


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return without_nulls(value)
    return [_without_nulls(entry) for entry in value] if isinstance(value, list) else value


def _other_kind(source: Source, schema: Schema) -> Diagnostic | None:
    """A file of another kind would draw as many."""
    if schema.version_field in source.data:
        return None
    other = next((each for each in SCHEMAS if each.version_field in source.data), None)
    if other is None:
        return None
    return _version_unread(source, other, f"the file is {other.subject}, not {schema.subject}", "")


def _unread_version(source: Source, schema: Schema) -> Diagnostic | None:
    """A file made for another version of the format would draw a hundred errors that say nothing."""
    version, read = source.data.get(schema.version_field), schema.version
    if version is None or version == read:
        return None
    written = characters.quoted(version) if isinstance(version, str) else version
    message = f"the file is written for version {written} of the format; version {read} is read here"
    return _version_unread(source, schema, message, f"write {read}")


def _version_unread(source: Source, schema: Schema, message: str, hint: str) -> Diagnostic:
    path = (schema.version_field,)
    return Diagnostic("version-unread", Severity.ERROR, message, source.value_span(path), hint, path)
