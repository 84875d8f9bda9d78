"""What a spec says it does not know, withholds, or leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelpact.agreement import Clause, Schedule
from modelpact.computed import title_of
from modelpact.diagnostics import Path
from modelpact.fields import TBC, Field, contract
from modelpact.spec import Spec

UNKNOWN, WITHHELD, OPEN = "unknown", "withheld", "open"


@dataclass(frozen=True, slots=True)
class Silence:
    """A field whose answer is that there is none."""

    path: Path
    title: str
    """The field as a reader calls it."""
    state: str
    """``unknown``, ``withheld`` or ``open`` (still to be confirmed)."""
    reason: str
    """Why it is withheld; empty where nothing is said."""
    numbers: tuple[str, ...]
    """The clauses and schedules that print it: ``24``, ``Schedule E``."""


def silences(sections: Sequence[Clause | Schedule], spec: Spec) -> tuple[Silence, ...]:
    """Every one of them, in the order of the spec; what the text leaves out altogether is none."""
    return tuple(
        Silence(path, _title(path, spec), state, reason, tuple(_readers(path, sections)))
        for path, state, reason in _silent(spec.resolved(), contract())
    )


def _silent(data: Any, field: Field | None, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    if path[:1] == ("lint",):
        return
    if isinstance(data, Mapping):
        if "withheld" in data and field is not None and field.is_disclosure:
            yield path, WITHHELD, " ".join(str(data["withheld"]).split())
            return
        for key, value in data.items():
            yield from _silent(value, field and field.children.get(key), (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _silent(value, field and field.item, (*path, index))
    elif data in (TBC, "withheld") or (data == UNKNOWN and _may_be_unknown(field)):
        yield path, OPEN if data == TBC else data, ""


def _may_be_unknown(field: Field | None) -> bool:
    """Whether the word is an answer there, and no text that happens to be that word."""
    return field is not None and (field.is_disclosure or UNKNOWN in field.choices)


def _title(path: Path, spec: Spec) -> str:
    """The field's title, with the name of the entry of a list that it stands in."""
    for end in range(len(path) - 1, 0, -1):
        entry = spec.at(path[:end]) if isinstance(path[end - 1], int) else None
        if isinstance(entry, Mapping):
            names = (entry.get(key) for key in ("short_name", "name", "title", "task", "source", "id"))
            name = next((name for name in names if isinstance(name, str) and name != TBC), None)
            return f"{title_of(path)} ({' '.join(name.split())})" if name else title_of(path)
    return title_of(path)


def _readers(path: Path, sections: Iterable[Clause | Schedule]) -> Iterator[str]:
    for section in sections:
        if any(source.path[: len(path)] == path for source in section.sources):
            yield str(section.number) if isinstance(section, Clause) else f"Schedule {section.letter}"
