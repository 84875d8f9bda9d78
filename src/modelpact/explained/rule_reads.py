"""Which fields each rule looks at: those that it reads of a spec, and those that its code names."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType

from modelpact.explained.tracing import Names, reads_of
from modelpact.fields import contract
from modelpact.rules import RULES
from modelpact.rules.rule import Rule
from modelpact.spec import Spec


def rules_that_read(names: Names, spec: Spec) -> tuple[Rule, ...]:
    """The rules that look at a field, or at something in it, when they look at this spec."""
    return tuple(rule for rule in RULES if any(read[: len(names)] == names for read in _reads(rule, spec)))


def _reads(rule: Rule, spec: Spec) -> set[Names]:
    return {*_named(rule.find.__code__), *reads_of(lambda traced: list(rule.find(traced)), spec)}


def _named(code: CodeType) -> Iterator[Names]:
    """The fields whose names stand in a function: ``"term.end"``, ``("term", "end")``."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _named(constant)
        names = tuple(constant.split(".")) if isinstance(constant, str) else constant
        is_path = isinstance(names, tuple) and len(names) > 1 and all(isinstance(n, str) for n in names)
        if is_path and contract().named(names) is not None:
            yield names
