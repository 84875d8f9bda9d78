"""``modelpact kinds``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelpact.characters import quoted
from modelpact.cli import EXIT_CLEAN, EXIT_USAGE
from modelpact.cli.browsing import Entry, as_json, heading, labelled
from modelpact.cli.printing import line, problem
from modelpact.fields import contract
from modelpact.kinds import kind
from modelpact.suggestions import nearest


def run(id_: str | None, *, json: bool) -> int:
    """Print every kind of partnership in the schema's order, or one."""
    ids = contract().children["kind"].node["enum"]
    if id_ is not None and id_ not in ids:
        near = nearest(id_, ids)
        hint = f'did you mean "{near}"?' if near else "modelpact kinds lists all there are"
        problem(f"{quoted(id_)} is no kind of partnership; {hint}")
        return EXIT_USAGE
    entries = [_entry(found) for found in ([id_] if id_ else ids)]
    if json:
        as_json(entries)
        return EXIT_CLEAN
    for number, entry in enumerate(entries):
        if number:
            line("")
        _show(entry)
    return EXIT_CLEAN


def _entry(id_: str) -> Entry:
    found = kind(id_)
    return {
        "id": found.id,
        "title": found.title,
        "summary": found.summary,
        "use_when": found.use_when,
        "defaults": found.defaults,
    }


def _show(entry: Entry) -> None:
    heading(entry["id"])
    for label, name in (("title", "title"), ("summary", "summary"), ("use when", "use_when")):
        labelled(label, entry[name])
    for number, (field, value) in enumerate(_flat(entry["defaults"])):
        labelled("" if number else "defaults", f"{field}: {value}")


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Each default with its dotted field, written as a spec would write it."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, list):
            yield f"{above}{name}", f"[{', '.join(map(str, value))}]"
        else:
            yield f"{above}{name}", str(value).lower() if isinstance(value, bool) else str(value)
