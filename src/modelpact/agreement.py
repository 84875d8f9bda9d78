"""The document tree: what an agreement is once every clause is chosen, numbered and filled.

Renderers see this and nothing else: no Markdown, no Jinja, no YAML. All of it is immutable, and all text in
it is literal: a renderer escapes every ``Text`` for its own format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modelpact.diagnostics import Path, Span

# --- inlines ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Literal characters, from the form or, where ``source`` is set, from that path of the spec.

    Never holds a line break: several lines of a spec's text are separate paragraphs or folded to spaces.
    """

    text: str
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold text: the term that a definition defines, the lead-in of a paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference: ``text`` is ready to print ("clause 34.2"), ``anchor`` is its target."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term in use, as written here (singular or plural); ``anchor`` is its definition."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web or mail address from the spec; ``url`` begins with ``https:`` or ``mailto:``."""

    url: str
    text: str
    source: Path | None = None


Inline = Text | Strong | Emphasis | Reference | Term | Link

Line = tuple[Inline, ...]
"""One sentence: Markdown gives it a line of its own, the other formats join lines with a space."""

# --- blocks -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of a right, a duty or an event: days that the spec names, or a period and its event."""

    limit: str
    """``by`` (done by then), ``for`` (until then), ``from`` (not before), ``every`` (each time), ``on``."""
    days: tuple[str, ...] = ()
    """Fields that hold a date, by their dotted names, and events that have one, by their words."""
    amount: int | None = None
    """None where nothing is counted or the spec has no number yet."""
    unit: str = ""
    """hours, days, weeks, months or years; empty where nothing is counted."""
    event: str = ""
    before: bool = False
    """Whether the time is counted back from the event."""
    source: Path | None = None
    """The field that holds the amount."""


@dataclass(frozen=True, slots=True)
class Gift:
    """A power or a gain that a paragraph gives, by its name among the reins, or says that nobody has."""

    rein: str
    holders: tuple[str, ...] = ()
    """Roles, or what ``reins.FOUND`` names; empty where nobody has it."""


@dataclass(frozen=True, slots=True)
class Norm:
    """Who may or must by a paragraph; never printed, read by ``balance``, ``dates`` and schedule J."""

    rights: tuple[str, ...] = ()
    """Roles that have a right: provider, recipient, each, public, workers, communities, coordinator."""
    duties: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Roles that the right or the duty is held against or owed to."""
    clock: Clock | None = None
    bears: tuple[str, ...] = ()
    """Roles that must do something by a further sentence, to which the clock does not belong."""
    benefits: tuple[str, ...] = ()
    """Roles that may do something, or are owed it, by a further sentence."""
    gives: tuple[Gift, ...] = ()
    """Which of the reins it settles."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; numbered where it has a label."""

    lines: tuple[Line, ...]
    level: int = 0
    """0 for running text without number, 1 for 34.1, 2 for (a), 3 for (i)."""
    label: str = ""
    """As printed: ``34.1``, ``(a)``, ``(i)``, or empty."""
    name: str = ""
    """Stable within its clause; empty where the form gives none."""
    anchor: str = ""
    """Unique in the document; set where something refers to this paragraph."""
    norm: Norm = Norm()


@dataclass(frozen=True, slots=True)
class Definition:
    """One defined term and its meaning; ``lines`` hold the whole sentence, the term in Strong."""

    term: str
    anchor: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; each cell is a line of inlines. All rows are as long as the header."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""
    """What the table shows; printed above it where it is not empty."""
    row_headers: bool = False
    """True where each row's first cell names the row (the cover page: "Term of the agreement")."""


Block = Paragraph | Definition | Table


@dataclass(frozen=True, slots=True)
class Origin:
    """A field of the spec that was read for a clause."""

    path: Path
    span: Span | None = None
    """Where a file states it, the file named from the spec's folder; None for what is a default."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause of the standard terms."""

    id: str
    number: int
    title: str
    blocks: tuple[Block, ...]
    kind: str
    bears: tuple[str, ...]
    benefits: tuple[str, ...]
    mandatory: bool
    sources: tuple[Origin, ...]
    """What was read to choose and fill it, in order: the source map."""
    override: str = ""
    """"replaced" or "added" where the spec's own words stand here; empty for the standard form's."""

    @property
    def anchor(self) -> str:
        """The target of links to this clause."""
        return self.id


@dataclass(frozen=True, slots=True)
class Part:
    """A lettered group of clauses."""

    letter: str
    title: str
    """Empty in a document so short that it has no parts: its clauses then stand alone."""
    clauses: tuple[Clause, ...]

    @property
    def anchor(self) -> str:
        """The target of links to this part."""
        return f"part-{self.letter.lower()}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A lettered annex after the standard terms."""

    id: str
    letter: str
    title: str
    blocks: tuple[Block, ...]
    sources: tuple[Origin, ...] = ()

    @property
    def anchor(self) -> str:
        """The target of links to this schedule."""
        return f"schedule-{self.letter.lower()}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time or a single day, as a picture shows it."""

    label: Line
    kind: str
    """``term``, ``access``, ``day``, ``window`` (to act in, by its last day), ``notice`` (due on its first),
    ``ban`` (nothing before its last), ``tail`` (what goes on after the end) or ``length``."""
    first: str = ""
    """In ISO 8601; empty for a length, which runs from an event that has no day."""
    last: str = ""
    days: int = 0
    """Of a length."""
    rule: str = ""
    """Its time in words; empty where it is days only."""
    references: tuple[Reference, ...] = ()
    goes_on: bool = False
    """Whether it may go on after its last day, as where the Agreement renews itself."""


