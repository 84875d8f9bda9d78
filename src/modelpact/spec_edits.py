"""Edits to the text of a spec: one value changed or added, every other character left as it is.

The places come from our own reading of the file, so comments and layout cannot be lost; what was written is
read again, and unless it says just what was asked for, nothing is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any, NamedTuple

from modelpact.canonical import inline
from modelpact.diagnostics import Path, Position, dotted
from modelpact.load import Source, load
from modelpact.spec import value_at
from modelpact.yaml_reading import BREAK

Scalar = str | int | bool

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ./@’-]*[\w.’])?")
"""What stays text without quotes wherever it stands; the reading afterwards proves it."""

_NARROWEST = 60
"""Letters of a line of a block."""

_BLOCK_START = re.compile(r"[|>][-+0-9]* +(#[^\r\n]*)")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class EditError(Exception):
    """Why an edit cannot be made in this file, fit to print after what was to be edited."""


class Edited(NamedTuple):
    """A spec's text and what it says."""

    text: str
    source: Source


def opened(name: str, content: bytes) -> Edited:
    """The spec's own file; what it extends is not its own. Raises EditError where it can't be read."""
    source, _ = load(name, content)
    if source is None:
        raise EditError("the file cannot be read")
    return Edited(source.texts[name], source)


def with_value(spec: Edited, path: Path, value: Scalar) -> Edited:
    """The spec with this value at the path. Raises EditError where one change cannot do that."""
    there = value_at(spec.source.data, path)
    if isinstance(there, Mapping | list):
        raise EditError(f"{dotted(path)} has several values")
    is_there = path in spec.source.spans
    text = _replaced(spec, path, value) if is_there else _added(spec, path, value)
    return _proved(spec, text, path, value)


def with_entry(spec: Edited, path: Path, entry: Mapping[str, Scalar], comment: str) -> Edited:
    """The spec with an entry, under a line of comment, at the end of the list at the path."""
    there = value_at(spec.source.data, path)
    entries = [*(there or ()), dict(entry)]
    lines = [f"  {line}" for line in entry_lines(entry, comment)]
    text = _added(spec, path, lines) if there is None else _below(spec, path, lines)
    return _proved(spec, text, path, entries)


