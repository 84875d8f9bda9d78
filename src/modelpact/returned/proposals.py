"""What follows from the changes of a returned file: fields to edit, conflicts to settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from modelpact.agreement import Agreement
from modelpact.diagnostics import Path, Span, dotted
from modelpact.fields import contract
from modelpact.returned.changes import Changes
from modelpact.returned.readings import Values, readings
from modelpact.returned.rewording import Rewording
from modelpact.returned.slots import Place, Slot
from modelpact.spec import Spec
from modelpact.spec_edits import Edited, EditError, with_value

INFORMS = "schedule:obligations-calendar"
"""The calendar is computed and binds nobody, so that a value left there contradicts nothing."""

_COMPUTED = frozenset({INFORMS, "schedule:deviations"})
"""Sections with a row for each value of some sort, so that a new value may come with a row."""

_MOST_TRIES = 400
"""Agreements made to try candidates; what is left then is for a person."""

Make = Callable[[Edited], Agreement | None]
"""The agreement that a spec makes; None where the spec has errors."""


@dataclass(frozen=True, slots=True)
class At:
    """A value where it is printed: the place, our words and theirs."""

    place: Place
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Fields that the file gives another value, the same wherever they are printed."""

    values: tuple[tuple[Path, Any, Any], ...]
    """Each with its value in the spec and its new one."""
    places: tuple[At, ...]
    spans: tuple[Span | None, ...]
    """Where a file states each; None for a default."""
    hindrance: str = ""
    """Why the spec's own file can't be edited; empty where it can."""

    @property
    def title(self) -> str:
        """``publication.review_days: 30 -> 60``."""
        return "; ".join(f"{dotted(path)}: {_said(old)} -> {_said(new)}" for path, old, new in self.values)


