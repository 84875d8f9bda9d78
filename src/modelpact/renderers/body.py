"""The agreement's text as HTML, for the page and for print.

What a tree holds reaches the markup in two ways only: through ``text`` and through ``value``, which
``element`` uses for attributes. Both escape, so that nothing in a spec can become a tag, an entity or an
attribute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NewType

from modelpact.agreement import (
    Agreement,
    Block,
    Clause,
    Definition,
    Emphasis,
    Inline,
    Line,
    Link,
    Origin,
    Paragraph,
    Part,
    Reference,
    Schedule,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Term,
    Text,
    plain,
)
from modelpact.diagnostics import dotted

Html = NewType("Html", str)
"""Markup in which everything literal is escaped already."""

COVER = "page-cover"
SIGNATURES = "page-signatures"
"""Anchors that no clause, schedule or term can have."""

_LONG = 24
"""Letters; the longest words of ordinary English and of most names have fewer."""

_RARE = re.compile("([\u0180-\u02af][\u0300-\u036f]+)")
"""Letters of African and other alphabets with a tone mark: letter and mark must come from one font."""

_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_VALUE = _TEXT | {ord('"'): "&quot;", ord("\n"): "&#10;"}


def text(characters: str) -> Html:
    """Literal characters as they stand between tags."""
    return Html(characters.translate(_TEXT))


def words(characters: str) -> Html:
    """Likewise, in running text, where rare letters get a font that has their marks."""
    if characters.isascii():
        return text(characters)
    pieces = _RARE.split(characters)
    return join(
        (element("span", {"class": "rare"}, text(p)) if at % 2 else text(p) for at, p in enumerate(pieces)),
        "",
    )


def value(characters: str) -> Html:
    """Literal characters as they stand between the double quotes of an attribute."""
    return Html(characters.translate(_VALUE))


def element(tag: str, attributes: dict[str, str], *children: Html) -> Html:
    """One element; attributes without a value are left out."""
    return Html(f"{_start(tag, attributes)}{''.join(children)}</{tag}>")


def _start(tag: str, attributes: dict[str, str]) -> str:
    return "<" + tag + "".join(f' {n}="{value(v)}"' for n, v in attributes.items() if v) + ">"


def join(parts: Iterable[Html], between: str = "\n") -> Html:
    """Several pieces of markup as one."""
    return Html(between.join(parts))


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

    def signatures(self) -> Html:
        """The words above the signatures, and a block for each party."""
        heading = element("h2", {"id": SIGNATURES}, text("Signatures"))
        blocks = [self._signature(block) for block in self._agreement.signatures]
        return element(
            "section", {"class": "signatures"}, heading, *self._blocks(self._agreement.signing), *blocks
        )

    def closing(self) -> Html:
        """The last lines of the document."""
        return join(self._blocks(self._agreement.closing))

    def _part(self, part: Part) -> Html:
        if not part.title:
            return element("section", {"class": "part"}, *(self._clause(c, "h2") for c in part.clauses))
        heading = element("h2", {"id": part.anchor}, _numbered(f"Part {part.letter}", part.title))
        return element("section", {"class": "part"}, heading, *map(self._clause, part.clauses))

    def _clause(self, clause: Clause, level: str = "h3") -> Html:
        heading = element(level, {"id": clause.anchor}, self._number(clause), text(clause.title))
        return element(
            "section",
            {"class": "clause"},
            heading,
            *self._blocks(clause.blocks),
            *_sources(clause.sources if self._explain else ()),
        )

    def _number(self, clause: Clause) -> Html:
        """On a page, the number is the clause's own address, to be copied."""
        number = text(f"{clause.number}. ")
        if not self._explain:
            return element("span", {"class": "number"}, number)
        return element("a", {"class": "number", "href": f"#{clause.anchor}"}, number)

    def _schedule(self, schedule: Schedule) -> Html:
        heading = element(
            "h2", {"id": schedule.anchor}, _numbered(f"Schedule {schedule.letter}", schedule.title)
        )
        return element("section", {"class": "schedule"}, heading, *self._blocks(schedule.blocks))

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Html]:
        for block in blocks:
            yield Html("\n")
            match block:
                case Paragraph():
                    yield self._paragraph(block)
                case Definition():
                    attributes = {"class": "definition", "id": block.anchor}
                    yield element("p", attributes, self._lines(block.lines))
                case Table():
                    yield self._table(block)
        yield Html("\n")

    def _paragraph(self, paragraph: Paragraph) -> Html:
        leads = bool(paragraph.lines) and plain(paragraph.lines[-1]).endswith(":")
        kind = f"level{paragraph.level} lead" if leads else f"level{paragraph.level}"
        attributes = {"class": kind, "id": paragraph.anchor}
        if not paragraph.label:
            return element("p", attributes, self._lines(paragraph.lines))
        label = element("span", {"class": "label"}, text(f"{paragraph.label} "))
        return element("p", attributes, label, self._lines(paragraph.lines))

    def _table(self, table: Table) -> Html:
        caption = [element("caption", {}, text(table.caption))] if table.caption else []
        header = element("tr", {}, *(self._header(cell, "col") for cell in table.header))
        rows = [element("tr", {}, *self._row(row, named=table.row_headers)) for row in table.rows]
        kind = "named" if table.row_headers else ""
        parts = [*caption, element("thead", {}, header), element("tbody", {}, join(rows))]
        return element("div", self._frame(table), element("table", {"class": kind}, *parts))

    def _frame(self, table: Table) -> dict[str, str]:
        """Around a table that may be wider than a phone, what keyboards need to scroll it."""
        if not self._explain or len(table.header) <= 2:  # noqa: PLR2004 (two columns fit any screen)
            return {"class": "table"}
        return {"class": "table", "tabindex": "0", "role": "group", "aria-label": table.caption or "Table"}

    def _row(self, row: tuple[Line, ...], *, named: bool) -> Iterator[Html]:
        for position, cell in enumerate(row):
            if named and position == 0:
                yield self._header(cell, "row")
            else:
                yield element("td", _width(cell), self._line(cell))

    def _header(self, cell: Line, scope: str) -> Html:
        """A header cell; one without words is an ordinary cell, since it heads nothing."""
        if not plain(cell).strip():
            return element("td", {})
        return element("th", {"scope": scope} | _width(cell), self._line(cell))

    def _signature(self, block: SignatureBlock) -> Html:
        heading = element("h3", {}, self._text(block.party))
        signing = [self._signatory(signatory, "Signature") for signatory in block.signatories]
        reading = [
            self._signatory(signatory, "Read and acknowledged") for signatory in block.acknowledgements
        ]
        return element("section", {"class": "signature"}, heading, *signing, *reading)

    def _signatory(self, signatory: Signatory, act: str) -> Html:
        rule = element("span", {"class": "rule"})
        lines = [
            (act, rule),
            ("Date", rule),
            ("Name", self._text(signatory.name)),
            ("Title", self._text(signatory.title)),
        ]
        written = [
            element("p", {}, element("span", {"class": "label"}, text(label)), Html(" "), value)
            for label, value in lines
        ]
        return element("div", {"class": "signatory"}, *written)

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


