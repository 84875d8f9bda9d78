"""A spec while it is being written: what it says so far, where that comes from, and what is still open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from modelpact import resources
from modelpact.check import Checked, check
from modelpact.diagnostics import Diagnostic, FormError, Path, Severity
from modelpact.drafting.writing import written
from modelpact.fields import TBC, contract
from modelpact.kinds import kind
from modelpact.load import load
from modelpact.spec import leaves, merged, value_at

_START = "templates/new/start.yaml"
NAME = "new spec"
"""What diagnostics call a draft, which is no file yet."""

_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """A valid spec at every moment: TBC stands for whatever nobody has said."""

    data: Mapping[str, Any]
    origins: Mapping[Path, str] = field(default_factory=dict)
    """Where a value comes from, of those that nobody typed."""
    assumed: frozenset[Path] = frozenset()
    """What stands there only because something must; to be confirmed."""
    left_out: tuple[str, ...] = ()
    """What the model's own files say and could not be used, a sentence each."""

    def at(self, path: Path) -> Any:
        """What it says there; None where it says nothing."""
        return value_at(self.data, path)

    def put(self, path: Path, value: Any, origin: str = "") -> Draft:
        """The draft with a value at a path; a list grows by the entry after its last."""
        kept = {where: said for where, said in self.origins.items() if where[: len(path)] != path}
        origins = {**kept, path: origin} if origin else kept
        assumed = frozenset(where for where in self.assumed if where[: len(path)] != path)
        return replace(self, data=_put(self.data, path, value), origins=origins, assumed=assumed)

    def confirmed(self, path: Path) -> Draft:
        """The draft where somebody has said that a value is right."""
        return replace(self, assumed=self.assumed - {path})

    def is_open(self, path: Path) -> bool:
        """Whether somebody still has to say something there."""
        return self.at(path) in (None, TBC) or path in self.assumed

    def open_points(self) -> tuple[Path, ...]:
        """Every path that says TBC."""
        return tuple(path for path, value in leaves(self.data) if value == TBC)

    def renamed(self, place: Path, old: str, new: str) -> Draft:
        """The draft with another id for an entry of ``parties`` or ``models``, wherever it is meant."""
        lists = str(place[0])
        data: Mapping[str, Any] = _put(self.data, (*place, "id"), new)
        for path, value in leaves(data):
            about = contract().at(path)
            if value == old and about is not None and _refers(about.node, lists):
                data = _put(data, path, new)
        return replace(self, data=data)

    def text(self) -> str:
        """The spec as written, without comments."""
        return written(self.data)

    def checked(self) -> Checked:
        """What a check says of it."""
        return _checked(self.text())

    def errors(self) -> tuple[Diagnostic, ...]:
        """What is wrong with it; nothing, unless somebody put in what is not accepted."""
        return tuple(each for each in self.checked().diagnostics if each.severity is Severity.ERROR)


@lru_cache(maxsize=4)
def _checked(text: str) -> Checked:
    """Each draft is asked for twice: after one answer, and before the next."""
    return check(NAME, text.encode())


def begin(kind_id: str) -> Draft:
    """A spec of that kind in which all is TBC that can be."""
    start = _start()
    mode = kind(kind_id).defaults["access"]["mode"]
    own = merged(start["every"], start["kinds"].get(kind_id, {}))
    data = {
        "modelpact": 1,
        "id": "new-agreement",
        "title": TBC,
        "kind": kind_id,
        **merged({"access": {"mode": mode}}, own),
    }
    data = {name: data[name] for name in contract().children if name in data}
    assumed = frozenset(path for path, _ in leaves(data) if path[-1] in start["confirm"])
    return Draft(data, {}, assumed)


@cache
def _start() -> Mapping[str, Any]:
    source, found = load("start.yaml", resources.read_bytes(_START))
    if source is None:
        raise FormError(f"{found[0].span}: {found[0].message}")
    return source.data


def slug(text: str, taken: Iterable[str] = (), otherwise: str = "new-agreement") -> str:
    """A short id for a name: letters, digits and hyphens, unlike all that are taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: _LONGEST_ID - 4].strip("-") or otherwise
    others = set(taken)
    number = 2
    free = made
    while free in others:
        free, number = f"{made}-{number}", number + 1
    return free


def _put(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        entries = list(data) if isinstance(data, list) else []
        entries[key : key + 1] = [_put(entries[key] if key < len(entries) else None, rest, value)]
        return entries
    fields = dict(data) if isinstance(data, Mapping) else {}
    return {**fields, key: _put(fields.get(key), rest, value)}


def _refers(node: Mapping[str, Any], lists: str) -> bool:
    shapes = (node, *node.get("anyOf", ()))
    return any(shape.get("x-refers") == lists for shape in shapes)
