"""Writes schemas/agreement-1.schema.json, the schema of rendered JSON, from the document tree's types."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from modelpact import agreement as tree
from modelpact.diagnostics import Span
from modelpact.renderers.json_tree import SCHEMA
from modelpact.tree_data import VERSION

TARGET = Path(__file__).parent.parent / "schemas" / f"agreement-{VERSION}.schema.json"
_TYPED = (*get_args(tree.Inline), *get_args(tree.Block), *get_args(tree.Picture))
_PLAIN = {str: "string", int: "integer", bool: "boolean", type(None): "null"}
_PLACE = {
    "description": "A stretch of a file; lines and columns count from 1, and it ends before the last column.",
    "type": "object",
    "properties": {
        "file": {"type": "string", "description": "The file's path from the spec's folder."},
        "from": {"$ref": "#/$defs/position"},
        "to": {"$ref": "#/$defs/position"},
    },
    "required": ["file", "from", "to"],
    "additionalProperties": False,
}
_POSITION = {
    "description": "Line and column.",
    "type": "array",
    "items": {"type": "integer", "minimum": 1},
    "minItems": 2,
    "maxItems": 2,
}


def schema() -> dict[str, Any]:
    """The schema as data."""
    kinds = [kind for kind in vars(tree).values() if _is_node(kind)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "modelpact agreement",
        "description": "An agreement as modelpact renders it to JSON. What is empty or false is left out.",
        "type": "object",
        "properties": {
            "$schema": {"const": SCHEMA},
            "modelpact_agreement": {"description": "Version of this format.", "const": VERSION},
            "agreement": {"$ref": "#/$defs/agreement"},
            "seal": {
                "description": "Version of the form, SHA-256 of the spec and of all bytes above this line.",
                "type": "string",
            },
        },
        "required": ["$schema", "modelpact_agreement", "agreement", "seal"],
        "additionalProperties": False,
        "$defs": {_name(kind): _node(kind) for kind in kinds} | {"span": _PLACE, "position": _POSITION},
    }


def _is_node(kind: Any) -> bool:
    return isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == tree.__name__


def _name(kind: type) -> str:
    return kind.__name__.lower()


def _node(kind: type) -> dict[str, Any]:
    said, hints = _field_docstrings(kind), get_type_hints(kind)
    properties = {
        field.name: ({"description": said[field.name]} if field.name in said else {})
        | _value(hints[field.name])
        for field in dataclasses.fields(kind)  # type: ignore[arg-type]
    }
    required = [field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]  # type: ignore[arg-type]
    if kind in _TYPED:
        properties = {"type": {"const": _name(kind)}} | properties
        required = ["type", *required]
    return {
        "description": " ".join(inspect.cleandoc(kind.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _value(hint: Any) -> dict[str, Any]:
    if hint is Span:
        return {"$ref": "#/$defs/span"}
    if dataclasses.is_dataclass(hint):
        return {"$ref": f"#/$defs/{_name(hint)}"}  # type: ignore[arg-type]
    if get_origin(hint) in (Union, types.UnionType):
        return _one_of([_value(inside) for inside in get_args(hint)])
    if get_origin(hint) is Mapping:
        return {"type": "object"}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0])}
    return {"type": _PLAIN[hint]}


def _one_of(values: list[dict[str, Any]]) -> dict[str, Any]:
    if all(value.keys() == {"type"} for value in values):
        return {"type": [value["type"] for value in values]}
    return {"anyOf": values}


def _field_docstrings(kind: type) -> dict[str, str]:
    """What stands under each field of a class, as one line."""
    (definition,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(definition, ast.ClassDef)
    said = {}
    for field, below in zip(definition.body, definition.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(below, ast.Expr)
            and isinstance(field.target, ast.Name)
        ):
            said[field.target.id] = " ".join(str(ast.literal_eval(below.value)).split())
    return said


def text() -> str:
    """The schema's file as it is written."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