def _width(cell: Line) -> dict[str, str]:
    """A cell with a word too long for a column (an address, a hash) may break it anywhere."""
    return {"class": "long"} if any(len(word) > _LONG for word in plain(cell).split()) else {}


def outline(agreement: Agreement, *, pages: bool = False) -> Html:
    """The table of contents: nested lists of links, on paper with page numbers."""
    entry = _page_entry if pages else _entry
    parts = (
        entry(part.anchor, f"Part {part.letter}", part.title, _clause_list(part, entry))
        if part.title
        else join(_clause_entries(part, entry))
        for part in agreement.parts
    )
    schedules = (
        entry(schedule.anchor, f"Schedule {schedule.letter}", schedule.title)
        for schedule in agreement.schedules
    )
    cover = [entry(COVER, "", "Cover page")] if agreement.cover else []
    return element("ol", {}, join([*cover, *parts, *schedules, entry(SIGNATURES, "", "Signatures")]))


def _clause_list(part: Part, entry: Callable[..., Html]) -> Html:
    return element("ol", {}, join(_clause_entries(part, entry)))


def _clause_entries(part: Part, entry: Callable[..., Html]) -> Iterator[Html]:
    return (entry(clause.anchor, f"{clause.number}.", clause.title) for clause in part.clauses)


def _entry(anchor: str, number: str, title: str, *below: Html) -> Html:
    link = element("a", {"href": f"#{anchor}"}, _numbered(number, title))
    return element("li", {}, link, *below)


def _page_entry(anchor: str, number: str, title: str, *below: Html) -> Html:
    """Only the title is a link: WeasyPrint makes one link of each element in a link."""
    target = f"#{anchor}"
    link = element("a", {"href": target}, text(title))
    page = element("span", {"class": "page", "data-target": target})
    return element("li", {}, element("div", {"class": "entry"}, _number(number), link, page), *below)


def _numbered(number: str, title: str) -> Html:
    return Html(_number(number) + text(title))


def _number(number: str) -> Html:
    return element("span", {"class": "number"}, text(f"{number} ")) if number else Html("")


def _sources(origins: tuple[Origin, ...]) -> Iterator[Html]:
    """The fields of the spec that shaped a clause, each with its line, folded away."""
    if origins:
        fields = [element("li", {}, _source(origin)) for origin in origins]
        summary = element("summary", {}, text("Fields of the spec"))
        yield element("details", {"class": "sources"}, summary, element("ul", {}, *fields))


def _source(origin: Origin) -> Html:
    place = f" {origin.span.file}, line {origin.span.start.line}" if origin.span else " not stated"
    return Html(element("code", {}, text(dotted(origin.path))) + text(place))


def _meanings(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Each definition as plain words, by its anchor."""
    places: list[Clause | Schedule] = [*agreement.clauses(), *agreement.schedules]
    for block in (block for place in places for block in place.blocks):
        if isinstance(block, Definition):
            yield block.anchor, " ".join(map(plain, block.lines))
