"""The schemas of what people write, each read as a tree of fields with their titles and defaults."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from modelpact import resources
from modelpact.diagnostics import Path

TBC = "TBC"
"""What a spec writes for a single value that is not known yet."""


class Field:
    """One field of the spec, or the stated form of one that has several (a disclosure, a value or TBC)."""

    __slots__ = ("_children", "_definitions", "_item", "node")

    def __init__(self, node: Mapping[str, Any], definitions: Mapping[str, Any]) -> None:
        self.node = resolved(node, definitions)
        self._definitions = definitions
        self._children: Mapping[str, Field] | None = None
        self._item: Field | None = None

    def _shapes(self) -> Iterator[Mapping[str, Any]]:
        """The node itself and each alternative."""
        yield self.node
        yield from (resolved(branch, self._definitions) for branch in self.branches())

    def branches(self) -> tuple[Mapping[str, Any], ...]:
        """The alternatives of a union; empty where there is one form only."""
        return tuple(self.node.get("anyOf") or self.node.get("oneOf") or ())

    @property
    def title(self) -> str:
        """The field's name in a reader's words."""
        return str(self.node.get("title", ""))

    @property
    def default(self) -> Any:
        """The schema's own default; None where it has none."""
        return self.node.get("default")

    @property
    def children(self) -> Mapping[str, Field]:
        """The fields inside, by name; of a union, those of all its forms."""
        if self._children is None:
            found: dict[str, Mapping[str, Any]] = {}
            for shape in self._shapes():
                found |= {
                    name: node for name, node in shape.get("properties", {}).items() if name not in found
                }
            self._children = {name: Field(node, self._definitions) for name, node in found.items()}
        return self._children

    @property
    def item(self) -> Field | None:
        """What each entry of a list is."""
        if self._item is None:
            node = next((shape["items"] for shape in self._shapes() if "items" in shape), None)
            self._item = node and Field(node, self._definitions)
        return self._item

    @property
    def is_disclosure(self) -> bool:
        """Whether ``unknown``, ``none`` or a withheld reason may stand here."""
        return self.node.get("x-union") == "disclosure"

    @property
    def is_choice(self) -> bool:
        """Whether it is one of a closed set: an enumeration or true and false."""
        return "enum" in self.node or self.node.get("type") == "boolean"

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be written of a closed set, whichever form of a union, or entry of a list, has one."""
        own = [value for shape in self._shapes() for value in _choices(shape)]
        return (*(value if isinstance(value, str) else json.dumps(value) for value in own), *self._of_items())

    def _of_items(self) -> tuple[str, ...]:
        return self.item.choices if self.item else ()

    @property
    def format(self) -> str:
        """``date``, ``email``, ``uri`` or nothing, whichever form of a union has it."""
        found = (shape.get("format", "") for shape in (self.node, *self.branches()))
        return next((name for name in found if name), "")

    def at(self, path: Path) -> Field | None:
        """The field at a path, or None where the schema knows no such field."""
        field: Field | None = self
        for key in path:
            if field is None:
                return None
            field = field.item if isinstance(key, int) else field.children.get(key)
        return field

    def named(self, names: Iterable[str]) -> Field | None:
        """The field of that name, list positions left out; None where the schema knows no such field."""
        field: Field | None = self
        for name in names:
            inside = {**field.children, **(field.item.children if field.item else {})} if field else {}
            field = inside.get(name)
        return field

    def leaves(self, path: Path = ()) -> Iterator[tuple[Path, Field]]:
        """Every field below that has none inside; lists count as leaves."""
        for name, child in self.children.items():
            if child.children and child.item is None:
                yield from child.leaves((*path, name))
            else:
                yield (*path, name), child

    def values(self, path: Path = ()) -> Iterator[Path]:
        """Each field with one value; a list is one, and so is what may be a word or a group of fields."""
        for name, child in self.children.items():
            is_group = child.item is None and bool(child.children.keys() - {"withheld"})
            if is_group and (child.is_disclosure or not child.branches()):
                yield from child.values((*path, name))
            else:
                yield (*path, name)


def _choices(shape: Mapping[str, Any]) -> tuple[Any, ...]:
    if shape.get("type") == "boolean":
        return True, False
    return (*shape.get("enum", ()), *((shape["const"],) if "const" in shape else ()))


def resolved(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of a schema with what it refers to, its own words first."""
    while "$ref" in node:
        target = definitions[node["$ref"].removeprefix("#/$defs/")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


class Schema:
    """The JSON Schema of one kind of file that people write."""

    def __init__(self, name: str, subject: str, version_field: str) -> None:
        self.name = name
        self.subject = subject
        """What messages call such a file: ``a spec``."""
        self.version_field = version_field
        """The field by which such a file says what it is, and for which version of the format."""

    @cached_property
    def text(self) -> str:
        """The schema as shipped."""
        return resources.read_text(f"schemas/{self.name}.schema.json")

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """Likewise, as data; nobody changes it."""
        data: Mapping[str, Any] = json.loads(self.text)
        return data

    @property
    def definitions(self) -> Mapping[str, Any]:
        """The shapes that it names."""
        definitions: Mapping[str, Any] = self.data["$defs"]
        return definitions

    @property
    def version(self) -> int:
        """The version of the format that is read here."""
        version: int = self.top.children[self.version_field].node["const"]
        return version

    def resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """A part of it with what it refers to, its own words first."""
        return resolved(node, self.definitions)

    @cached_property
    def top(self) -> Field:
        """The top of the file, with all fields below."""
        return Field(self.data, self.definitions)


SPEC = Schema("modelpact-1", "a spec", "modelpact")
PLAYBOOK = Schema("playbook-1", "a playbook", "modelpact_playbook")
SCHEMAS = (SPEC, PLAYBOOK)


def contract() -> Field:
    """The top of the spec."""
    return SPEC.top
