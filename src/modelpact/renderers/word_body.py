"""The agreement's text as WordprocessingML (ISO/IEC 29500-1, part 17).

Numbers are Word's own: paragraphs have the styles of ``templates/page/word``, whose numbering makes the
labels that the tree has, and a reference is a field that Word refreshes. What the tree holds reaches the
markup through ``text`` and ``value`` only, which escape.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from modelpact.agreement import (
    Agreement,
    Block,
    Clause,
    Definition,
    Emphasis,
    Inline,
    Line,
    Link,
    Paragraph,
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
from modelpact.renderers.body import Html as Xml
from modelpact.renderers.body import element, join, text

TEXT_WIDTH = 9070
"""Of A4 between its margins, in twentieths of a point; Letter's is close enough for shares of it."""

CLAUSES, PARTS, SCHEDULES, SCHEDULE_PARAGRAPHS = 1, 2, 3, 4
"""Ids of the numberings in ``numbering.xml``."""

FIRST_OF_OWN = 10
"""Of the numberings that one agreement has besides."""

_MOST_BOOKMARK = 40
_SIGNING = ("Name", "Title", "Signature", "Date")
_NUMBER = re.compile(r"(?:clause |Schedule )?([0-9].*)|Schedule [A-Z]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Numbering(NamedTuple):
    """A numbering of its own, like one of the file's, that begins with another number or anew."""

    id: int
    like: int
    start: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The shape of a table: how wide its columns are beside each other, how high its rows at least."""

    shares: tuple[int, ...]
    named: bool = False
    """Whether each row's first cell names the row."""
    height: int = 0

    def widths(self) -> list[int]:
        """Of the columns, in twentieths of a point."""
        return [TEXT_WIDTH * share // sum(self.shares) for share in self.shares]

    def around(self, rows: Iterable[Xml]) -> Xml:
        """The table of these rows."""
        columns = (_empty("w:gridCol", {"w:w": str(width)}) for width in self.widths())
        return element("w:tbl", {}, _TABLE, element("w:tblGrid", {}, *columns), *rows)


class WordBody:
    """Writes the parts of one agreement; collects what its package has to declare besides."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._open = frozenset(agreement.open_points)
        self._numbers = {clause.anchor: str(clause.number) for clause in agreement.clauses()}
        self._bookmarks = 0
        self.links: dict[str, str] = {}
        """Web and mail addresses to the ids of their relationships."""
        self.numberings: list[Numbering] = []
        """Those that begin anew, or with another number than one."""

    def blocks_of(self) -> Iterator[Xml]:
        """Every paragraph and table, in order."""
        yield from self._title()
        if not self._agreement.is_short:
            yield from self._contents()
        if self._agreement.cover:
            yield self.heading("Cover page", "page-cover", new_page=True)
        yield from self.blocks(self._agreement.cover, schedule=True)
        for at, part in enumerate(self._agreement.parts):
            if part.title:
                yield self.heading(part.title, part.anchor, numbering=PARTS, new_page=at == 0)
            for clause in part.clauses:
                yield from self.clause(clause)
        for schedule in self._agreement.schedules:
            yield from self.schedule(schedule)
        yield from self._signatures()
        yield from (self.paragraph(block.lines, "Closing") for block in self._agreement.closing)

    def _title(self) -> Iterator[Xml]:
        agreement = self._agreement
        yield self.paragraph([(Text(agreement.reference),)], "DocumentReference")
        yield self.paragraph([(Text(agreement.title),)], "Title")
        yield self.paragraph([(agreement.subject,)], "Subtitle")
        yield from (self.paragraph([(party,)], "PartyName") for party in agreement.parties)
        yield from (self.paragraph([(Text(notice),)], "Notice") for notice in agreement.notices)

    def _contents(self) -> Iterator[Xml]:
        """A field that Word refreshes; its entries are right already, without page numbers to go stale."""
        entries = list(self._entries())
        yield self.paragraph([(Text("Contents"),)], "TOCHeading")
        for at, (style, anchor, words) in enumerate(entries):
            begin = _field_start(r'TOC \o "1-2" \h \n \u') if at == 0 else Xml("")
            end = _char("end") if at == len(entries) - 1 else Xml("")
            link = element("w:hyperlink", {"w:anchor": bookmark(anchor)}, _run(words))
            yield _paragraph(style, begin, link, end)

    def _entries(self) -> Iterator[tuple[str, str, str]]:
        yield "TOC1", "page-cover", "Cover page"
        for part in self._agreement.parts:
            yield "TOC1", part.anchor, f"Part {part.letter}. {part.title}"
            for clause in part.clauses:
                yield "TOC2", clause.anchor, f"{clause.number}. {clause.title}"
        for schedule in self._agreement.schedules:
            yield "TOC1", schedule.anchor, f"Schedule {schedule.letter}. {schedule.title}"
        yield "TOC1", "page-signatures", "Signatures"

    # --- sections

    def clause(self, clause: Clause) -> Iterator[Xml]:
        """The clause's heading and its blocks."""
        yield _paragraph("Heading2", self._marked(clause.anchor, _run(clause.title)))
        yield from self.blocks(clause.blocks)

    def schedule(self, schedule: Schedule) -> Iterator[Xml]:
        """The schedule's heading, lettered as it is although some may be left out, and its blocks."""
        lettered = self._numbering(SCHEDULES, _place(schedule.letter))
        yield self.heading(schedule.title, schedule.anchor, numbering=lettered, new_page=True)
        self._numbering(SCHEDULE_PARAGRAPHS, 1)
        yield from self.blocks(schedule.blocks, schedule=True)

    def _numbering(self, like: int, start: int) -> int:
        self.numberings.append(Numbering(FIRST_OF_OWN + len(self.numberings), like, start))
        return self.numberings[-1].id

    def heading(self, words: str, anchor: str, *, numbering: int = 0, new_page: bool = False) -> Xml:
        """A heading of the first level; a numbered one has its word and letter from its numbering."""
        settings = [Xml("<w:pageBreakBefore/>")] if new_page and not self._agreement.is_short else []
        settings += [_numbered(numbering, 0)] if numbering else []
        return _paragraph("Heading1", self._marked(anchor, _run(words)), settings=settings)

    def _signatures(self) -> Iterator[Xml]:
        yield self.heading("Signatures", "page-signatures", new_page=True)
        yield from self.blocks(self._agreement.signing, schedule=True)
        for block in self._agreement.signatures:
            yield from self.signature(block)

    def signature(self, block: SignatureBlock) -> Iterator[Xml]:
        """A party's name and where its people sign, kept on one page."""
        yield self.paragraph([(block.party,)], "Caption")
        yield self._people(block.signatories, keep=bool(block.acknowledgements))
        if block.acknowledgements:
            yield self.paragraph([(Text("Read and acknowledged"),)], "Caption")
            yield self._people(block.acknowledgements, keep=False)

    def _people(self, people: Iterable[Signatory], *, keep: bool) -> Xml:
        """Who signs, with room to do it; ``keep``: on the page of what follows."""
        rows = [((person.name,), (person.title,), (), ()) for person in people]
        header = tuple((Text(title),) for title in _SIGNING)
        grid = Grid((2, 2, 3, 2), height=700)
        written = [self.row(row, grid, keep=keep or row is not rows[-1]) for row in rows]
        return grid.around([self.row(header, grid, header=True), *written])

    # --- blocks

    def blocks(self, blocks: Iterable[Block], *, schedule: bool = False) -> Iterator[Xml]:
        """Paragraphs and tables; ``schedule``: of what stands outside the numbered clauses."""
        for block in blocks:
            match block:
                case Paragraph():
                    yield self.numbered(block, schedule=schedule)
                case Definition():
                    yield self.paragraph(block.lines, "Definition", anchor=block.anchor)
                case Table():
                    yield from self.table(block)

    def numbered(self, paragraph: Paragraph, *, schedule: bool = False) -> Xml:
        """A paragraph in the style of its level, whose numbering makes its label."""
        style = f"{'Schedule' if schedule else 'Level'}{paragraph.level}"
        own = [_numbered(self.numberings[-1].id, paragraph.level - 1)] if schedule and paragraph.level else []
        return self.paragraph(paragraph.lines, style, anchor=paragraph.anchor, settings=own)

    def paragraph(
        self, lines: Iterable[Line], style: str, *, anchor: str = "", settings: Iterable[Xml] = ()
    ) -> Xml:
        """One paragraph of several sentences."""
        words = self.runs(tuple(joined(lines)))
        return _paragraph(style, self._marked(anchor, words) if anchor else words, settings=settings)

    def table(self, table: Table) -> Iterator[Xml]:
        """The caption and the table, its header repeated on each page."""
        if table.caption:
            yield self.paragraph([(Text(table.caption),)], "Caption")
        grid = Grid(_shares(table), named=table.row_headers)
        rows = (self.row(row, grid) for row in table.rows)
        yield grid.around([self.row(table.header, grid, header=True), *rows])
        yield _paragraph("TableText")  # two tables without a paragraph between them become one

    def row(self, row: tuple[Line, ...], grid: Grid, *, header: bool = False, keep: bool = False) -> Xml:
        """One row, never broken over two pages; ``keep``: on the page of what follows."""
        settings = ["<w:cantSplit/>"]
        settings += [f'<w:trHeight w:val="{grid.height}" w:hRule="atLeast"/>'] if grid.height else []
        settings += ["<w:tblHeader/>"] if header else []
        styles = ["TableHeader"] * len(row) if header else ["TableText"] * len(row)
        if grid.named and not header:
            styles[0] = "TableRowHeader"
        cells = [
            self._cell(self.paragraph([cell], style, settings=_KEPT if keep else ()), width)
            for cell, style, width in zip(row, styles, grid.widths(), strict=True)
        ]
        return element("w:tr", {}, element("w:trPr", {}, *map(Xml, settings)), *cells)

    def _cell(self, paragraph: Xml, width: int) -> Xml:
        size = element("w:tcPr", {}, _empty("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        return element("w:tc", {}, size, paragraph)

    # --- inlines

    def runs(self, line: Line, marks: Mapping[str, bool] | None = None) -> Xml:
        """The line's inlines as runs."""
        return join((self._inline(item, marks or {}) for item in line), "")

    def _inline(self, item: Inline, marks: Mapping[str, bool]) -> Xml:
        match item:
            case Text(text=words, source=source):
                return _run(words, {**marks, "highlight": source is not None and source in self._open})
            case Strong(children=children):
                return self.runs(children, {**marks, "b": True})
            case Emphasis(children=children):
                return self.runs(children, {**marks, "i": True})
            case Term(text=words):
                return _run(words, marks)
            case Link():
                return self._link(item)
            case Reference():
                return self._reference(item)

    def _reference(self, item: Reference) -> Xml:
        """A field; a link to a clause that prints the number of a paragraph in it, as the calendar's do."""
        number = self._numbers.get(item.anchor)
        if number is None or item.text.endswith(f" {number}") or item.text == number:
            return reference(item)
        return element(
            "w:hyperlink", {"w:anchor": bookmark(item.anchor)}, _run(item.text, style="CrossReference")
        )

    def _link(self, link: Link) -> Xml:
        relationship = self.links.setdefault(link.url, f"rIdLink{len(self.links) + 1}")
        return element("w:hyperlink", {"r:id": relationship}, _run(link.text, style="Hyperlink"))

    def _marked(self, anchor: str, words: Xml) -> Xml:
        """The words in a bookmark, for references to find."""
        self._bookmarks += 1
        number = {"w:id": str(self._bookmarks)}
        start = _empty("w:bookmarkStart", number | {"w:name": bookmark(anchor)})
        return join([start, words, _empty("w:bookmarkEnd", number)], "")


def joined(lines: Iterable[Line]) -> Iterator[Inline]:
    """Sentences as one line, with a space between them."""
    for at, line in enumerate(lines):
        if at:
            yield Text(" ")
        yield from line


def bookmark(anchor: str) -> str:
    """The anchor as Word allows a bookmark's name: letters, digits, underscores, at most forty."""
    name = re.sub("[^0-9A-Za-z]", "_", anchor)
    if len(name) <= _MOST_BOOKMARK and name[0].isalpha() and not re.search("[^0-9A-Za-z-]", anchor):
        return name
    return (
        f"{name[:27]}_{hashlib.sha256(anchor.encode()).hexdigest()[:12]}" if name[0].isalpha() else f"a{name}"
    )


def reference(item: Reference) -> Xml:
    """A field that shows the number of what it refers to; the word before a clause's number is plain."""
    found = _NUMBER.fullmatch(item.text)
    number = (found[1] or item.text) if found else item.text
    before = item.text.removesuffix(number)
    return join(
        [
            _run(before, style="CrossReference") if before else Xml(""),
            _field_start(rf"REF {bookmark(item.anchor)} \w \h"),
            _run(number, style="CrossReference"),
            _char("end"),
        ],
        "",
    )


def _field_start(instruction: str) -> Xml:
    code = element("w:instrText", {"xml:space": "preserve"}, text(f" {instruction} "))
    return join([_char("begin"), element("w:r", {}, code), _char("separate")], "")


def _char(kind: str) -> Xml:
    return element("w:r", {}, _empty("w:fldChar", {"w:fldCharType": kind}))


def literal(words: str) -> Xml:
    """The words as XML can say them."""
    return text(_UNPRINTABLE.sub("\ufffd", words))


def _run(words: str, marks: Mapping[str, bool] | None = None, *, style: str = "") -> Xml:
    settings = [_empty("w:rStyle", {"w:val": style})] if style else []
    marks = marks or {}
    settings += [Xml(f"<w:{mark}/>") for mark in ("b", "i") if marks.get(mark)]
    settings += [Xml('<w:highlight w:val="yellow"/>')] if marks.get("highlight") else []
    properties = element("w:rPr", {}, *settings) if settings else Xml("")
    written = element("w:t", {"xml:space": "preserve"}, literal(words))
    return element("w:r", {}, properties, written)


def _paragraph(style: str, *content: Xml, settings: Iterable[Xml] = ()) -> Xml:
    properties = element("w:pPr", {}, _empty("w:pStyle", {"w:val": style}), *settings)
    return element("w:p", {}, properties, *content)


def _place(letter: str) -> int:
    """Of A the first, of Z the 26th, of AA the 27th: 1, 26, 27."""
    place = 0
    for char in letter:
        place = place * 26 + ord(char) - ord("A") + 1
    return place


def _numbered(numbering: int, level: int) -> Xml:
    return Xml(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')


def _empty(tag: str, attributes: dict[str, str]) -> Xml:
    return Xml(element(tag, attributes).replace(f"></{tag}>", "/>"))


_KEPT = (Xml("<w:keepNext/>"),)
_TABLE = Xml(
    f'<w:tblPr><w:tblStyle w:val="Terms"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
    '<w:tblLayout w:type="fixed"/></w:tblPr>'
)


def _shares(table: Table) -> tuple[int, ...]:
    """How wide each column is beside the others, by its longest cell and its longest word."""
    columns = zip(table.header, *table.rows, strict=True)
    return tuple(_share([plain(cell) for cell in column]) for column in columns)


def _share(cells: list[str]) -> int:
    longest = max(map(len, cells))
    word = max((len(word) for cell in cells for word in cell.split()), default=1)
    return max(11, min(longest, 48), min(word + 4, 22))
