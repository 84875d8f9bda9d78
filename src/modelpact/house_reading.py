"""Reading a house's folder: what may stand in it, and a sentence with file and line on whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from modelpact import standard
from modelpact.capitals import undefined
from modelpact.characters import quoted
from modelpact.diagnostics import FormError
from modelpact.fields import Field, contract
from modelpact.form import DefinedTerm, Files, defined_terms, phrases, sheet, template
from modelpact.house import HouseForm
from modelpact.sheet import Sheet
from modelpact.suggestions import nearest
from modelpact.terms import anchor

_PAGES = ("cover", "signing")
_SECTION = re.compile(r"(clauses|schedules)/([^/]+)\.md")
_SINGLE = frozenset({"outline.yaml", "terms.yaml", "phrases.yaml", *(f"{page}.md" for page in _PAGES)})
_STANDARD_ONLY = {
    "schedules/deviations.md": "which lists what a house's form changes",
    "closing.md": "which names the forms, and says that they are no legal advice",
    "notices.md": "which say that an agreement is a draft",
}
_ID = re.compile(r"(?!(?:part|schedule|page|term)-)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_ID, _LONGEST_NAME = 60, 100
_BREAK = "\n"


def read_house(files: Files, folder: str) -> HouseForm:
    """The form in a house's folder, of which these are the files. Raises FormError."""
    for name in sorted(files):
        _refuse_stranger(name, folder)
    if "outline.yaml" not in files:
        raise FormError(f"{folder}: has no outline.yaml, which names the form, its version and its licence")
    outline = sheet(files, "outline.yaml", folder)
    outline.only((), {"name", "version", "licence", "reason", "proper_names", "clauses"})
    found = {name: template(files, name, folder) for name in sorted(files) if name.endswith(".md")}
    sections = {match.group(1, 2): found[match[0]] for match in map(_SECTION.fullmatch, found) if match}
    added = _added(outline, {id_ for of, id_ in sections if of == "clauses"})
    house = HouseForm(
        folder=folder,
        name=_name(outline, "name"),
        version=_name(outline, "version"),
        licence=_name(outline, "licence"),
        reason=outline.text(("reason",), ""),
        files=files,
        added={id_: after for id_, (after, _) in added.items()},
        clauses={
            id_: clause._replace(reason=clause.reason or added.get(id_, ("", ""))[1])
            for (of, id_), clause in sections.items()
            if of == "clauses"
        },
        schedules={id_: schedule for (of, id_), schedule in sections.items() if of == "schedules"},
        pages={page: found[f"{page}.md"] for page in _PAGES if f"{page}.md" in found},
        terms=_terms(files, folder) if "terms.yaml" in files else (),
        phrases=_phrases(files, folder) if "phrases.yaml" in files else {},
    )
    _refuse_undefined(house, outline.texts(("proper_names",)))
    return house


def _refuse_stranger(name: str, folder: str) -> None:
    """Refuse a file that has no business in the folder."""
    section = _SECTION.fullmatch(name)
    if name in _STANDARD_ONLY:
        message = f"a house's form cannot have its own {name}, {_STANDARD_ONLY[name]}"
    elif section and section[1] == "schedules" and section[2] not in standard.schedule_ids():
        ids = standard.schedule_ids()
        near = nearest(section[2], ids)
        message = "is no schedule of the standard form, " + (
            f"which has {near}" if near else f"which has {', '.join(ids)}"
        )
    elif section or name in _SINGLE:
        return
    else:
        message = (
            "has no place in a house's form, which has outline.yaml, terms.yaml, phrases.yaml, "
            "cover.md, signing.md, clauses/ID.md and schedules/ID.md"
        )
    raise FormError(f"{folder}/{name}: {message}")


def _name(outline: Sheet, field: str) -> str:
    """A name short enough to stand in a line of the agreement."""
    name = outline.text((field,))
    if len(name) > _LONGEST_NAME:
        raise outline.wrong((field,), f"{field} has {len(name)} characters, more than {_LONGEST_NAME}")
    return name


# --- clauses


def _added(outline: Sheet, files: set[str]) -> dict[str, tuple[str, str]]:
    """The clauses that the outline adds, in order: for each the clause it follows, and the reason."""
    known, added = [*standard.clause_ids()], dict[str, tuple[str, str]]()
    for entry in outline.entries(("clauses",)):
        outline.only(entry, {"id", "after", "reason"})
        id_, after = outline.text((*entry, "id")), outline.text((*entry, "after"))
        if problem := _unfit(id_, known, files):
            raise outline.wrong((*entry, "id"), problem)
        if after not in known:
            near = nearest(after, known)
            hint = f"did you mean {near}?" if near else "name one of the standard form or one further up"
            raise outline.wrong(
                (*entry, "after"), f"{quoted(after)} is no clause that {id_} can follow; {hint}"
            )
        added[id_] = after, outline.text((*entry, "reason"), "")
        known.append(id_)
    for id_ in sorted(files - set(known)):
        near = nearest(id_, standard.clause_ids())
        hint = (
            f"did you mean {near}?" if near else "say under clauses in outline.yaml which clause it follows"
        )
        raise outline.wrong((), f"clauses/{id_}.md is no clause of the standard form; {hint}")
    return added


