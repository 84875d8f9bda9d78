"""Clauses of a returned file in words that no field makes, as blocks of a spec for a person to judge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from modelpact.agreement import Agreement, Clause, Emphasis, Inline, Line, Paragraph, Reference, Strong, plain
from modelpact.drafting.draft import slug
from modelpact.fields import TBC
from modelpact.redline import Section
from modelpact.returned.changes import ADDED, Edit
from modelpact.returned.slots import Place
from modelpact.spec_edits import Scalar

_BARE = "\ue000"
"""Stands for the brackets of a reference that is printed as a number alone; no spec can say it."""

_BEFORE_NUMBERS = re.compile(f"\\bclauses? (?={_BARE})")
_LISTED = "   "
"""What stands before a list item of a clause in own words (see the spec's ``clauses.replace``)."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A section that no field's value explains."""

    section: str
    what: str
    """``replace``, ``add`` or ``exclude``: the list of the spec's ``clauses`` that it belongs into."""
    entry: Mapping[str, Scalar]
    """The entry of that list; empty where a spec cannot say it."""
    hindrance: str = ""
    """Why it cannot, or what to mind."""


def own_words(
    agreement: Agreement,
    sections: Mapping[str, Section],
    edits: Iterable[Edit],
    covered: frozenset[Place],
    taken: Iterable[str],
) -> tuple[OwnWords, ...]:
    """Each section that says more than the edits of fields will make it say; in our order.

    ``sections`` are those of the file, ``covered`` the places that such edits are about, ``taken`` ids of
    clauses that this agreement need not have.
    """
    changed = dict.fromkeys(edit.place.section for edit in edits if _counts(edit, covered))
    clauses = {clause.id: clause for clause in agreement.clauses()}
    targets = _targets(agreement)
    found = [_of(id_, clauses.get(id_), sections, targets) for id_ in changed]
    return (*(each for each in found if each), *_added(sections, targets, {*clauses, *taken}))


def _counts(edit: Edit, covered: frozenset[Place]) -> bool:
    return edit.ours is None or edit.place not in covered


def _of(
    id_: str, clause: Clause | None, sections: Mapping[str, Section], targets: frozenset[str]
) -> OwnWords | None:
    if clause is None:
        return OwnWords(id_, "", {}, "is made from fields and words of the form that a spec does not replace")
    section = sections.get(id_)
    if section is None or not section.blocks:
        hindrance = "is mandatory, so no spec can leave it out" if clause.mandatory else ""
        return OwnWords(id_, "exclude", {} if hindrance else {"id": id_, "reason": TBC}, hindrance)
    if not all(isinstance(block, Paragraph) for block in section.blocks):
        return OwnWords(
            id_, "replace", {}, "has a table or definitions, which a spec's own words cannot have"
        )
    if section.blocks == clause.blocks and section.title == clause.title:
        return None  # what is new became a clause of its own
    minding = "its title cannot be changed" if section.title != clause.title else ""
    if section.blocks == clause.blocks:
        return OwnWords(id_, "replace", {}, minding)
    entry = {"id": id_, "text": _text(section, targets), "reason": TBC}
    return OwnWords(id_, "replace", entry, minding)


def _added(sections: Mapping[str, Section], targets: frozenset[str], taken: set[str]) -> Iterator[OwnWords]:
    """Clauses that only the file has, each after the one before it, under an id that none has yet."""
    before = ""
    for id_, section in sections.items():
        if id_.startswith(ADDED):
            own = slug(section.title, taken, "new-clause")
            text = _text(section, targets)
            entry = {"id": own, "after": before, "title": section.title, "text": text, "reason": TBC}
            hindrance = "" if text else "has no words but its title"
            can_be_said = bool(text and before)
            yield OwnWords(id_, "add", entry if can_be_said else {}, hindrance)
            if can_be_said:
                before = own
                taken.add(own)
        elif section.label.isdigit():
            before = id_


def _targets(agreement: Agreement) -> frozenset[str]:
    """What a spec's own words can refer to: clauses, and paragraphs that have a name."""
    named = (
        f"{clause.id}.{block.name}"
        for clause in agreement.clauses()
        for block in clause.blocks
        if isinstance(block, Paragraph) and block.name
    )
    return frozenset((*(clause.id for clause in agreement.clauses()), *named))


def _text(section: Section, targets: frozenset[str]) -> str:
    """The words as a spec takes them: a blank line between paragraphs, ``1.`` before list items."""
    written = ""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            margin = _LISTED * max(block.level - 1, 0)
            lines = [_words(line, targets).strip() for line in block.lines]
            start = f"{margin}1. " if margin else ""
            inside = f"\n{margin}{_LISTED}" if margin else "\n"
            between = "" if not written else "\n" if margin else "\n\n"
            written += f"{between}{start}{inside.join(line for line in lines if line)}"
    return f"{written}\n" if written else ""


def _words(line: Line, targets: frozenset[str]) -> str:
    """The words of a line; a reference of the spec's own prints the word before a number, too."""
    words = "".join(_inline(item, targets) for item in line)
    return _BEFORE_NUMBERS.sub("", words).replace(_BARE, "[[")


def _inline(item: Inline, targets: frozenset[str]) -> str:
    if isinstance(item, Strong | Emphasis):
        return _words(item.children, targets)
    if isinstance(item, Reference) and item.anchor in targets:
        return f"{'[[' if item.text.startswith('clause ') else _BARE}{item.anchor}]]"
    return plain((item,))
