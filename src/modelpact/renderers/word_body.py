"""A redline as the body of a Word file: new words as insertions, old ones as deletions, all others plain.

A plain agreement is the redline of an agreement that has not changed, so what no change touches is the same
markup in both. Numbers are Word's own: paragraphs have the styles of ``templates/page/word``, whose numbering
makes the labels that the tree has, and a reference is a field that Word refreshes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from modelpact.agreement import SIGNING, Agreement, Definition, Line, Paragraph, Reference, Table, Text, plain
from modelpact.redline import (
    BlockChange,
    Change,
    LineChange,
    ParagraphChange,
    Passage,
    Redline,
    RowChange,
    SectionChange,
    TableChange,
)
from modelpact.renderers.elements import Html as Xml
from modelpact.renderers.elements import element, join
from modelpact.renderers.word_runs import (
    Runs,
    bookmark,
    empty,
    field_char,
    field_start,
    paragraph,
    run,
)

TEXT_WIDTH = 9070
"""Of A4 between its margins, in twentieths of a point; Letter's is close enough for shares of it."""

CLAUSES, PARTS, SCHEDULES, SCHEDULE_PARAGRAPHS = 1, 2, 3, 4
"""Ids of the numberings in ``numbering.xml``."""

FIRST_OF_OWN = 10
"""Of the numberings that one document has besides."""

_ON_THE_TITLE = {
    "reference": "DocumentReference",
    "title": "Title",
    "subject": "Subtitle",
    "party": "PartyName",
    "notice": "Notice",
}
_WHOLE, _CAPTION, *_INSIDE = 0, 2, 4, 6
"""Minutes by which the times of changes differ: to whole paragraphs, to the line above a table, inside one.

LibreOffice takes changes of one author within a minute for one if they meet, also where one ends a paragraph
and the other begins the next. Rejected, they would take the end of the paragraph along.
"""

