"""Paragraphs of a Word file with what changed in them: new words as insertions, old ones as deletions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from modelpact.agreement import Line, Reference, Text
from modelpact.redline import Change, LineChange, ParagraphChange, Passage, Redline
from modelpact.renderers.elements import Html as Xml
from modelpact.renderers.elements import element, join
from modelpact.renderers.word_runs import Runs, bookmark, empty, paragraph

MARKS = {Change.ADDED: "w:ins", Change.REMOVED: "w:del"}

_WHOLE, _CAPTION, *_INSIDE = 0, 2, 4, 6
"""Minutes by which the times of changes differ: to whole paragraphs, to the line above a table, inside one.

LibreOffice takes changes of one author within a minute for one if they meet, also where one ends a paragraph
and the other begins the next. Rejected, they would take the end of the paragraph along.
"""


class TrackedParagraphs:
    """Writes the paragraphs of one redline."""

    def __init__(self, redline: Redline, links: dict[str, str]) -> None:
        self._author = redline.author
        self._moved = frozenset(section.id for section in redline.sections if section.moved)
        self._runs_new = Runs(redline.new.agreement, links, bookmark)
        self._runs_old = Runs(redline.old.agreement, links, self._former)
        self._bookmarks = self._changes = self._paragraphs = 0

    def _former(self, anchor: str) -> str:
        """The bookmark in the old words: of a clause that was moved, the one at its old place."""
        return bookmark(f"{anchor}.was") if anchor.partition(".")[0] in self._moved else bookmark(anchor)

    def paragraph(
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
        minute = inside if change not in MARKS else _CAPTION if style == "Caption" else _WHOLE
        content = self._runs(lines, minute)
        mark = [element("w:rPr", {}, Xml(self.mark(change, minute)))] if change in MARKS else []
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

    def mark(self, change: Change, minute: int = _WHOLE) -> str:
        """That the end of a paragraph, or a row, came or went."""
        return empty(MARKS[change], self._stamp(minute))

    def _stamp(self, minute: int) -> dict[str, str]:
        self._changes += 1
        id_ = str(1_000_000 + self._changes)  # bookmarks count from 1
        date = self._author.date + timedelta(minutes=minute)
        return {"w:id": id_, "w:author": self._author.name, "w:date": f"{date:%Y-%m-%dT%H:%M:%SZ}"}

    def _bookmarked(self, name: str, words: Xml) -> Xml:
        """The words in a bookmark, for references to find."""
        self._bookmarks += 1
        number = {"w:id": str(self._bookmarks)}
        start = empty("w:bookmarkStart", number | {"w:name": name})
        return join([start, words, empty("w:bookmarkEnd", number)], "")

    def plain_if_rejected(self, block: Xml) -> Xml:
        """A new paragraph that has no number if it is rejected.

        LibreOffice cannot join a paragraph with a table: of new ones before a new table, the first stays
        behind, empty, and should not be counted.
        """
        return self._rejected_as(block, element("w:pPr", {}, empty("w:pStyle", {"w:val": "TableText"})))

    def heading_if_rejected(self, block: Xml, heading: Xml) -> Xml:
        """A new paragraph that is like the heading after it if it is rejected.

        Else LibreOffice may give the heading the style of the new ones that it takes away before it.
        """
        start, end = heading.index("<w:pPr>"), heading.index("</w:pPr>") + len("</w:pPr>")
        return self._rejected_as(block, Xml(heading[start:end]))

    def _rejected_as(self, block: Xml, former: Xml) -> Xml:
        change = element("w:pPrChange", self._stamp(_CAPTION), former)
        return Xml(block.replace("</w:pPr>", f"{change}</w:pPr>", 1))


def came(block: Xml) -> bool:
    """Whether it is a paragraph that is new as a whole."""
    return block.startswith("<w:p>") and "<w:rPr><w:ins " in block.partition("</w:pPr>")[0]


def is_kept_heading(block: Xml) -> bool:
    """Whether it is the heading of a part or a schedule, and stands in both."""
    settings = block.partition("</w:pPr>")[0]
    return settings.startswith('<w:p><w:pPr><w:pStyle w:val="Heading1"/>') and "<w:rPr>" not in settings


def _untracked(runs: Xml) -> Xml:
    return runs


def as_it_is(words: Text | Line, change: Change) -> LineChange:
    """Words that are the same in both, or came or went with all around them."""
    line = (words,) if isinstance(words, Text) else words
    return LineChange(line, line, (Passage(line, line, change),))
