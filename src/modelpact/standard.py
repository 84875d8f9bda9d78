"""What a check asks of the form in use: its clauses and terms, each file read only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from modelpact import resources

if TYPE_CHECKING:
    from modelpact.form import DefinedTerm, Template
    from modelpact.house import HouseForm
    from modelpact.sheet import Sheet


@dataclass(frozen=True, slots=True)
class FormInUse:
    """The standard form, or a house's own over it."""

    house: HouseForm | None = None

    def clause_ids(self) -> tuple[str, ...]:
        """The ids of the form's clauses, in its order."""
        return self.house.placed(clause_ids()) if self.house else clause_ids()

    def clause(self, id_: str) -> Template:
        """The clause of the form with that id."""
        if self.house is None:
            return clause(id_)
        return self.house.clause(id_, clause(id_) if id_ in clause_ids() else None)

    def terms(self) -> tuple[DefinedTerm, ...]:
        """The terms that the form defines, with their forms and what they mean."""
        return self.house.defined(terms()) if self.house else terms()

    def term_names(self) -> tuple[str, ...]:
        """Their names, in the form's order."""
        return tuple(term.name for term in self.terms())

    def term_anchors(self) -> frozenset[str]:
        """The targets of links to the form's definitions."""
        return frozenset(map(term_anchor, self.term_names()))


STANDARD = FormInUse()
"""The standard form itself."""


@cache
def clause_ids() -> tuple[str, ...]:
    """The ids of the standard form's clauses, in its order."""
    return _clause_ids(_outline())


@cache
def letter_clause_ids() -> tuple[str, ...]:
    """The ids of the clauses of a letter, in its order."""
    return _clause_ids(_sheet("letter.yaml"))


def _clause_ids(outline: Sheet) -> tuple[str, ...]:
    from modelpact.form import parts_of

    return tuple(id_ for part in parts_of(outline) for id_ in part.clauses)


@cache
def schedule_ids() -> tuple[str, ...]:
    """The ids of the standard form's schedules, in its order."""
    return _outline().texts(("schedules",))


@cache
def proper_names() -> tuple[str, ...]:
    """Words with a capital letter that the standard form uses and does not define."""
    return _outline().texts(("proper_names",))


@cache
def clause(id_: str) -> Template:
    """The clause of the standard form with that id."""
    from modelpact.form import template  # the form's types cost 20 ms, which most specs need not spend

    name = f"clauses/{id_}.md"
    return template(_file(name), name)


@cache
def terms() -> tuple[DefinedTerm, ...]:
    """The terms that the standard form defines, with their forms and what they mean."""
    from modelpact.form import defined_terms

    return defined_terms(_file("terms.yaml"))


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """How each choice of a field reads inside a sentence, by the field's dotted name."""
    from modelpact.form import phrases as read

    return read(_file("phrases.yaml"))


@cache
def country_codes() -> frozenset[str]:
    """The codes of the countries that the form can name; found without parsing, as every check asks."""
    lines = resources.read_text("templates/countries.yaml").splitlines()
    return frozenset(line[:2] for line in lines if line[2:4] == ": ")


@cache
def countries() -> Mapping[str, str]:
    """The English names of countries by their codes."""
    found = _sheet("countries.yaml")
    return {code: found.text((code,)) for code in found.names()}


def term_anchor(name: str) -> str:
    """The target of links to the definition of a term of that name."""
    from modelpact.terms import anchor

    return anchor(name)


@cache
def _outline() -> Sheet:
    return _sheet("outline.yaml")


def _sheet(name: str) -> Sheet:
    from modelpact.form import sheet

    return sheet(_file(name), name)


def _file(name: str) -> dict[str, bytes]:
    return {name: resources.read_bytes(f"templates/{name}")}
