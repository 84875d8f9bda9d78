"""Where a spec departs from a house's playbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from modelpact.accepted import found, listed, written
from modelpact.characters import quoted
from modelpact.check import Checked
from modelpact.diagnostics import Diagnostic, Path, Severity
from modelpact.fields import SPEC, TBC
from modelpact.playbook import WITHHELD, Limits, Playbook, Position, as_number
from modelpact.playbook_clauses import of_clauses
from modelpact.spec import Spec, is_letter


def held_against(playbook: Playbook, checked: Checked) -> Checked:
    """The checked spec with what the playbook finds in it; nothing that the spec says silences that."""
    if checked.spec is None:
        return checked
    found = sorted((*checked.diagnostics, *departures(playbook, checked.spec)), key=Diagnostic.sort_key)
    return checked._replace(texts={**checked.texts, **playbook.source.texts}, diagnostics=tuple(found))


def held_for_render(playbook: Playbook, checked: Checked) -> Checked:
    """Likewise for a spec to be rendered: in a draft a departure only warns, for it is to be negotiated.

    In a final agreement it is what the playbook says that it is.
    """
    held = held_against(playbook, checked)
    if checked.spec is None or checked.spec.get("status") == "final":
        return held
    mine = set(checked.diagnostics)
    found = (each if each in mine else _as_warning(each) for each in held.diagnostics)
    return held._replace(diagnostics=tuple(found))


def _as_warning(found: Diagnostic) -> Diagnostic:
    return replace(found, severity=Severity.WARNING) if found.severity is Severity.ERROR else found


def departures(playbook: Playbook, spec: Spec) -> Iterator[Diagnostic]:
    """Everything in which the spec is not what the house allows or prefers.

    What is TBC is passed over, and of a letter what it leaves to its master, which is checked itself.
    """
    for position in playbook.positions:
        if position.applies(spec):
            yield from _Judge(position, spec).findings()
    yield from of_clauses(playbook, spec)


class _Judge:
    """Holds a spec against one position."""

    def __init__(self, position: Position, spec: Spec) -> None:
        self._position, self._limits, self._spec = position, position.limits, spec
        field = SPEC.top.named(position.field)
        self._called = f"{quoted(field.title if field else '')} ({position.name})"

    def findings(self) -> Iterator[Diagnostic]:
        """One for each value that departs."""
        for path, value in _instances(self._spec.data, self._position.field, ()):
            if value == TBC or self._spec.is_open(path):
                continue
            if isinstance(value, list):
                yield from self._of_list(path, value)
            elif value is None:
                yield from self._of_nothing(path)
            else:
                yield from self._of_single(path, WITHHELD if _is_withheld(value) else value)

    def _of_nothing(self, path: Path) -> Iterator[Diagnostic]:
        if self._limits.asks and not self._position.optional and not is_letter(self._spec.data):
            includes = self._limits.includes
            wanted = _joined(includes) if includes else _allowed(self._limits)
            yield self._departure(path, f"is not given; the playbook asks for {wanted}")

    def _of_list(self, path: Path, entries: list[Any]) -> Iterator[Diagnostic]:
        for index, entry in enumerate(entries):
            if entry != TBC and not self._limits.allow(entry):
                said = f"has {_shown(entry)}{self._default(path)}"
                yield self._departure((*path, index), f"{said}; the playbook allows {_allowed(self._limits)}")
        lacking = [each for each in self._limits.includes if each not in entries]
        if lacking and TBC not in entries:
            said = f"lacks {_joined(lacking)}{self._default(path)}"
            yield self._departure(path, f"{said}; the playbook asks for that")

    def _of_single(self, path: Path, value: Any) -> Iterator[Diagnostic]:
        said = f"is {_shown(value)}{self._default(path)}"
        if self._limits.includes:
            yield self._departure(path, f"{said}; the playbook asks for {_joined(self._limits.includes)}")
        elif not self._limits.allow(value):
            yield self._departure(path, f"{said}; the playbook allows {_allowed(self._limits)}")
        elif self._is_worse(value):
            message = f"{said}, which the playbook allows but does not prefer"
            yield self._diagnostic("playbook-preference", Severity.INFORMATION, path, message)

    def _default(self, path: Path) -> str:
        return "" if self._spec.is_written(path) else " by default"

    def _is_worse(self, value: object) -> bool:
        """Whether an allowed value is further from what the house wants than the one that it prefers."""
        preferred = self._position.prefer
        if preferred is None or value == preferred:
            return False
        number, best = as_number(value), as_number(preferred)
        if (
            number is None
            or best is None
            or (self._limits.at_least is None) == (self._limits.at_most is None)
        ):
            return True
        return number > best if self._limits.at_least is None else number < best

    def _departure(self, path: Path, said: str) -> Diagnostic:
        return self._diagnostic("playbook-position", self._position.severity, path, said)

    def _diagnostic(self, rule: str, severity: Severity, path: Path, said: str) -> Diagnostic:
        message = f"{self._called} {said}: {self._position.message}"
        span = self._spec.span(path)
        return Diagnostic(rule, severity, message, span, self._hint(), path, (self._position.place,))

    def _hint(self) -> str:
        prefer, fallback = self._position.prefer, self._position.fallback
        words = (
            f"prefer {written(prefer)}" if prefer is not None else "",
            f"fallback: {fallback}" if fallback else "",
        )
        return "; ".join(filter(None, words))


def _instances(data: Any, names: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    """Each value of a field that may lie in lists, None where one is not given."""
    if not names:
        yield path, data
    elif isinstance(data, list):
        for index, entry in enumerate(data):
            yield from _instances(entry, names, (*path, index))
    elif isinstance(data, Mapping):
        yield from _instances(data.get(names[0]), names[1:], (*path, names[0]))
    else:
        yield path, None


def _is_withheld(value: object) -> bool:
    return isinstance(value, Mapping) and WITHHELD in value


def _allowed(limits: Limits) -> str:
    """What is allowed, as the end of a sentence."""
    words = [*([_range(limits)] if limits.has_range else []), *map(written, limits.among)]
    if not words:
        return f"anything but {listed(map(written, limits.never))}" if limits.never else "anything"
    return listed(words)


def _range(limits: Limits) -> str:
    if limits.at_least is None:
        return f"{limits.at_most:,} or less"
    if limits.at_most is None:
        return f"{limits.at_least:,} or more"
    return f"{limits.at_least:,} to {limits.at_most:,}"


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else found(value)


def _joined(values: Iterable[object]) -> str:
    """``a, b and c``."""
    *most, last = map(written, values)
    return f"{', '.join(most)} and {last}" if most else last
