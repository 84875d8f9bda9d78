"""The form: the clauses, schedules, terms and phrases that agreements are made of, read from its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from modelpact import norms
from modelpact.characters import described, hidden
from modelpact.conditions import ConditionError, compile_condition
from modelpact.diagnostics import FormError, Path
from modelpact.norms import ROLES
from modelpact.sheet import Sheet, read_sheet

_BREAK = "\n"

Files = Mapping[str, bytes]
"""The form's files by their path below its folder: ``clauses/publication.md``."""


class Template(NamedTuple):
    """A text to be filled, with what its front matter says. Clauses, schedules and pages are templates."""

    id: str
    file: str
    body: str
    line: int = 1
    """Line of the file on which the body begins."""
    title: str = ""
    when: str = ""
    bears: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    kind: str = "statement"
    mandatory: bool = False
    survives: bool = False
    purpose: str = ""
    guidance: str = ""
    origin: tuple[str, ...] = ()
    reason: str = ""
    """Why a house's own form has it, for the list of deviations."""
    override: str = ""
    """``replaced`` or ``added`` where a spec's own words take the place of the body."""
    prose: tuple[str | int, ...] = ()
    """The path of those words."""

    @property
    def key(self) -> str:
        """Names it among all templates of a form, several of which may stand in one file."""
        return f"{self.file} ({self.id})"

    def located(self, error: FormError) -> FormError:
        """The error with this file's name, and with the line of what it is about where that is found."""
        at = self.body.find(error.about) if error.about else -1
        line = f":{self.line + self.body.count(_BREAK, 0, at)}" if at >= 0 else ""
        return FormError(f"{self.file}{line}: {error}")


class DefinedTerm(NamedTuple):
    """A term that the agreement defines; ``means`` is a template."""

    name: str
    forms: tuple[str, ...]
    means: Template


class PartOutline(NamedTuple):
    """A part of the agreement and its clauses' ids, in order."""

    title: str
    clauses: tuple[str, ...]


class Form(NamedTuple):
    """Everything that an agreement is made from, save the spec."""

    name: str
    version: str
    licence: str
    title: str
    """The document's title; empty where it is that of the kind of partnership."""
    hash: str
    """SHA-256 over the names and the bytes of its files, in hexadecimal."""
    outline: tuple[PartOutline, ...]
    schedule_ids: tuple[str, ...]
    clauses: Mapping[str, Template]
    schedules: Mapping[str, Template]
    pages: Mapping[str, Template]
    """The cover page, the words above the signatures, the closing lines, the notices under the title."""
    terms: tuple[DefinedTerm, ...]
    phrases: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, str]
    proper_names: tuple[str, ...] = ()
    """Words with a capital letter that are no terms."""
    reason: str = ""
    """Why a house's own form differs from the standard one, wherever nothing more is said."""
    standard: Form | None = None
    """The form that a house's own was laid over; None where this is the standard form itself."""
    master: Form | None = None
    """The form of the agreement that its own stand under; None where they stand alone."""

    @property
    def full_version(self) -> str:
        """The version; of a house's form, after that of the standard form: ``1.0+2.3``."""
        return f"{self.standard.version}+{self.version}" if self.standard else self.version

    def changed_clauses(self) -> frozenset[str]:
        """The ids of the standard form's clauses that a house's own take the place of."""
        usual = self.standard.clauses if self.standard else {}
        return frozenset(id_ for id_, clause in usual.items() if self.clauses[id_] is not clause)

    def templates(self) -> tuple[Template, ...]:
        """Everything that has to be compiled."""
        means = (term.means for term in self.terms)
        return (*self.clauses.values(), *self.schedules.values(), *self.pages.values(), *means)


_REMARK = "<!-- -->"
"""Stands for a blank line, which would end the meaning."""
PAGES = ("cover", "signing", "closing", "notices")
CLAUSE_KINDS = ("right", "duty", "prohibition", "procedure", "statement", "disclaimer")
_KEYS = frozenset(
    {"title", "when", "bears", "benefits", "kind", "mandatory", "survives", "purpose", "guidance", "origin"}
    | {"reason"}
)
_STANDARD = "outline.yaml"
_OUTLINES = {"letter": "letter.yaml"}
"""Tables of contents of documents that stand under another."""


