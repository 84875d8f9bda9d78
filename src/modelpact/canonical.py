"""A spec's data as canonical YAML: one way to write it, which every YAML reader reads the same.

Fields stand in the order of the data, one value a line. Text that any version of YAML could take for
something else (``NO``, ``12:30``, ``010``, ``2030-01-15``) stands in double quotes, with the escapes of JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_STEP = "  "

# Letters first, and nothing inside that could end a plain scalar or begin a comment.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,;()/'’“”–&@+%$€£=?~-]|:(?=[^\s]))*")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
"""What is no text to a reader of YAML 1.1 or 1.2, in any case of letters."""

_BLOCK = re.compile(r"\S[^\n\t]*(?:\n+\S[^\n\t]*)*\n?")
"""Text of several lines that a literal block can hold as it is: no line begins with a space."""


def canonical(data: Mapping[str, Any]) -> bytes:
    """The YAML in UTF-8; what reads a spec reads the same data from it."""
    return ("\n".join(_fields(data, "")) + "\n").encode()


def _fields(data: Mapping[str, Any], margin: str) -> Iterator[str]:
    for name, value in data.items():
        yield from _entry(f"{margin}{inline(name)}:", value, margin)


def _entries(data: list[Any], margin: str) -> Iterator[str]:
    for value in data:
        if isinstance(value, Mapping) and value:
            first, *others = _fields(value, margin + _STEP)
            yield f"{margin}- {first.removeprefix(margin + _STEP)}"
            yield from others
        else:
            yield from _entry(f"{margin}-", value, margin)


def _entry(head: str, value: Any, margin: str) -> Iterator[str]:
    """A value after its name or its dash: beside it, or below it."""
    if isinstance(value, Mapping) and value:
        yield head
        yield from _fields(value, margin + _STEP)
    elif isinstance(value, list) and value:
        yield head
        yield from _entries(value, margin + _STEP)
    elif isinstance(value, str) and "\n" in value and _BLOCK.fullmatch(value):
        yield f"{head} {'|' if value.endswith(chr(10)) else '|-'}"
        for line in value.removesuffix("\n").split("\n"):
            yield f"{margin}{_STEP}{line}" if line else ""
    else:
        yield f"{head} {inline(value)}"


def inline(value: Any) -> str:
    """A single value as it stands after its name."""
    if isinstance(value, str) and _is_plain(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text[-1] != " " and text.casefold() not in _NOT_TEXT