def _said(value: Any) -> str:
    return "not stated" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that the file prints with different values at different places."""

    path: Path
    places: tuple[At, ...]
    settled: Proposal | None = None
    """What would settle it, where all that they changed has one new value: to give it everywhere."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """All of them."""

    edits: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]
    covered: frozenset[Place]
    """Places that say what the file says once the edits are made."""


class _Printed:
    """Every value at every place of ours, beside what the file says there."""

    def __init__(self, changes: Changes, *, grows: bool) -> None:
        self.rewordings = {
            edit.place: replace(edit.rewording(), grows=grows)
            for edit in changes.edits
            if edit.ours and edit.theirs
        }
        gone = {edit.place for edit in changes.edits if edit.ours and edit.theirs is None}
        self.places: dict[Path, list[At]] = {}
        for slot in changes.slots:
            if slot.place not in gone:
                self._note(slot)

    def _note(self, slot: Slot) -> None:
        changed = self.rewordings.get(slot.place)
        for value in (changed or Rewording(slot.lines, "")).values():
            theirs = value.theirs if changed else value.ours
            self.places.setdefault(value.source, []).append(At(slot.place, value.ours, theirs))

    def changed_paths(self) -> list[Path]:
        """Fields of which some place changes nothing but values."""
        pure = (each for each in self.rewordings.values() if each.is_values_only())
        changed = (value.source for each in pure for value in each.values() if value.ours != value.theirs)
        return list(dict.fromkeys(changed))

    def changed(self, path: Path) -> list[At]:
        """Where the file prints the field otherwise."""
        return [at for at in self.places[path] if at.theirs != at.ours]

    def left(self, path: Path) -> list[At]:
        """Where it prints the field as we do, though it need not."""
        places = self.places[path]
        return [at for at in places if at.theirs == at.ours and at.place.section != INFORMS]

    def is_agreed(self, path: Path) -> bool:
        """Whether what was printed alike is still printed alike, wherever it was changed."""
        became: dict[str, set[str]] = {}
        for at in self.changed(path):
            became.setdefault(at.ours, set()).add(at.theirs)
        return all(len(words) == 1 for words in became.values())

    def covered_by(self, paths: AbstractSet[Path]) -> Iterator[Place]:
        """Places where nothing but values of these fields differs."""
        for place, each in self.rewordings.items():
            changed = {value.source for value in each.values() if value.ours != value.theirs}
            if each.is_values_only() and changed <= paths:
                yield place


class _Proposer:
    def __init__(self, spec: Spec, text: Edited | None, changes: Changes, make: Make) -> None:
        self._spec, self._text, self._make = spec, text, make
        self._changes = changes
        self._tries = _MOST_TRIES
        self._places: Mapping[Path, Sequence[At]] = {}

    def proposed(self) -> Proposals:
        """What follows from the changes.

        Words added beside a short value are its own if they are added wherever it is printed.
        """
        generous, strict = (_Printed(self._changes, grows=grows) for grows in (True, False))
        self._places = generous.places
        edits: dict[Path, Proposal] = {}
        for path in generous.changed_paths():
            if generous.is_agreed(path) and not generous.left(path):
                found = self._proposal(path, generous.changed(path))
                edits |= {path: found} if found else {}
        conflicts = tuple(self._conflicts(strict, edits.keys()))
        covered = {*generous.covered_by(edits.keys())}
        covered |= {*strict.covered_by({*edits, *(each.path for each in conflicts)})}
        return Proposals(tuple(edits.values()), conflicts, frozenset(covered))

    def _conflicts(self, printed: _Printed, known: AbstractSet[Path]) -> Iterator[Conflict]:
        for path in printed.changed_paths():
            changed, left = printed.changed(path), printed.left(path)
            is_agreed = printed.is_agreed(path)
            if path not in known and (left or not is_agreed):
                found = self._proposal(path, changed) if is_agreed else None
                yield Conflict(path, (*changed, *left), found)

    def _proposal(self, path: Path, changed: Sequence[At]) -> Proposal | None:
        field = contract().at(path)
        for values in readings(path, field, self._spec.at(path), changed[0].theirs):
            text, hindrance = self._edited(values)
            if not hindrance and not (text and self._prints(text, path, changed)):
                continue
            if hindrance and field is not None and field.is_choice:
                continue
            stated = tuple((each, self._spec.at(each), value) for each, value in values.items())
            changing = tuple(each for each in stated if each[1] != each[2])
            spans = tuple(self._spec.stated_span(each) for each, _, _ in changing)
            return Proposal(changing, tuple(changed), spans, hindrance)
        return None

    def _edited(self, values: Values) -> tuple[Edited | None, str]:
        """The spec with these values, or why that can't be written."""
        if self._text is None:
            return None, "no file of this side can be edited"
        try:
            return with_values(self._text, values), ""
        except EditError as error:
            return None, str(error)

    def _prints(self, text: Edited, path: Path, changed: Sequence[At]) -> bool:
        """Whether the agreement, made again, prints the field as the file does, and as often.

        A field may be printed in pieces, such as a clause in the spec's own words: one is not the whole.
        """
        self._tries -= 1
        made = self._make(text) if self._tries >= 0 else None
        if made is None:
            return False
        now, became = printed_values(made), {at.ours: at.theirs for at in changed}
        wanted: dict[str, Counter[str]] = {}
        for at in self._places[path]:
            wanted.setdefault(at.place.section, Counter())[became.get(at.ours, at.ours)] += 1
        sections = wanted.keys() - _COMPUTED
        return all(now.get((path, section)) == wanted[section] for section in sections)


def proposals(spec: Spec, text: Edited | None, changes: Changes, make: Make) -> Proposals:
    """What to edit in a spec, and what contradicts itself.

    ``text`` is the spec's own file, None where there is none to edit; ``make`` proves each edit.
    """
    return _Proposer(spec, text, changes, make).proposed()


def with_values(text: Edited, values: Values) -> Edited:
    """The spec with all these values. Raises EditError."""
    for path, value in values.items():
        text = with_value(text, path, value)
    return text


def printed_values(agreement: Agreement) -> Mapping[tuple[Path, str], Counter[str]]:
    """What is printed of each field in each section, and how often."""
    from modelpact.returned.slots import stretches

    found: dict[tuple[Path, str], Counter[str]] = {}
    for stretch in stretches(agreement):
        for slot in stretch.every():
            for value in Rewording(slot.lines, "").values():
                found.setdefault((value.source, slot.place.section), Counter())[value.ours] += 1
    return found
