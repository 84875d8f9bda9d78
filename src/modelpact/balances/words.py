"""What every format of the balance says in the same words."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.balance import Balance, Counts, Holder, Place, Promise, Row, SectionRow, Uncounted
from modelpact.balance_change import Move, Shift
from modelpact.reins import GROUPS, Group
from modelpact.silences import OPEN, Silence

TITLE = "Who holds the reins"
NUMBERS = "In numbers"
PROMISED = "Promised by name"
SILENT = "Unknown or withheld"
BY_CLAUSE = "Rights and duties, clause by clause"
UNCOUNTED = "Not counted"
OTHERS = "Others"
MOVED = "How the reins move"
SAID = "Unknown, withheld or open before, and no longer"
UNSAID = "Unknown, withheld or open now, and not before"
NOTHING = "Nothing differs."
CAUTION = (
    "This counts what the text gives to whom, and says nothing of whether that is fair.",
    "A number is a paragraph, not a weight: the right to end everything counts as much as one to a mailbox.",
    "Where somebody has no mark, the law or words without one may still give it; the clauses say what holds.",
)
BY_CLAUSE_EXPLAINED = (
    "In how many paragraphs of each clause somebody may do, owns or is owed something, and in how many they "
    "must, or must not, do something."
)
COUNTED = (
    ("reins", "Powers held"),
    ("gains", "Gains held"),
    ("benefits", "Paragraphs that give it something"),
    ("bears", "Paragraphs that bind it"),
)
"""What is counted, by its name among the counts."""


def about(holder: Holder) -> str:
    """Who somebody is in the agreement: ``OpenAI (Provider)``."""
    roles = " and ".join(role.capitalize() for role in holder.roles)
    return f"{holder.name} ({roles})" if roles else holder.name


def standing(balance: Balance) -> str:
    """What a page about real organisations must not leave out; empty for an agreement in earnest."""
    return "An example: nobody has signed this agreement." if balance.is_example else ""


def spoken(balance: Balance, group: Group) -> tuple[Row, ...]:
    """The reins of a group of which the agreement says something."""
    return tuple(row for row in balance.rows if row.group == group.id and (row.held or row.settled))


def unspoken(balance: Balance) -> str:
    """The titles of the reins of which it says nothing, as a sentence; of a letter, where they are."""
    if balance.master:
        return f"This is a letter: what it does not settle, its master agreement does ({balance.master})."
    titles = [row.rein.title for row in balance.rows if not (row.held or row.settled)]
    return f"No paragraph is marked as giving or denying: {'; '.join(titles)}." if titles else ""


def groups(balance: Balance) -> Iterator[tuple[Group, tuple[Row, ...]]]:
    """The groups of which the agreement says something, each with its rows."""
    for group in GROUPS:
        if rows := spoken(balance, group):
            yield group, rows


def numbers(places: tuple[Place, ...], most: int = 99) -> str:
    """The paragraphs by their numbers: ``32.7, 33.3 and 5 more``."""
    shown = [place.number for place in places[:most]]
    left = len(places) - len(shown)
    return ", ".join(shown) + (f" +{left}" if left else "")


def others(row: Row, balance: Balance) -> str:
    """Who has a rein and is no party, or that nobody has it, with the paragraphs."""
    names = {holder.id: holder.name for holder in balance.outsiders()}
    found = [f"{names[held.holder]} ({numbers(held.places)})" for held in row.held if held.holder in names]
    if row.settled and not row.held:
        found.append(f"nobody ({numbers(row.settled)})")
    return "; ".join(found)


def has_party(row: Row, balance: Balance) -> bool:
    """Whether a party has the rein."""
    return any(row.places(party.id) for party in balance.parties())


def outside_share(section: SectionRow, balance: Balance) -> tuple[int, int]:
    """In how many paragraphs of a section those who are no party gain, and in how many they must."""
    shares = [section.share(holder.id) for holder in balance.outsiders()]
    gives = {place for share in shares for place in share.benefits}
    binds = {place for share in shares for place in share.bears}
    return len(gives), len(binds)


def outside_counts(balance: Balance) -> Counts:
    """The numbers of all who are no party, together: what several of them have counts once."""
    ids = {holder.id for holder in balance.outsiders()}
    held = [row for row in balance.rows if any(each.holder in ids for each in row.held)]
    shares = [outside_share(section, balance) for section in balance.sections]
    return Counts(
        reins=sum(row.group != "gains" for row in held),
        gains=sum(row.group == "gains" for row in held),
        benefits=sum(gives for gives, _ in shares),
        bears=sum(binds for _, binds in shares),
    )


def shares(section: SectionRow, balance: Balance) -> tuple[tuple[int, int], ...]:
    """How much a section gives and asks: of each party, then, if there are any, of all others together."""
    found = [section.share(party.id) for party in balance.parties()]
    pairs = [(len(share.benefits), len(share.bears)) for share in found]
    return (*pairs, *([outside_share(section, balance)] if balance.outsiders() else []))


def columns(balance: Balance) -> tuple[str, ...]:
    """The heads of columns for these: the parties' names, then ``Others``."""
    return (*(party.name for party in balance.parties()), *((OTHERS,) if balance.outsiders() else ()))


def counts(balance: Balance) -> tuple[Counts, ...]:
    """The numbers for the same columns."""
    found = [balance.counted(party.id) for party in balance.parties()]
    return (*found, *([outside_counts(balance)] if balance.outsiders() else []))


def not_said(balance: Balance) -> tuple[Silence, ...]:
    """What is unknown or withheld, without what is merely open."""
    return tuple(silence for silence in balance.silences if silence.state != OPEN)


def open_count(balance: Balance) -> str:
    """How much is still to be confirmed, as a sentence; empty for nothing."""
    count = len(balance.silences) - len(not_said(balance))
    if not count:
        return ""
    return f"{count} {'point is' if count == 1 else 'points are'} still to be confirmed (TBC)."


def silence_words(silence: Silence) -> str:
    """A silence on one line."""
    reason = f": “{silence.reason}”" if silence.reason else ""
    places = f" ({', '.join(silence.numbers)})" if silence.numbers else ""
    return f"{silence.title}: {silence.state}{reason}{places}"


def promised(promise: Promise) -> str:
    """A promise on one line."""
    return f"{promise.to}: {promise.kind}{f', {promise.when}' if promise.when else ''}"


def uncounted(clause: Uncounted) -> str:
    """A clause of which nobody has marked who must and who may."""
    whose = "no paragraph is marked" if clause.how == "unmarked" else f"{clause.how} in the spec’s own words"
    return f"{clause.number} {clause.title}: {whose}, so a person has to read it"


def moved(move: Move) -> str:
    """What somebody gained or lost: ``+ Suspend Access (19.1 now; nobody: 18.2 before)``."""
    sign, here, there = ("+", "now", "before") if move.gained else ("-", "before", "now")
    settled = f"; nobody: {numbers(move.settled)} {there}" if move.settled else ""
    return f"{sign} {move.row.rein.title} ({numbers(move.places)} {here}{settled})"


def shifted(shift: Shift, name: str) -> str:
    """A number of somebody on both sides: ``7 → 8``."""
    old, new = ("–" if counts is None else str(getattr(counts, name)) for counts in (shift.old, shift.new))
    return old if old == new else f"{old} → {new}"
