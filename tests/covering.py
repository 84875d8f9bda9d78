"""Specs that between them have every pair of choices: a covering array over the schema's closed choices.

allpairspy and covertable take a minute and more for this many fields and know of no field that is there only
where another is stated; the greedy row by row of AETG (Cohen and others, 1997) takes seconds.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any

from modelpact.diagnostics import Path
from modelpact.fields import SPEC, Field, contract
from specs import _Maker, as_letter, random_spec

STATED, WITHHELD, EMPTY = "(stated)", "(withheld)", "(empty)"
"""What a choice is where it is none of the schema's words; the last, a list with nothing in it."""

_SAMPLES = ("Stated in words", "2026-05-04", "GB", "person@lab.example", "https://lab.example/card", "0" * 64)
"""Where the schema has no example: the first that its pattern takes."""

_NOT_CHOSEN = {("extends",), ("clauses",), ("lint",), ("parties", 0, "role")}  # the last: the kind decides it


Said = tuple[Path, Hashable]
"""What one spec says in one place."""

Pair = tuple[tuple[Path, Hashable], ...]
"""Two choices, each by its path, with what they say."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field, or the first entry of a list, that has a closed set of words, and what it may say."""

    path: Path
    field: Field
    options: tuple[Hashable, ...]

    def of(self, spec: Any) -> Hashable:
        """What a spec says here; None where it says nothing."""
        for key in self.path:
            inside = isinstance(spec, list) and spec if isinstance(key, int) else isinstance(spec, dict)
            spec = (spec[key] if isinstance(key, int) else spec.get(key)) if inside else None
        return None if spec is None else _word(spec, self.options)


def choices(field: Field | None = None, path: Path = ()) -> Iterator[Choice]:
    """Every enumeration, yes or no, disclosure and place for TBC, and every list that may be empty."""
    field = field or contract()
    for name, child in field.children.items():
        at = (*path, name)
        if at in _NOT_CHOSEN or name == "withheld":
            continue
        yield from _choice(child, at)
        yield from choices(child, at) if child.children else ()
        if child.item is not None:
            yield from _choice(child.item, (*at, 0))
            yield from choices(child.item, (*at, 0)) if child.item.children else ()


def covering_specs(seed: int) -> Iterator[dict[str, Any]]:
    """Specs that the schema accepts; every two choices stand in one of them in every way that can be."""
    every = tuple(choices())
    for number, row in enumerate(_rows(every, Random(seed))):
        kind = str(next(word for choice, word in row.items() if choice.path == ("kind",)))
        spec = random_spec(number, kind=kind)
        maker = _Maker(Random(number), 0.5)
        maker.ids = {name: [entry["id"] for entry in spec[name]] for name in ("parties", "models")}
        for choice, word in sorted(row.items(), key=lambda chosen: len(chosen[0].path)):
            if choice.of(spec) != word:
                spec = _with(maker, contract(), spec, choice.path, word)
        if spec.get("structure") == "letter":
            spec = as_letter(spec)
        spec["parties"][1]["country"] = ("US", "GB", "DE")[number % 3]
        if kind == "consortium" and number % 2:
            spec["parties"][-1]["role"] = "coordinator"
            spec["models"] = [{**model, "provider": maker.ids["parties"][0]} for model in spec["models"]]
        yield spec


def pairs(spec: dict[str, Any], every: tuple[Choice, ...]) -> Iterator[Pair]:
    """Every two choices that the spec makes."""
    made = [(choice.path, word) for choice in every if (word := choice.of(spec)) is not None]
    yield from combinations(made, 2)


def feasible_pairs(every: tuple[Choice, ...]) -> Iterator[tuple[Said, Said]]:
    """Every two choices that one spec can make."""
    for one, other in combinations(every, 2):  # what holds another comes before it
        for word in one.options:
            if word == STATED or not _is_inside(other, one):
                yield from (((one.path, word), (other.path, second)) for second in other.options)


# --- the words of a field


def _choice(field: Field, path: Path) -> Iterator[Choice]:
    words = tuple(dict.fromkeys(_words(field)))
    if len(words) > 1:
        yield Choice(path, field, words)


def _words(field: Field) -> Iterator[Hashable]:
    if field.node.get("type") == "boolean":
        yield from (True, False)
    yield from field.node.get("enum", ())
    if field.item is not None and not field.branches() and not field.node.get("minItems"):
        yield from (STATED, EMPTY)
    if field.node.get("type") == "string" and "default" in field.node and not field.is_choice:
        yield from (field.default, STATED)
    for branch in _shapes(field)[1:]:
        if "enum" in branch or "const" in branch:
            yield from branch.get("enum", (branch.get("const"),))
        elif "withheld" in branch.get("properties", {}):
            yield WITHHELD
        else:
            yield STATED
            if field.is_disclosure and branch.get("type") == "string":
                yield from ("unknown", "none")


