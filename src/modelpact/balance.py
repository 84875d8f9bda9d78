"""The balance of an agreement: who holds which of the reins, who must, who gains, and what is not said.

It counts and shows, and grades nothing. What a paragraph gives and to whom stands in the form beside its
words; a clause in a spec's own words says nothing of that, so it is listed as not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from modelpact.agreement import Agreement, Block, Clause, Norm, Paragraph, Schedule, key, plain
from modelpact.holders import OUTSIDERS, holders, party_ids, roles_of
from modelpact.reins import GROUPS, Rein
from modelpact.silences import Silence, silences
from modelpact.spec import Spec, is_letter


@dataclass(frozen=True, slots=True)
class Holder:
    """A party, or people who are no party."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    """provider, recipient, coordinator; empty for those who are no party."""
    is_party: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph, as a lawyer cites it."""

    section: str
    """Id of the clause; of a schedule, ``schedule:`` and its id."""
    number: str
    """``34.2``, ``Schedule F, 2``."""
    anchor: str
    words: str
    """All its sentences."""


@dataclass(frozen=True, slots=True)
class Held:
    """That somebody has a rein, and by which paragraphs."""

    holder: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One rein in this agreement."""

    rein: Rein
    group: str
    held: tuple[Held, ...]
    """Who has it, in the order of the holders."""
    settled: tuple[Place, ...] = ()
    """The paragraphs that say that nobody has it; with no holder and none of these, none speaks of it."""

    def places(self, holder: str) -> tuple[Place, ...]:
        """The paragraphs that give it to somebody."""
        return next((held.places for held in self.held if held.holder == holder), ())


@dataclass(frozen=True, slots=True)
class Share:
    """What a section asks of somebody and what it gives them."""

    holder: str
    bears: tuple[Place, ...]
    """Paragraphs by which they must do, or must not do, something."""
    benefits: tuple[Place, ...]
    """Paragraphs by which they may do something, own something, or are owed something."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A clause or a schedule with a share for everybody whom it concerns."""

    id: str
    number: str
    title: str
    shares: tuple[Share, ...]

    def share(self, holder: str) -> Share:
        """Of somebody whom it may not concern at all."""
        return next((share for share in self.shares if share.holder == holder), Share(holder, (), ()))


@dataclass(frozen=True, slots=True)
class Promise:
    """A benefit that the spec lists by name."""

    to: str
    """A party's short name, or a group in the spec's words."""
    holder: str
    """The party's id, or the role of an outsider; empty where the group is neither."""
    kind: str
    when: str


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A clause whose rights and duties nobody has marked, so that a person has to read it."""

    id: str
    number: str
    title: str
    how: str
    """``replaced`` or ``added`` by the spec; ``unmarked`` in a house's own form."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The whole of it."""

    reference: str
    """The spec's id."""
    title: str
    """The spec's title."""
    holders: tuple[Holder, ...]
    """The parties in their order, then those outside whom the agreement concerns."""
    rows: tuple[Row, ...]
    sections: tuple[SectionRow, ...]
    promises: tuple[Promise, ...]
    silences: tuple[Silence, ...]
    uncounted: tuple[Uncounted, ...]
    master: str = ""
    """Of a letter, the id of the master agreement that settles all else; empty for any other agreement."""
    is_example: bool = False
    """Whether the spec is illustrative, so that nobody has signed its agreement."""

    def parties(self) -> tuple[Holder, ...]:
        """Those of the holders that are parties."""
        return tuple(holder for holder in self.holders if holder.is_party)

    def outsiders(self) -> tuple[Holder, ...]:
        """Those who are none."""
        return tuple(holder for holder in self.holders if not holder.is_party)

    def counted(self, holder: str) -> Counts:
        """How much of everything somebody has."""
        shares = [section.share(holder) for section in self.sections]
        reins = [row for row in self.rows if row.places(holder)]
        return Counts(
            reins=sum(row.group != "gains" for row in reins),
            gains=sum(row.group == "gains" for row in reins),
            benefits=sum(len(share.benefits) for share in shares),
            bears=sum(len(share.bears) for share in shares),
        )


class Counts(NamedTuple):
    """Numbers to compare, of which none is a grade."""

    reins: int
    gains: int
    benefits: int
    bears: int


def balance(agreement: Agreement, spec: Spec) -> Balance:
    """The balance of an agreement that was made of this spec."""
    return balanced(tuple(agreement.sections()), spec)


def balanced(sections: Sequence[Clause | Schedule], spec: Spec) -> Balance:
    """The balance of an agreement's clauses and schedules."""
    marked = [found for section in sections for found in _marked(section)]
    rows = tuple(_rows(marked, spec))
    shares = tuple(filter(lambda row: row.shares, (_section(section, spec) for section in sections)))
    promises = tuple(_promises(spec))
    return Balance(
        reference=str(spec.at(("id",))),
        title=" ".join(str(spec.at(("title",))).split()),
        holders=tuple(_holders(rows, shares, promises, spec)),
        rows=rows,
        sections=shares,
        promises=promises,
        silences=silences(sections, spec),
        uncounted=tuple(_uncounted(sections)),
        master=str(spec.at(("master", "id"))) if is_letter(spec.data) else "",
        is_example=bool(spec.get("illustrative")),
    )


