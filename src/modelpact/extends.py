"""House terms: the files that a spec extends, merged under it, each value with its own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from modelpact.diagnostics import Diagnostic, Path, Severity, Span, UserError
from modelpact.fields import SPEC, contract
from modelpact.gate import Gate
from modelpact.load import Source, load
from modelpact.spec import merged

Reader = Callable[[str, str], tuple[str, bytes]]
"""Reads a file that another one names: the name of the file found, as diagnostics print it, and its bytes.

Raises UserError where it is missing or not to be read.
"""


def no_files(name: str, by: str, most: int = 0) -> tuple[str, bytes]:  # noqa: ARG001 - as readers are called
    """A reader that finds nothing."""
    raise UserError(f"{name}, which {by} names, cannot be read here")


_MOST_READ = 64
"""Eight files that each name eight: without an end, a few short files could keep a check busy for years."""


@cache
def _shape() -> Gate:
    """What the schema says of the field ``extends``, asked before the files it names are read."""
    return Gate({**contract().children["extends"].node, "$defs": SPEC.definitions})


_loaded = lru_cache(maxsize=16)(load)
"""Many specs share the same house terms; what is loaded is never changed."""

Extended = tuple[Source | None, tuple[Diagnostic, ...]]


def extend(source: Source, read: Reader, texts: MutableMapping[str, str]) -> Extended:
    """The source over everything that it extends; None where one of these cannot be read.

    Maps merge key by key, later files over earlier ones and the spec over all; lists are replaced whole.
    The text of each file read is put into ``texts``, for showing the lines of what is found in it.
    """

    count = 0

    def noted(name: str, by: str) -> tuple[str, bytes]:
        nonlocal count
        count += 1
        if count > _MOST_READ:
            raise UserError(f"{name} is one file too many: house terms are read {_MOST_READ} times at most")
        file, content = read(name, by)
        texts[file] = content.decode("utf-8-sig", errors="replace")
        return file, content

    return _extend(source, noted, (source.name,))


def _extend(source: Source, read: Reader, chain: tuple[str, ...]) -> Extended:
    named = source.data.get("extends") or []
    if not _shape().passes(named):
        return source, ()  # the schema says what is wrong with it
    found: list[Diagnostic] = []
    merged: Source | None = None
    whole = True
    for index, name in enumerate(named):
        base, diagnostics = _base(name, source.value_span(("extends", index)), source.name, read, chain)
        found += diagnostics
        whole = whole and base is not None
        if base is not None:
            merged = base if merged is None else over(merged, base)
    if not whole:
        return None, tuple(found)
    return _alone(source if merged is None else over(merged, source)), tuple(found)


def _alone(source: Source) -> Source:
    """The source as one that extends nothing: what it must have, it has by now."""
    return replace(source, data={name: value for name, value in source.data.items() if name != "extends"})


def _base(name: str, span: Span, by: str, read: Reader, chain: tuple[str, ...]) -> Extended:
    """One of the files named, with what it extends in its turn."""
    try:
        file, content = read(name, by)
    except UserError as error:
        return None, (Diagnostic("extends-unreadable", Severity.ERROR, str(error), span),)
    if file in chain:
        message = f"{name} extends this file in its turn, so neither can come first"
        return None, (Diagnostic("extends-cycle", Severity.ERROR, message, span, "take one of the two out"),)
    source, found = _loaded(file, content)
    if source is None:
        return None, found
    if not _shape().passes(source.data.get("extends") or []):
        message = "extends is not a list of a few paths inside the folder"
        wrong = Diagnostic("value-not-accepted", Severity.ERROR, message, source.value_span(("extends",)))
        return None, (*found, wrong)
    extended, more = _extend(source, read, (*chain, file))
    return extended, (*found, *more)


def over(lower: Source, upper: Source) -> Source:
    """The two as one source; each value keeps its place."""
    return replace(
        upper,
        texts={**lower.texts, **upper.texts},
        data=merged(lower.data, upper.data),
        spans=_Layers(lower, upper),
    )


class _Layers(Mapping[Path, tuple[Span, Span]]):
    """The places of two sources, the upper's first: those of paths that are still in the merged data."""

    __slots__ = ("_lower", "_upper")

    def __init__(self, lower: Source, upper: Source) -> None:
        self._lower = lower
        self._upper = upper

    def __getitem__(self, path: Path) -> tuple[Span, Span]:
        if path in self._upper.spans:
            return self._upper.spans[path]
        if _is_replaced(path, self._upper.data):
            raise KeyError(path)
        return self._lower.spans[path]

    def __iter__(self) -> Iterator[Path]:
        yield from self._upper.spans
        yield from (path for path in self._lower.spans if path not in self._upper.spans and path in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _is_replaced(path: Path, upper: Any) -> bool:
    """Whether the upper file gives something that is no map at the path or above it."""
    for key in path:
        if not isinstance(upper, Mapping):
            return True
        if key not in upper:
            return False
        upper = upper[key]
    return not isinstance(upper, Mapping)
