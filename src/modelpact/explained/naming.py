"""What a person means by a name: a clause by its id, number or title, or a field of the spec."""

from __future__ import annotations

import re
from typing import NamedTuple

from modelpact.agreement import Agreement, key
from modelpact.diagnostics import Path
from modelpact.explained.field import field_names, known_names
from modelpact.form import Form
from modelpact.suggestions import nearest

_PARAGRAPH = re.compile(r"([0-9]+)\.[0-9]+(?:\([a-z]+\))*")


class Meant(NamedTuple):
    """What a name means; both empty where nothing has it."""

    clause: str = ""
    """Id of a clause or a schedule."""
    field: Path = ()


def meant(name: str, agreement: Agreement, form: Form) -> Meant:
    """A clause before a field, as some have one name; a field by its last name where that is enough."""
    word = " ".join(name.casefold().split()).removeprefix("clause ")
    if paragraph := _PARAGRAPH.fullmatch(word):
        word = paragraph[1]
    if id_ := _clauses(agreement, form).get(word):
        return Meant(clause=id_)
    found = field_names(name.strip())
    if found and found[1]:
        return Meant(field=found[0])
    last = [known for known in known_names() if known.rpartition(".")[2] == word]
    return Meant(field=tuple(last[0].split("."))) if len(last) == 1 else Meant()


def suggestion(name: str, agreement: Agreement, form: Form) -> str | None:
    """The name that was probably meant."""
    clauses = _clauses(agreement, form)
    return nearest(name, (*clauses, *known_names())) if name.strip() else None


def _clauses(agreement: Agreement, form: Form) -> dict[str, str]:
    """The ids of clauses and schedules by every name that they go by, in small letters."""
    names: dict[str, str] = {}
    for schedule in agreement.schedules:
        names |= {
            f"schedule {schedule.letter.lower()}": key(schedule),
            schedule.title.casefold(): key(schedule),
        }
    for id_, template in form.schedules.items():
        names |= dict.fromkeys((template.title.casefold(), id_, f"schedule:{id_}"), f"schedule:{id_}")
    for id_, template in form.clauses.items():
        names |= {template.title.casefold(): id_, id_: id_}
    for clause in agreement.clauses():
        names |= {clause.title.casefold(): clause.id, clause.id: clause.id, str(clause.number): clause.id}
    return names
