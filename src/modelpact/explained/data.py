"""What is explained, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from modelpact.diagnostics import Span


def to_data(node: Any) -> Any:
    """Maps, lists and single values; a place in a file is its name with line and column, from 1."""
    if isinstance(node, Span):
        return {"file": node.file, "line": node.start.line, "column": node.start.column}
    if is_dataclass(node):
        return {field.name: to_data(getattr(node, field.name)) for field in fields(node)}
    if isinstance(node, Mapping):
        return {name: to_data(value) for name, value in node.items()}
    if isinstance(node, tuple | list):
        return [to_data(each) for each in node]
    return node