def _unfit(id_: str, known: Iterable[str], files: set[str]) -> str:
    """What is wrong with the id of an added clause; empty where nothing is."""
    if id_ in standard.clause_ids():
        return f"{quoted(id_)} is a clause of the standard form, and clauses/{id_}.md alone replaces it"
    if id_ in known:
        return f"{quoted(id_)} is added twice"
    if len(id_) > _LONGEST_ID or not _ID.fullmatch(id_):
        return (
            f"{quoted(id_)} is no id for a clause: small letters a to z, digits and hyphens, "
            f"{_LONGEST_ID} at most, and not beginning with part-, schedule-, page- or term-"
        )
    return "" if id_ in files else f"{quoted(id_)} has no file clauses/{id_}.md"


# --- terms and phrases


def _terms(files: Files, folder: str) -> tuple[DefinedTerm, ...]:
    """The house's terms; none may take the name or a spelling of another."""
    own = defined_terms(files, folder)
    names = {term.name for term in own}
    taken = {
        anchor(form): term.name for term in standard.terms() if term.name not in names for form in term.forms
    }
    for term in own:
        for form in term.forms:
            if problem := _clash(form, taken):
                raise FormError(f"{term.means.file}:{term.means.line}: {problem}")
        taken |= {anchor(form): term.name for form in term.forms}
    return own


def _clash(form: str, taken: Mapping[str, str]) -> str:
    """What is wrong with a spelling of a term; empty where nothing is."""
    if not re.match("[A-Z]", form):
        return f"the term {quoted(form)} does not begin with a capital letter A to Z"
    if len(form) > _LONGEST_NAME:
        return f"the term {quoted(form)} has {len(form)} characters, more than {_LONGEST_NAME}"
    owner = taken.get(anchor(form))
    return f"{quoted(form)} is a spelling of the term {quoted(owner)} already" if owner else ""


def _phrases(files: Files, folder: str) -> Mapping[str, Mapping[str, str]]:
    """The house's words for choices that a spec can make."""
    written = sheet(files, "phrases.yaml", folder)
    for name in written.names():
        field = _field(name)
        if field is None:
            raise written.wrong((name,), f"there is no field {quoted(name)}")
        if field.choices:
            written.only((name,), field.choices)
    return phrases(files, folder)


def _field(name: str) -> Field | None:
    """The field of a dotted name without list positions."""
    field: Field | None = contract()
    for part in name.split("."):
        inside = {**field.children, **(field.item.children if field.item else {})} if field else {}
        field = inside.get(part)
    return field


def refuse_unprintable(house: HouseForm) -> None:
    """Raise FormError where the fonts of a document have no sign for a character of the house's."""
    from modelpact.glyphs import missing  # reads the list of what the fonts show

    for file, line, text in _printed(house):
        for at, char in missing(text):
            place = f"{file}:{line + text.count(_BREAK, 0, at)}" if line else file
            raise FormError(f"{place}: the document's fonts can't show {char} (U+{ord(char):04X})")


def _printed(house: HouseForm) -> Iterator[tuple[str, int, str]]:
    """Its words with their file, and the line where that is known."""
    yield f"{house.folder}/outline.yaml", 0, f"{house.name}{house.version}{house.licence}{house.reason}"
    for words in house.phrases.values():
        yield f"{house.folder}/phrases.yaml", 0, "".join(words.values())
    for own in house.templates():
        yield own.file, 0, f"{own.id}{own.title}{own.reason}"
        yield own.file, own.line, own.body


def _refuse_undefined(house: HouseForm, proper_names: Iterable[str]) -> None:
    """Refuse a word with a capital letter, in the middle of a sentence, that nobody defined."""
    terms = house.defined(standard.terms())
    known = {form for term in terms for form in term.forms}
    known |= {*standard.proper_names(), *standard.countries().values(), *proper_names}
    for own in house.templates():
        for line, word in undefined(own, known):
            raise FormError(
                f"{own.file}:{line}: {quoted(word)} has a capital letter, and no definition explains it; "
                "define it in terms.yaml, or list it under proper_names in outline.yaml"
            )
