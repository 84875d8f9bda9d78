"""The document tree as plain data for JSON, and back.

A node is a map of its fields; what is empty or false is left out. Where a node may be one of several,
``type`` names which. Paths are lists of keys; a place in a file is its name with ``from`` and ``to``, each
``[line, column]``.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from modelpact import agreement as tree
from modelpact.diagnostics import Position, Span

VERSION = 1
"""Of the format; another is not read."""

_TYPED: Mapping[str, type] = {
    kind.__name__.lower(): kind
    for kind in (*get_args(tree.Inline), *get_args(tree.Block), *get_args(tree.Picture))
}


class TreeError(ValueError):
    """Data that is no document tree of this version; the message is fit to print."""


def to_data(node: Any, *, places: bool = True) -> Any:
    """The node as plain data; without ``places``, it does not say where in which file a field is stated."""
    if isinstance(node, Span):
        return {"file": node.file, "from": list(node.start), "to": list(node.end)}
    if isinstance(node, tuple):
        return [to_data(each, places=places) for each in node]
    if not dataclasses.is_dataclass(node):
        return node
    kind = type(node)
    head = {"type": kind.__name__.lower()} if kind.__name__.lower() in _TYPED else {}
    values = ((field, getattr(node, field.name)) for field in dataclasses.fields(node))
    stated = ((field.name, value) for field, value in values if value != field.default)
    return head | {
        name: to_data(value, places=places) for name, value in stated if places or not isinstance(value, Span)
    }


def from_data(data: Any) -> tree.Agreement:
    """The agreement that ``to_data`` made this of. Raises TreeError."""
    try:
        made: tree.Agreement = _read(tree.Agreement, data)
    except (TypeError, KeyError, AttributeError, ValueError, RecursionError) as error:
        raise TreeError("is not the document tree of an agreement") from error
    return made


def _read(kind: Any, data: Any) -> Any:
    if kind is Span:
        return Span(data["file"], Position(*data["from"]), Position(*data["to"]))
    if dataclasses.is_dataclass(kind):
        return _node(kind, data)  # type: ignore[arg-type]
    if get_origin(kind) in (Union, types.UnionType):
        return _one_of(get_args(kind), data)
    if get_origin(kind) is tuple:
        inside = get_args(kind)[0]
        if not isinstance(data, list):
            raise TypeError
        return tuple(_read(inside, each) for each in data)
    if type(data) is not (dict if get_origin(kind) is Mapping else kind):
        raise TypeError
    return data


def _node(kind: type, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    node = kind(**{name: _read(hints[name], value) for name, value in data.items() if name != "type"})
    if isinstance(node, tree.Table) and any(len(row) != len(node.header) for row in node.rows):
        raise ValueError
    return node


def _one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and type(None) in kinds:
        return None
    if isinstance(data, dict) and "type" in data:
        return _node(_TYPED[data["type"]], data)
    kinds = tuple(kind for kind in kinds if kind is not type(None))
    if len(kinds) == 1:
        return _read(kinds[0], data)
    return _read(type(data), data) if type(data) in kinds else _refuse()


def _refuse() -> None:
    raise TypeError


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
