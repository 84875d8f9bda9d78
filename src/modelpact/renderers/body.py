"""The agreement's text as HTML, for the page and for print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modelpact.agreement import (
    Agreement,
    Annex,
    Block,
    Clause,
    Definition,
    Emphasis,
    Inline,
    Line,
    Link,
    Matrix,
    Origin,
    Paragraph,
    Part,
    Reference,
    Schedule,
    Strong,
    Table,
    Term,
    Text,
    Timeline,
    plain,
)
from modelpact.renderers import matrix_svg, timeline_svg
from modelpact.renderers.contents import CLOSED, COVER, SIGNATURES, numbered
from modelpact.renderers.elements import Html, element, join, text, words
from modelpact.renderers.signing import signature
from modelpact.renderers.sources import sources
from modelpact.renderers.tables import table


class Body:
    """Writes the parts of one agreement.

    For a screen, ``explain`` puts a term's definition at each of its uses and the spec's fields behind each
    clause; on paper neither has a place.
    """

    def __init__(self, agreement: Agreement, *, explain: bool) -> None:
        self._agreement = agreement
        self._explain = explain
        self._open = frozenset(agreement.open_points)
        self._meanings = dict(_meanings(agreement)) if explain else {}

    def title(self) -> Html:
        """Kind, subject, reference, parties, notices: what stands before everything else."""
        agreement = self._agreement
        parties = [element("li", {}, self._text(party)) for party in agreement.parties]
        return join(
            [
                element("p", {"class": "reference"}, text(agreement.reference)),
                element("h1", {}, text(agreement.title)),
                element("p", {"class": "subject"}, self._text(agreement.subject)),
                element("p", {"class": "label"}, text("Between")),
                element("ul", {"class": "parties"}, *parties),
                *self._notices(),
            ]
        )

    def _notices(self) -> Iterator[Html]:
        if self._agreement.notices:
            lines = [element("p", {}, text(notice)) for notice in self._agreement.notices]
            yield element("div", {"class": "notices"}, *lines)

    def cover(self) -> Html:
        """The negotiated values, as tables."""
        if not self._agreement.cover:
            return Html("")
        heading = element("h2", {"id": COVER}, text("Cover page"))
        return element("section", {"class": "cover"}, heading, *self._blocks(self._agreement.cover))

    def parts(self) -> Html:
        """The standard terms."""
        return join(self._part(part) for part in self._agreement.parts)

    def schedules(self) -> Html:
        """All schedules."""
        return join(self._schedule(schedule) for schedule in self._agreement.schedules)

    def annexes(self) -> Html:
        """The reports after the schedules, each with its picture above the words that say the same."""
        return join(self._annex(annex) for annex in self._agreement.annexes)

    def signatures(self) -> Html:
        """The words above the signatures, and a block for each party."""
        heading = element("h2", {"id": SIGNATURES}, text("Signatures"))
        blocks = [signature(block, self._text) for block in self._agreement.signatures]
        return element(
            "section", {"class": "signatures"}, heading, *self._blocks(self._agreement.signing), *blocks
        )

    def closing(self) -> Html:
        """The last lines of the document."""
        return join(self._blocks(self._agreement.closing))

    def _part(self, part: Part) -> Html:
        if not part.title:
            return element("section", {"class": "part"}, *(self._clause(c, "h2") for c in part.clauses))
        heading = element("h2", {"id": part.anchor}, numbered(f"Part {part.letter}", part.title))
        return element("section", {"class": "part"}, heading, *map(self._clause, part.clauses))

    def _clause(self, clause: Clause, level: str = "h3") -> Html:
        number = self._address(clause.anchor, "number", f"{clause.number}. ")
        heading = element(level, {"id": clause.anchor}, number, text(clause.title))
        words_of_it = (heading, *self._blocks(clause.blocks, clause.anchor))
        return element("section", {"class": "clause"}, *self._sourced(words_of_it, clause.sources))

    def _sourced(self, within: Iterable[Html], origins: Sequence[Origin]) -> Iterator[Html]:
        """On a page, a section's text, and beside it the fields behind it."""
        if not self._explain:
            yield from within
        else:
            yield element("div", {"class": "words"}, *within)
            yield from sources(origins)

    def _schedule(self, schedule: Schedule) -> Html:
        heading = element(
            "h2", {"id": schedule.anchor}, numbered(f"Schedule {schedule.letter}", schedule.title)
        )
        words_of_it = (heading, *self._blocks(schedule.blocks, schedule.anchor))
        return element("section", {"class": "schedule"}, *self._sourced(words_of_it, schedule.sources))

    def _annex(self, annex: Annex) -> Html:
        heading = element("h2", {"id": annex.anchor}, text(annex.title))
        first, *rest = annex.blocks
        picture = self._picture(annex)
        words_of_it = (heading, *self._blocks([first]), picture, *self._blocks(rest))
        return element("section", {"class": "schedule"}, *self._sourced(words_of_it, ()))

    def _picture(self, annex: Annex) -> Html:
        match annex.picture:
            case Matrix():
                return matrix_svg.drawn(annex.picture, annex.title, annex.anchor)
            case Timeline():
                return timeline_svg.drawn(annex.picture, annex, self._agreement.language)
        return Html("")

    def _blocks(self, blocks: Iterable[Block], section: str = "") -> Iterator[Html]:
        for block in blocks:
            yield Html("\n")
            match block:
                case Paragraph():
                    yield self._paragraph(block, section)
                case Definition():
                    yield self._definition(block)
                case Table():
                    yield table(block, self._line, scrolls=self._explain)
        yield Html("\n")

    def _definition(self, definition: Definition) -> Html:
        anchor, lines = definition.anchor, self._lines(definition.lines)
        if not self._explain:
            return element("p", {"class": "definition", "id": anchor}, lines)
        # Where there is no mouse, a tap on a term shows this at the foot of the screen, one on it closes it.
        shown = {"class": "sheet", "href": f"#{CLOSED}", "data-meaning": self._meanings[anchor]}
        return element("p", {"class": "definition"}, element("a", {"id": anchor} | shown), lines)

    def _paragraph(self, paragraph: Paragraph, section: str) -> Html:
        leads = bool(paragraph.lines) and plain(paragraph.lines[-1]).endswith(":")
        kind = f"level{paragraph.level} lead" if leads else f"level{paragraph.level}"
        anchor = paragraph.anchor or self._own_anchor(paragraph, section)
        label = [self._address(anchor, "label", f"{paragraph.label} ")] if paragraph.label else []
        return element("p", {"class": kind, "id": anchor}, *label, self._lines(paragraph.lines))

    def _own_anchor(self, paragraph: Paragraph, section: str) -> str:
        """On a page, a paragraph with a name has an address even where nothing refers to it."""
        named = self._explain and section and paragraph.name
        return f"{section}.{paragraph.name}" if named else ""

    def _address(self, anchor: str, kind: str, number: str) -> Html:
        """A number; on a page it is also the address of what it numbers, to be copied."""
        if self._explain and anchor:
            return element("a", {"class": kind, "href": f"#{anchor}"}, text(number))
        return element("span", {"class": kind}, text(number))

    def _lines(self, lines: Iterable[Line]) -> Html:
        return join((self._line(line) for line in lines), " ")

    def _line(self, line: Line) -> Html:
        return join((self._inline(item) for item in line), "")

    def _inline(self, item: Inline) -> Html:
        match item:
            case Text():
                return self._text(item)
            case Strong():
                return element("strong", {}, self._line(item.children))
            case Emphasis():
                return element("em", {}, self._line(item.children))
            case Reference():
                return element("a", {"class": "reference", "href": f"#{item.anchor}"}, words(item.text))
            case Term():
                return self._term(item)
            case Link():
                return element("a", {"class": "link", "href": item.url}, words(item.text))

    def _text(self, item: Text) -> Html:
        if item.source is not None and item.source in self._open:
            return element("mark", {}, words(item.text))
        return words(item.text)

    def _term(self, term: Term) -> Html:
        """A use of a defined term. On paper it is plain words: hundreds of links would serve nobody."""
        if not self._explain:
            return words(term.text)
        meaning = self._meanings.get(term.anchor, "")
        attributes = {"class": "term", "href": f"#{term.anchor}", "data-meaning": meaning}
        return element("a", attributes, words(term.text))


def _meanings(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Each definition as plain words, by its anchor."""
    places: list[Clause | Schedule] = [*agreement.clauses(), *agreement.schedules]
    for block in (block for place in places for block in place.blocks):
        if isinstance(block, Definition):
            yield block.anchor, " ".join(map(plain, block.lines))
