"""When a clause is in the agreement: a small expression language over the spec and the named predicates.

Comparisons, ``and``, ``or``, ``not``, ``in``, dotted field names, predicates, texts, whole numbers, lists,
``true`` and ``false``. Evaluated over Python's own syntax tree with a whitelist: nothing can be called.
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from modelpact.fields import contract
from modelpact.predicates import PREDICATES

Condition = Callable[["Fields"], Any]

_LONGEST = 500
"""Characters; what could nest deeper than Python reads is longer."""


class Fields(Protocol):
    """What a condition looks things up in: a spec, or one that notes what is read."""

    def get(self, path: str) -> Any:
        """The value at a dotted path, None where there is none."""

    def says(self, path: str) -> bool:
        """Whether the spec or its kind says anything at the path."""


class ConditionError(ValueError):
    """A condition that this language does not have; the message says what and is fit to print.

    ``name`` is the name in it that nothing has, if that is what is wrong.
    """

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


def compile_condition(text: str) -> Condition:
    """The condition as a function of a spec. Raises ConditionError."""
    if not text:
        return lambda _: True
    try:
        return _compile(_parsed(text))
    except (MemoryError, RecursionError):  # the first is what Python 3.11 to 3.13 say of brackets in brackets
        raise ConditionError("the condition is nested too deeply") from None


def comparisons(text: str) -> Iterator[tuple[str, str | int]]:
    """Each name in a condition that can be compiled, with each text and number that it is compared with."""
    compared = (node for node in ast.walk(_parsed(text)) if isinstance(node, ast.Compare)) if text else ()
    for node in compared:
        sides = (node.left, *node.comparators)
        names = [_dotted(side) for side in sides if isinstance(side, ast.Name | ast.Attribute)]
        inside = (inner for side in sides for inner in ast.walk(side))
        values = [inner.value for inner in inside if isinstance(inner, ast.Constant)]
        yield from ((name, value) for name in names for value in values if isinstance(value, str | int))


def _parsed(text: str) -> ast.expr:
    if len(text) > _LONGEST:
        raise ConditionError(f"the condition has {len(text)} characters, more than {_LONGEST}")
    if "\\" in text:
        raise ConditionError("a condition has no backslash")
    try:
        with warnings.catch_warnings(action="ignore"):  # Python's advice on its own language
            tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        where = f"near its column {error.offset}" if error.offset else "to its end"
        raise ConditionError(f"the condition cannot be read {where}") from None
    return tree.body


def _always(value: Any) -> Condition:
    return lambda _: value


def _compile(node: ast.expr) -> Condition:
    match node:
        case ast.BoolOp(op=op, values=values):
            return _all_or_any([_compile(value) for value in values], every=isinstance(op, ast.And))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _compile(operand)
            return lambda fields: not inner(fields)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _comparison(op, _compile(left), _compile(right))
        case ast.Constant(value=str() | int() as value):
            return _always(value)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return _always([_constant(element) for element in elements])
        case ast.Name() | ast.Attribute():
            return _name(_dotted(node))
    raise ConditionError(f"{ast.unparse(node)!r} is more than a condition may say")


def _constant(node: ast.expr) -> str | int:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
        return node.value
    raise ConditionError(f"{ast.unparse(node)!r} is in a list, which holds texts and whole numbers only")


def _all_or_any(parts: list[Condition], *, every: bool) -> Condition:
    combine = all if every else any
    return lambda fields: combine(part(fields) for part in parts)


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{_dotted(value)}.{attribute}"
    raise ConditionError(f"{ast.unparse(node)!r} is not the name of a field")


def _name(name: str) -> Condition:
    if name in ("true", "false"):
        return _always(name == "true")
    if name in PREDICATES:
        return PREDICATES[name]
    field = contract().at(tuple(name.split(".")))
    if field is None:
        raise ConditionError(f"{name!r} is neither a field of the spec nor a predicate", name)
    if field.children:
        return lambda fields: fields.says(name)
    return lambda fields: fields.get(name)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A comparison that is false where either side is missing or of another kind."""
    return lambda a, b: type(a) is type(b) and a is not None and compare(a, b)


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.In: lambda a, b: isinstance(b, list) and a in b,
    ast.NotIn: lambda a, b: not (isinstance(b, list) and a in b),
}


def _comparison(op: ast.cmpop, left: Condition, right: Condition) -> Condition:
    compare = _COMPARISONS.get(type(op))
    if compare is None:
        raise ConditionError("only ==, !=, <, <=, >, >=, in and not in compare")
    return lambda fields: compare(left(fields), right(fields))
