"""A returned file as an answer: the redline against our agreement, and what to do about each change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from modelpact.agreement import Agreement, Paragraph, Table, plain
from modelpact.causes import NOT_STATED, favours
from modelpact.compare import compare_sections, sections
from modelpact.redline import Cause, Redline, Section, SectionChange, Side
from modelpact.returned.changes import Changes, Edit, changes, their_sections
from modelpact.returned.document import Hand
from modelpact.returned.own_words import OwnWords, own_words
from modelpact.returned.proposals import Conflict, Make, Proposal, proposals
from modelpact.returned.reading import read
from modelpact.returned.slots import HEADER, Place, numbers
from modelpact.spec import Spec
from modelpact.spec_edits import Edited


class Sent(NamedTuple):
    """What we sent: the spec and its agreement."""

    name: str
    spec: Spec
    agreement: Agreement
    text: Edited | None
    """The spec's own file; None where there is none to edit, such as a revision."""
    author: str
    """Whom our own tracked changes name; they count as accepted."""


@dataclass(frozen=True, slots=True)
class Reply:
    """All that a returned file says."""

    redline: Redline
    changes: Changes
    theirs: Mapping[str, Section]
    """The sections as the file has them."""
    edits: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]
    words: tuple[OwnWords, ...]

    def named(self, place: Place) -> str:
        """A place as a lawyer cites it: ``34.2``, ``Cover page, row “Suspension”``."""
        section = sections(self.redline.old.agreement).get(place.section)
        return place_in(section, place) if section else ""


def reply(sent: Sent, name: str, data: bytes, make: Make) -> Reply:
    """What a file that was sent out and came back says. Raises WordError where it can't be read.

    ``make`` proves that an edited spec makes the words of the file.
    """
    document = read(data, numbers(sent.agreement), sent.author)
    found = changes(sent.agreement, document)
    found = replace(found, notes=(*found.notes, *_elsewhere(sent.agreement, found)))
    theirs = their_sections(sent.agreement, found.edits)
    redline = compare_sections(
        Side(sent.name, sent.agreement),
        Side(name, sent.agreement, is_returned=True),
        sections(sent.agreement),
        theirs,
    )
    proposed = proposals(sent.spec, sent.text, found, make)
    taken = sent.spec.form.clause_ids()
    words = own_words(sent.agreement, theirs, found.edits, proposed.covered, taken)
    explained = tuple(_explained(section, found.edits, proposed.edits) for section in redline.sections)
    return Reply(
        redline._replace(sections=explained), found, theirs, proposed.edits, proposed.conflicts, words
    )


def _elsewhere(agreement: Agreement, found: Changes) -> Iterator[str]:
    """A sentence for what stands elsewhere, or under another number, with the words that it has in ours."""
    known = sections(agreement)
    titles = [_title(section) for id_, section in known.items() if id_ in found.moved]
    if titles:
        yield f"{some(titles, _MOST_NAMED)}: elsewhere than in ours, so that other numbers follow"
    levels = [place_in(known[place.section], place) for place in found.levels]
    if levels:
        yield f"{some(levels, _MOST_NAMED)}: at another level than in ours, so under another number"


_MOST_NAMED = 8


def some(names: Sequence[str], most: int, of: str = "") -> str:
    """The first of them, and how many more there are ``of`` their sort."""
    more = f" and {len(names) - most} more{of}" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def place_in(section: Section, place: Place) -> str:
    """A place of a section as a lawyer cites it."""
    block = section.blocks[place.block] if place.block >= 0 else None
    if isinstance(block, Paragraph) and block.label and section.label.isdigit():
        return block.label if block.label[0].isdigit() else f"{_before(section, place)}{block.label}"
    title = _title(section)
    if isinstance(block, Table) and place.row >= 0:
        return f"{title}, row “{plain(block.rows[place.row][0])}”"
    return f"{title}, header" if place.row == HEADER else title


def _before(section: Section, place: Place) -> str:
    """The number of the paragraph that a list item belongs to."""
    above = (block.label for block in section.blocks[: place.block] if isinstance(block, Paragraph))
    return next((label for label in reversed(list(above)) if label[:1].isdigit()), "")


def _title(section: Section) -> str:
    return f"clause {section.label}" if section.label.isdigit() else section.label or section.title


# --- causes


def _explained(section: SectionChange, edits: Iterable[Edit], proposed: Iterable[Proposal]) -> SectionChange:
    here = [edit for edit in edits if edit.place.section == section.id]
    if not here or section.old is None:
        return section
    return section._replace(causes=(*_fields(section.id, proposed), *_hands(section.old, here)))


def _fields(id_: str, proposed: Iterable[Proposal]) -> Iterator[Cause]:
    for each in proposed:
        if any(at.place.section == id_ for at in each.places):
            for (path, old, new), span in zip(each.values, each.spans, strict=True):
                was = NOT_STATED if old is None else _written(old)
                yield Cause(path, was, _written(new), span, None, favours(path, old, new))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _hands(section: Section, edits: Iterable[Edit]) -> Iterator[Cause]:
    """Who changed the section where, and where it was changed without a word."""
    tracked: dict[Hand, list[str]] = {}
    silent: list[str] = []
    for edit in edits:
        place = place_in(section, edit.place)
        where = place if edit.ours else f"after {place}"
        for hand in edit.hands:
            tracked.setdefault(hand, []).append(where)
        if edit.is_silent:
            silent.append(where)
    for hand, places in tracked.items():
        day = f" on {hand.date}" if hand.date else ""
        yield Cause(because=f"{hand.author} tracked a change{day} ({_listed(places)})")
    if silent:
        yield Cause(because=f"the file was changed without tracking it ({_listed(silent)})")


_MOST_NAMED = 6


def _listed(places: Iterable[str]) -> str:
    named = list(dict.fromkeys(places))
    more = [f"and {len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
    return ", ".join([*named[:_MOST_NAMED], *more])
