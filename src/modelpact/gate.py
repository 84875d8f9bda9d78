"""A quick yes or no: does the data keep to the schema?

It stands before the jsonschema library, whose import costs more than all the rest of a check, and knows just
the keywords that our schema uses. A no, or a keyword that it does not know, is the library's to decide and
explain; that both say the same is proved over every case file and thousands of mutated specs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sized
from functools import cache
from typing import Any

from modelpact.formats import FORMATS

Node = Mapping[str, Any]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}


class Gate:
    """Decides for one schema."""

    def __init__(self, schema: Node) -> None:
        self._schema = schema
        self._definitions: Mapping[str, Node] = schema.get("$defs", {})

    def passes(self, data: Any) -> bool:
        """Whether the data are known to be valid; False where they are not, or where that is not known."""
        return self._fits(data, self._schema)

    def _fits(self, value: Any, node: Node | bool) -> bool:
        if isinstance(node, bool):
            return node
        return all(self._keeps(keyword, asked, value, node) for keyword, asked in node.items())

    def _keeps(self, keyword: str, asked: Any, value: Any, node: Node) -> bool:
        check = _CHECKS.get(keyword)
        if check is not None:
            return check(value, asked)
        nested = _NESTED.get(keyword)
        if nested is not None:
            return nested(self, value, asked, node)
        return keyword in _ANNOTATIONS or keyword.startswith("x-")

    def ref(self, value: Any, asked: str, _: Node) -> bool:
        """What a ``$ref`` names."""
        return self._fits(value, self._definitions[asked.removeprefix("#/$defs/")])

    def any_of(self, value: Any, asked: list[Node], _: Node) -> bool:
        """One branch at least."""
        return any(self._fits(value, branch) for branch in asked)

    def all_of(self, value: Any, asked: list[Node], _: Node) -> bool:
        """Every branch."""
        return all(self._fits(value, branch) for branch in asked)

    def items(self, value: Any, asked: Node, _: Node) -> bool:
        """Every entry of a list."""
        return not isinstance(value, list) or all(self._fits(entry, asked) for entry in value)

    def if_(self, value: Any, asked: Node, node: Node) -> bool:
        """The branch that the condition selects."""
        branch = "then" if self._fits(value, asked) else "else"
        return branch not in node or self._fits(value, node[branch])

    def properties(self, value: Any, asked: Mapping[str, Node], _: Node) -> bool:
        """Every field that is named."""
        if not isinstance(value, dict):
            return True
        return all(self._fits(inner, asked[name]) for name, inner in value.items() if name in asked)

    def additional(self, value: Any, asked: Node | bool, node: Node) -> bool:
        """Every field that is not named."""
        if not isinstance(value, dict):
            return True
        named, free = node.get("properties", {}), node.get("patternProperties", {})
        others = (name for name in value if name not in named and not any(re.search(p, name) for p in free))
        return all(self._fits(value[name], asked) for name in others)

    def pattern_properties(self, value: Any, asked: Mapping[str, Node], _: Node) -> bool:
        """Every field whose name fits a pattern."""
        if not isinstance(value, dict):
            return True
        return all(
            self._fits(value[name], node)
            for pattern, node in asked.items()
            for name in value
            if re.search(pattern, name)
        )


def _is_type(value: Any, asked: str | list[str]) -> bool:
    """A boolean is no integer, whatever Python says."""
    names = [asked] if isinstance(asked, str) else asked
    return any(
        name in _TYPES and isinstance(value, _TYPES[name]) and (name == "boolean") is isinstance(value, bool)
        for name in names
    )


def _equals(value: Any, asked: Any) -> bool:
    """Equal as JSON has it, of what our schema compares: single values."""
    return type(value) is type(asked) and bool(value == asked) and not isinstance(value, dict | list)


def _matches(value: Any, pattern: str) -> bool:
    return not isinstance(value, str) or _compiled(pattern).search(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with the ``$`` of other languages, which no line break may follow."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def _has_format(value: Any, name: str) -> bool:
    return not isinstance(value, str) or (name in FORMATS and FORMATS[name](value))


def _number_is(test: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, asked: not isinstance(value, int) or isinstance(value, bool) or test(value, asked)


def _length_is(kind: type[Sized], test: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, asked: not isinstance(value, kind) or test(len(value), asked)


def _at_least(a: int, b: int) -> bool:
    return a >= b


def _at_most(a: int, b: int) -> bool:
    return a <= b


_CHECKS: dict[str, Callable[[Any, Any], bool]] = {
    "type": _is_type,
    "const": _equals,
    "enum": lambda value, asked: any(_equals(value, choice) for choice in asked),
    "minimum": _number_is(_at_least),
    "maximum": _number_is(_at_most),
    "minLength": _length_is(str, _at_least),
    "maxLength": _length_is(str, _at_most),
    "minItems": _length_is(list, _at_least),
    "maxItems": _length_is(list, _at_most),
    "pattern": _matches,
    "format": _has_format,
    "required": lambda value, asked: not isinstance(value, dict) or all(name in value for name in asked),
}

_NESTED: dict[str, Callable[[Gate, Any, Any, Node], bool]] = {
    "$ref": Gate.ref,
    "anyOf": Gate.any_of,
    "allOf": Gate.all_of,
    "items": Gate.items,
    "if": Gate.if_,
    "properties": Gate.properties,
    "additionalProperties": Gate.additional,
    "patternProperties": Gate.pattern_properties,
}

# Say something to people or are read together with another keyword.
_ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "then", "else"}
)
