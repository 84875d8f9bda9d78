"""A house's own form: what a folder says, and how it goes over the standard form.

What it changes is found by comparing the two forms; nothing here keeps a list of changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from modelpact.form import DefinedTerm, Files, Form, Template, fingerprint


@dataclass(frozen=True, slots=True)
class HouseForm:
    """What a house's folder says, read and checked, not yet laid over the standard form."""

    folder: str
    """As messages call it."""
    name: str
    version: str
    licence: str
    files: Files
    added: Mapping[str, str]
    """Each clause that the standard form lacks, in order: its id, and the id of the clause before it."""
    clauses: Mapping[str, Template]
    schedules: Mapping[str, Template]
    pages: Mapping[str, Template]
    terms: tuple[DefinedTerm, ...]
    phrases: Mapping[str, Mapping[str, str]]
    reason: str = ""
    """Why it differs from the standard form, wherever no file of it says more."""

    def templates(self) -> tuple[Template, ...]:
        """Everything of its own that has to be compiled."""
        means = (term.means for term in self.terms)
        return (*self.clauses.values(), *self.schedules.values(), *self.pages.values(), *means)

    def placed(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of clauses with those that it adds, each in its place."""
        for id_, after in self.added.items():
            if after in ids:
                at = ids.index(after) + 1
                ids = (*ids[:at], id_, *ids[at:])
        return ids

    def clause(self, id_: str, standard: Template | None) -> Template:
        """Its own clause of that id, else the standard one; what is mandatory or explained there stays so."""
        own = self.clauses.get(id_)
        if own is None or standard is None:
            return own or _there(standard)
        return own._replace(
            mandatory=own.mandatory or standard.mandatory,
            purpose=own.purpose or standard.purpose,
            guidance=own.guidance or standard.guidance,
        )

    def defined(self, terms: tuple[DefinedTerm, ...]) -> tuple[DefinedTerm, ...]:
        """The terms, with its own in the place of those of the same name, and after them."""
        own = {term.name: term for term in self.terms}
        kept = tuple(own.pop(term.name, term) for term in terms)
        return (*kept, *own.values())


def _there(template: Template | None) -> Template:
    assert template is not None, "a clause that is not the house's own is the standard form's"
    return template


def laid_over(form: Form, house: HouseForm) -> Form:
    """The standard form with the house's own over it; of a letter, only the master's form is the house's."""
    if form.master:
        return form._replace(master=laid_over(form.master, house))
    outline = tuple(part._replace(clauses=house.placed(part.clauses)) for part in form.outline)
    ids = [id_ for part in outline for id_ in part.clauses]
    return form._replace(
        name=house.name,
        version=house.version,
        licence=house.licence,
        reason=house.reason,
        hash=fingerprint({"standard": form.hash.encode(), "house": fingerprint(house.files).encode()}),
        outline=outline,
        clauses={id_: house.clause(id_, form.clauses.get(id_)) for id_ in ids},
        schedules={**form.schedules, **house.schedules},
        pages={**form.pages, **house.pages},
        terms=house.defined(form.terms),
        phrases={
            field: {**form.phrases.get(field, {}), **house.phrases.get(field, {})}
            for field in {**form.phrases, **house.phrases}
        },
        standard=form,
    )