def entry_lines(entry: Mapping[str, Scalar], comment: str) -> Iterator[str]:
    """A list's entry as lines of YAML under a comment, text of several lines as it is."""
    yield f"# {comment}"
    start = "- "
    for name, value in entry.items():
        if isinstance(value, str) and "\n" in value and value[0] not in " \n":
            yield f"{start}{name}: {'|' if value.endswith(chr(10)) else '|-'}"
            yield from (f"    {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
        else:
            yield f"{start}{name}: {_scalar(value)}"
        start = "  "


def _proved(spec: Edited, text: str, path: Path, value: Any) -> Edited:
    source, found = load(spec.source.name, text.encode())
    wanted = _with(spec.source.data, path, value)
    if source is None or source.data != wanted or len(found) > _count(spec):
        raise EditError(f"{dotted(path)} cannot be changed without rewriting what stands around it")
    return Edited(text, source)


def _count(spec: Edited) -> int:
    return len(load(spec.source.name, spec.text.encode())[1])


def _with(data: Any, path: Path, value: Any) -> Any:
    """The data with a value at a path, groups made where there are none."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(key, int):
        return [_with(each, rest, value) if at == key else each for at, each in enumerate(data)]
    data = data if isinstance(data, dict) else {}
    return {**data, key: _with(data.get(key), rest, value)}


# --- where


def _offset(text: str, position: Position) -> int:
    starts = [0, *(found.end() for found in BREAK.finditer(text))]
    return starts[position.line - 1] + position.column - 1


def _replaced(spec: Edited, path: Path, value: Scalar) -> str:
    span = spec.source.spans[path][1]
    start, end = _offset(spec.text, span.start), _offset(spec.text, span.end)
    before = spec.text[start:end]
    written = _block_like(before, value) or f"{_scalar(value)}{_remark(before)}"
    space = " " if start == end and spec.text[start - 1 : start] == ":" else ""
    return f"{spec.text[:start]}{space}{written}{spec.text[end:]}"


def _block_like(before: str, value: Scalar) -> str:
    """Text as a block like the one that it takes the place of; empty where that is none or cannot hold it."""
    first, *lines = before.split("\n")
    if not lines or not isinstance(value, str):
        return ""
    margin = " " * (len(lines[0]) - len(lines[0].lstrip()))
    if first.startswith("|") and "\n" in value:
        text = value.removesuffix("\n").split("\n")
        mark = "|" if value.endswith("\n") else "|-"
    elif first.startswith(">") and value and value == " ".join(value.split()):
        longest = max(_NARROWEST, *(len(line) - len(margin) for line in lines))
        text = wrap(value, longest, break_long_words=False, break_on_hyphens=False)
        mark = ">-"
    else:
        return ""
    return "\n".join((f"{mark}{_remark(before)}", *(f"{margin}{line}" if line else "" for line in text)))


def _remark(before: str) -> str:
    """The comment behind the mark of a block of text, which stands inside of what is replaced."""
    found = _BLOCK_START.match(before)
    return f"  {found[1]}" if found else ""


def _added(spec: Edited, path: Path, value: Scalar | list[str]) -> str:
    """The text with a field that the file does not state yet, at the end of the group that it belongs to."""
    group = path[:-1]
    while group not in spec.source.spans and group:
        group = group[:-1]
    names = path[len(group) :]
    if any(isinstance(name, int) for name in names):
        raise EditError(f"{dotted(path)} stands in a list of a file that the spec extends")
    if not isinstance(value_at(spec.source.data, group), Mapping):
        raise EditError(f"{dotted(group)} is no group of fields")
    end = _end(spec, group)
    if group and _is_flow(spec, group):
        if isinstance(value, list):
            raise EditError(f"{dotted(group)} is written in one line")
        return _in_braces(spec, group, end, _flow(names, value))
    return _below(spec, group, _block(names, value))


def _end(spec: Edited, path: Path) -> int:
    """Where what is written at the path ends."""
    if path in spec.source.spans and path:
        return _offset(spec.text, spec.source.spans[path][1].end)
    ends = (value.end for key, (_, value) in spec.source.spans.items() if key)
    return _offset(spec.text, max(ends))


def _in_braces(spec: Edited, group: Path, end: int, written: str) -> str:
    comma = ", " if value_at(spec.source.data, group) else ""
    before = spec.text[: end - 1].rstrip()
    between = spec.text[len(before) : end - 1]
    return f"{before}{comma}{written}{between}{spec.text[end - 1 :]}"


def _flow(names: Path, value: Scalar) -> str:
    written = f"{names[-1]}: {_scalar(value)}"
    for name in reversed(names[:-1]):
        written = f"{name}: {{{written}}}"
    return written


def _block(names: Path, value: Scalar | list[str]) -> list[str]:
    """A field and the groups that it needs, a line each."""
    *groups, last = names
    lines = [f"{'  ' * depth}{name}:" for depth, name in enumerate(groups)]
    margin = "  " * len(groups)
    if isinstance(value, list):
        return [*lines, f"{margin}{last}:", *(f"{margin}{line}" for line in value)]
    return [*lines, f"{margin}{last}: {_scalar(value)}"]


def _below(spec: Edited, group: Path, lines: list[str]) -> str:
    """The text with lines after the last one of a group or list, as far in as what is there."""
    if group and _is_flow(spec, group):
        raise EditError(f"{dotted(group)} is written in one line")
    if isinstance(value_at(spec.source.data, group), list):
        lines = [line.removeprefix("  ") for line in lines]
    margin = " " * _margin(spec, group)
    end = spec.text.find("\n", _end(spec, group))
    stop = "\r\n" if "\r\n" in spec.text else "\n"
    head, tail = (spec.text, "") if end < 0 else (spec.text[: end + 1], spec.text[end + 1 :])
    head += "" if head.endswith("\n") else stop
    return head + "".join(f"{margin}{line}".rstrip() + stop for line in lines) + tail


def _is_flow(spec: Edited, group: Path) -> bool:
    return spec.text[_offset(spec.text, spec.source.spans[group][1].start)] in "{["


def _margin(spec: Edited, group: Path) -> int:
    """How far in the fields, or the dashes, of a group stand."""
    if not group:
        return 0
    inside = [
        place for key, place in spec.source.spans.items() if key[:-1] == group and len(key) > len(group)
    ]
    column = inside[0][0].start.column - 1 if inside else 0
    if not isinstance(value_at(spec.source.data, group), list):
        return column
    start = _offset(spec.text, inside[0][1].start)
    line = spec.text.rfind("\n", 0, start) + 1
    return spec.text.rfind("-", line, start) - line


def _scalar(value: Scalar) -> str:
    """The value without quotes where every reader of YAML takes it for what it is."""
    if isinstance(value, str) and not (_PLAIN.fullmatch(value) and _is_itself(value)):
        return json.dumps(value, ensure_ascii=False)
    return inline(value) if not isinstance(value, str) else value


def _is_itself(text: str) -> bool:
    source, _ = load("", f"x: {{y: {text}}}".encode())
    is_read = source is not None and source.data == {"x": {"y": text}}
    return is_read and (inline(text) == text or bool(_DATE.fullmatch(text)))
