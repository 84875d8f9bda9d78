"""The redline for a terminal: what changed, clause by clause, struck out and underlined or in brackets."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from enum import Enum

from modelpact.agreement import Line, plain
from modelpact.characters import visible
from modelpact.redline import (
    BlockChange,
    Change,
    LineChange,
    ParagraphChange,
    Redline,
    RowChange,
    SectionChange,
)
from modelpact.redlines.summary import counted, heading, label, reason

WIDTH = 100
_ELLIPSIS = "…"
_SPACE = re.compile(r"(\s+)")


class _Style(Enum):
    """ANSI codes (ECMA-48, Select Graphic Rendition)."""

    BOLD = "1"
    FAINT = "2"
    OLD = "31;9"
    NEW = "32;4"


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
            made = side.agreement
            yield visible(f"{sign} {side.name} (form {made.form_version}, spec {made.spec_hash[:12]})")
        yield ""

    def section(self, section: SectionChange) -> Iterator[str]:
        yield self._painted(visible(heading(section)), _Style.BOLD)
        for cause in section.causes:
            yield from (
                self._painted(line, _Style.FAINT)
                for line in self._wrapped(visible(reason(cause)), "    ", "      ")
            )
        blocks = section.blocks if section.change is not Change.SAME else ()
        for block in blocks:
            if block.change is not Change.SAME:
                yield from self._block(block)
        yield ""

    def _block(self, block: BlockChange) -> Iterator[str]:
        if isinstance(block, ParagraphChange):
            start = f"  {label(block):6} "
            yield from self._wrapped(self._sentences(block.lines), start, " " * len(start))
        else:
            for row in block.rows:
                if row.change is not Change.SAME:
                    yield from self._wrapped(self._row(row), "  | ", "    ")

    def _row(self, row: RowChange) -> str:
        return " | ".join(self._line(cell) for cell in row.cells)

    def _sentences(self, lines: Iterable[LineChange]) -> str:
        """The sentences that changed, with dots for those between them that did not."""
        shown: list[str] = []
        for line in lines:
            if line.change is not Change.SAME:
                shown.append(self._line(line))
            elif shown[-1:] != [_ELLIPSIS]:
                shown.append(_ELLIPSIS)
        return " ".join(shown)

    def _line(self, line: LineChange) -> str:
        parts = []
        for passage in line.passages:
            if passage.change is Change.SAME:
                parts.append(visible(plain(passage.new)))
            else:
                parts += [self._marked(passage.old, _Style.OLD), self._marked(passage.new, _Style.NEW)]
        return "".join(parts)

    def _marked(self, words: Line, style: _Style) -> str:
        shown = visible(plain(words))
        if not shown:
            return ""
        if not self._colour:
            return f"[-{shown}-]" if style is _Style.OLD else f"{{+{shown}+}}"
        # Word by word: a line may be broken between any two.
        return "".join(
            part if part.isspace() else self._painted(part, style) for part in _SPACE.split(shown) if part
        )

    def _painted(self, words: str, style: _Style) -> str:
        return f"\x1b[{style.value}m{words}\x1b[0m" if self._colour else words

    def _wrapped(self, words: str, first: str, rest: str) -> list[str]:
        return textwrap.wrap(
            words,
            self._width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
