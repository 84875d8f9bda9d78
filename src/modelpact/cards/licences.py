"""Licences as model cards name them, and what each allows, from a dated file of facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from modelpact.facts import fact

NON_COMMERCIAL = re.compile(r"(?i)\bNC\b|non-?commercial|research[- ]only")
"""Names of licences that say that they allow no commercial use."""
_SILENT = frozenset({"other", "unknown"})


class Licence(NamedTuple):
    """A licence, and what its own text says of every use; None where that is not known here."""

    name: str
    url: str = ""
    commercial: bool | None = None
    derivatives: bool | None = None


def licence(id_: str, own_name: str = "") -> Licence | None:
    """The licence with that id, or of that own name where the id says nothing; None for no licence."""
    if id_.casefold() in _SILENT:
        return _by_name(own_name) if own_name else None
    known = _known().get(id_.casefold())
    if known is None:
        return _by_name(own_name or id_)
    return Licence(known["name"], known.get("url", ""), known.get("commercial"), known.get("derivatives"))


def same(first: str, second: str) -> bool:
    """Whether two names mean one licence: its id, its name, or either without the words around it."""
    return bool(_keys(first) & _keys(second))


def _by_name(name: str) -> Licence:
    return Licence(name, commercial=False if NON_COMMERCIAL.search(name) else None)


def _keys(name: str) -> set[str]:
    known = _known().get(name.casefold())
    names = (name, known["name"] if known else name)
    return {_bare(each) for each in names}


def _bare(name: str) -> str:
    """Letters and digits, without words that every name of a licence may have."""
    words = re.sub(r"(?i)\b(the|licen[cs]e|version|v)\b", " ", name)
    return re.sub(r"[^a-z0-9]", "", words.casefold().replace(".0", ""))


@cache
def _known() -> Mapping[str, Any]:
    licences: Mapping[str, Any] = fact("licences")["licences"]
    return licences
