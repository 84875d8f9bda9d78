"""The file that a draft becomes: its first lines, its comments, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelpact.diagnostics import Path, dotted
from modelpact.drafting.draft import Draft
from modelpact.drafting.writing import Remarks, written
from modelpact.fields import TBC, Field, contract
from modelpact.kinds import kind

SCHEMA = "modelpact-1.schema.json"


def spec_text(draft: Draft, schema: str = SCHEMA) -> str:
    """The spec as a person edits it; ``schema`` is where editors find the schema, from its folder."""
    remarks = Remarks(tuple(_heading(draft, schema)), explains=True, beside=_beside(draft))
    return written(_ordered(draft.data, contract()), remarks)


def open_fields(draft: Draft) -> tuple[tuple[Path, str], ...]:
    """Each field that is TBC with its name in words, in the spec's order."""
    return tuple((path, named(draft, path)) for path in draft.open_points())


def assumptions(draft: Draft) -> tuple[tuple[Path, str, Any], ...]:
    """What is to be confirmed: the field, its name in words, and the value that stands there."""
    ordered = sorted(draft.assumed, key=lambda path: tuple(map(str, path)))
    return tuple((path, named(draft, path), draft.at(path)) for path in ordered)


def named(draft: Draft, path: Path) -> str:
    """What a person calls the field: ``Country code of Cornell``."""
    field = contract().at(path)
    title = field.title if field is not None and field.title else dotted(path)
    about = ""
    for depth, key in enumerate(path):
        entry = draft.at(path[: depth + 1])
        if isinstance(key, int) and isinstance(entry, dict):
            about = _called(entry) or about
    return f"{title} of {about}" if about else title


def _called(entry: dict[str, Any]) -> str:
    names = (entry.get(name) for name in ("short_name", "name", "id"))
    return next((str(name) for name in names if name not in (None, TBC)), "")


def _ordered(data: Any, field: Field | None) -> Any:
    """The data with fields in the schema's order."""
    if isinstance(data, list):
        return [_ordered(each, field.item if field else None) for each in data]
    if not isinstance(data, dict) or field is None:
        return data
    names = [
        *(name for name in field.children if name in data),
        *(name for name in data if name not in field.children),
    ]
    return {name: _ordered(data[name], field.children.get(name)) for name in names}


def _heading(draft: Draft, schema: str) -> Iterator[str]:
    id_ = draft.data["kind"]
    yield f"# yaml-language-server: $schema={schema}"
    yield "#"
    yield f"# {kind(id_).title}."
    yield f"# {kind(id_).summary}"
    yield "#"
    yield "# TBC stands for what is not known yet; the agreement is a draft while anything is TBC."
    yield f"# What is left out takes its default: modelpact kinds {id_} lists them."
    if draft.origins:
        yield "# What comes from the model's own files says so; read it before you rely on it."
    yield ""


def _beside(draft: Draft) -> dict[Path, str]:
    confirm = dict.fromkeys(draft.assumed, "assumed: confirm or change")
    return {**confirm, **{path: f"from {origin}" for path, origin in draft.origins.items()}}
