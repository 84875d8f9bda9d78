"""Defined terms: found in the form's own words wherever they stand, defined where they are in use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelpact.agreement import Inline, Term, Text
from modelpact.diagnostics import Path
from modelpact.form import DefinedTerm


def anchor(name: str) -> str:
    """The target of links to a term's definition."""
    return "term-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


class TermFinder:
    """Splits the form's words at the defined terms in them and remembers which were met."""

    def __init__(self, terms: tuple[DefinedTerm, ...]) -> None:
        self._terms = {form: (term, anchor(term.name)) for term in terms for form in term.forms}
        forms = sorted(self._terms, key=len, reverse=True)
        alternatives = "|".join(re.escape(form) for form in forms) or r"(?!)"
        self._pattern = re.compile(rf"(?=[A-Z])(?<![\w-])(?:{alternatives})(?![\w-])")
        self.used: dict[str, DefinedTerm] = {}

    def split(self, text: str, source: Path | None = None) -> Iterator[Inline]:
        """The text as literal stretches, in the name of ``source``, and terms in use."""
        at = 0
        for found in self._pattern.finditer(text):
            if found.start() > at:
                yield Text(text[at : found.start()], source)
            term, target = self._terms[found[0]]
            self.used[term.name] = term
            yield Term(target, found[0])
            at = found.end()
        if at < len(text):
            yield Text(text[at:], source)
