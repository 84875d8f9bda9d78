"""A spec's data as YAML that a person reads: few lines, and a comment where the schema explains a field."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from modelpact.diagnostics import Path
from modelpact.fields import TBC, contract

_WIDTH = 100
_ENTRY_WIDTH = 180
"""A group that is an entry of a list stands on one line if that is no longer: a file and its checksum do."""
_COMMENT_WIDTH = 96
_MOST_FLOWING = 5
_SPARE = 12
"""Columns that a line with a value leaves for its name."""

# Whatever YAML, or another reader of YAML, could take for something else stands in quotes.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/+()'’;%-]*(?:, [A-Za-z0-9 ._/+()'’;%-]+)*")
_PLAIN_INSIDE = re.compile(r"[A-Za-z][A-Za-z0-9 ._/+()'’;%-]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_COUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?[KMBT]")
_CHECKSUM = re.compile(r"(?=[0-9]*[a-df])[0-9a-f]{64}")
_WEB = re.compile(r"https://[A-Za-z0-9._~/?=&+%-]+")
_MAIL = re.compile(r"[A-Za-z][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_MEANT = frozenset({"yes", "no"})
"""Words that this format takes for words: a country or an answer."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the comments of a spec say."""

    heading: tuple[str, ...] = ()
    """Lines at the top."""
    explains: bool = False
    """Whether each field is explained where it first stands."""
    beside: Mapping[Path, str] = field(default_factory=dict)
    """What is said of a single value."""


def written(data: Mapping[str, Any], remarks: Remarks | None = None) -> str:
    """The YAML of these data; loaded, it gives them back."""
    remarks = remarks or Remarks()
    return "\n".join((*remarks.heading, *_Writing(remarks).fields(data, (), ""))) + "\n"


class _Writing:
    """Writes one spec; knows which fields have been explained."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._explained: set[Path] = set()

    def fields(self, data: Mapping[str, Any], path: Path, indent: str) -> Iterator[str]:
        """The lines of a group of fields."""
        for name, value in data.items():
            here = (*path, name)
            if not path and isinstance(value, Mapping | list) and self._remarks.explains:
                yield ""
            yield from self._explanation(here, indent)
            yield from self._value(f"{indent}{scalar(name)}:", value, here, indent)

    def _value(self, name: str, value: Any, path: Path, indent: str) -> Iterator[str]:
        flow = self._flowing(value, path, len(name))
        if flow is not None:
            yield f"{name} {flow}{self._beside(path)}"
        elif isinstance(value, Mapping):
            yield f"{name}{self._beside(path)}"
            yield from self.fields(value, path, indent + "  ")
        elif isinstance(value, list):
            yield f"{name}{self._beside(path)}"
            yield from self._entries(value, path, indent + "  ")
        else:
            yield from self._single(name, value, path, indent)

    def _entries(self, values: list[Any], path: Path, indent: str) -> Iterator[str]:
        for index, value in enumerate(values):
            here = (*path, index)
            if isinstance(value, Mapping) and value and self._flowing(value, here, len(indent) + 1) is None:
                yield from self._hung(value, here, indent)
            else:
                yield from self._value(f"{indent}-", value, here, indent)

    def _hung(self, value: Mapping[str, Any], path: Path, indent: str) -> Iterator[str]:
        """The fields of an entry, the first of them behind its dash; comments on it stand before the dash."""
        waits = True
        for line in self.fields(value, path, indent + "  "):
            if waits and not line.lstrip().startswith("#"):
                yield f"{indent}- {line[len(indent) + 2 :]}"
                waits = False
            else:
                yield line[2:] if waits else line

    def _single(self, name: str, value: Any, path: Path, indent: str) -> Iterator[str]:
        text = scalar(value)
        if isinstance(value, str) and len(name) + len(text) + 1 > _WIDTH and _folds(value):
            yield f"{name} >-{self._beside(path)}"
            lines = textwrap.wrap(
                value, _WIDTH - 4 - len(indent), break_long_words=False, break_on_hyphens=False
            )
            yield from (f"{indent}  {line}" for line in lines)
        else:
            yield f"{name} {text}{self._beside(path)}"

    def _flowing(self, value: Any, path: Path, before: int) -> str | None:
        """A short group or list on one line; None where it needs lines of its own."""
        if not isinstance(value, Mapping | list):
            return None
        if not value:
            return _flow(value)
        if any(len(where) > len(path) and where[: len(path)] == path for where in self._remarks.beside):
            return None
        if isinstance(value, list) and isinstance(value[0], Mapping):
            return None
        if isinstance(value, Mapping) and (len(value) > _MOST_FLOWING or len(path) == 1):
            return None
        text = _flow(value)
        most = _ENTRY_WIDTH if isinstance(value, Mapping) and isinstance(path[-1], int) else _WIDTH
        return text if text is not None and before + len(text) < most else None

    def _explanation(self, path: Path, indent: str) -> Iterator[str]:
        names = tuple(key for key in path if isinstance(key, str))
        if (
            not self._remarks.explains
            or names in self._explained
            or (len(path) == 1 and path[0] == "modelpact")
        ):
            return
        self._explained.add(names)
        about = contract().at(path)
        if about is None:
            return
        text = about.node.get("description", "")
        if len(path) > 1:
            text = first_sentence(text)
        takes = about.choices if about.is_choice and about.item is None else ()
        if takes:
            text += f" One of: {', '.join(choice for choice in takes if choice != TBC)}."
        for line in textwrap.wrap(text, _COMMENT_WIDTH - len(indent), break_on_hyphens=False):
            yield f"{indent}# {line}"

    def _beside(self, path: Path) -> str:
        remark = self._remarks.beside.get(path)
        return f"  # {remark}" if remark else ""


def first_sentence(text: str) -> str:
    """The first sentence of a description, with its full stop."""
    return re.split(r"(?<=[.?]) ", text)[0]


def scalar(value: Any, *, inside: bool = False) -> str:
    """A single value as YAML; ``inside`` a list or group on one line, where a comma ends it."""
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN_INSIDE if inside else _PLAIN
    is_plain = (
        plain.fullmatch(value) and value == value.strip() and (value.lower() not in _WORDS or value in _MEANT)
    )
    shapes = (_DATE, _COUNT, _CHECKSUM, _MAIL, _WEB)
    if is_plain or any(shape.fullmatch(value) for shape in shapes):
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    """In double quotes; what is not printable as an escape."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\U{ord(char):08X}"


def _folds(value: str) -> bool:
    """Whether a folded block gives the text back: single spaces between words, and nothing else."""
    return value.isprintable() and value == value.strip() and "  " not in value


def _flow(value: Any) -> str | None:
    if isinstance(value, Mapping):
        inner = {name: _flow(each) for name, each in value.items()}
        if any(isinstance(each, Mapping) and each for each in value.values()):
            return None
        pairs = [f"{scalar(name, inside=True)}: {text}" for name, text in inner.items() if text is not None]
        return f"{{{', '.join(pairs)}}}" if len(pairs) == len(value) else None
    if isinstance(value, list):
        texts = [text for text in map(_flow, value) if text is not None]
        return f"[{', '.join(texts)}]" if len(texts) == len(value) else None
    text = scalar(value, inside=True)
    return text if len(text) < _WIDTH - _SPARE else None
