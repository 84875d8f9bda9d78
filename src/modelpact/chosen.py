"""Which clauses an agreement has, known without filling a template."""

from __future__ import annotations

from modelpact import standard
from modelpact.spec import Spec, is_letter


def chosen_clauses(spec: Spec) -> tuple[str, ...]:
    """The ids of the clauses in this agreement: the form's in its order, then those that the spec adds.

    Those of a letter come before those of its master, of which it may be that nothing is at hand.
    """
    if is_letter(spec.data):
        master = spec.master.spec if spec.master else None
        above = chosen_clauses(master) if master else spec.form.clause_ids()
        return (*standard.letter_clause_ids(), *above, *_added(spec))
    return (*(id_ for id_ in spec.form.clause_ids() if is_chosen(spec, id_)), *_added(spec))


def is_chosen(spec: Spec, id_: str) -> bool:
    """Whether the clause is in this agreement: the spec does not leave it out, and its condition holds."""
    from modelpact.conditions import compile_condition  # most checks ask for no clause

    if is_letter(spec.data):
        return id_ in chosen_clauses(spec)
    if id_ in excluded_clauses(spec):
        return False
    if id_ not in spec.form.clause_ids():
        return id_ in _added(spec)
    return bool(compile_condition(spec.form.clause(id_).when)(spec))


def excluded_clauses(spec: Spec) -> list[str]:
    """The ids of the clauses that the spec leaves out."""
    return [entry["id"] for entry in spec.at(("clauses", "exclude")) or ()]


def _added(spec: Spec) -> list[str]:
    return [entry["id"] for entry in spec.at(("clauses", "add")) or ()]
