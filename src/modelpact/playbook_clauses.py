"""What a spec does to the clauses on which a house's playbook stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelpact import standard
from modelpact.characters import quoted
from modelpact.chosen import excluded_clauses, is_chosen
from modelpact.diagnostics import Diagnostic, Path, Severity
from modelpact.playbook import ClausePosition, Playbook
from modelpact.spec import Spec, is_letter

_CHANGES = {"exclude": "is left out", "replace": "is reworded"}
_POSITIONS_NAMED = 5


class _Change(NamedTuple):
    """A clause that the spec leaves out or rewords."""

    id: str
    how: str
    path: Path


def of_clauses(playbook: Playbook, spec: Spec) -> Iterator[Diagnostic]:
    """Clauses that are missing, and changed ones that must stay or on which other positions stand."""
    for clause in playbook.required:
        if (
            clause.id not in excluded_clauses(spec)
            and not is_letter(spec.data)
            and not is_chosen(spec, clause.id)
        ):
            when = " ".join(standard.clause(clause.id).when.split())
            change = _Change(clause.id, "is not in the agreement", ("clauses",))
            yield _against(clause, change, spec, f"the form has it when {when}")
    required, kept = ({clause.id: clause for clause in each} for each in (playbook.required, playbook.kept))
    for name, how in _CHANGES.items():
        for change in _changes(spec, name, how):
            insisted = kept.get(change.id) or (required.get(change.id) if name == "exclude" else None)
            if insisted:
                yield _against(insisted, change, spec, f"take it out of clauses.{name}")
            else:
                yield from _unsure(playbook, change, spec)


def _changes(spec: Spec, name: str, how: str) -> Iterator[_Change]:
    for index, entry in enumerate(spec.at(("clauses", name)) or ()):
        if entry["id"] in standard.clause_ids():
            yield _Change(entry["id"], how, ("clauses", name, index, "id"))


def _against(clause: ClausePosition, change: _Change, spec: Spec, hint: str) -> Diagnostic:
    message = f"the clause {_title(change)} {change.how}, against the playbook: {clause.message}"
    return Diagnostic(
        rule="playbook-clause",
        severity=clause.severity,
        message=message,
        span=spec.span(change.path),
        hint=hint,
        path=change.path,
        related=(clause.place,),
        clauses=(clause.id,),
    )


def _unsure(playbook: Playbook, change: _Change, spec: Spec) -> Iterator[Diagnostic]:
    """A field works through its clause: where that has other words, the field may say nothing."""
    body = standard.clause(change.id).body
    stand_on_it = [
        position
        for position in playbook.positions
        if re.search(rf"\b{re.escape(position.name)}\b", body) and position.applies(spec)
    ]
    if not stand_on_it:
        return
    names = list(dict.fromkeys(position.name for position in stand_on_it))
    more = f" and {len(names) - _POSITIONS_NAMED} more" if len(names) > _POSITIONS_NAMED else ""
    yield Diagnostic(
        rule="playbook-clause",
        severity=Severity.WARNING,
        message=f"the clause {_title(change)} {change.how}, and the playbook's positions on "
        f"{', '.join(names[:_POSITIONS_NAMED])}{more} work through it",
        span=spec.span(change.path),
        hint=f"have somebody read clauses.{change.path[1]} beside these positions",
        path=change.path,
        related=tuple(position.place for position in stand_on_it),
        clauses=(change.id,),
    )


def _title(change: _Change) -> str:
    return quoted(standard.clause(change.id).title)
