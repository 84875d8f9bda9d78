"""The spec's own clauses: the form as one agreement uses it, with clauses left out, reworded and added.

Their words are the spec's and can become nothing but text, save that ``[[publication]]`` and
``[[publication.review]]`` refer to clauses, and that defined terms are found in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from modelpact.diagnostics import Path
from modelpact.form import DefinedTerm, Form, PartOutline, Template
from modelpact.spec import Spec
from modelpact.values import Ledger, Place, Prose, Target

REFERENCE = re.compile(r"\[\[([a-z0-9-]+)(?:\.([a-z0-9-]+))?\]\]")
_ITEM = re.compile(r"((?: {3}){0,2})(?: {3})*1\. +(.*)")
_END = re.compile(r"(?:; (?:and|or)|[.;:,!?]?)$")


@dataclass(frozen=True, slots=True)
class Override:
    """One change to the form's clauses or terms."""

    path: Path
    what: str
    """``excluded``, ``replaced``, ``added`` or ``term``."""
    id: str
    """The clause's id, or the term's name."""


def overrides(spec: Spec) -> Iterator[Override]:
    """Every change that the spec makes, in the order of its fields."""
    kinds = (("exclude", "excluded"), ("replace", "replaced"), ("add", "added"), ("terms", "term"))
    for name, what in kinds:
        for index, entry in enumerate(spec.at(("clauses", name)) or ()):
            yield Override(("clauses", name, index), what, entry.get("id") or entry["name"])


def overridden(form: Form, spec: Spec) -> Form:
    """The form with the spec's changes laid over it; clauses go last, as others may be added after them."""
    for change in sorted(overrides(spec), key=lambda change: change.what == "excluded"):
        form = _LAID[change.what](form, change, spec.at(change.path))
    return form


def _exclude(form: Form, change: Override, _: Any) -> Form:
    outline = (
        part._replace(clauses=tuple(id_ for id_ in part.clauses if id_ != change.id)) for part in form.outline
    )
    return form._replace(outline=tuple(outline))


def _replace(form: Form, change: Override, _: Any) -> Form:
    if change.id not in form.clauses:
        return form
    template = form.clauses[change.id]._replace(override="replaced", prose=(*change.path, "text"))
    return form._replace(clauses={**form.clauses, change.id: template})


def _add(form: Form, change: Override, entry: Any) -> Form:
    template = Template(
        id=change.id,
        file=change.id,
        body="",
        title=" ".join(entry["title"].split()),
        override="added",
        prose=(*change.path, "text"),
    )
    outline = tuple(_with_clause(part, change.id, entry["after"]) for part in form.outline)
    return form._replace(outline=outline, clauses={**form.clauses, change.id: template})


def _with_clause(part: PartOutline, id_: str, after: str) -> PartOutline:
    if after not in part.clauses:
        return part
    place = part.clauses.index(after) + 1
    return part._replace(clauses=(*part.clauses[:place], id_, *part.clauses[place:]))


def _define(form: Form, change: Override, _: Any) -> Form:
    means = Template(
        id=change.id, file=change.id, body="", override="added", prose=(*change.path, "definition")
    )
    kept = tuple(term for term in form.terms if term.name != change.id)
    return form._replace(terms=(*kept, DefinedTerm(change.id, (change.id,), means)))


_LAID = {"excluded": _exclude, "replaced": _replace, "added": _add, "term": _define}


def prose(ledger: Ledger, template: Template) -> str:
    """The spec's own text for a clause or a term as the form's markup, every word of it a token.

    The clause that defines the terms keeps their definitions, whatever words stand above them.
    """
    ledger.read(template.prose)
    text = str(ledger.spec.at(template.prose))
    if template.prose[-1] == "definition":
        return f"1. {_tokens(ledger, template.prose, ' '.join(text.split()))}\n"
    definitions = f"\n{ledger.token(Place('definitions'))}\n" if template.id == "definitions" else ""
    return _paragraphs(ledger, template.prose, text) + definitions


def _paragraphs(ledger: Ledger, path: Path, words: str) -> str:
    """The words as paragraphs: one begins after a blank line or with ``1. ``.

    Indented by three spaces, ``1. `` is a list item, and by six or more, an item of that item.
    """
    text, fresh = "", True
    for line in words.splitlines():
        item = _ITEM.fullmatch(line.rstrip())
        if not line.strip():
            fresh = True
            continue
        start = f"{item[1]}1. " if item else "1. " if fresh else "   "
        text += start + _tokens(ledger, path, (item[2] if item else line).strip()) + "\n"
        fresh = False
    return text


def _tokens(ledger: Ledger, path: Path, line: str) -> str:
    """A line as tokens; only what ends it stays as it is, so that it is seen where sentences end."""
    end = _END.search(line)
    stop = end[0] if end else ""
    text, at, body = "", 0, line.removesuffix(stop)
    for found in REFERENCE.finditer(body):
        text += _words(ledger, path, body[at : found.start()])
        text += ledger.token(Target("clause", found[1], found[2] or "", lenient=True))
        at = found.end()
    return text + _words(ledger, path, body[at:]) + stop


def _words(ledger: Ledger, path: Path, words: str) -> str:
    return ledger.token(Prose(words, path)) if words else ""
