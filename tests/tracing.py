"""Which branches of the form's templates are taken: every if and a-if-b-else-c both ways, every loop."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import CodeType
from typing import Any, NamedTuple, cast
from unittest.mock import patch

from jinja2 import nodes, pass_context

from modelpact import fill
from modelpact.form import Form

_CONDITION = re.compile(r"\b(?:el)?if (.+?)(?= else | %\}| \}\}|\) [|~}%])")


class Branch(NamedTuple):
    """One way on from a tag or an expression of a template."""

    file: str
    line: int
    """Of the body, from 1."""
    number: int
    """Which condition of its line, from 1."""
    way: str
    """``true``, ``false``, ``entered`` (a loop) or ``empty`` (its else)."""


class Trace:
    """Every branch that the templates have, and those that were taken."""

    def __init__(self) -> None:
        self.branches: set[Branch] = set()
        self.taken: set[Branch] = set()
        self._places: list[tuple[str, int, int]] = []

    @contextmanager
    def templates(self, *forms: Form) -> Iterator[Mapping[str, CodeType]]:
        """The forms' templates compiled with the trace in them; what they fill meanwhile is traced."""
        trace = self

        class Traced(fill.FormEnvironment):
            def __init__(self) -> None:
                super().__init__()
                self.filters = {**self.filters, "went": trace.went, "entered": trace.entered}

            def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
                template = super()._parse(source, name, filename)
                trace.put_into(template, str(filename))
                return template.set_environment(self)  # type: ignore[return-value]

        with patch.object(fill, "FormEnvironment", Traced):
            yield {file: code for form in forms for file, code in fill.compile_templates(form).items()}

    def put_into(self, template: nodes.Template, file: str) -> None:
        """Wrap each condition so that it says which way it went, and open each loop's body with a mark."""
        counts: dict[int, int] = defaultdict(int)
        found = template.find_all((nodes.If, nodes.CondExpr, nodes.For))
        for node in cast("list[nodes.If | nodes.CondExpr | nodes.For]", list(found)):
            tested = node.test
            if tested is not None:
                counts[tested.lineno] += 1
                place = self._place(file, tested.lineno, counts[tested.lineno], ("true", "false"))
                node.test = _filtered("went", cast("nodes.Expr", tested), place)
            if isinstance(node, nodes.For):
                place = self._place(
                    file, node.lineno, 0, ("entered", "empty") if node.else_ else ("entered",)
                )
                node.body.insert(0, _mark(place, "entered"))
                if node.else_:
                    node.else_.insert(0, _mark(place, "empty"))

    def _place(self, file: str, line: int, number: int, ways: Sequence[str]) -> int:
        self.branches |= {Branch(file, line, number, way) for way in ways}
        self._places.append((file, line, number))
        return len(self._places) - 1

    @property
    def went(self) -> Any:
        """The filter that notes a condition's answer."""

        @pass_context
        def went(_: object, value: Any, place: int) -> Any:
            self.taken.add(Branch(*self._places[place], "true" if value else "false"))
            return value

        return went

    @property
    def entered(self) -> Any:
        """The filter that notes which body of a loop is reached."""

        @pass_context
        def entered(_: object, way: str, place: int) -> str:
            self.taken.add(Branch(*self._places[place], way))
            return ""

        return entered


def _filtered(name: str, value: nodes.Expr, place: int) -> nodes.Filter:
    return nodes.Filter(value, name, [nodes.Const(place)], [], None, None, lineno=value.lineno)


def _mark(place: int, way: str) -> nodes.Output:
    return nodes.Output([_filtered("entered", nodes.Const(way, lineno=1), place)], lineno=1)


def branches(*forms: Form) -> frozenset[Branch]:
    """Every branch that the forms' templates have."""
    trace = Trace()
    with trace.templates(*forms):
        return frozenset(trace.branches)


def described(branch: Branch, *forms: Form) -> str:
    """The branch as a person finds it: file, line, the condition, which way."""
    every = (template for form in forms for template in form.templates())
    template = next(found for found in every if found.key == branch.file)
    written = template.body.split("\n")[branch.line - 1].strip()
    conditions = _CONDITION.findall(written)
    place = f"{template.file}:{template.line + branch.line - 1}"
    if branch.number and branch.number <= len(conditions):
        written = conditions[branch.number - 1]
    return f"{place}: never {branch.way}: {written[:140]}"
