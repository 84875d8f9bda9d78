"""Every clause and schedule of an agreement, and those of the form that it does not have, each with why."""

from __future__ import annotations

from dataclasses import dataclass

from modelpact.agreement import Agreement
from modelpact.explained.clause import Because, because
from modelpact.explained.stated import Shaped, shaped
from modelpact.form import Form
from modelpact.spec import Spec


@dataclass(frozen=True, slots=True)
class Entry:
    """One of them."""

    id: str
    number: str
    """Empty where it is not in the agreement."""
    title: str
    part: str
    """The title of its part; empty for a schedule."""
    mandatory: bool
    because: Because


def overview(agreement: Agreement, spec: Spec, form: Form) -> tuple[Entry, ...]:
    """What is there in its order, then what is not in the order of the form."""
    parts = {clause.id: part.title for part in agreement.parts for clause in part.clauses}
    present = tuple(map(shaped, agreement.sections()))
    known = {**form.clauses, **{f"schedule:{id_}": each for id_, each in form.schedules.items()}}
    ids = {each.id for each in present}
    absent = tuple(Shaped(id_, "", template.title) for id_, template in known.items() if id_ not in ids)
    return tuple(
        Entry(
            each.id,
            each.number,
            each.title,
            parts.get(each.id, ""),
            each.id in known and known[each.id].mandatory,
            because(each.id, agreement, spec, form),
        )
        for each in (*present, *absent)
    )
