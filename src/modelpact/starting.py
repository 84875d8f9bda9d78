"""From a model's own files to a new spec on disk: reads, calls the stages of drafting, writes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from modelpact import files
from modelpact.check import Checked
from modelpact.diagnostics import UserError
from modelpact.drafting.draft import Draft
from modelpact.drafting.finished import SCHEMA, spec_text
from modelpact.drafting.from_card import Found
from modelpact.fields import SPEC

_DRAFT = ".draft.yaml"
"""Not the name of a spec, so that folders and hooks leave it alone."""
_MOST_DRAFTS = 100


class Written(NamedTuple):
    """The files that were written."""

    spec: Path
    schema: Path | None
    """None where editors find the schema in a file that was there."""


def model_found(
    name: str, announce: Callable[[str, int], None] = lambda _name, _size: None
) -> tuple[Found, Checked | None]:
    """What a model card, or the folder of a model's repository, says; and what is wrong with the card.

    ``announce`` is told each file of a folder and its size before it is read. Raises UserError where
    something cannot be read, or lies.
    """
    if name == files.STANDARD_INPUT:
        return _from_card(files.SHOWN_INPUT, files.read_spec(name))
    from modelpact.model_files import card_of, read_card_file, read_repository

    place = Path(name)
    if not place.is_dir():
        return _from_card(str(place), read_card_file(place))
    path = card_of(place)
    found, wrong = _from_card(str(path), read_card_file(path)) if path else (Found(), None)
    if wrong is not None:
        return found, wrong
    repository = read_repository(place, announce)
    if found.card is None and not repository.files:
        raise UserError(f"{name}: has no model card and no files of a model")
    return found._replace(repository=repository), None


def _from_card(name: str, content: bytes) -> tuple[Found, Checked | None]:
    from modelpact.cards.card_text import read_text
    from modelpact.cards.model_card import read_card

    card, wrong = read_card(name, content)
    if card is None:
        text = content.decode("utf-8-sig", errors="replace")
        return Found(), Checked(name, {name: text}, None, None, wrong)
    return Found(card, read_text(card)), None


def refuse_taken(path: Path) -> None:
    """Raise UserError where something is there already: said before anybody is asked anything."""
    if os.path.lexists(path):
        raise UserError(f"{path}: is there already, and nothing is written over it")


def refuse_unwritable(folder: Path) -> None:
    """Likewise where nothing can be written to the folder, or to where it would be made."""
    place = folder.absolute()
    while not os.path.lexists(place):
        place = place.parent
    if not place.is_dir():
        raise UserError(f"{place}: is not a folder")
    if not os.access(place, os.W_OK):
        raise UserError(f"{place}: nothing may be written there")


def write_spec(path: Path, draft: Draft) -> Written:
    """Write a new spec, and beside it the schema for editors unless one lies near. Raises UserError."""
    near = _schema_near(path)
    text = spec_text(draft, near or SCHEMA)
    schema = path.parent / SCHEMA
    if near is None:
        files.write_new(schema, SPEC.text.encode())
    try:
        files.write_new(path, text.encode())
    except BaseException:
        if near is None:
            schema.unlink(missing_ok=True)
        raise
    return Written(path, None if near else schema)


def write_kept(path: Path, draft: Draft) -> Path:
    """Keep an unfinished draft under a name of its own, beside where the spec was to be. Raises UserError."""
    stem = files.stem(str(path))
    for number in range(1, _MOST_DRAFTS):
        kept = path.with_name(f"{stem}{_DRAFT}" if number == 1 else f"{stem}-{number}{_DRAFT}")
        if not os.path.lexists(kept):
            files.write_new(kept, spec_text(draft, _schema_near(path) or SCHEMA).encode())
            return kept
    raise UserError(f"{path.parent}: has {_MOST_DRAFTS - 1} drafts of {stem} already")


def with_card_file(draft: Draft, card: str, path: Path) -> Draft:
    """The draft naming the card's file where that lies in the spec's project, so that check reads it."""
    place = Path(card).resolve()
    if place.is_dir():
        place = place / "README.md"
    if not place.is_file() or not place.is_relative_to(files.project_folder(path)):
        return draft
    relative = os.path.relpath(place, path.parent.resolve()).replace(os.sep, "/")
    named = draft.put(("models", 0, "model_card_file"), relative)
    return draft if any(each.rule != "card-unreadable" for each in named.errors()) else named


def _schema_near(path: Path) -> str | None:
    """The path from a spec to a schema that lies with it or, within its project, above it."""
    folder = path.parent.resolve()
    root = files.project_folder(path)
    for place in (folder, *folder.parents):
        for file in (place / SCHEMA, place / "schemas" / SCHEMA):
            if file.is_file():
                return os.path.relpath(file, folder).replace(os.sep, "/")
        if place == root:
            return None
    return None
