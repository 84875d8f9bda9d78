"""What stands in a template's tags, in words: fields by their titles, conditions as clauses of a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import nodes

from modelpact.fields import TBC, Field, contract
from modelpact.form import Form
from modelpact.form_fields import Local, known_part, name_of, route_of
from modelpact.predicates import PREDICATES

_UNITS = frozenset({"days", "hours", "months", "years"})
_STATES = {"unknown": "unknown", "withheld": "withheld", "nothing": "none", "stated": "stated", "tbc": "open"}
_COMPARED = {
    "eq": "is",
    "ne": "is not",
    "gt": "is more than",
    "gteq": "is at least",
    "lt": "is less than",
    "lteq": "is at most",
}
_OPPOSITE = {
    "is": "is not",
    "is not": "is",
    "is one of": "is none of",
    "include": "do not include",
    "is more than": "is at most",
    "is at least": "is less than",
    "is less than": "is at least",
    "is at most": "is more than",
}


class Words:
    """Says in words what stands in a template's tags."""

    def __init__(self, form: Form, local: Local, given: Mapping[str, nodes.Node]) -> None:
        self._form, self._local, self._given = form, local, given

    def knowing(self, node: nodes.Assign | nodes.For) -> Words:
        """Likewise, where a name has been set, or stands for each entry of a list."""
        name, of = name_of(node.target), node.node if isinstance(node, nodes.Assign) else node.iter
        given = {**self._given, name: of} if isinstance(node, nodes.Assign) else self._given
        return Words(self._form, {**self._local, name: route_of(of, self._local)}, given)

    def inline(self, node: nodes.Node) -> str:
        """An ``if`` or a ``for`` inside a line."""
        if isinstance(node, nodes.For):
            inside = self.knowing(node)
            return "".join(inside.inline(each) for each in node.body)
        if isinstance(node, nodes.If):
            if asks_of_loop(node.test):
                return ""
            branches = [(branch.test, branch.body) for branch in (node, *node.elif_)]
            texts = [(self.condition(test), self._all(body)) for test, body in branches]
            return _alternatives(texts, self._all(node.else_))
        return "".join(map(self.value, node.nodes)) if isinstance(node, nodes.Output) else ""

    def _all(self, body: Sequence[nodes.Node]) -> str:
        return "".join(map(self.inline, body))

    def value(self, node: nodes.Node) -> str:
        """What ``{{ … }}`` prints: the form's own words, or a field's title in brackets."""
        match node:
            case nodes.TemplateData(data=text) | nodes.Const(value=str() as text):
                return text
            case nodes.Concat(nodes=parts):
                return "".join(map(self.value, parts))
            case nodes.CondExpr(test=test) if asks_of_loop(test):
                return ""
            case nodes.CondExpr(test=test, expr1=first, expr2=second):
                return self._either(test, self.value(first), self.value(second) if second else "")
            case nodes.Filter():
                return self._filtered(node)
            case nodes.Or(left=first):
                return self.value(first)
            case nodes.Add():
                return f"{', '.join(_texts(node))} (what applies)"
            case nodes.Call(node=nodes.Name(name="ref" | "schedule" as kind)):
                return self._reference(
                    kind, *(arg.value for arg in node.args if isinstance(arg, nodes.Const))
                )
            case nodes.Name(name=name) if name in self._given:
                return self.value(self._given[name])
        return f"[{self._title(node)}]"

    def _filtered(self, node: nodes.Filter) -> str:
        inner = node.node
        assert isinstance(inner, nodes.Expr)
        if node.name == "refs":
            return self._clauses(inner)
        if node.name == "number" and isinstance(inner, nodes.Const):
            return self._heading(inner.value)
        return f"{self.value(inner)} {node.name}" if node.name in _UNITS else self.value(inner)

    def _reference(self, kind: str, id_: str, paragraph: str = "") -> str:
        place = f" ({paragraph.replace('-', ' ')})" if paragraph else ""
        return f"{'clause' if kind == 'ref' else 'Schedule'} {self._heading(id_)}{place}"

    def _either(self, test: nodes.Node, first: str, second: str) -> str:
        if not first.strip():
            return _alternatives([(self.condition(test, holds=False), second)], "")
        return _alternatives([(self.condition(test), first)], second)

    def _clauses(self, listed: nodes.Expr) -> str:
        given = self._given.get(listed.name, listed) if isinstance(listed, nodes.Name) else listed
        ids = [id_ for id_ in _texts(given) if id_ in self._form.clauses]
        named = f"{', '.join(map(self._heading, ids))} (what applies)" if ids else self.value(given)
        return f"clauses {named}"

    def _heading(self, id_: str) -> str:
        found = self._form.clauses.get(id_) or self._form.schedules.get(id_)
        return f"“{found.title if found else id_}”"

    def named(self, node: nodes.Node) -> str:
        """The title of the field that an expression stands for."""
        match node:
            case nodes.Call(node=nodes.Name(name="with_role"), args=[role]):
                return f"the parties with the role {self._said(role)}"
        return f"“{self._title(node)}”"

    def _title(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Getattr) and asks_of_loop(node):
            return "number"
        field = self._field(node)
        title = field.title if field else name_of(node).replace("_", " ") or "value"
        lower = title if title[1:2].isupper() else title[:1].lower() + title[1:]
        return lower.replace("'", "’")

    def _field(self, node: nodes.Node) -> Field | None:
        route = route_of(node, self._local)
        part = known_part(route) if route else ()
        return contract().named(part) if part else None

    def condition(self, node: nodes.Node, *, holds: bool = True) -> str:
        """What a test asks, or its opposite."""
        match node:
            case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
                word = "and" if isinstance(node, nodes.And) is holds else "or"
                sides = (self._side(side, word, holds=holds) for side in (left, right))
                return f" {word} ".join(sides)
            case nodes.Not(node=inner):
                return self.condition(inner, holds=not holds)
            case nodes.Compare(expr=left, ops=[nodes.Operand(op=op, expr=right)]):
                return self._comparison(left, op, right, holds=holds)
            case nodes.Test(node=inner, name=name):
                return f"{self.named(inner)} is {'' if holds else 'not '}{_STATES[name]}"
            case nodes.Call(node=nodes.Name(name="present" | "has_schedule"), args=[nodes.Const(value=id_)]):
                return f"{self._heading(id_)} is {'' if holds else 'not '}in the agreement"
            case nodes.Call(node=nodes.Name(name="with_role"), args=[role]):
                return f"there is {'a' if holds else 'no'} party with the role {self._said(role)}"
            case nodes.Add():
                return "any of it applies" if holds else "none of it applies"
            case nodes.Name(name=name) if name in self._given:
                return self.condition(self._given[name], holds=holds)
            case nodes.Name(name=name) if name in PREDICATES:
                fact = " ".join((PREDICATES[name].__doc__ or "").split()).rstrip(".")
                fact = fact[:1].lower() + fact[1:]
                return fact if holds else f"it is not so that {fact}"
        return f"{self.named(node)} {self._truth(node, holds=holds)}"

    def _side(self, node: nodes.Node, word: str, *, holds: bool) -> str:
        """One side of an ``and`` or an ``or``, in brackets where it is the other of the two."""
        said = self.condition(node, holds=holds)
        if not isinstance(node, nodes.And | nodes.Or):
            return said
        own = "and" if isinstance(node, nodes.And) is holds else "or"
        return said if own == word else f"({said})"

    def _truth(self, node: nodes.Node, *, holds: bool) -> str:
        field = self._field(node)
        if field and set(field.node.get("enum", ())) <= {True, False, TBC} and field.is_choice:
            return "is yes" if holds else "is not yes"
        if field and any(shape.get("type") == "integer" for shape in (field.node, *field.branches())):
            return "is more than 0" if holds else "is 0"
        return "is stated" if holds else "is not stated"

    def _comparison(self, left: nodes.Node, op: str, right: nodes.Node, *, holds: bool) -> str:
        if op in ("in", "notin") and isinstance(left, nodes.Const):
            verb, subject, other = "include", self.named(right), self._said(left)
        elif op in ("in", "notin"):
            verb, subject, other = "is one of", self.named(left), self._said(right)
        else:
            subject = self.named(left)
            if isinstance(left, nodes.Filter) and left.name == "length" and left.node is not None:
                subject = f"the number of {self.named(left.node)}"
            verb, other = _COMPARED[op], self._said(right)
        return f"{subject} {verb if holds is (op != 'notin') else _OPPOSITE[verb]} {other}"

    def _said(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.List | nodes.Tuple):
            return " or ".join(map(self._said, node.items))
        if not isinstance(node, nodes.Const):
            return self.named(node)
        value: Any = node.value
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value).replace("_", " ")


def _alternatives(texts: Sequence[tuple[str, str]], rest: str) -> str:
    """Words inside a line that depend on something."""
    said = [f"if {condition}: {text.strip(' ,;')}" for condition, text in texts if text.strip()]
    said += [f"otherwise: {rest.strip(' ,;')}"] if rest.strip() else []
    return f" [{'; '.join(said)}] " if said else ""


def asks_of_loop(test: nodes.Node | None) -> bool:
    """Whether a test is only about where a loop stands."""
    return isinstance(test, nodes.Getattr) and isinstance(test.node, nodes.Name) and test.node.name == "loop"


def _texts(node: nodes.Node) -> list[str]:
    """Every text in a list that is put together."""
    return list(dict.fromkeys(each.value for each in node.find_all(nodes.Const) if each.value))