def fingerprint(files: Files) -> str:
    """SHA-256 over the names and the bytes of a form's files, in hexadecimal."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def outline_of(structure: str) -> str:
    """The file with the table of contents of an agreement of that structure."""
    return _OUTLINES.get(structure, _STANDARD)


def parse(files: Files, outline: str = _STANDARD) -> Form:
    """The form in these files that has this table of contents.

    One that stands under the standard form has no cover page and no terms: its words with capitals are those
    of the agreement above it. Raises FormError with file, line and a plain sentence.
    """
    edition = sheet(files, _STANDARD)
    standard = _parse(files, edition, edition)
    if outline == _STANDARD:
        return standard
    form = _parse(files, edition, sheet(files, outline))
    pages = {name: page for name, page in form.pages.items() if name != "cover"}
    return form._replace(pages=pages, terms=(), master=standard)


def parts_of(outline: Sheet) -> Iterator[PartOutline]:
    """The parts of a table of contents; one without a title where it has clauses and no parts."""
    if outline.has(("clauses",)):
        yield PartOutline("", outline.texts(("clauses",)))
    for part in outline.entries(("parts",)):
        yield PartOutline(outline.text((*part, "title")), outline.texts((*part, "clauses")))


def _parse(files: Files, edition: Sheet, outline: Sheet) -> Form:
    parts = tuple(parts_of(outline))
    clause_ids = [clause for part in parts for clause in part.clauses]
    schedule_ids = outline.texts(("schedules",))
    countries = sheet(files, "countries.yaml")
    return Form(
        name=edition.text(("name",)),
        version=edition.text(("version",)),
        licence=edition.text(("licence",)),
        title=outline.text(("title",), ""),
        hash=fingerprint(files),
        outline=parts,
        schedule_ids=schedule_ids,
        clauses={id_: template(files, f"clauses/{id_}.md") for id_ in clause_ids},
        schedules={id_: template(files, f"schedules/{id_}.md") for id_ in schedule_ids},
        pages={name: template(files, f"{name}.md") for name in PAGES},
        terms=defined_terms(files),
        phrases=phrases(files),
        countries={code: countries.text((code,)) for code in countries.names()},
        proper_names=edition.texts(("proper_names",)),
    )


def text(files: Files, name: str, folder: str = "") -> str:
    """One of the files as text with plain line ends; ``folder`` is where messages say it is."""
    shown = _shown(name, folder)
    if name not in files:
        raise FormError(f"{shown}: the outline names this file, but it is not there")
    try:
        found = files[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = files[name].count(b"\n", 0, error.start) + 1
        raise FormError(f"{shown}:{line}: a character is not UTF-8; save the file as UTF-8") from None
    found = found.replace("\r\n", "\n").replace("\r", "\n")
    for at in hidden(found):
        line = found.count("\n", 0, at) + 1
        raise FormError(f"{shown}:{line}: {described(found[at])} hides or changes what a reader sees")
    return found


def _shown(name: str, folder: str) -> str:
    return f"{folder}/{name}" if folder else name


def sheet(files: Files, name: str, folder: str = "") -> Sheet:
    """One of the files that are YAML. Raises FormError."""
    return read_sheet(_shown(name, folder), text(files, name, folder))


def template(files: Files, name: str, folder: str = "") -> Template:
    """One of the files as a template, its front matter read. Raises FormError."""
    content, file = text(files, name, folder), _shown(name, folder)
    id_ = name.rpartition("/")[2].removesuffix(".md")
    if not content.startswith("---\n"):
        if "/" in name:
            raise FormError(f"{file}:1: the front matter is missing: three dashes, a title, three dashes")
        return Template(id=id_, file=file, body=content)
    head, fence, body = content[3:].partition("\n---\n")
    if not fence:
        raise FormError(f"{file}:1: the front matter has no closing line of three dashes")
    line = head.count("\n") + 3
    norms.check(body, file, line)
    front = read_sheet(file, f"{head}\n")
    front.only((), _KEYS)
    return Template(
        id=id_,
        file=file,
        body=body,
        line=line,
        title=front.text(("title",), None if "/" in name else ""),
        when=_condition(front, ("when",)),
        bears=front.texts(("bears",), ROLES),
        benefits=front.texts(("benefits",), ROLES),
        kind=front.choice(("kind",), CLAUSE_KINDS, default="statement"),
        mandatory=front.truth(("mandatory",)),
        survives=front.truth(("survives",)),
        purpose=front.text(("purpose",), ""),
        guidance=front.block(("guidance",), ""),
        origin=front.texts(("origin",)),
        reason=front.text(("reason",), ""),
    )


def _condition(front: Sheet, path: Path) -> str:
    """A condition that can be answered."""
    condition = front.text(path, "")
    try:
        compile_condition(condition)
    except ConditionError as error:
        raise front.wrong(path, str(error)) from None
    return condition


def defined_terms(files: Files, folder: str = "") -> tuple[DefinedTerm, ...]:
    """The terms that ``terms.yaml`` defines. Raises FormError."""
    found = sheet(files, "terms.yaml", folder)
    found.only((), {"terms"})
    return tuple(_term(found, entry, _shown("terms.yaml", folder)) for entry in found.entries(("terms",)))


def _term(terms: Sheet, entry: Path, file: str) -> DefinedTerm:
    terms.only(entry, {"name", "forms", "means", "reason"})
    name, meaning = terms.text((*entry, "name")), (*entry, "means")
    lines = (line.strip() for line in terms.block(meaning).splitlines())
    means = Template(
        id=name,
        file=file,
        body="\n".join(line or _REMARK for line in lines),
        line=terms.first_line(meaning),
        reason=terms.text((*entry, "reason"), ""),
    )
    return DefinedTerm(name, (name, *terms.texts((*entry, "forms"))), means)


def phrases(files: Files, folder: str = "") -> dict[str, dict[str, str]]:
    """The words of ``phrases.yaml`` by field and choice. Raises FormError."""
    found = sheet(files, "phrases.yaml", folder)
    return {
        field: {choice: found.text((field, choice)) for choice in found.names((field,))}
        for field in found.names()
    }
