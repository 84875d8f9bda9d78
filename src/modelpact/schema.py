"""Does a spec keep to the schema? A fast validator decides; only where it says no, another one explains."""

from __future__ import annotations

from functools import cache

from modelpact import characters
from modelpact.diagnostics import Diagnostic, Severity
from modelpact.fields import contract, schema
from modelpact.gate import Gate
from modelpact.load import Source


def validate(source: Source) -> list[Diagnostic]:
    """Everything in which the data departs from the schema, in the file's order."""
    data = without_nulls(source.data)
    if gate().passes(data):
        return []
    unread = _unread_version(source)
    if unread:
        return [unread]
    from modelpact.schema_problems import Explainer

    return Explainer(source, schema()).explained(data)


@cache
def gate() -> Gate:
    """What only says yes or no."""
    return Gate(schema())


def without_nulls(data: dict[str, object]) -> dict[str, object]:
    """The data as if fields without a value weren't there: null unsets what lies under the spec."""
    return {name: _without_nulls(value) for name, value in data.items() if value is not None}


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return without_nulls(value)
    return [_without_nulls(entry) for entry in value] if isinstance(value, list) else value


def _unread_version(source: Source) -> Diagnostic | None:
    """A file made for another version of the format would draw a hundred errors that say nothing."""
    version, read = source.data.get("modelpact"), contract().children["modelpact"].node["const"]
    if version is None or version == read:
        return None
    written = characters.quoted(version) if isinstance(version, str) else version
    message = f"the file is written for version {written} of the format; version {read} is read here"
    span = source.value_span(("modelpact",))
    return Diagnostic("version-unread", Severity.ERROR, message, span, f"write {read}", ("modelpact",))
