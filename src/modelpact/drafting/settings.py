"""``--set path=value``: a value for any field of a new spec."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from modelpact import characters
from modelpact.diagnostics import Path
from modelpact.drafting.draft import Draft
from modelpact.drafting.names import short_name
from modelpact.drafting.questions import Refused, meaning
from modelpact.fields import TBC
from modelpact.load import load

_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PATH = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+|\[[0-9]{1,3}\])*")
_WRITTEN_OUT = ("[", "{", '"', "'")


class Setting(NamedTuple):
    """What somebody set, as it was typed."""

    keys: tuple[str, ...]
    said: str
    typed: str


def parsed(text: str) -> Setting | Refused:
    """The setting that an argument states."""
    name, equals, said = text.partition("=")
    if not equals or not _PATH.fullmatch(name):
        return Refused(
            f"{characters.quoted(text)} is not a setting", "write path=value, such as parties[0].country=US"
        )
    if not said.strip():
        return Refused(f"{name} is set to nothing", "write TBC for a value that is not known yet")
    hidden = next(characters.hidden(said, layout=frozenset("\t\n")), None)
    if hidden is not None:
        return Refused(f"{name}: {characters.described(said[hidden])} hides or changes what a reader sees")
    return Setting(tuple(_KEY.findall(name)), said.strip(), text)


def put(draft: Draft, setting: Setting) -> Draft | Refused:
    """The draft with the setting in it, whether a check accepts it or not."""
    if setting.keys in (("kind",), ("modelpact",)):
        return Refused(
            f"{setting.keys[0]} is not set this way", "say --kind" if setting.keys == ("kind",) else ""
        )
    path = _resolved(draft, setting.keys)
    if isinstance(path, Refused):
        return path
    value = _value(path, setting.said)
    if isinstance(value, Refused):
        return value
    if len(path) == 3 and path[0] in ("parties", "models") and path[2] == "id" and isinstance(value, str):  # noqa: PLR2004
        old = draft.at(path)
        if isinstance(old, str):
            return draft.renamed(path[:2], old, value)
    return draft.put(path, value)


def with_short_names(draft: Draft) -> Draft:
    """The draft where a party whose name was set has a short name made of it, unless another has that."""
    for index, party in enumerate(draft.at(("parties",))):
        place: Path = ("parties", index, "short_name")
        short = short_name(str(party["name"]))
        others = [each["short_name"] for each in draft.at(("parties",)) if each is not party]
        if place in draft.assumed and party["name"] != TBC and short not in others:
            draft = draft.put(place, short)
    return draft


def _resolved(draft: Draft, keys: tuple[str, ...]) -> Path | Refused:
    """The path, where an entry of a list may be named by its position or its id."""
    path: Path = ()
    for key in keys:
        inside = draft.at(path)
        if not isinstance(inside, list):
            path = (*path, key)
            continue
        place = _entry(inside, key)
        if place is None:
            ids = [each["id"] for each in inside if isinstance(each, dict) and "id" in each]
            known = f"; there are {', '.join(ids)}" if ids else ""
            name = ".".join(map(str, path))
            hint = f"an entry is its id or a position from 0 to {len(inside)}; the last adds one"
            return Refused(f"{name} has no entry {characters.quoted(key)}{known}", hint)
        path = (*path, place)
    return path


def _entry(entries: list[Any], key: str) -> int | None:
    if key.isdigit():
        return int(key) if int(key) <= len(entries) else None
    ids = (index for index, each in enumerate(entries) if isinstance(each, dict) and each.get("id") == key)
    return next(ids, None)


def _value(path: Path, said: str) -> Any:
    """A list, a group or a quoted text as YAML has it; everything else means what the field takes."""
    if not said.startswith(_WRITTEN_OUT):
        return meaning(path, said)
    source, found = load("--set", f"value: {said}\n".encode())
    if source is None or set(source.data) != {"value"}:
        reason = found[0].message if found else "it is more than one value"
        return Refused(f"{characters.quoted(said)} cannot be read: {reason}")
    return source.data["value"]
