"""The page of each rule, from its docstring, and of each finding that no rule makes."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from modelpact.diagnostics import Severity
from modelpact.own_findings import OWN_FINDINGS, OwnFinding
from modelpact.rules import RULES
from modelpact.rules.rule import Rule

_EXAMPLES = re.compile(r"\nFails:\n\n(?P<failing>.*)\nFixed:\n\n(?P<fixed>.*)", re.DOTALL)


class Page(NamedTuple):
    """All that is said of one kind of finding."""

    id: str
    severity: Severity
    """What it usually weighs."""
    clauses: tuple[str, ...]
    """Ids of the clauses that it concerns."""
    summary: str
    """What it reports, in one sentence."""
    why: str
    """Why it matters in a deal; paragraphs with a blank line between."""
    failing: str = ""
    """A piece of a spec that it reports; empty where a few lines cannot show it."""
    fixed: str = ""
    """The same, mended."""

    def text(self) -> str:
        """The page as a terminal shows it."""
        parts = [self.summary, self.why]
        for title, example in (("Fails", self.failing), ("Fixed", self.fixed)):
            if example:
                parts += [f"{title}:", textwrap.indent(example, "    ")]
        return "\n\n".join(parts)

    def markdown(self) -> str:
        """Likewise, in Markdown."""
        parts = [self.summary, self.why]
        for title, example in (("Fails", self.failing), ("Fixed", self.fixed)):
            if example:
                parts += [f"{title}:", f"```yaml\n{example}\n```"]
        return "\n\n".join(parts)


@cache
def pages() -> Mapping[str, Page]:
    """Every page by its id: the rules in their order, then what is found without them."""
    of_rules = {rule.id: _of_rule(rule) for rule in RULES}
    return {**of_rules, **{id_: _of_own(id_, own) for id_, own in OWN_FINDINGS.items()}}


def _of_rule(rule: Rule) -> Page:
    text = inspect.cleandoc(rule.page)
    examples = _EXAMPLES.search(text)
    summary, _, why = (text[: examples.start()] if examples else text).partition("\n\n")
    failing, fixed = map(_example, examples.group("failing", "fixed")) if examples else ("", "")
    return Page(rule.id, rule.severity, rule.clauses, _folded(summary), _folded(why), failing, fixed)


def _of_own(id_: str, own: OwnFinding) -> Page:
    return Page(id_, own.severity, (), own.summary, own.why)


def _example(indented: str) -> str:
    return textwrap.dedent(indented).strip("\n")


def _folded(text: str) -> str:
    """Each paragraph as one line, whatever the docstring's width."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
