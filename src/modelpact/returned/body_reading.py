"""The body of a Word file, read paragraph by paragraph: its words, and who inserted or deleted them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from modelpact.characters import visible
from modelpact.returned.document import Grid, Hand, Row, Words, Writing
from modelpact.returned.elements import (
    COMPATIBILITY,
    MATHS,
    PRINTED,
    SIGNS,
    WORD_ART,
    W,
    all_text,
    hand_of,
    word_of,
)
from modelpact.returned.fields import Field, shown_by
from modelpact.returned.package import WordError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_PARAGRAPHS, _MOST_TABLES = 8_000, 2_000
"""Paragraphs of tables count, too."""

_MOST_IN_ALL = 2_000_000
"""Letters: a long agreement has a hundred thousand. Words count wherever the file says them."""

_MOST_OPEN = 50
"""Fields and comments that are open at one place."""

_MOST_LETTERS = 50_000
"""Of a paragraph: words are compared one by one."""

_MOST_ALTERNATIVES = 10
"""Beside each other and one in the other: the words of each are gone through."""

_CONTENTS_STYLES = ("TOC", "Contents")

_HIDES = "some of its words are formatted as hidden; they are read like all others"
_EMBEDS = "it brings in another document as it is opened, which was not read"

_NO_WORDS = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr"))

Numbers = Mapping[str, str]
"""What a reference to a bookmark prints, whatever number the file remembers."""


def _cells(row: Element) -> Iterator[Element]:
    """The row's own cells, also those in content controls; not those of a table in a cell."""
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag != f"{W}tbl":
            yield from _cells(element)


