"""Rules about the spec's own clauses and terms: what it leaves out, rewords, adds and defines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelpact import standard
from modelpact.characters import quoted
from modelpact.rules.rule import Finding
from modelpact.spec import Spec

if TYPE_CHECKING:
    from modelpact.diagnostics import Path
    from modelpact.form import Template

# Addresses inside the document: its parts, its schedules, its first and its last page.
_ADDRESS = re.compile(r"(?:part|schedule)-[a-z]{1,2}|page-(?:cover|signatures)")


def mandatory_clause_excluded(spec: Spec) -> Iterator[Finding]:
    """A clause is left out that no agreement of this form can do without.

    Some clauses hold the others up, such as the definitions; others protect the weaker side or people who do
    not sign. Without one of them the document still looks like the standard form and no longer is it.

    Fails:

        clauses:
          exclude:
            - {id: survival, reason: We trust each other.}

    Fixed:

        clauses:
          exclude:
            - {id: environmental-disclosure, reason: No figures exist.}
    """
    for path, clause in _mandatory(spec, "exclude"):
        yield Finding(
            path,
            f"{quoted(clause.title)} is mandatory and cannot be left out{_because(clause, 'it')}",
            "keep it, or reword it under clauses.replace and ask counsel",
        )


def mandatory_clause_replaced(spec: Spec) -> Iterator[Finding]:
    """A clause that is mandatory has other words than the form's.

    The form keeps these clauses in every agreement because much hangs on them. Nothing can check whether the
    new words still do what the standard ones did, so a person who knows the law must.

    Fails:

        clauses:
          replace:
            - {id: survival, text: Nothing goes on after the end., reason: We part for good.}

    Fixed:

        clauses:
          replace:
            - {id: attribution-and-names, text: The Recipient must cite the Model., reason: Short.}
    """
    for path, clause in _mandatory(spec, "replace"):
        yield Finding(
            path,
            f"{quoted(clause.title)} is mandatory and has words of your own here"
            f"{_because(clause, 'the standard clause')}",
            "have counsel read it beside the standard clause",
        )


def clause_id_taken(spec: Spec) -> Iterator[Finding]:
    """An added clause has the id of a standard clause, of another added one, or of something else.

    References find a clause by its id. With two under one id they lead to the wrong one, or the added words
    silently take the place of the standard ones.

    Fails:

        clauses:
          add:
            - {id: publication, after: confidentiality, title: Papers, text: Papers may appear., reason: New.}

    Fixed:

        clauses:
          add:
            - {id: papers, after: confidentiality, title: Papers, text: Papers may appear., reason: New.}
    """
    taken = {standard.term_anchor(name): f"the definition of {quoted(name)}" for name in _term_names(spec)}
    taken |= dict.fromkeys(spec.form.clause_ids(), "a standard clause") if _added(spec) else {}
    taken |= dict.fromkeys(standard.letter_clause_ids(), "a clause of every letter") if _added(spec) else {}
    for index, id_ in enumerate(_added(spec)):
        owner = "a page, part or schedule" if _ADDRESS.fullmatch(id_) else taken.get(id_)
        if owner:
            yield Finding(
                ("clauses", "add", index, "id"),
                f"{quoted(id_)} is the id of {owner} already",
                "give the added clause an id of its own; to reword a standard clause use clauses.replace",
            )
        taken[id_] = "another added clause"


def clause_place_unclear(spec: Spec) -> Iterator[Finding]:
    """An added clause follows itself, or one that is added further down.

    Added clauses are put into the form one after the other. One that waits for a later one has no place, and
    its words would not be in the agreement.

    Fails:

        clauses:
          add:
            - {id: papers, after: theses, title: Papers, text: Papers may appear., reason: New.}
            - {id: theses, after: publication, title: Theses, text: Theses may appear., reason: New.}

    Fixed:

        clauses:
          add:
            - {id: theses, after: publication, title: Theses, text: Theses may appear., reason: New.}
            - {id: papers, after: theses, title: Papers, text: Papers may appear., reason: New.}
    """
    added = _added(spec)
    for index, entry in enumerate(spec.at(("clauses", "add")) or ()):
        if entry["after"] in added[index:] and entry["after"] not in (
            *added[:index],
            *spec.form.clause_ids(),
        ):
            yield Finding(
                ("clauses", "add", index, "after"),
                f"{quoted(entry['id'])} follows {quoted(entry['after'])}, which has no place yet",
                "put the clause that it follows above it in the list",
            )


def term_defined_twice(spec: Spec) -> Iterator[Finding]:
    """Two terms of your own have the same name, or names that differ in no letter or digit.

    A term with two meanings has none: each side will read the one that suits it.

    Fails:

        clauses:
          terms:
            - {name: Thesis, definition: a doctoral thesis}
            - {name: Thesis, definition: any paper}

    Fixed:

        clauses:
          terms:
            - {name: Thesis, definition: a doctoral thesis}
            - {name: Paper, definition: any paper}
    """
    first: dict[str, int] = {}
    for index, name in enumerate(_own_terms(spec)):
        earlier = first.setdefault(standard.term_anchor(name), index)
        if earlier != index:
            related = (("clauses", "terms", earlier, "name"), "defined here before")
            yield Finding(
                ("clauses", "terms", index, "name"),
                f"{quoted(name)} is defined twice",
                "keep one definition, or choose another name",
                (related,),
            )


def standard_term_redefined(spec: Spec) -> Iterator[Finding]:
    """A term of your own has the name of a standard one and takes its place.

    The standard clauses use the term, so every one of them changes its meaning although none of its words
    does. That is easily overlooked in a negotiation.

    Fails:

        clauses:
          terms:
            - {name: Results, definition: whatever the Provider says}

    Fixed:

        clauses:
          terms:
            - {name: Thesis Results, definition: the results of a thesis}
    """
    for index, name in enumerate(_own_terms(spec)):
        if standard.term_anchor(name) in spec.form.term_anchors():
            yield Finding(
                ("clauses", "terms", index, "name"),
                f"{quoted(name)} is a term of the standard form, whose clauses now mean something else",
                "choose another name, or have counsel read every clause that uses it",
            )


def _mandatory(spec: Spec, change: str) -> Iterator[tuple[Path, Template]]:
    """The mandatory clauses under ``exclude`` or ``replace``, each with the place of its id."""
    for index, entry in enumerate(spec.at(("clauses", change)) or ()):
        clause = spec.form.clause(entry["id"]) if entry["id"] in spec.form.clause_ids() else None
        if clause and clause.mandatory:
            yield ("clauses", change, index, "id"), clause


def _added(spec: Spec) -> list[str]:
    return [entry["id"] for entry in spec.at(("clauses", "add")) or ()]


def _own_terms(spec: Spec) -> list[str]:
    return [entry["name"] for entry in spec.at(("clauses", "terms")) or ()]


def _term_names(spec: Spec) -> tuple[str, ...]:
    """Every term that the agreement may define; none where no clause is added that could clash with it."""
    return (*spec.form.term_names(), *_own_terms(spec)) if _added(spec) else ()


def _because(clause: Template, what: str) -> str:
    """A purpose as the rest of a sentence: ``: it lists the clauses that outlive the Agreement``."""
    purpose = clause.purpose.rstrip(".")
    return f": {what} {purpose[:1].lower()}{purpose[1:]}" if purpose else ""
