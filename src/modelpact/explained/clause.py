"""A clause explained: what it says here, why it is here, what shaped it, what it protects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from modelpact.agreement import Agreement, Block, Clause, Definition, Schedule, Table, key, plain
from modelpact.anchors import Anchor, anchor
from modelpact.balance import Balance, Holder, Share, balance
from modelpact.clause_words import condition_in_words
from modelpact.conditions import compile_condition
from modelpact.explained.stated import Stated, stated
from modelpact.form import Form, Template
from modelpact.overrides import overrides
from modelpact.rules import RULES
from modelpact.spec import Spec
from modelpact.values import Ledger, Reading


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, or a row of a table, as plain text."""

    label: str
    level: int
    text: str


_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“])")
_SIDES = {
    **dict.fromkeys(("provider", "providers", "laboratory"), "provider"),
    **dict.fromkeys(("recipient", "recipients", "university", "universities"), "recipient"),
    **dict.fromkeys(("both", "neither", "either", "each"), "both"),
}
_SUBJECT = re.compile(
    rf"^(?:(?:If|Where|Once|On|In|For)\b[^,]*, )?(?:an? |the |most |few |public )*({'|'.join(_SIDES)})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fallback:
    """A sentence of the form's guidance for negotiators."""

    side: str
    """Of whom it begins to speak: ``provider``, ``recipient``, ``both``; empty where it is none of them."""
    text: str


@dataclass(frozen=True, slots=True)
class Because:
    """Why a clause is in the agreement, or is not."""

    holds: bool
    condition: str
    """In plain words; empty where the form always has it."""
    values: tuple[Stated, ...]
    """The fields that were looked at until the answer was known."""
    own: tuple[Stated, ...]
    """What the spec's own changes say of it: that it is left out, reworded or added, and the reason."""


@dataclass(frozen=True, slots=True)
class ClauseExplained:
    """All about a clause or a schedule."""

    id: str
    number: str
    """``34``, ``Schedule E``; empty where it is not in the agreement."""
    title: str
    part: str
    kind: str
    mandatory: bool
    text: tuple[Words, ...]
    because: Because
    fields: tuple[Stated, ...]
    purpose: str
    fallbacks: tuple[Fallback, ...]
    """What is bargained over, and what each side usually accepts."""
    anchors: tuple[Anchor, ...]
    shares: tuple[tuple[Holder, Share], ...]
    """Whom it binds and to whom it gives something, by the numbers of its paragraphs."""
    reins: tuple[tuple[str, Holder], ...]
    """The titles of the reins that it gives, each with who has it."""
    rules: tuple[str, ...]
    """Ids of the rules that concern it."""


def explained(id_: str, agreement: Agreement, spec: Spec, form: Form) -> ClauseExplained:
    """All about a clause of the form, one that the spec adds, or a schedule (``schedule:`` and its id).

    ``form`` is what the agreement is made with, before the spec's own changes.
    """
    section = next((each for each in agreement.sections() if key(each) == id_), None)
    template = template_of(id_, form)
    held = balance(agreement, spec)
    return ClauseExplained(
        id=id_,
        number=_number(section),
        title=section.title if section else template.title if template else id_,
        part=_part(id_, agreement, form),
        kind=template.kind if template and id_ in form.clauses else "",
        mandatory=bool(template and template.mandatory),
        text=tuple(_text(section)) if section else (),
        because=because(id_, agreement, spec, form),
        fields=tuple(stated(source.path, spec) for source in section.sources) if section else (),
        purpose=template.purpose if template else "",
        fallbacks=tuple(_fallbacks(template)) if template else (),
        anchors=tuple(map(anchor, template.origin)) if template else (),
        shares=tuple(_shares(id_, held)),
        reins=tuple(_reins(id_, held)),
        rules=tuple(rule.id for rule in RULES if id_ in rule.clauses),
    )


def because(id_: str, agreement: Agreement, spec: Spec, form: Form) -> Because:
    """Why a clause or a schedule is in the agreement, or is not."""
    template = template_of(id_, form) or Template(id=id_, file="", body="")
    ledger = Ledger(spec)
    compile_condition(template.when)(Reading(ledger))
    changes = (change for change in overrides(spec) if change.id == id_ and change.what != "term")
    return Because(
        holds=any(key(section) == id_ for section in agreement.sections()),
        condition=condition_in_words(template.when, form) if template.when else "",
        values=tuple(stated(path, spec) for path in ledger.take_reads()),
        own=tuple(stated((*change.path, "reason"), spec) for change in changes),
    )


def template_of(id_: str, form: Form) -> Template | None:
    """The form's own text of a clause, or of a schedule whose id stands after ``schedule:``."""
    kind, _, name = id_.rpartition(":")
    return form.schedules.get(name) if kind else form.clauses.get(name)


def _number(section: Clause | Schedule | None) -> str:
    if section is None:
        return ""
    return str(section.number) if isinstance(section, Clause) else f"Schedule {section.letter}"


def _part(id_: str, agreement: Agreement, form: Form) -> str:
    for part in agreement.parts:
        if any(clause.id == id_ for clause in part.clauses):
            return part.title
    return next((part.title for part in form.outline if id_ in part.clauses), "")


def _text(section: Clause | Schedule) -> Iterator[Words]:
    for block in section.blocks:
        yield from _words(block)


def _words(block: Block) -> Iterator[Words]:
    if isinstance(block, Table):
        if block.caption:
            yield Words("", 0, f"{block.caption}:")
        for row in (block.header, *block.rows):
            yield Words("|", 0, " | ".join(plain(cell).strip() for cell in row))
    elif isinstance(block, Definition):
        yield Words("", 0, " ".join(map(plain, block.lines)))
    else:
        yield Words(block.label, block.level, " ".join(map(plain, block.lines)))


def _fallbacks(template: Template) -> Iterator[Fallback]:
    """The guidance, a sentence at a time."""
    for sentence in filter(None, _BETWEEN_SENTENCES.split(template.guidance.strip())):
        subject = _SUBJECT.search(sentence)
        yield Fallback(_SIDES[subject[1].casefold()] if subject else "", sentence)


def _shares(id_: str, held: Balance) -> Iterator[tuple[Holder, Share]]:
    section = next((each for each in held.sections if each.id == id_), None)
    for holder in held.holders:
        share = section.share(holder.id) if section else None
        if share and (share.bears or share.benefits):
            yield holder, share


def _reins(id_: str, held: Balance) -> Iterator[tuple[str, Holder]]:
    holders = {holder.id: holder for holder in held.holders}
    for row in held.rows:
        for each in row.held:
            if any(place.section == id_ for place in each.places):
                yield row.rein.title, holders[each.holder]
