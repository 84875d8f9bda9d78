"""A redline as the body of a Word file: new words as insertions, old ones as deletions, all others plain.

A plain agreement is the redline of an agreement that has not changed, so what no change touches is the same
markup in both. Numbers are Word's own: paragraphs have the styles of ``templates/page/word``, whose numbering
makes the labels that the tree has, and a reference is a field that Word refreshes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from modelpact.agreement import Agreement, Definition, Paragraph, Text
from modelpact.redline import (
    BlockChange,
    Change,
    ParagraphChange,
    Redline,
    RowChange,
    SectionChange,
    TableChange,
)
from modelpact.renderers.elements import Html as Xml
from modelpact.renderers.elements import element
from modelpact.renderers.word_grid import Grid, cell_of
from modelpact.renderers.word_runs import bookmark, field_char, field_start, paragraph, run
from modelpact.renderers.word_tracking import MARKS, TrackedParagraphs, as_it_is, came, is_kept_heading

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


class Numbering(NamedTuple):
    """A numbering of its own, like one of the file's, that begins with another number or anew."""

    id: int
    like: int
    start: int


class WordBody:
    """Writes one redline; collects what its package has to declare besides."""

    def __init__(self, redline: Redline) -> None:
        self._redline = redline
        self.links: dict[str, str] = {}
        """Web and mail addresses to the ids of their relationships."""
        self._tracked = TrackedParagraphs(redline, self.links)
        self.numberings: list[Numbering] = []
        """Those that begin anew, or with another number than one."""

    def blocks_of(self) -> Iterator[Xml]:
        """Every paragraph and table; what was moved goes at its old place and comes at its new one."""
        every = [block for section in self._redline.places for block in self._section(section)]
        for at, block in enumerate(every):
            if not came(block) or (at and came(every[at - 1])):
                yield block
                continue
            after = next((other for other in every[at:] if not came(other)), Xml(""))
            if after.startswith("<w:tbl>"):
                yield self._tracked.plain_if_rejected(block)
            elif is_kept_heading(after):
                yield self._tracked.heading_if_rejected(block, after)
            else:
                yield block

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
            yield self._heading(section, latest.anchor, PARTS, new_page=section.id == first_part)
        elif sort == "schedule":
            numbering = self._own_numbering(SCHEDULES, _place(latest.label.removeprefix("Schedule ")))
            yield self._heading(section, latest.anchor, numbering, new_page=True)
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
        return self._tracked.paragraph(style, section.heading, section.heading.change, anchor, settings)

    def _own_numbering(self, like: int, start: int) -> int:
        self.numberings.append(Numbering(FIRST_OF_OWN + len(self.numberings), like, start))
        return self.numberings[-1].id

    def _contents(self) -> Iterator[Xml]:
        """A field that Word refreshes, its entries the new agreement's, without page numbers to go stale."""
        yield paragraph("TOCHeading", run("Contents"))
        listed = list(entries(self._redline.new.agreement))
        for at, (style, anchor, words) in enumerate(listed):
            begin = field_start(r'TOC \o "1-2" \h \n \u') if at == 0 else Xml("")
            end = field_char("end") if at == len(listed) - 1 else Xml("")
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
            return self._tracked.paragraph("Definition", block, block.change, anchor)
        assert isinstance(latest, Paragraph)
        if family in ("Closing", "Title"):
            return self._tracked.paragraph(
                _ON_THE_TITLE.get(latest.name, "Closing"), block, block.change, anchor
            )
        own = family == "Schedule" and latest.level > 0
        settings = [_in_numbering(self.numberings[-1].id, latest.level - 1)] if own else []
        return self._tracked.paragraph(f"{family}{latest.level}", block, block.change, anchor, settings)

    def _table(self, block: TableChange) -> Iterator[Xml]:
        """The caption and the table, its header repeated on each page."""
        table = block.new or block.old
        assert table is not None
        whole = Change.SAME if block.old and block.new else block.change
        yield self._tracked.paragraph("Caption", as_it_is(Text(table.caption), whole), whole)
        grid = Grid.of(table)
        header = RowChange(None, None, tuple(as_it_is(cell, whole) for cell in table.header))
        rows = (self._row(row, grid, row.change) for row in block.rows)
        yield grid.around([self._row(header, grid, whole, heads=True), *rows])
        yield self._tracked.paragraph("TableText", as_it_is((), whole), whole)  # else two tables become one

    def _row(self, row: RowChange, grid: Grid, change: Change, *, heads: bool = False) -> Xml:
        """One row, never broken over two pages; where people sign, on the page of what follows."""
        settings = ["<w:cantSplit/>"]
        settings += (
            [f'<w:trHeight w:val="{grid.height}" w:hRule="atLeast"/>'] if grid.height and not heads else []
        )
        settings += ["<w:tblHeader/>"] if heads else []
        settings += [self._tracked.mark(change)] if change in MARKS else []
        styles = ["TableHeader" if heads else "TableText"] * len(row.cells)
        if grid.named and not heads:
            styles[0] = "TableRowHeader"
        keep = (Xml("<w:keepNext/>"),) if grid.height and not heads else ()
        cells = [
            cell_of(self._tracked.paragraph(style, cell, cell.change, settings=keep), width)
            for cell, style, width in zip(row.cells, styles, grid.widths(), strict=True)
        ]
        return element("w:tr", {}, element("w:trPr", {}, *map(Xml, settings)), *cells)


def _ending_in_one(blocks: tuple[BlockChange, ...]) -> Iterator[BlockChange]:
    """The blocks; where a section ends in old and new ones, its last paragraph becomes one that was reworded.

    Else LibreOffice may give the heading after them the style of the paragraph that it takes away.
    """
    start = len(blocks)
    while start and blocks[start - 1].change in MARKS:
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


def entries(agreement: Agreement) -> Iterator[tuple[str, str, str]]:
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


def _in_numbering(numbering: int, level: int) -> Xml:
    return Xml(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')


def _place(letter: str) -> int:
    """Of A the first, of Z the 26th, of AA the 27th: 1, 26, 27."""
    place = 0
    for char in letter:
        place = place * 26 + ord(char) - ord("A") + 1
    return place
