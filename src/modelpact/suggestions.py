"""What was probably meant: a near name, a field one level off, a value written in another way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from modelpact.diagnostics import Path
from modelpact.fields import Field, Schema

_TRUE = frozenset({"yes", "y", "on", "true"})
_FALSE = frozenset({"no", "n", "off", "false"})
_LONGEST = 100


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that most resembles a misspelt one."""
    from difflib import get_close_matches  # 5 ms that a clean file need not spend

    by_shape = {_shape(candidate): candidate for candidate in names}
    close = get_close_matches(_shape(name[:_LONGEST]), by_shape, n=1, cutoff=0.7)
    return by_shape[close[0]] if close else None


def homes(name: str, here: Path, schema: Schema) -> list[Path]:
    """Where a field of this name belongs: places one level off if there are any, else the only place."""
    inside = tuple(key for key in here if isinstance(key, str))
    places = [place for place in _places(schema).get(name, ()) if place != inside]
    close = [place for place in places if inside[:-1] in (place, place[:-1]) or place[:-1] == inside]
    return close or (places if len(places) == 1 else [])


def rewritten(value: object, accepts: Callable[[object], bool]) -> object:
    """The same value written so that it is accepted; None where no way of writing it is."""
    return next((candidate for candidate in _rewritings(value) if accepts(candidate)), None)


def _shape(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


@cache
def _places(schema: Schema) -> dict[str, list[Path]]:
    """For each field name the groups of fields in which it occurs."""
    places: dict[str, list[Path]] = {}
    for path in _groups(schema.top, ()):
        places.setdefault(str(path[-1]), []).append(path[:-1])
    return places


def _groups(field: Field, path: Path) -> Iterator[Path]:
    children = {**field.children, **(field.item.children if field.item else {})}
    for name, child in children.items():
        yield (*path, name)
        yield from _groups(child, (*path, name))


def _rewritings(value: object) -> Iterator[object]:
    match value:
        case bool():
            yield str(value).lower()
            yield "yes" if value else "no"
        case int():
            yield str(value)
        case list() if len(value) == 1:
            yield value[0]
        case str() if len(value) <= _LONGEST:
            yield from _respellings(value)
    if not isinstance(value, dict | list):
        yield [value]


def _respellings(text: str) -> Iterator[object]:
    lower, words = text.strip().lower(), re.findall(r"[a-z0-9]+", text.lower())
    if lower in _TRUE | _FALSE:
        yield lower in _TRUE
    if number := re.fullmatch(r"([0-9]{1,15})(?: *(?:days?|hours?|months?|years?))?", lower):
        yield int(number[1])
    if day := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", lower):
        yield f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"
    yield from (" ".join(text.split()), lower, text.strip().upper(), "_".join(words), "-".join(words))
