"""The notation of templates: the few parts of Jinja that a form may use, and a sentence on all others.

What is not listed here is refused before it is compiled, so that no house's form can define, import or
include anything, reach into an object, or compute.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes

from modelpact.characters import described, hidden, quoted
from modelpact.diagnostics import FormError
from modelpact.form import Template
from modelpact.suggestions import nearest

_NODES = frozenset(
    {
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign),
        *(nodes.Name, nodes.Const, nodes.List, nodes.Getattr, nodes.Call, nodes.Filter, nodes.Test),
        *(nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand),
        *(nodes.Concat, nodes.Add),
    }
)
_SIGNS: Mapping[type[nodes.Node], str] = {
    nodes.Getitem: "[…] after a name",
    nodes.Slice: "[…:…]",
    nodes.Dict: "{…}",
    nodes.Tuple: "a list of names or values without brackets",
    nodes.Sub: "-",
    nodes.Neg: "-",
    nodes.Pos: "+ before a value",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
    nodes.Keyword: "name=value",
    nodes.AssignBlock: "{% set %} without =",
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.FromImport: "{% from %}",
    nodes.ScopedEvalContextModifier: "{% autoescape %}",
}
_SAYINGS = (
    (r"^Unexpected end of template\. .*", "an if or a for has no end"),
    (r" (Jinja was looking for|You probably made a nesting mistake) .*", ""),
    (r"end of statement block", "%}"),
    (r"end of print statement", "}}"),
    (r"\.$", ""),
)
"""What Jinja says, as a pattern, and how we say it."""
LOOP = frozenset({"first", "last", "index"})
"""What a loop says of itself."""
_DEEPEST, _DEEPEST_BLOCKS = 100, 20
"""Levels of anything inside anything, and of if and for inside each other: Python allows no more of these."""


def parsed(
    environment: Environment, template: Template, source: str, names: Collection[str]
) -> nodes.Template:
    """The template's text as a tree that holds nothing but our notation. ``names`` are those it may use.

    Raises FormError with file, line and a sentence.
    """
    try:
        tree = environment.parse(source, template.key, template.key)
        _Check(environment, template, names).everything(tree)
    except TemplateSyntaxError as error:
        raise _wrong(template, error.lineno, _plain(str(error.message))) from None
    except ValueError:  # what Python says of a number with thousands of digits
        raise FormError(f"{template.file}: a number has too many digits") from None
    except RecursionError:
        raise FormError(f"{template.file}: parts of it are nested too deeply") from None
    return tree


class _Check:
    """Refuses what is not our notation."""

    def __init__(self, environment: Environment, template: Template, names: Collection[str]) -> None:
        self._environment, self._template, self._names = environment, template, names
        self._line = 1

    def everything(self, tree: nodes.Template) -> None:
        """Look at every part of the text; then at the names, some of which it sets itself."""
        for node in tree.find_all(nodes.Node):
            self._line = node.lineno or self._line
            if type(node) not in _NODES:
                self._refuse(
                    node, f"{_sign(node)} is not part of the notation, which has if, for, set and filters"
                )
            match node:
                case nodes.Const(value=value):
                    self._constant(node, value)
                case nodes.Filter(name=name):
                    self._known(node, name, "filter", self._environment.filters)
                case nodes.Test(name=name):
                    self._known(node, name, "test", self._environment.tests)
                case nodes.Call():
                    self._call(node)
                case nodes.For(recursive=True):
                    self._refuse(node, "a loop cannot call itself")
        self._depth(tree, 0, 0)
        used = list(tree.find_all(nodes.Name))
        known = {*self._names, "loop", *(name.name for name in used if name.ctx == "store")}
        for each in used:
            self._known(each, each.name, "field or name", known)

    def _constant(self, node: nodes.Const, value: object) -> None:
        if isinstance(value, float):
            self._refuse(node, "a number with a decimal point is not part of the notation")
        if isinstance(value, str):
            for at in hidden(value, frozenset()):
                self._refuse(node, f"{described(value[at])} hides or changes what a reader sees")

    def _known(self, node: nodes.Node, name: str, what: str, known: Collection[str]) -> None:
        if name not in known:
            near = nearest(name, known)
            self._refuse(
                node, f"there is no {what} {quoted(name)}" + (f"; did you mean {near}?" if near else "")
            )

    def _call(self, node: nodes.Call) -> None:
        if not isinstance(node.node, nodes.Name):
            self._refuse(node, "only the functions of the notation can be called")
        if node.dyn_args or node.dyn_kwargs:
            self._refuse(node, "* before what a function is given is not part of the notation")

    def _depth(self, node: nodes.Node, depth: int, blocks: int) -> None:
        blocks += isinstance(node, nodes.If | nodes.For)
        if blocks > _DEEPEST_BLOCKS:
            self._refuse(node, f"more than {_DEEPEST_BLOCKS} levels of if and for stand inside each other")
        if depth > _DEEPEST:
            raise RecursionError
        for child in node.iter_child_nodes():
            self._depth(child, depth + 1, blocks)

    def _refuse(self, node: nodes.Node, message: str) -> None:
        raise _wrong(self._template, node.lineno or self._line, message)


def _wrong(template: Template, line: int, message: str) -> FormError:
    return FormError(f"{template.file}:{template.line + line - 1}: {message}")


def _sign(node: nodes.Node) -> str:
    """What the part looks like in a template."""
    kind = type(node)
    return _SIGNS.get(kind) or f"{{% {kind.__name__.lower()} %}}"


def _plain(message: str) -> str:
    """What Jinja says, as the rest of a sentence."""
    for jinjas, ours in _SAYINGS:
        message = re.sub(jinjas, ours, message)
    return f"the text between braces cannot be read: {message[:1].lower()}{message[1:]}"
