"""What the schema accepts at a place, and what a file says there, in a lawyer's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from modelpact.characters import quoted
from modelpact.fields import Schema

_TYPES = {"string": "text", "boolean": "true or false", "array": "a list", "integer": "whole number"}
_UNBOUNDED = 10**9
_LONGEST_EXAMPLE = 40
_AMBIGUOUS = re.compile(r"true|false|null|~|-?[0-9]+|.*[\[\]{},:#&*!|>'\"%@`].*|", re.DOTALL)


def accepted(shape: Mapping[str, Any], schema: Schema, examples: Sequence[object] = ()) -> str:
    """The values that a shape of the schema takes: ``country code such as US, or TBC``."""
    return listed(forms(shape, schema, examples))


def forms(shape: Mapping[str, Any], schema: Schema, examples: Sequence[object] = ()) -> tuple[str, ...]:
    """Each of them."""
    return tuple(dict.fromkeys(_forms(shape, schema, examples)))


def written(value: object) -> str:
    """A value as YAML writes it."""
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, str):
        return quoted(value) if _AMBIGUOUS.fullmatch(value) else value
    return json.dumps(value)


def found(value: object) -> str:
    """A value inside a message."""
    match value:
        case None:
            return "empty"
        case str():
            return quoted(value)
        case list():
            return "a list"
        case dict():
            return "a group of fields"
    return json.dumps(value)


def listed(words: Iterable[str]) -> str:
    """``a, b or c``; with a comma before the last where the words are several."""
    *most, last = words
    comma = "," if any(" " in word for word in most) else ""
    return f"{', '.join(most)}{comma} or {last}" if most else last


def _forms(shape: Mapping[str, Any], schema: Schema, examples: Sequence[object]) -> Iterator[str]:
    shape = schema.resolved(shape)
    if "anyOf" in shape:
        for branch in shape["anyOf"]:
            yield from _forms(branch, schema, examples)
    elif "enum" in shape or "const" in shape:
        yield from map(written, shape.get("enum") or [shape["const"]])
    elif shape.get("type") == "object":
        yield _group(shape)
    else:
        yield _single(shape, examples)


def _group(shape: Mapping[str, Any]) -> str:
    required = shape.get("required", [])
    if required == ["withheld"]:
        return "{withheld: the reason}"
    if required:
        *most, last = required
        names = f"{', '.join(most)} and {last}" if most else last
        return f"a group of fields with {names}"
    return f"a group of fields such as {' and '.join(list(shape['properties'])[:2])}"


def _single(shape: Mapping[str, Any], examples: Sequence[object]) -> str:
    kind = str(shape.get("type"))
    if kind in ("array", "boolean"):
        return _TYPES[kind]
    words = _inside_sentence(shape.get("title", _TYPES.get(kind, "")))
    if kind == "integer":
        most = shape.get("maximum", _UNBOUNDED)
        return f"{words} from {shape.get('minimum', 0)}" + (f" to {most}" if most < _UNBOUNDED else "")
    example = next((each for each in examples if _shows(shape, each)), None)
    return words if example is None or "such as" in words else f"{words} such as {example}"


def _shows(shape: Mapping[str, Any], example: object) -> bool:
    """Whether an example of the field is one of this form of it, and short enough for a message."""
    if not isinstance(example, str) or len(example) > _LONGEST_EXAMPLE or "pattern" not in shape:
        return False
    return re.search(shape["pattern"], example) is not None


def _inside_sentence(title: str) -> str:
    """A title as part of a list with commas; SHA-256 keeps its capitals."""
    name, comma, more = title.partition(", ")
    name = name[:1].lower() + name[1:] if name[1:2].islower() else name
    return f"{name} ({more})" if comma else name
