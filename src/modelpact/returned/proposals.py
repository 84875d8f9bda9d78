"""What follows from the changes of a returned file: fields to edit, conflicts to settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelpact.agreement import Agreement
from modelpact.diagnostics import Path, Span, dotted
from modelpact.fields import contract
from modelpact.returned.changes import Changes
from modelpact.returned.readings import Values, readings
from modelpact.returned.rewording import Rewording
from modelpact.returned.slots import Place
from modelpact.spec import Spec
from modelpact.spec_edits import Edited, EditError, with_value

INFORMS = "schedule:obligations-calendar"
"""The calendar is computed and binds nobody, so that a value left there contradicts nothing."""

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


class _Proposer:
    def __init__(self, spec: Spec, text: Edited | None, changes: Changes, make: Make) -> None:
        self._spec, self._text, self._make = spec, text, make
        self._changes = changes
        self._tries = _MOST_TRIES
        self._rewordings = {
            edit.place: edit.rewording() for edit in changes.edits if edit.ours and edit.theirs
        }
        self._gone = {edit.place for edit in changes.edits if edit.ours and edit.theirs is None}

    def proposed(self) -> Proposals:
        """What follows from the changes."""
        printed = self._printed()
        edits: list[Proposal] = []
        conflicts: list[Conflict] = []
        for path in self._changed_paths():
            places = printed[path]
            changed = [at for at in places if at.theirs != at.ours]
            left = [at for at in places if at.theirs == at.ours and at.place.section != INFORMS]
            found = self._proposal(path, changed) if self._agree(changed) else None
            if left or not self._agree(changed):
                conflicts.append(Conflict(path, (*changed, *left), found))
            elif found:
                edits.append(found)
        return Proposals(tuple(edits), tuple(conflicts), self._covered(edits, conflicts))

    def _changed_paths(self) -> list[Path]:
        """Fields of which some place changes nothing but values."""
        pure = (each for each in self._rewordings.values() if each.is_values_only())
        changed = (value.source for each in pure for value in each.values() if value.ours != value.theirs)
        return list(dict.fromkeys(changed))

    def _printed(self) -> dict[Path, list[At]]:
        """Every value at every place of ours, beside what the file says there."""
        printed: dict[Path, list[At]] = {}
        for slot in self._changes.slots:
            if slot.place in self._gone:
                continue
            rewording = self._rewordings.get(slot.place) or Rewording(slot.lines, "")
            is_same = slot.place not in self._rewordings
            for value in rewording.values():
                theirs = value.ours if is_same else value.theirs
                printed.setdefault(value.source, []).append(At(slot.place, value.ours, theirs))
        return printed

    @staticmethod
    def _agree(changed: Sequence[At]) -> bool:
        """Whether what was printed alike is still printed alike."""
        became: dict[str, set[str]] = {}
        for at in changed:
            became.setdefault(at.ours, set()).add(at.theirs)
        return all(len(words) == 1 for words in became.values())

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
        """Whether the agreement, made again, prints the field as the file does, section by section."""
        self._tries -= 1
        made = self._make(text) if self._tries >= 0 else None
        if made is None:
            return False
        now = printed_values(made)
        return all(at.theirs in now.get((path, at.place.section), ()) for at in changed)

    def _covered(self, edits: Sequence[Proposal], conflicts: Sequence[Conflict]) -> frozenset[Place]:
        """Places where nothing but values differs, each of which an edit or a conflict is about."""
        about = {path for edit in edits for path, _, _ in edit.values} | {each.path for each in conflicts}
        about |= {path[:-1] for path in about if path[-1] in ("amount", "currency")}
        return frozenset(
            place
            for place, each in self._rewordings.items()
            if each.is_values_only()
            and all(value.source in about for value in each.values() if value.ours != value.theirs)
        )


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


def printed_values(agreement: Agreement) -> Mapping[tuple[Path, str], set[str]]:
    """What is printed of each field in each section."""
    from modelpact.returned.slots import stretches

    found: dict[tuple[Path, str], set[str]] = {}
    for stretch in stretches(agreement):
        for slot in stretch.every():
            for value in Rewording(slot.lines, "").values():
                found.setdefault((value.source, slot.place.section), set()).add(value.ours)
    return found
