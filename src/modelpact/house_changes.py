"""What a house's own form changes in an agreement: a row for each clause, schedule, page, term and phrase.

Found by comparing the house's form with the standard one that it lies over. What is the same in both, or
changed where this agreement does not go, is no row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from modelpact.agreement import Line, Table, Text
from modelpact.conditions import compile_condition
from modelpact.fields import contract
from modelpact.form import DefinedTerm, Form, Template
from modelpact.numbering import Chosen
from modelpact.overrides import overrides
from modelpact.spec import Spec, leaves
from modelpact.values import Ledger, Reading

_PAGES = {"cover": "Cover page", "signing": "Signature page"}


class Change(NamedTuple):
    """One thing that is other than in the standard form."""

    what: str
    how: str
    reason: str


def house_changes(spec: Spec, form: Form, chosen: Chosen, terms_in_use: Collection[str]) -> tuple[Table, ...]:
    """A table of all that the house's form changes here; none where there is no such form or no change."""
    rows = tuple(
        (_line(change.what), _line(change.how), _line(change.reason or form.reason or "–"))
        for change in _changes(spec, form, chosen, terms_in_use)
    )
    titles = (_line("Part of the form"), _line("Change"), _line("Reason"))
    caption = f"What the house form “{form.name}”, version {form.version}, changes in the standard form"
    return (Table(titles, rows, caption=caption, row_headers=True),) if rows else ()


def _changes(spec: Spec, form: Form, chosen: Chosen, terms_in_use: Collection[str]) -> Iterator[Change]:
    if form.standard is None:
        return
    reading = Reading(Ledger(spec))

    def applies(template: Template | None) -> bool:
        return template is not None and bool(compile_condition(template.when)(reading))

    excluded = {change.id for change in overrides(spec) if change.what == "excluded"}
    for id_, clause in form.clauses.items():
        if id_ not in excluded and clause.override != "added":
            number = f"{chosen.numbers[id_]}. " if id_ in chosen.numbers else ""
            yield from _section(f"{number}{clause.title}", clause, form.standard.clauses.get(id_), applies)
    for id_, schedule in form.schedules.items():
        letter = f"Schedule {chosen.letters[id_]}. " if id_ in chosen.letters else ""
        yield from _section(f"{letter}{schedule.title}", schedule, form.standard.schedules[id_], applies)
    for name, page in form.pages.items():
        if page.body != form.standard.pages[name].body:
            yield Change(_PAGES[name], "reworded", page.reason)
    yield from _terms(form, form.standard, terms_in_use)
    yield from _phrases(spec, form, form.standard)


def _section(
    title: str, own: Template, standard: Template | None, applies: Callable[[Template | None], bool]
) -> Iterator[Change]:
    here, usual = applies(own), applies(standard)
    if here and standard is None:
        yield Change(title, "added", own.reason)
    elif usual and not here:
        yield Change(title, "left out", own.reason)
    elif here and standard and (how := ", ".join(_differences(own, standard, usual=usual))):
        yield Change(title, how, own.reason)


def _differences(own: Template, standard: Template, *, usual: bool) -> Iterator[str]:
    """In what a clause or schedule is other than the standard one."""
    if not usual:
        yield "put in, where the standard form leaves it out"
    if own.title != standard.title:
        yield f"title changed from “{standard.title}”"
    if own.body != standard.body:
        yield "reworded"
    if own.when != standard.when and usual:
        yield "made to depend on other facts"
    if own.survives != standard.survives:
        yield "made to outlive the Agreement" if own.survives else "made to end with the Agreement"
    if (own.bears, own.benefits, own.kind) != (standard.bears, standard.benefits, standard.kind):
        yield "listed under other roles"
    if own.mandatory != standard.mandatory:
        yield "made mandatory"


def _terms(form: Form, standard: Form, in_use: Collection[str]) -> Iterator[Change]:
    usual = {term.name: term for term in standard.terms}
    for term in form.terms:
        if term.name in in_use and not term.means.override:
            how = _redefined(term, usual.get(term.name))
            if how:
                yield Change(f"The term “{term.name}”", how, term.means.reason)


def _redefined(own: DefinedTerm, standard: DefinedTerm | None) -> str:
    if standard is None:
        return "added"
    if own.means.body != standard.means.body:
        return "defined in other words"
    return "found under other spellings" if own.forms != standard.forms else ""


def _phrases(spec: Spec, form: Form, standard: Form) -> Iterator[Change]:
    """The words for choices that this spec makes."""
    chosen = {
        (".".join(key for key in path if isinstance(key, str)), str(value))
        for path, value in leaves(spec.data)
    }
    for field, words in form.phrases.items():
        for choice, own in words.items():
            usual = standard.phrases.get(field, {}).get(choice, choice)
            if own != usual and (field, choice) in chosen:
                yield Change(f"The words for “{usual}” ({_titled(field)})", f"now “{own}”", "")


def _titled(name: str) -> str:
    """The titles of a field and of those around it, in a reader's words."""
    field, titles = contract(), list[str]()
    for part in name.split("."):
        field = {**field.children, **(field.item.children if field.item else {})}[part]
        titles.append(field.title)
    return ": ".join(title[:1].lower() + title[1:] for title in titles if title)


def _line(text: str) -> Line:
    return (Text(text),)