_LEAST, _MOST_TEXT, _MOST_WORD = 11, 48, 22
"""Letters: how wide a column is at least, and how much of its longest text and word counts."""


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

    @classmethod
    def of(cls, table: Table) -> Grid:
        """The shape that a table's words ask for; where people sign, they get room."""
        if tuple(map(plain, table.header)) == SIGNING:
            return cls((2, 2, 3, 2), height=700)
        columns = zip(table.header, *table.rows, strict=True)
        return cls(tuple(_share([plain(cell) for cell in column]) for column in columns), table.row_headers)

    def widths(self) -> list[int]:
        """Of the columns, in twentieths of a point."""
        return [TEXT_WIDTH * share // sum(self.shares) for share in self.shares]

    def around(self, rows: Iterable[Xml]) -> Xml:
        """The table of these rows."""
        columns = (empty("w:gridCol", {"w:w": str(width)}) for width in self.widths())
        return element("w:tbl", {}, _TABLE, element("w:tblGrid", {}, *columns), *rows)


class WordBody:
    """Writes one redline; collects what its package has to declare besides."""

    def __init__(self, redline: Redline) -> None:
        self._redline = redline
        self.links: dict[str, str] = {}
        """Web and mail addresses to the ids of their relationships."""
        self.numberings: list[Numbering] = []
        """Those that begin anew, or with another number than one."""
        self._moved = frozenset(section.id for section in redline.sections if section.moved)
        self._runs_new = Runs(redline.new.agreement, self.links, bookmark)
        self._runs_old = Runs(redline.old.agreement, self.links, self._former)
        self._bookmarks = self._changes = self._paragraphs = 0

    def blocks_of(self) -> Iterator[Xml]:
        """Every paragraph and table; what was moved goes at its old place and comes at its new one."""
        every = [block for section in self._redline.places for block in self._section(section)]
        for at, block in enumerate(every):
            starts = _came(block) and not (at and _came(every[at - 1]))
            after = next((other for other in every[at:] if not _came(other)), "")
            yield self._plain_if_rejected(block) if starts and after.startswith("<w:tbl>") else block

    def _plain_if_rejected(self, block: Xml) -> Xml:
        """A new paragraph that has no number if it is rejected.

        LibreOffice cannot join a paragraph with a table: of new ones before a new table, the first stays
        behind, empty, and should not be counted.
        """
        former = element("w:pPr", {}, empty("w:pStyle", {"w:val": "TableText"}))
        change = element("w:pPrChange", self._stamp(_CAPTION), former)
        return Xml(block.replace("</w:pPr>", f"{change}</w:pPr>", 1))

    def _former(self, anchor: str) -> str:
        """The bookmark in the old words: of a clause that was moved, the one at its old place."""
        return bookmark(f"{anchor}.was") if anchor.partition(".")[0] in self._moved else bookmark(anchor)

    # --- sections

    def _section(self, section: SectionChange) -> Iterator[Xml]:
        latest, sort = section.latest, section.id.partition(":")[0]
        first_part = next((each.id for each in self._redline.sections if each.id.startswith("part:")), "")
        if section.id == "page-title":
            yield from self._blocks(section, "Title")
            if not self._redline.new.agreement.is_short:
                yield from self._contents()
            return
        if section.id == "page-closing":
            yield from self._blocks(section, "Closing")
            return
        if sort == "part":
            anchor = f"part-{latest.label.removeprefix('Part ').lower()}"
            yield self._heading(section, anchor, PARTS, new_page=section.id == first_part)
        elif sort == "schedule":
            letter = latest.label.removeprefix("Schedule ")
            numbering = self._own_numbering(SCHEDULES, _place(letter))
            yield self._heading(section, f"schedule-{letter.lower()}", numbering, new_page=True)
            self._own_numbering(SCHEDULE_PARAGRAPHS, 1)
            yield from self._blocks(section, "Schedule")
        elif sort.startswith("page-"):
            yield self._heading(section, section.id, 0, new_page=True)
            yield from self._blocks(section, "Schedule")
        else:
            yield self._heading(section, section.id, 0, style="Heading2")
            yield from self._blocks(section, "Level")

    def _heading(
        self,
        section: SectionChange,
        anchor: str,
        numbering: int,
        *,
        style: str = "Heading1",
        new_page: bool = False,
    ) -> Xml:
        """A heading; the word and the number before a numbered one come from its numbering."""
        new_page = new_page and not self._redline.new.agreement.is_short
        settings = [Xml("<w:pageBreakBefore/>")] if new_page else []
        settings += [_in_numbering(numbering, 0)] if numbering else []
        return self._paragraph(style, section.heading, section.heading.change, anchor, settings)

    def _own_numbering(self, like: int, start: int) -> int:
        self.numberings.append(Numbering(FIRST_OF_OWN + len(self.numberings), like, start))
        return self.numberings[-1].id

    def _contents(self) -> Iterator[Xml]:
        """A field that Word refreshes, its entries the new agreement's, without page numbers to go stale."""
        yield paragraph("TOCHeading", run("Contents"))
        entries = list(_entries(self._redline.new.agreement))
        for at, (style, anchor, words) in enumerate(entries):
            begin = field_start(r'TOC \o "1-2" \h \n \u') if at == 0 else Xml("")
            end = field_char("end") if at == len(entries) - 1 else Xml("")
            link = element("w:hyperlink", {"w:anchor": bookmark(anchor)}, run(words))
            yield paragraph(style, begin, link, end)

    # --- blocks

    def _blocks(self, section: SectionChange, family: str) -> Iterator[Xml]:
        """Paragraphs and tables in the styles of a family: of clauses, of schedules, of the title page."""
        for block in _ending_in_one(section.blocks):
            if isinstance(block, TableChange):
                yield from self._table(block)
            else:
                yield self._text(block, family)

    def _text(self, block: ParagraphChange, family: str) -> Xml:
        latest = block.new or block.old
        anchor = (block.new.anchor if block.new else "") or (block.old.anchor if block.old else "")
        if isinstance(latest, Definition):
            return self._paragraph("Definition", block, block.change, anchor)
        assert isinstance(latest, Paragraph)
        if family in ("Closing", "Title"):
            return self._paragraph(_ON_THE_TITLE.get(latest.name, "Closing"), block, block.change, anchor)
        own = family == "Schedule" and latest.level > 0
        settings = [_in_numbering(self.numberings[-1].id, latest.level - 1)] if own else []
        return self._paragraph(f"{family}{latest.level}", block, block.change, anchor, settings)

    def _table(self, block: TableChange) -> Iterator[Xml]:
        """The caption and the table, its header repeated on each page."""
        table = block.new or block.old
        assert table is not None
        whole = Change.SAME if block.old and block.new else block.change
        yield self._paragraph("Caption", _as_it_is(Text(table.caption), whole), whole)
        grid = Grid.of(table)
        header = RowChange(None, None, tuple(_as_it_is(cell, whole) for cell in table.header))
        rows = (self._row(row, grid, row.change) for row in block.rows)
        yield grid.around([self._row(header, grid, whole, heads=True), *rows])
        yield self._paragraph("TableText", _as_it_is((), whole), whole)  # else two tables become one

    def _row(self, row: RowChange, grid: Grid, change: Change, *, heads: bool = False) -> Xml:
        """One row, never broken over two pages; where people sign, on the page of what follows."""
        settings = ["<w:cantSplit/>"]
        settings += (
            [f'<w:trHeight w:val="{grid.height}" w:hRule="atLeast"/>'] if grid.height and not heads else []
        )
        settings += ["<w:tblHeader/>"] if heads else []
        settings += [self._mark(change)] if change in _MARKS else []
        styles = ["TableHeader" if heads else "TableText"] * len(row.cells)
        if grid.named and not heads:
            styles[0] = "TableRowHeader"
        keep = (Xml("<w:keepNext/>"),) if grid.height and not heads else ()
        cells = [
            _cell(self._paragraph(style, cell, cell.change, settings=keep), width)
            for cell, style, width in zip(row.cells, styles, grid.widths(), strict=True)
        ]
        return element("w:tr", {}, element("w:trPr", {}, *map(Xml, settings)), *cells)

    # --- words

    def _paragraph(
        self,
        style: str,
        words: ParagraphChange | LineChange,
        change: Change,
        anchor: str = "",
        settings: Iterable[Xml] = (),
    ) -> Xml:
        """One paragraph; one that came or went has that on its mark too, or an empty one would stay."""
        lines = words.lines if isinstance(words, ParagraphChange) else (words,)
        self._paragraphs += 1
        inside = _INSIDE[self._paragraphs % 2]
        minute = inside if change not in _MARKS else _CAPTION if style == "Caption" else _WHOLE
        content = self._runs(lines, minute)
        mark = [element("w:rPr", {}, Xml(self._mark(change, minute)))] if change in _MARKS else []
        if anchor:
            content = self._bookmarked(
                self._former(anchor) if change is Change.REMOVED else bookmark(anchor), content
            )
        return paragraph(style, content, settings=[*settings, *mark])

    def _runs(self, lines: Iterable[LineChange], minute: int) -> Xml:
        """The sentences with a space between them, in either version where it has both."""
        written: list[Xml] = []
        has_old = has_new = False
        for line in lines:
            old, new = has_old and line.old is not None, has_new and line.new is not None
            if old or new:
                space = (Text(" "),)
                change = Change.SAME if old and new else Change.ADDED if new else Change.REMOVED
                written.append(self._passage(Passage(space, space, change), minute))
            written += [self._passage(passage, minute) for passage in line.passages]
            has_old, has_new = has_old or line.old is not None, has_new or line.new is not None
        return join(written, "")

    def _passage(self, passage: Passage, minute: int) -> Xml:
        if passage.change is Change.SAME and self._is_same(passage):
            return self._runs_new.of(passage.new, _untracked)
        deleted, inserted = partial(self._deleted, minute=minute), partial(self._inserted, minute=minute)
        old = Xml("") if passage.change is Change.ADDED else self._runs_old.of(passage.old, deleted)
        new = Xml("") if passage.change is Change.REMOVED else self._runs_new.of(passage.new, inserted)
        return join([old, new], "")

    def _is_same(self, passage: Passage) -> bool:
        """Whether the old words are the same as a file too: the targets of references, and typed numbers."""
        leads_elsewhere = any(
            isinstance(item, Reference) and item.anchor.partition(".")[0] in self._moved
            for item in passage.new
        )
        return not leads_elsewhere and self._runs_old.typed(passage.old) == self._runs_new.typed(passage.new)

    def _inserted(self, runs: Xml, *, minute: int) -> Xml:
        return element("w:ins", self._stamp(minute), runs)

    def _deleted(self, runs: Xml, *, minute: int) -> Xml:
        """Deleted text and field codes have elements of their own; escaped text cannot look like them."""
        words = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        words = words.replace("<w:instrText ", "<w:delInstrText ").replace(
            "</w:instrText>", "</w:delInstrText>"
        )
        return element("w:del", self._stamp(minute), Xml(words))

    def _mark(self, change: Change, minute: int = _WHOLE) -> str:
        return empty(_MARKS[change], self._stamp(minute))

    def _stamp(self, minute: int) -> dict[str, str]:
        self._changes += 1
        id_ = str(1_000_000 + self._changes)  # bookmarks count from 1
        date = self._redline.author.date + timedelta(minutes=minute)
        return {"w:id": id_, "w:author": self._redline.author.name, "w:date": f"{date:%Y-%m-%dT%H:%M:%SZ}"}

    def _bookmarked(self, name: str, words: Xml) -> Xml:
        """The words in a bookmark, for references to find."""
        self._bookmarks += 1
        number = {"w:id": str(self._bookmarks)}
        start = empty("w:bookmarkStart", number | {"w:name": name})
        return join([start, words, empty("w:bookmarkEnd", number)], "")


_MARKS = {Change.ADDED: "w:ins", Change.REMOVED: "w:del"}
_TABLE = Xml(
    f'<w:tblPr><w:tblStyle w:val="Terms"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
    '<w:tblLayout w:type="fixed"/></w:tblPr>'
)


def _ending_in_one(blocks: tuple[BlockChange, ...]) -> Iterator[BlockChange]:
    """The blocks; where a section ends in old and new ones, its last paragraph becomes one that was reworded.

    Else LibreOffice may give the heading after them the style of the paragraph that it takes away.
    """
    start = len(blocks)
    while start and blocks[start - 1].change in _MARKS:
        start -= 1
    gone = [block for block in blocks[start:] if block.change is Change.REMOVED]
    came = [block for block in blocks[start:] if block.change is Change.ADDED]
    both = _both(gone[-1], came[-1]) if gone and came else None
    if both is None:
        yield from blocks
    else:
        yield from (*blocks[:start], *gone[:-1], *came[:-1], both)


def _both(gone: BlockChange, came: BlockChange) -> ParagraphChange | None:
    """A paragraph that went and one of its level that came as one."""
    if not isinstance(gone, ParagraphChange) or not isinstance(came, ParagraphChange):
        return None
    old, new = gone.old, came.new
    if not isinstance(old, Paragraph) or not isinstance(new, Paragraph) or old.level != new.level:
        return None
    return ParagraphChange(old, new, (*gone.lines, *came.lines))


def _came(block: Xml) -> bool:
    """Whether it is a paragraph that is new as a whole."""
    return block.startswith("<w:p>") and "<w:rPr><w:ins " in block.partition("</w:pPr>")[0]


def _untracked(runs: Xml) -> Xml:
    return runs


def _as_it_is(words: Text | Line, change: Change) -> LineChange:
    """Words that are the same in both, or came or went with all around them."""
    line = (words,) if isinstance(words, Text) else words
    return LineChange(line, line, (Passage(line, line, change),))


def _entries(agreement: Agreement) -> Iterator[tuple[str, str, str]]:
    """Style, target and words of each entry of the contents."""
    yield "TOC1", "page-cover", "Cover page"
    for part in agreement.parts:
        yield "TOC1", part.anchor, f"Part {part.letter}. {part.title}"
        for clause in part.clauses:
            yield "TOC2", clause.anchor, f"{clause.number}. {clause.title}"
    for schedule in agreement.schedules:
        yield "TOC1", schedule.anchor, f"Schedule {schedule.letter}. {schedule.title}"
    for annex in agreement.annexes:
        yield "TOC1", annex.anchor, annex.title
    yield "TOC1", "page-signatures", "Signatures"


def _cell(words: Xml, width: int) -> Xml:
    size = element("w:tcPr", {}, empty("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
    return element("w:tc", {}, size, words)


def _in_numbering(numbering: int, level: int) -> Xml:
    return Xml(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')


def _place(letter: str) -> int:
    """Of A the first, of Z the 26th, of AA the 27th: 1, 26, 27."""
    place = 0
    for char in letter:
        place = place * 26 + ord(char) - ord("A") + 1
    return place


def _share(cells: list[str]) -> int:
    """How wide a column of these texts should be beside others."""
    longest = max(map(len, cells))
    word = max((len(word) for cell in cells for word in cell.split()), default=1)
    return max(_LEAST, min(longest, _MOST_TEXT), min(word + 4, _MOST_WORD))