class _Marked(NamedTuple):
    """A paragraph that says who may or must."""

    place: Place
    norm: Norm


def _marked(section: Clause | Schedule) -> Iterator[_Marked]:
    for number, block in _numbered(section.blocks):
        norm = block.norm
        if norm.rights or norm.duties or norm.bears or norm.benefits or norm.gives:
            cited = number if isinstance(section, Clause) else f"Schedule {section.letter}, {number}"
            words = " ".join(map(plain, block.lines))
            yield _Marked(Place(key(section), cited, block.anchor or section.anchor, words), norm)


def _numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Paragraph]]:
    """Each numbered paragraph with its number in full: ``34.1(a)``."""
    labels: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.level:
            labels[block.level - 1 :] = [block.label]
            yield "".join(labels), block


# --- the reins


def _rows(marked: Sequence[_Marked], spec: Spec) -> Iterator[Row]:
    for group in GROUPS:
        for rein in group.reins:
            yield _row(rein, group.id, marked, spec)


def _row(rein: Rein, group: str, marked: Sequence[_Marked], spec: Spec) -> Row:
    held: dict[str, list[Place]] = {}
    settled: list[Place] = []
    for place, norm in marked:
        for gift in (gift for gift in norm.gives if gift.rein == rein.id):
            having = holders(gift.holders, spec)
            for holder in having:
                held.setdefault(holder, []).append(place)
            if not having:
                settled.append(place)
    ordered = [id_ for id_ in (*party_ids(spec), *OUTSIDERS) if id_ in held]
    return Row(rein, group, tuple(Held(id_, tuple(held[id_])) for id_ in ordered), tuple(settled))


# --- who bears, who benefits


def _section(section: Clause | Schedule, spec: Spec) -> SectionRow:
    bears: dict[str, list[Place]] = {}
    benefits: dict[str, list[Place]] = {}
    for place, norm in _marked(section):
        for holder in bearers(norm, spec):
            bears.setdefault(holder, []).append(place)
        for holder in beneficiaries(norm, spec):
            benefits.setdefault(holder, []).append(place)
    ordered = [id_ for id_ in (*party_ids(spec), *OUTSIDERS) if id_ in bears or id_ in benefits]
    return SectionRow(
        key(section),
        str(section.number) if isinstance(section, Clause) else f"Schedule {section.letter}",
        section.title,
        tuple(Share(id_, tuple(bears.get(id_, ())), tuple(benefits.get(id_, ()))) for id_ in ordered),
    )


def bearers(norm: Norm, spec: Spec) -> tuple[str, ...]:
    """Everybody who must, or must not, do something by a paragraph."""
    return holders((*norm.duties, *norm.bears), spec)


def beneficiaries(norm: Norm, spec: Spec) -> tuple[str, ...]:
    """Everybody who may do something by a paragraph, or is owed it; nobody owes a duty to itself."""
    owing = bearers(norm, spec)
    owed = [each for each in holders(norm.to if norm.duties else (), spec) if (each,) != owing]
    having = {*holders((*norm.rights, *norm.benefits), spec), *owed}
    return tuple(each for each in (*party_ids(spec), *OUTSIDERS) if each in having)


def _holders(
    rows: Iterable[Row], sections: Iterable[SectionRow], promises: Iterable[Promise], spec: Spec
) -> Iterator[Holder]:
    concerned = {held.holder for row in rows for held in row.held}
    concerned |= {share.holder for section in sections for share in section.shares}
    concerned |= {promise.holder for promise in promises}
    for party in spec.at(("parties",)):
        name = " ".join(str(party["short_name"]).split())
        yield Holder(party["id"], name, roles_of(party["id"], spec))
    for role, name in OUTSIDERS.items():
        if role in concerned:
            yield Holder(role, name, is_party=False)


def _uncounted(sections: Iterable[Clause | Schedule]) -> Iterator[Uncounted]:
    """Clauses in a spec's own words, and those of a form that say whom they bind and not where."""
    for clause in sections:
        if isinstance(clause, Clause):
            is_unmarked = bool(clause.bears or clause.benefits) and not any(_marked(clause))
            if how := clause.override or ("unmarked" if is_unmarked else ""):
                yield Uncounted(clause.id, str(clause.number), clause.title, how)


# --- what is promised by name


def _promises(spec: Spec) -> Iterator[Promise]:
    listed = spec.at(("benefits",))
    names = {party["id"]: " ".join(str(party["short_name"]).split()) for party in spec.at(("parties",))}
    for benefit in listed if isinstance(listed, list) else ():
        to = " ".join(str(benefit["to"]).split())
        when = benefit.get("when")
        yield Promise(
            names.get(to, to),
            to if to in names or to in OUTSIDERS else "",
            str(benefit.get("kind", "TBC")).replace("_", " "),  # a choice that is open is left out
            " ".join(when.split()) if isinstance(when, str) else "",
        )