@dataclass(frozen=True, slots=True)
class Band:
    """What a picture shows together, under a heading of its own."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The agreement in time, to be drawn; the blocks beside it say the same in words."""

    bands: tuple[Band, ...]
    zero: str = ""
    """The day that stands for the Effective Date where that is not known: all others are counted from it."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What each column has of one thing."""

    label: str
    cells: tuple[str, ...]
    """For each column the paragraphs that give it, such as ``31.2``; empty where it has none."""
    note: str = ""
    """Who else has it, or that nobody has, with the paragraphs."""


@dataclass(frozen=True, slots=True)
class MatrixBand:
    """Rows that are read together."""

    title: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who has what, to be drawn; the blocks beside it say the same in words."""

    columns: tuple[str, ...]
    """Names of parties."""
    totals: tuple[tuple[str, ...], ...]
    """For each column its numbers, such as ``8 powers``."""
    bands: tuple[MatrixBand, ...]


Picture = Timeline | Matrix


@dataclass(frozen=True, slots=True)
class Annex:
    """A report printed after the schedules: it informs, and is no part of the agreement."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    """All that the picture shows, in words and tables: what stands where nothing is drawn."""
    picture: Picture | None = None
    sources: tuple[Origin, ...] = ()

    @property
    def anchor(self) -> str:
        """The target of links to this report."""
        return f"page-{self.id}"


SIGNING = ("Name", "Title", "Signature", "Date")
READING = "Read and acknowledged"
"""What stands above the signatures of those who are not parties."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """An entry of the calendar: what somebody must or may do, or what happens, and when."""

    who: tuple[str, ...]
    """Roles of those who must or may; empty for what happens of itself."""
    parties: tuple[str, ...]
    """Ids of the parties that these are."""
    to: tuple[str, ...]
    """Roles of those to whom it is owed or against whom it is held."""
    to_parties: tuple[str, ...]
    what: Line
    """The words of the agreement that name the time."""
    section: str
    """Id of the clause or the schedule."""
    title: str
    paragraph: str
    """Its name there; empty where it has none."""
    reference: Reference
    clock: Clock
    rule: str
    """The time in words, such as "within 30 days after receiving a draft"; empty where it is a day only."""
    day: str = ""
    """The day in ISO 8601, or TBC; empty where the spec does not tell it."""
    working_day: str = ""
    """The next working day where a last day to act is on a weekend; public holidays are not known."""
    about: Text | None = None
    """What it is about where the same words make several entries: the model released, the deliverable."""
    sources: tuple[Path, ...] = ()
    """The fields that settle the day."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """One person's signature lines; ``TBC`` stands for what is not known."""

    name: Text
    title: Text


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Where a party signs: its full name, then the lines of each signatory."""

    party: Text
    signatories: tuple[Signatory, ...]
    acknowledgements: tuple[Signatory, ...] = ()
    """Research leads, who read and acknowledge and are not parties."""

    def tables(self) -> Iterator[Table]:
        """The block as tables with room to sign: one captioned with the party, one for who only reads."""
        header: tuple[Line, ...] = tuple((Text(title),) for title in SIGNING)
        captions = self.party.text, f"{READING} ({self.party.text})"
        for caption, people in zip(captions, (self.signatories, self.acknowledgements), strict=True):
            rows = tuple(((person.name,), (person.title,), (), ()) for person in people)
            if rows:
                yield Table(header, rows, caption=caption)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A whole agreement, ready for any renderer."""

    title: str
    """The kind's title: "Staged Release Partnership Agreement"."""
    subject: Text
    """The spec's title."""
    reference: str
    """The spec's id."""
    parties: tuple[Text, ...]
    language: str
    """BCP 47: en-US or en-GB."""
    paper: str
    """a4 or letter."""
    status: str
    """draft, review or final."""
    open_points: tuple[Path, ...]
    """Paths that still say TBC."""
    notices: tuple[str, ...]
    """Lines under the title: that it is a draft, that it is illustrative."""
    cover: tuple[Block, ...]
    """The negotiated values, as captioned tables."""
    parts: tuple[Part, ...]
    schedules: tuple[Schedule, ...]
    signing: tuple[Paragraph, ...]
    """What stands above the signature blocks."""
    signatures: tuple[SignatureBlock, ...]
    obligations: tuple[Obligation, ...]
    """The calendar: what has a day, in the order of the days, then what runs from an event."""
    closing: tuple[Paragraph, ...]
    """The last lines of the document: no legal advice; the form's name, version and licence."""
    form_version: str
    spec: Mapping[str, Any]
    """What the spec says, house terms merged in, without what it silences: it makes the agreement again."""
    spec_hash: str
    """SHA-256 of the resolved spec, defaults filled in, in hexadecimal."""
    form_hash: str
    annexes: tuple[Annex, ...] = ()
    """The reports that the spec asks for."""

    @property
    def is_short(self) -> bool:
        """Whether it has no parts, and so no cover page and no list of contents, such as a letter."""
        return not any(part.title for part in self.parts)

    def clauses(self) -> Iterator[Clause]:
        """Every clause in order."""
        for part in self.parts:
            yield from part.clauses

    def sections(self) -> Iterator[Clause | Schedule]:
        """Every clause, then every schedule."""
        yield from self.clauses()
        yield from self.schedules


def key(section: Clause | Schedule) -> str:
    """What names a section among clauses and schedules, of which two may have one id."""
    return section.id if isinstance(section, Clause) else f"schedule:{section.id}"


def cited(label: str, title: str) -> str:
    """How a lawyer cites a part of an agreement: ``clause 34 (Publication)``, ``Schedule B (Security)``."""
    return f"{'clause ' if label.isdigit() else ''}{label} ({title})" if label else title


def plain(line: Line) -> str:
    """The characters of a line, without its markup."""
    return "".join(
        plain(item.children) if isinstance(item, Strong | Emphasis) else item.text for item in line
    )
