"""From a line of a spec to the fields that stand there and the clauses that they shape."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modelpact.diagnostics import Path
from modelpact.explained.shaping import Shaping
from modelpact.explained.stated import Shaped, Stated, stated
from modelpact.spec import Spec, value_at


@dataclass(frozen=True, slots=True)
class LineExplained:
    """A field that stands on the line."""

    field: Stated
    shapes: tuple[Shaped, ...]


def explained(file: str, line: int, spec: Spec, shaping: Shaping) -> tuple[LineExplained, ...]:
    """Every field on a line of the spec or of its house terms; none on a blank line or a remark.

    Where the line only names a group of fields, or only closes one, it is that group.
    """
    paths = _paths(file, line, spec)
    return tuple(LineExplained(stated(path, spec), tuple(shaping.by(path))) for path in paths)


def _paths(file: str, line: int, spec: Spec) -> list[Path]:
    there = list(_covering(file, line, spec))
    single = [path for path in there if not isinstance(value_at(spec.source.data, path), Mapping | list)]
    starting = [path for path in there if _starts(path, line, spec)]
    return single or [path for path in starting if not _is_left(path, starting)]


def _covering(file: str, line: int, spec: Spec) -> Iterator[Path]:
    """Every path, from the outside in, whose name or value is on the line."""
    for path, (name, value) in spec.source.spans.items():
        if path and _is_same(value.file, file) and name.start.line <= line <= value.end.line:
            yield path


def _starts(path: Path, line: int, spec: Spec) -> bool:
    name, _ = spec.source.spans[path]
    return name.start.line == line


def _is_left(path: Path, others: list[Path]) -> bool:
    """Whether a deeper one of them says more."""
    return any(other != path and other[: len(path)] == path for other in others)


def _is_same(file: str, other: str) -> bool:
    return os.path.normpath(file) == os.path.normpath(other)
