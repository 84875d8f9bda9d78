"""The form: the clauses, schedules, terms and phrases that agreements are made of, read from its files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from modelpact.diagnostics import FormError
from modelpact.load import load
from modelpact.values import TOKEN

Files = Mapping[str, bytes]
"""The form's files by their path below its folder: ``clauses/publication.md``."""


@dataclass(frozen=True, slots=True)
class Template:
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
    override: str = ""
    """``replaced`` or ``added`` where a spec's own words take the place of the body."""
    prose: tuple[str | int, ...] = ()
    """The path of those words."""


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term that the agreement defines; ``means`` is a template."""

    name: str
    forms: tuple[str, ...]
    means: Template


@dataclass(frozen=True, slots=True)
class PartOutline:
    """A part of the agreement and its clauses' ids, in order."""

    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that an agreement is made from, save the spec."""

    name: str
    version: str
    licence: str
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

    def templates(self) -> tuple[Template, ...]:
        """Everything that has to be compiled."""
        means = (term.means for term in self.terms)
        return (*self.clauses.values(), *self.schedules.values(), *self.pages.values(), *means)


PAGES = ("cover", "signing", "closing", "notices")
_KEYS = {field.name for field in fields(Template)} - {"id", "file", "body", "line", "override", "prose"}


def fingerprint(files: Files) -> str:
    """SHA-256 over the names and the bytes of a form's files, in hexadecimal."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def parse(files: Files) -> Form:
    """The form in these files. Raises FormError with file, line and a plain sentence."""
    outline = data(files, "outline.yaml")
    parts = tuple(PartOutline(part["title"], tuple(part["clauses"])) for part in outline["parts"])
    clause_ids = [clause for part in parts for clause in part.clauses]
    schedule_ids = tuple(outline["schedules"])
    return Form(
        name=outline["name"],
        version=str(outline["version"]),
        licence=outline["licence"],
        hash=fingerprint(files),
        outline=parts,
        schedule_ids=schedule_ids,
        clauses={id_: template(files, f"clauses/{id_}.md") for id_ in clause_ids},
        schedules={id_: template(files, f"schedules/{id_}.md") for id_ in schedule_ids},
        pages={name: template(files, f"{name}.md") for name in PAGES},
        terms=tuple(defined_term(entry) for entry in data(files, "terms.yaml")["terms"]),
        phrases=data(files, "phrases.yaml"),
        countries=data(files, "countries.yaml"),
    )


def _read(files: Files, name: str) -> str:
    if name not in files:
        raise FormError(f"{name}: the outline names this file, but it is not there")
    text = files[name].decode()
    if TOKEN.search(text):
        raise FormError(f"{name}: has private-use characters")
    return text


def data(files: Files, name: str, content: str | None = None) -> dict[str, Any]:
    """A YAML file's content; ``content`` where it is only part of that file. Raises FormError."""
    text = _read(files, name) if content is None else content
    source, diagnostics = load(name, text.encode())
    errors = [found for found in diagnostics if found.severity == "error"]
    if source is None or errors:
        raise FormError(f"{errors[0].span}: {errors[0].message}" if errors else f"{name}: is empty")
    return source.data


def template(files: Files, name: str) -> Template:
    """One of the files as a template, its front matter read. Raises FormError."""
    text = _read(files, name)
    id_ = name.rpartition("/")[2].removesuffix(".md")
    if not text.startswith("---\n"):
        return Template(id=id_, file=name, body=text)
    head, fence, body = text[4:].partition("\n---\n")
    if not fence:
        raise FormError(f"{name}:1: the front matter has no closing line of three dashes")
    settings = data(files, name, content=f"\n{head}\n")
    if unknown := sorted(settings.keys() - _KEYS):
        raise FormError(f"{name}: {unknown[0]!r} is not a key of the front matter")
    as_tuples: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()
    }
    return Template(id=id_, file=name, body=body, line=head.count("\n") + 4, **as_tuples)


def defined_term(entry: Mapping[str, Any]) -> DefinedTerm:
    """A term as the list of terms gives it."""
    name = entry["name"]
    lines = (line.strip() for line in entry["means"].splitlines())
    means = Template(id=name, file=f"terms.yaml ({name})", body="\n".join(filter(None, lines)))
    return DefinedTerm(name, (name, *entry.get("forms", ())), means)
