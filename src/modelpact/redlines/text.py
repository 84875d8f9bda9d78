"""The redline for a terminal: what changed, clause by clause, struck out and underlined or in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from modelpact.agreement import plain
from modelpact.characters import visible
from modelpact.redline import (
    BlockChange,
    Change,
    LineChange,
    ParagraphChange,
    Redline,
    SectionChange,
    TableChange,
)
from modelpact.redlines.painted import Span, Style, said, wrapped
from modelpact.redlines.summary import counted, heading, label, reason

WIDTH = 100
_ELLIPSIS: Span = ("…", None)


def render(redline: Redline) -> bytes:
    """Plain text in UTF-8: old words in ``[-…-]``, new ones in ``{+…+}``."""
    return text(redline, colour=False).encode()


def text(redline: Redline, *, colour: bool, width: int = WIDTH) -> str:
    """The redline; in colour, old words are struck out in red and new ones underlined in green."""
    writer = _Writer(colour, width)
    lines = [line for section in redline.changed() for line in writer.section(section)]
    last = counted(redline) if lines else "nothing differs"
    return "\n".join((*writer.sides(redline), *lines, last)) + "\n"


class _Writer:
    def __init__(self, colour: bool, width: int) -> None:
        self._colour, self._width = colour, width

    def sides(self, redline: Redline) -> Iterator[str]:
        for sign, side in (("---", redline.old), ("+++", redline.new)):
            yield visible(f"{sign} {side.name} ({side.versions})")
        yield ""

    def section(self, section: SectionChange) -> Iterator[str]:
        yield from self._wrapped([said(heading(section), self._style(Style.BOLD))], "", "    ")
        for cause in section.causes:
            yield from self._wrapped([said(reason(cause), self._style(Style.FAINT))], "    ", "      ")
        blocks = section.blocks if section.change is not Change.SAME else ()
        for block in blocks:
            if block.change is not Change.SAME:
                yield from self._block(block)
        yield ""

    def _block(self, block: BlockChange) -> Iterator[str]:
        if isinstance(block, ParagraphChange):
            start = f"  {label(block):6} "
            yield from self._wrapped([*self._sentences(block.lines)], start, " " * len(start))
        else:
            if not (block.old and block.new):
                yield from self._head(block)
            for row in block.rows:
                if row.change is not Change.SAME:
                    cells = _between(map(self._line, row.cells), " | ")
                    yield from self._wrapped([*cells], "  | ", "    ")

    def _head(self, table: TableChange) -> Iterator[str]:
        """The caption and the header of a table that came or went: they may be all that differs."""
        for side, style in ((table.old, Style.OLD), (table.new, Style.NEW)):
            for cells in ([side.caption], [*map(plain, side.header)]) if side else ():
                marked = _between((self._marked(cell, style) for cell in cells), " | ")
                yield from self._wrapped([*marked], "  | ", "    ") if any(cells) else ()

    def _sentences(self, lines: Iterable[LineChange]) -> Iterator[Span]:
        """The sentences that changed, with dots for those between them that did not."""
        runs = groupby(lines, key=lambda line: line.change is Change.SAME)
        shown = ([[_ELLIPSIS]] if same else map(self._line, run) for same, run in runs)
        return _between(chain.from_iterable(shown), " ")

    def _line(self, line: LineChange) -> Iterator[Span]:
        for passage in line.passages:
            if passage.change is Change.SAME:
                yield said(plain(passage.new))
            else:
                old, new = plain(passage.old), plain(passage.new)
                yield from self._marked(old, Style.OLD)
                yield from self._gap(old, new)
                yield from self._marked(new, Style.NEW)

    def _marked(self, words: str, style: Style) -> Iterator[Span]:
        if not words:
            return
        if self._colour:
            yield said(words, style)
        else:
            yield said(f"[-{words}-]" if style is Style.OLD else f"{{+{words}+}}")

    def _gap(self, old: str, new: str) -> Iterator[Span]:
        """Between old and new words that only their colours would tell apart."""
        if self._colour and old and new and not old[-1].isspace():
            yield " ", None

    def _style(self, style: Style) -> Style | None:
        return style if self._colour else None

    def _wrapped(self, spans: Sequence[Span], first: str, rest: str) -> Iterator[str]:
        return wrapped(spans, self._width, first, rest)


def _between(parts: Iterable[Iterable[Span]], between: str) -> Iterator[Span]:
    for at, part in enumerate(parts):
        if at:
            yield between, None
        yield from part
