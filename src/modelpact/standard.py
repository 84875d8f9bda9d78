"""What a check asks of the standard form: its clauses and terms, each file read only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from modelpact import resources

if TYPE_CHECKING:
    from modelpact.form import DefinedTerm, Template
    from modelpact.sheet import Sheet


@cache
def clause_ids() -> tuple[str, ...]:
    """The ids of the form's clauses, in its order."""
    outline = _sheet("outline.yaml")
    return tuple(id_ for part in outline.entries(("parts",)) for id_ in outline.texts((*part, "clauses")))


@cache
def clause(id_: str) -> Template:
    """The clause of the form with that id."""
    from modelpact.form import template  # the form's types cost 20 ms, which most specs need not spend

    name = f"clauses/{id_}.md"
    return template(_file(name), name)


@cache
def terms() -> tuple[DefinedTerm, ...]:
    """The terms that the form defines, with their forms and what they mean."""
    from modelpact.form import defined_terms

    return defined_terms(_file("terms.yaml"))


@cache
def country_codes() -> frozenset[str]:
    """The codes of the countries that the form can name; found without parsing, as every check asks."""
    lines = resources.read_text("templates/countries.yaml").splitlines()
    return frozenset(line[:2] for line in lines if line[2:4] == ": ")


@cache
def countries() -> Mapping[str, str]:
    """The English names of countries by their codes."""
    countries = _sheet("countries.yaml")
    return {code: countries.text((code,)) for code in countries.names()}


@cache
def term_anchors() -> frozenset[str]:
    """The targets of links to the form's definitions."""
    return frozenset(map(term_anchor, term_names()))


def term_anchor(name: str) -> str:
    """The target of links to the definition of a term of that name."""
    from modelpact.terms import anchor

    return anchor(name)


@cache
def term_names() -> tuple[str, ...]:
    """The terms that the form defines, in its order."""
    return tuple(term.name for term in terms())


def _sheet(name: str) -> Sheet:
    from modelpact.form import sheet

    return sheet(_file(name), name)


def _file(name: str) -> dict[str, bytes]:
    return {name: resources.read_bytes(f"templates/{name}")}