class BodyReader:
    """Reads a body; fields and comments may go over the ends of paragraphs."""

    def __init__(self, numbers: Numbers, ours: str, footnotes: Mapping[str, str]) -> None:
        self._numbers, self._ours, self._footnotes = numbers, ours, footnotes
        self._fields: list[Field] = []
        self._open_remarks: set[str] = set()
        self._count = self._tables = self._alternatives = self._letters = 0
        self.own_changes = 0
        """Those that we tracked ourselves."""
        self._writing, self._like = Writing(), Words("")
        self.about: dict[str, list[str]] = {}
        self.notes: set[str] = set()

    def blocks(self, container: Element) -> Iterator[Writing | Grid]:
        """Paragraphs and tables, also those in content controls."""
        for element in container:
            if element.tag == f"{W}p":
                yield self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._tables += 1
                if self._tables > _MOST_TABLES:
                    raise WordError(f"has more than {_MOST_TABLES:,} tables")
                yield Grid(tuple(self._rows(element)))
            elif element.tag == f"{W}altChunk":
                self.notes.add(_EMBEDS)
            elif element.tag not in (f"{W}sdtPr", f"{W}sectPr"):
                yield from self.blocks(element)

    def _rows(self, table: Element) -> Iterator[Row]:
        for element in table:
            if element.tag == f"{W}tr":
                properties = element.find(f"{W}trPr")
                inserted, deleted = self._tracked(properties, "ins"), self._tracked(properties, "del")
                cells = tuple(tuple(self._paragraphs(cell)) for cell in _cells(element))
                if not self._is_ours(deleted):
                    yield Row(cells, inserted, deleted)
            else:  # around rows there may be more than content controls
                yield from self._rows(element)

    def _paragraphs(self, cell: Element) -> Iterator[Writing]:
        for block in self.blocks(cell):
            if isinstance(block, Writing):
                yield block
            else:  # a table in a cell
                yield from (each for row in block.rows for inside in row.cells for each in inside)

    def _paragraph(self, element: Element) -> Writing:
        self._count += 1
        if self._count > _MOST_PARAGRAPHS:
            raise WordError(f"has more than {_MOST_PARAGRAPHS:,} paragraphs")
        writing = self._writing = Writing()
        properties = element.find(f"{W}pPr")
        if properties is not None:
            style = properties.find(f"{W}pStyle")
            writing.style = str(style.get(f"{W}val", "")) if style is not None else ""
            mark = properties.find(f"{W}rPr")
            writing.mark_inserted, writing.mark_deleted = (
                self._tracked(mark, "ins"),
                self._tracked(mark, "del"),
            )
            writing.is_joined = self._is_ours(writing.mark_deleted)
        contents = self._in_contents()
        self._inside(element)
        writing.is_contents = contents or self._in_contents() or writing.style.startswith(_CONTENTS_STYLES)
        if sum(len(words.text) for words in writing.words) > _MOST_LETTERS:
            raise WordError(f"has a paragraph of more than {_MOST_LETTERS:,} letters")
        return writing

    def _in_contents(self) -> bool:
        return any(field.is_contents for field in self._fields)

    def _tracked(self, properties: Element | None, kind: str) -> Hand | None:
        """Who tracked that the end of a paragraph, or a row, came or went."""
        element = properties.find(f"{W}{kind}") if properties is not None else None
        hand = hand_of(element) if element is not None else None
        return None if self._is_ours(hand) and kind == "ins" else hand

    def _is_ours(self, hand: Hand | None) -> bool:
        is_ours = hand is not None and hand.author == self._ours
        self.own_changes += is_ours
        return is_ours

    # --- inside a paragraph

    def _inside(self, element: Element) -> None:
        """What is in an element, as words inserted or deleted like those around them."""
        for child in element:
            step = self._STEPS.get(child.tag)
            if step is not None:
                step(self, child)
            elif child.tag not in _NO_WORDS:
                self._inside(child)

    def _change(self, element: Element) -> None:
        hand = hand_of(element)
        came = element.tag in (f"{W}ins", f"{W}moveTo")
        if self._is_ours(hand):
            if came:
                self._inside(element)
            return
        around = self._like
        self._like = around._replace(inserted=hand) if came else around._replace(deleted=hand)
        self._inside(element)
        self._like = around

    def _text(self, element: Element) -> None:
        self._say(element.text or "")

    def _sign(self, element: Element) -> None:
        self._say(SIGNS[element.tag])

    def _word_art(self, element: Element) -> None:
        self._say(f" [box: {' '.join(str(element.get('string', '')).split())}]")

    def _say(self, text: str) -> None:
        self._letters += len(text) * max(len(self._open_remarks), 1)
        if self._letters > _MOST_IN_ALL:
            raise WordError(f"has more than {_MOST_IN_ALL:,} letters, notes and comments with them")
        field = self._fields[-1] if self._fields else None
        if field is not None:
            if not field.shows:
                return
            number = self._numbers.get(field.target)
            field.remembers += text if number else ""
            if number and field.remembers_a_number(number):
                text = "" if field.is_written else number
                field.is_written = True
        if text:
            text = visible(text)
            self._writing.words.append(self._like._replace(text=text))
            if self._like.deleted is None:
                for id_ in self._open_remarks:
                    self.about[id_].append(text)

    def _mark_of_field(self, element: Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._begin_field()
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._end_field()

    def _code(self, element: Element) -> None:
        if self._fields:
            self._fields[-1].code += element.text or ""
        else:
            self._say(element.text or "")  # programs print it

    def _simple_field(self, element: Element) -> None:
        self._begin_field()
        self._fields[-1].code, self._fields[-1].shows = str(element.get(f"{W}instr", "")), True
        self._inside(element)
        self._end_field()

    def _begin_field(self) -> None:
        if len(self._fields) == _MOST_OPEN:
            raise WordError(f"has fields more than {_MOST_OPEN} deep in each other")
        self._fields.append(Field())

    def _end_field(self) -> None:
        field = self._fields.pop()
        if not field.is_known(self._numbers):
            self.notes.add(shown_by(field.code))

    def _bookmark(self, element: Element) -> None:
        self._writing.bookmarks.append(str(element.get(f"{W}name", "")))

    def _remark_starts(self, element: Element) -> None:
        id_ = str(element.get(f"{W}id"))
        self._open_remarks.add(id_)
        if len(self._open_remarks) > _MOST_OPEN:
            raise WordError(f"has more than {_MOST_OPEN} comments on the same words")
        self.about[id_] = []

    def _remark_ends(self, element: Element) -> None:
        self._open_remarks.discard(str(element.get(f"{W}id")))

    def _remark(self, element: Element) -> None:
        self._writing.remarks.append(str(element.get(f"{W}id")))

    def _note(self, element: Element) -> None:
        words = self._footnotes.get(f"{element.tag} {element.get(f'{W}id')}", "")
        self._say(f" [note: {words}]")

    def _box(self, element: Element) -> None:
        self._say(f" [box: {all_text(element)}]")

    def _either(self, element: Element) -> None:
        """The first of the alternatives that the file offers to programs; others where they differ."""
        self._alternatives += 1
        if self._alternatives > _MOST_ALTERNATIVES:
            raise WordError(f"has words for other programs more than {_MOST_ALTERNATIVES} deep in each other")
        said: list[str] = []
        if len(element) > _MOST_ALTERNATIVES:
            raise WordError(f"offers other programs more than {_MOST_ALTERNATIVES} versions of its words")
        for each in element:
            words = " ".join("".join(map(word_of, each.iter(*PRINTED))).split())
            if not said:
                self._inside(each)
            elif words and words not in said:
                self._say(f" [in other programs: {visible(words)}]")
            said.append(words)
        self._alternatives -= 1

    def _run(self, element: Element) -> None:
        hidden = element.find(f"{W}rPr/{W}vanish")
        if hidden is not None and hidden.get(f"{W}val") not in ("0", "false", "off"):
            self.notes.add(_HIDES)
        self._inside(element)

    _STEPS: ClassVar[dict[str, Callable[[BodyReader, Element], None]]] = {
        **dict.fromkeys((f"{W}{name}" for name in ("ins", "del", "moveTo", "moveFrom")), _change),
        **dict.fromkeys((f"{W}t", f"{W}delText", MATHS), _text),
        **dict.fromkeys(SIGNS, _sign),
        **dict.fromkeys((f"{W}instrText", f"{W}delInstrText"), _code),
        **dict.fromkeys((f"{W}footnoteReference", f"{W}endnoteReference"), _note),
        f"{W}r": _run,
        f"{W}fldChar": _mark_of_field,
        f"{W}fldSimple": _simple_field,
        f"{W}bookmarkStart": _bookmark,
        f"{W}commentRangeStart": _remark_starts,
        f"{W}commentRangeEnd": _remark_ends,
        f"{W}commentReference": _remark,
        f"{W}txbxContent": _box,
        WORD_ART: _word_art,
        f"{COMPATIBILITY}AlternateContent": _either,
    }
