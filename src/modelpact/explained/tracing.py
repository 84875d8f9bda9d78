"""Which fields of a spec something looks at, told by letting it look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from modelpact.spec import Spec

Names = tuple[str, ...]
"""A path without list positions."""


def reads_of(look: Callable[[Spec], object], spec: Spec) -> set[Names]:
    """The names of all fields that a function asks of this spec, and of the groups that they are in."""
    log: set[Names] = set()
    source = replace(spec.source, data=_view(spec.source.data, (), log))
    look(replace(spec, source=source, data=_view(spec.data, (), log)))
    return log


class _Map(dict[str, Any]):
    """A group of fields that notes which of them is asked for."""

    names: Names
    log: set[Names]

    def __getitem__(self, key: str) -> Any:
        self.log.add((*self.names, key))
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.log.add((*self.names, key))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.log.add((*self.names, str(key)))
        return super().__contains__(key)


def _view(data: Any, names: Names, log: set[Names]) -> Any:
    if isinstance(data, Mapping):
        view = _Map({key: _view(value, (*names, key), log) for key, value in data.items()})
        view.names, view.log = names, log
        return view
    if isinstance(data, list):
        return [_view(value, names, log) for value in data]
    return data
