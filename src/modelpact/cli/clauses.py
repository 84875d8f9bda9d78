"""``modelpact clauses``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from modelpact.characters import quoted
from modelpact.clause_words import condition_in_words, in_words
from modelpact.cli import EXIT_CLEAN, EXIT_USAGE
from modelpact.cli.browsing import Entry, as_json, heading, labelled, paragraph
from modelpact.cli.printing import line, problem
from modelpact.files import STANDARD_INPUT
from modelpact.form import Form, Template
from modelpact.form_fields import reads
from modelpact.house import laid_over
from modelpact.pipeline import form_in_use
from modelpact.store import standard_form
from modelpact.suggestions import nearest


def run(id_: str | None, folder: Path | None, *, json: bool) -> int:
    """Print every clause of the form, or all about one."""
    form, _ = standard_form(os.environ)
    if house := form_in_use(STANDARD_INPUT, folder).house:
        form = laid_over(form, house)
    if id_ is not None and id_ not in form.clauses:
        near = nearest(id_, form.clauses)
        hint = f'did you mean "{near}"?' if near else "modelpact clauses lists all there are"
        problem(f"{quoted(id_)} is no clause of the {'house' if form.standard else 'standard'} form; {hint}")
        return EXIT_USAGE
    if json:
        as_json([_whole(form, found) for found in ([id_] if id_ else form.clauses)])
    elif id_:
        _show(form, _whole(form, id_))
    else:
        _list(form, [_brief(form, found) for found in form.clauses])
    return EXIT_CLEAN


def _brief(form: Form, id_: str) -> Entry:
    clause = form.clauses[id_]
    return {
        "id": id_,
        "title": clause.title,
        "part": next(part.title for part in form.outline if id_ in part.clauses),
        "condition": clause.when or None,
        "mandatory": clause.mandatory,
        "house": _by_house(form, id_),
    }


def _by_house(form: Form, id_: str) -> str | None:
    """What a house's own form does to the clause; None where it leaves it as it is."""
    if form.standard is None or id_ not in form.standard.clauses:
        return "added" if form.standard else None
    return "replaced" if id_ in form.changed_clauses() else None


def _whole(form: Form, id_: str) -> Entry:
    clause = form.clauses[id_]
    read = reads(clause)
    return {
        **_brief(form, id_),
        "kind": clause.kind,
        "survives": clause.survives,
        "bears": clause.bears,
        "benefits": clause.benefits,
        "purpose": clause.purpose,
        "guidance": clause.guidance.strip(),
        "origin": clause.origin,
        "fields": read.fields,
        "predicates": read.predicates,
        "text": _text(clause),
    }


def _text(clause: Template) -> str:
    return clause.body.strip("\n") + "\n"


def _list(form: Form, entries: Sequence[Entry]) -> None:
    margin = max(len(entry["id"]) for entry in entries) + 2
    for number, (part, inside) in enumerate(groupby(entries, key=lambda entry: entry["part"])):
        if number:
            line("")
        heading(part)
        for entry in inside:
            marks = ", ".join(filter(None, ("mandatory" if entry["mandatory"] else "", entry["house"])))
            title = f"{entry['title']} ({marks})" if marks else entry["title"]
            labelled(entry["id"], title, margin=margin)
            if entry["condition"]:
                labelled("", f"if {condition_in_words(entry['condition'], form)}", margin=margin)


def _show(form: Form, entry: Entry) -> None:
    heading(f"{entry['title']} ({entry['id']})")
    labelled("part", entry["part"])
    if entry["house"]:
        labelled("form", f"{entry['house']} by the house's own form")
    condition = f"if {condition_in_words(when, form)}" if (when := entry["condition"]) else ""
    labelled("condition", condition or "always in the agreement")
    labelled("mandatory", "yes, a spec cannot exclude it" if entry["mandatory"] else "no")
    labelled("kind", f"{entry['kind']}, outlives the agreement" if entry["survives"] else entry["kind"])
    labelled("bears", ", ".join(entry["bears"]) or "nobody")
    labelled("benefits", ", ".join(entry["benefits"]) or "nobody")
    labelled("purpose", entry["purpose"])
    labelled("guidance", entry["guidance"])
    labelled("origin", ", ".join(entry["origin"]))
    labelled("fields", ", ".join(entry["fields"]) or "none")
    line("")
    if entry["house"]:
        for written in entry["text"].splitlines():
            line(written)  # a stranger's: what its names stand for may be endless
        return
    for passage in in_words(form.clauses[entry["id"]], form):
        paragraph(passage.text, mark="- " if passage.is_numbered else "", indent=2 + 2 * passage.depth)
