"""A quick yes or no: does the data keep to the schema?

It stands before the jsonschema library, whose import costs more than all the rest of a check, and knows just
the keywords that our schema uses. A no, or a keyword that it does not know, is the library's to decide and
explain; that both say the same is proved over every case file and thousands of mutated specs.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sized
from functools import cache, partial
from typing import Any

from modelpact.formats import FORMATS

Node = Mapping[str, Any]
Check = Callable[[Any], bool]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}


class Gate:
    """Decides for one schema. What a part of it asks is made a function when the part is first needed."""

    def __init__(self, schema: Node) -> None:
        self._schema = schema
        self._definitions: Mapping[str, Node] = schema.get("$defs", {})
        self._made: dict[int, Check] = {}

    def passes(self, data: Any) -> bool:
        """Whether the data are known to be valid; False where they are not, or where that is not known."""
        return self._check(self._schema)(data)

    def _check(self, node: Node | bool) -> Check:
        """What the node asks. The schema keeps its nodes alive, so no other ever has the id of one."""
        made = self._made.get(id(node))
        if made is None:
            made = self._made[id(node)] = self._make(node)
        return made

    def _make(self, node: Node | bool) -> Check:
        if isinstance(node, bool):
            return lambda _: node
        checks = [self._keyword(keyword, asked, node) for keyword, asked in node.items() if _asks(keyword)]
        if len(checks) == 1:
            return checks[0]

        def fits(value: Any) -> bool:
            for check in checks:  # noqa: SIM110 - half the time of all()
                if not check(value):
                    return False
            return True

        return fits

    def _keyword(self, keyword: str, asked: Any, node: Node) -> Check:
        nested = _NESTED.get(keyword)
        if nested is not None:
            return nested(self, asked, node)
        return partial(_CHECKS.get(keyword, _unknown), asked)

    def ref(self, asked: str, _: Node) -> Check:
        """What a ``$ref`` names; not looked up before it is asked, because it may name what holds it."""
        named = self._definitions[asked.removeprefix("#/$defs/")]
        return lambda value: self._check(named)(value)  # noqa: PLW0108

    def any_of(self, asked: list[Node], _: Node) -> Check:
        """One branch at least."""
        branches = list(map(self._check, asked))
        return lambda value: any(branch(value) for branch in branches)

    def all_of(self, asked: list[Node], _: Node) -> Check:
        """Every branch."""
        branches = list(map(self._check, asked))
        return lambda value: all(branch(value) for branch in branches)

    def items(self, asked: Node, _: Node) -> Check:
        """Every entry of a list."""
        entry = self._check(asked)
        return lambda value: not isinstance(value, list) or all(map(entry, value))

    def if_(self, asked: Node, node: Node) -> Check:
        """The branch that the condition selects."""
        condition, then, other = map(self._check, (asked, node.get("then", True), node.get("else", True)))
        return lambda value: then(value) if condition(value) else other(value)

    def properties(self, asked: Mapping[str, Node], _: Node) -> Check:
        """Every field that is named; most specs name few of them."""

        def keep(value: Any) -> bool:
            if isinstance(value, dict):
                for name, inner in value.items():
                    if name in asked and not self._check(asked[name])(inner):
                        return False
            return True

        return keep

    def additional(self, asked: Node | bool, node: Node) -> Check:
        """Every field that is not named."""
        check, named, free = self._check(asked), node.get("properties", {}), node.get("patternProperties", {})

        def keep(value: Any) -> bool:
            if not isinstance(value, dict):
                return True
            others = (name for name in value if name not in named)
            return all(check(value[name]) for name in others if not any(re.search(p, name) for p in free))

        return keep

    def pattern_properties(self, asked: Mapping[str, Node], _: Node) -> Check:
        """Every field whose name fits a pattern."""
        checks = [(re.compile(pattern), self._check(node)) for pattern, node in asked.items()]

        def keep(value: Any) -> bool:
            return not isinstance(value, dict) or all(
                check(value[name]) for pattern, check in checks for name in value if pattern.search(name)
            )

        return keep


def _asks(keyword: str) -> bool:
    return keyword not in _ANNOTATIONS and not keyword.startswith("x-")


def _unknown(_asked: Any, _value: Any) -> bool:
    """What is not known here is not known to be valid."""
    return False


def _is_type(asked: str | list[str], value: Any) -> bool:
    """A boolean is no integer, whatever Python says."""
    if not isinstance(asked, str):
        return any(_is_type(name, value) for name in asked)
    kind = _TYPES.get(asked)
    return kind is not None and isinstance(value, kind) and (kind is bool) is isinstance(value, bool)


def _equals(asked: Any, value: Any) -> bool:
    """Equal as JSON has it, of what our schema compares: single values."""
    return type(value) is type(asked) and bool(value == asked) and not isinstance(value, dict | list)


def _matches(pattern: str, value: Any) -> bool:
    return not isinstance(value, str) or _compiled(pattern).search(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with the ``$`` of other languages, which no line break may follow."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def _has_format(name: str, value: Any) -> bool:
    return not isinstance(value, str) or (name in FORMATS and FORMATS[name](value))


def _number_is(test: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda asked, value: not isinstance(value, int) or isinstance(value, bool) or test(value, asked)


def _length_is(kind: type[Sized], test: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda asked, value: not isinstance(value, kind) or test(len(value), asked)


_CHECKS: dict[str, Callable[[Any, Any], bool]] = {
    "type": _is_type,
    "const": _equals,
    "enum": lambda asked, value: any(_equals(choice, value) for choice in asked),
    "minimum": _number_is(operator.ge),
    "maximum": _number_is(operator.le),
    "minLength": _length_is(str, operator.ge),
    "maxLength": _length_is(str, operator.le),
    "minItems": _length_is(list, operator.ge),
    "maxItems": _length_is(list, operator.le),
    "pattern": _matches,
    "format": _has_format,
    "required": lambda asked, value: not isinstance(value, dict) or all(name in value for name in asked),
}

_NESTED: dict[str, Callable[[Gate, Any, Node], Check]] = {
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
