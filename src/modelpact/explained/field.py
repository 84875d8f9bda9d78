"""A field of the spec explained: what it does, what it is here, which clauses it shapes, who looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modelpact.accepted import accepted
from modelpact.diagnostics import Path
from modelpact.explained.rule_reads import rules_that_read
from modelpact.explained.shaping import Shaping
from modelpact.explained.stated import Shaped, Stated, default_of, stated, value_words
from modelpact.fields import SPEC, Field, contract
from modelpact.rules.rule import Rule
from modelpact.spec import Spec

_STEP = re.compile(r"([a-z_]+)((?:\[[0-9]{1,4}\])*)")


@dataclass(frozen=True, slots=True)
class Look:
    """A rule that looks at a field."""

    id: str
    severity: str
    says: str
    """What it reports."""


@dataclass(frozen=True, slots=True)
class FieldExplained:
    """All about a field."""

    name: str
    """Dotted, as it was asked for."""
    title: str
    description: str
    accepts: str
    examples: tuple[str, ...]
    here: tuple[Stated, ...]
    """Its value, or those of all entries of the lists that it is in; of a group, each field that has one."""
    default: Stated | None
    favours: str
    """Whom more or less of it favours, as a sentence; empty where the schema says nothing."""
    inside: tuple[str, ...]
    """The names of the fields in it."""
    shapes: tuple[Shaped, ...]
    rules: tuple[Look, ...]


def field_names(name: str) -> tuple[Path, bool] | None:
    """The path that a dotted name means and whether the schema knows it; None where it is no such name."""
    path: list[str | int] = []
    for step in name.split("."):
        if step.isdigit() and path:
            path.append(int(step))
        elif match := _STEP.fullmatch(step):
            path += [match[1], *map(int, re.findall(r"[0-9]+", match[2]))]
        else:
            return None
    names = [key for key in path if isinstance(key, str)]
    return tuple(path), contract().named(names) is not None


def missing_entry(path: Path, spec: Spec) -> Path | None:
    """As much of a path as leads to an entry that no list here has; None where every position is there."""
    for end, key in enumerate(path, start=1):
        if isinstance(key, int):
            entries = spec.at(path[: end - 1])
            if not isinstance(entries, list) or key >= len(entries):
                return path[:end]
    return None


def explained(path: Path, spec: Spec, shaping: Shaping) -> FieldExplained:
    """All about the field at a path, in which list positions may be left out."""
    names = tuple(key for key in path if isinstance(key, str))
    field = contract().named(names)
    assert field
    examples = field.node.get("examples", ())
    places = list(dict.fromkeys(_places(path, spec)))
    leaves = [leaf for place in places for leaf in _leaves(place, spec)]
    shapes = dict.fromkeys(each for place in places for each in shaping.by(place))
    return FieldExplained(
        name=".".join(map(str, path)),
        title=field.title,
        description=str(field.node.get("description", "")),
        accepts=accepted(field.node, SPEC, examples),
        examples=tuple(value_words(each) for each in examples),
        here=tuple(stated(leaf, spec) for leaf in leaves),
        default=default_of(places[0], spec) if places and not field.children else None,
        favours=_favours(field),
        inside=tuple(
            name
            for name in {**field.children, **(field.item.children if field.item else {})}
            if name != "withheld"
        ),
        shapes=tuple(shapes),
        rules=tuple(_look(rule) for rule in rules_that_read(names, spec)),
    )


def _places(path: Path, spec: Spec, done: Path = ()) -> Iterator[Path]:
    """The path with a position for each list that it passes, once for each entry."""
    if not path:
        yield done
        return
    key, *rest = path
    value = spec.at(done)
    if isinstance(value, list) and isinstance(key, str):
        for index in range(len(value)):
            yield from _places(path, spec, (*done, index))
    else:
        yield from _places(tuple(rest), spec, (*done, key))


def _leaves(path: Path, spec: Spec) -> Iterator[Path]:
    """The path itself; of a group or a list of groups, each field in it that has a value."""
    value = spec.at(path)
    if isinstance(value, dict):
        for key in value:
            yield from _leaves((*path, key), spec)
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for index in range(len(value)):
            yield from _leaves((*path, index), spec)
    else:
        yield path


def _favours(field: Field) -> str:
    said = field.node.get("x-favours")
    if not said:
        return ""
    if "order" in said:
        values = ", ".join(map(value_words, said["order"]))
        return f"from the best for the provider to the best for the recipient: {values}"
    return f"a higher number favours the {said['higher']}, a lower one the {said['lower']}"


def _look(rule: Rule) -> Look:
    return Look(rule.id, str(rule.severity), _first_sentence(rule.page))


def _first_sentence(page: str) -> str:
    return " ".join(page.split("\n\n", maxsplit=1)[0].split())


def known_names() -> Sequence[str]:
    """Every field's dotted name, list positions left out."""
    return tuple(dict.fromkeys(_every(contract(), ())))


def _every(field: Field, names: tuple[str, ...]) -> Iterator[str]:
    for name, child in {**field.children, **(field.item.children if field.item else {})}.items():
        if name != "withheld":
            yield ".".join((*names, name))
            yield from _every(child, (*names, name))
