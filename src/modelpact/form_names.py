"""The names that templates of the form may use: the spec's fields, predicates, parts of the agreement."""

from __future__ import annotations

from typing import Any

from modelpact.diagnostics import FormError
from modelpact.fields import contract
from modelpact.form import Form
from modelpact.form_filters import Function
from modelpact.numbering import Chosen
from modelpact.predicates import PREDICATES
from modelpact.values import Absent, Ledger, Place, Printed, Reading, Target, Value, view

_AGREEMENT_NAMES = frozenset(
    {"ref", "schedule", "present", "has_schedule", "party", "model", "stage", "with_role", "surviving"}
    | {"house_form", "house_version", "house_licence"}
    | {"form_version", "definitions", "deviations", "calendar", "open_points", "to_be_confirmed"}
    | {"own_values", "master_clause"}
)
KNOWN_NAMES = _AGREEMENT_NAMES | frozenset(PREDICATES) | frozenset(contract().children)
"""Every name that a template may use and has not set itself."""


class Names(dict[str, Any]):
    """Every name that a template may use, looked up when it is used, so that what is read is noted."""

    def __init__(self, form: Form, ledger: Ledger, chosen: Chosen) -> None:
        super().__init__(
            ref=Function("ref", lambda id_, paragraph="": ledger.token(Target("clause", id_, paragraph))),
            schedule=Function("schedule", lambda id_: ledger.token(Target("schedule", id_))),
            present=Function("present", lambda id_: id_ in chosen.numbers),
            has_schedule=Function("has_schedule", lambda id_: id_ in chosen.letters),
            party=Function("party", lambda id_: self._described("parties", id_)),
            model=Function("model", lambda id_: self._described("models", id_)),
            stage=Function("stage", lambda id_: self._described("release.stages", id_)),
            with_role=Function("with_role", self._with_role),
            master_clause=Function("master_clause", lambda id_: _title(form.master or form, id_)),
            surviving=chosen.surviving,
            form_version=(form.standard or form).version,
            house_form=ledger.token(Printed(form.name, None)) if form.standard else "",
            house_version=ledger.token(Printed(form.version, None)),
            house_licence=ledger.token(Printed(form.licence, None)),
            definitions=ledger.token(Place("definitions")),
            deviations=ledger.token(Place("deviations")),
            own_values=ledger.token(Place("own_values")),
            calendar=ledger.token(Place("calendar")),
            to_be_confirmed=ledger.token(Place("to_be_confirmed")),
        )
        self.ledger = ledger

    def __contains__(self, name: object) -> bool:
        return name in KNOWN_NAMES

    def __missing__(self, name: str) -> Any:
        if name in PREDICATES:
            return PREDICATES[name](Reading(self.ledger))
        if name == "open_points":
            return len(self.ledger.open_points)
        return view(self.ledger, (name,), contract().children[name], self.ledger.spec.data.get(name))

    def _described(self, where: str, id_: Any) -> Any:
        """The party, model or stage with that id."""
        path = tuple(where.split("."))
        field = contract().at(path)
        for index, entry in enumerate(self.ledger.spec.at(path) or ()):
            if id_ == entry.get("id"):
                return view(self.ledger, (*path, index), field.item if field else None, entry)
        return Absent(
            self.ledger, id_.path if isinstance(id_, Value) else path, field.item if field else None
        )

    def _with_role(self, role: str) -> list[Any]:
        parties = view(
            self.ledger, ("parties",), contract().children["parties"], self.ledger.spec.at(("parties",))
        )
        wanted = {role, "both"} if role in ("provider", "recipient") else {role}
        return [party for party in parties if str(party.inside("role").raw) in wanted]


def _title(form: Form, id_: str) -> str:
    """The quoted title of a clause of the form."""
    if id_ not in form.clauses:
        raise FormError(f"{id_!r} is not a clause of the standard form")
    return f"“{form.clauses[id_].title}”"