def _shapes(field: Field) -> list[Any]:
    """The field's node and what its alternatives refer to."""
    return [field.node, *(Field(branch, SPEC.definitions).node for branch in field.branches())]


def _word(value: Any, options: tuple[Hashable, ...]) -> Hashable:
    if isinstance(value, dict):
        return WITHHELD if "withheld" in value else STATED
    if isinstance(value, list):
        return EMPTY if not value and EMPTY in options else STATED
    return value if value in options else STATED


# --- the rows


def _rows(every: tuple[Choice, ...], random: Random) -> Iterator[dict[Choice, Hashable]]:
    """Rows of choices until no pair is left; each begins with a pair that none had, then takes the most."""
    holders = {choice: [other for other in every if _is_inside(choice, other)] for choice in every}
    numbers = {
        option: at for at, option in enumerate((choice, word) for choice in every for word in choice.options)
    }
    left = _unmet(every, numbers)
    while any(left):
        row = _begun(list(numbers), left, holders)
        for choice in sorted(
            every, key=lambda choice: (choice not in row, len(choice.path), random.random())
        ):
            if choice in row or all(row.get(holder) == STATED for holder in holders[choice]):
                met = sum(1 << numbers[option] for option in row.items())
                row.setdefault(
                    choice,
                    max(
                        choice.options,
                        key=lambda word: ((left[numbers[choice, word]] & met).bit_count(), random.random()),
                    ),
                )
        met = sum(1 << numbers[option] for option in row.items())
        for option in row.items():
            left[numbers[option]] &= ~met
        yield row


def _unmet(every: tuple[Choice, ...], numbers: dict[tuple[Choice, Hashable], int]) -> list[int]:
    """For each option the options that it can stand beside, as the bits of a number."""
    by_path = {choice.path: choice for choice in every}
    left = [0] * len(numbers)
    for (path, word), (other_path, other_word) in feasible_pairs(every):
        one, other = numbers[by_path[path], word], numbers[by_path[other_path], other_word]
        left[one] |= 1 << other
        left[other] |= 1 << one
    return left


def _begun(
    options: list[tuple[Choice, Hashable]], left: list[int], holders: dict[Choice, list[Choice]]
) -> dict[Choice, Hashable]:
    """A row with one pair that no row has had, and with what must be stated for it."""
    one = max(range(len(options)), key=lambda at: left[at].bit_count())
    other = left[one].bit_length() - 1
    held = [holder for at in (one, other) for holder in holders[options[at][0]]]
    return {**dict.fromkeys(held, STATED), **dict((options[one], options[other]))}


def _is_inside(choice: Choice, other: Choice) -> bool:
    return len(choice.path) > len(other.path) and choice.path[: len(other.path)] == other.path


# --- the specs


def _with(maker: _Maker, field: Field, value: Any, path: Path, word: Hashable) -> Any:
    """The value with that word at the path, and with whatever has to be there for it."""
    if not path:
        return _made(maker, field, word)
    key, *rest = path
    if isinstance(key, int):
        assert field.item is not None
        entries = value if isinstance(value, list) and value else maker.value(_holding(field, "items"))
        first = _with(maker, field.item, entries[0], tuple(rest), word)
        return [first, *(entry for entry in entries[1:] if entry != first)]
    shape = _holding(field, "properties", key)
    group = (
        value
        if isinstance(value, dict) and value.keys() <= shape["properties"].keys()
        else maker.value(shape)
    )
    return {**group, key: _with(maker, field.children[key], group.get(key), tuple(rest), word)}


def _holding(field: Field, keyword: str, key: str = "") -> Any:
    """The form of the field that is a list, or a group with that key."""
    shapes = (shape for shape in _shapes(field) if keyword in shape)
    return next(shape for shape in shapes if not key or key in shape[keyword])


def _made(maker: _Maker, field: Field, word: Hashable) -> Any:
    if word == WITHHELD:
        return {"withheld": "A contract forbids to say it"}
    if word != STATED:
        return [] if word == EMPTY else word
    shape = maker.random.choice(
        [shape for shape in _shapes(field)[1:] or [field.node] if not _is_closed(shape)]
    )
    if shape.get("type") != "string" or "x-refers" in shape:
        return maker.value({"examples": field.node.get("examples", []), **shape})
    texts = (*field.node.get("examples", ()), *shape.get("examples", ()), *_SAMPLES)
    known = tuple(_words(field))
    fitting = [text for text in texts if _is_fitting(text, shape) and _word(text, known) == STATED]
    return maker.random.choice([text for text in fitting if text not in _SAMPLES] or fitting[:1])


def _is_closed(shape: Any) -> bool:
    return "enum" in shape or "const" in shape or "withheld" in shape.get("properties", {})


def _is_fitting(text: Any, shape: Any) -> bool:
    return isinstance(text, str) and bool(re.search(shape.get("pattern", ""), text))
