"""Which fields of a spec a clause reads, told from its condition and its text without filling it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from modelpact import norms
from modelpact.fields import contract
from modelpact.fill import syntax_tree
from modelpact.form import Template
from modelpact.predicates import PREDICATES

_ENTRIES = {
    "party": ("parties",),
    "with_role": ("parties",),
    "model": ("models",),
    "stage": ("release", "stages"),
}
"""The functions of templates that give an entry of a list, or several, and where that list is."""

Route = tuple[str, ...]
Local = Mapping[str, Route | None]


@dataclass(frozen=True, slots=True)
class Reads:
    """What a clause asks of a spec."""

    fields: tuple[str, ...]
    """Dotted paths without list positions: ``parties.name``."""
    predicates: tuple[str, ...]
    """Named questions, each answered from fields of its own."""


def reads(template: Template) -> Reads:
    """What a clause's condition, text and clocks read."""
    names = set(_in_condition(template.when))
    names |= set(norms.fields_read(template.body))
    names |= set(_in_text(syntax_tree(template), {}))
    known = {route for route in map(known_part, names) if route}
    deepest = (route for route in known if not any(_is_inside(other, route) for other in known))
    return Reads(
        tuple(sorted(".".join(route) for route in deepest)),
        tuple(sorted(name[0] for name in names if name[0] in PREDICATES)),
    )


def _is_inside(route: Route, other: Route) -> bool:
    return len(route) > len(other) and route[: len(other)] == other


def _in_condition(text: str) -> Iterator[Route]:
    if not text:
        return
    for node in ast.walk(ast.parse(text, mode="eval")):
        if isinstance(node, ast.Name | ast.Attribute):
            yield tuple(ast.unparse(node).split("."))


def _in_text(node: nodes.Node, local: dict[str, Route | None]) -> Iterator[Route]:
    """Every name below the node; ``local`` says what the names of loops and ``set`` stand for."""
    if route := route_of(node, local):
        yield route
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "with_role":
        yield "parties", "role"
    if isinstance(node, nodes.For):
        yield from _in_text(node.iter, local)
        inner = {**local, "loop": None, name_of(node.target): route_of(node.iter, local)}
        for child in (*node.body, *([node.test] if node.test else [])):
            yield from _in_text(child, inner)
        for child in node.else_:
            yield from _in_text(child, local)
        return
    for child in node.iter_child_nodes():
        yield from _in_text(child, local)
    if isinstance(node, nodes.Assign):
        local[name_of(node.target)] = route_of(node.node, local)


def name_of(target: nodes.Node) -> str:
    return target.name if isinstance(target, nodes.Name) else ""


def route_of(node: nodes.Node, local: Local) -> Route | None:
    """Where the value of an expression stands in the spec; None where it is not one place."""
    match node:
        case nodes.Name(name=name, ctx="load"):
            return local.get(name, (name,))
        case nodes.Getattr(node=inner, attr=attribute):
            route = route_of(inner, local)
            return (*route, attribute) if route else None
        case nodes.Call(node=nodes.Name(name=called)):
            return _ENTRIES.get(called)
        case nodes.Getitem(node=inner) | nodes.Filter(node=nodes.Expr() as inner):
            return route_of(inner, local)
        case nodes.Or(left=first, right=second) | nodes.CondExpr(expr1=first, expr2=second):
            return route_of(first, local) or (route_of(second, local) if second else None)
    return None


def known_part(route: Route) -> Route:
    """As much of the route as the schema knows: the reason of a withheld value is no field of its own."""
    while route and contract().named(route) is None:
        route = route[:-1]
    return route
