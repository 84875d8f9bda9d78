"""The report that people read: one finding after the other, with the line it speaks of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from enum import IntEnum

from modelpact.characters import visible
from modelpact.check import Checked, Ignored, Silencer
from modelpact.diagnostics import Diagnostic, Severity, Span
from modelpact.inspection import Inspection
from modelpact.yaml_reading import lines_of

_WIDEST = 100
"""Characters of a line that are shown where nobody says how wide the terminal is."""

_NARROWEST = 20


class _Colour(IntEnum):
    """ANSI codes (ECMA-48, Select Graphic Rendition)."""

    BOLD = 1
    FAINT = 2
    RED = 31
    YELLOW = 33
    BLUE = 34


_COLOURS = {
    Severity.ERROR: _Colour.RED,
    Severity.WARNING: _Colour.YELLOW,
    Severity.INFORMATION: _Colour.BLUE,
}


def report(
    inspection: Inspection, *, colour: bool = False, names_unread: bool = True, columns: int = 0
) -> str:
    """Every finding with its place, its line and a hint; what is silenced; a last line that counts.

    ``names_unread``: say which files could not be read, where standard error does not. ``columns``: of the
    terminal, so that the carets stand under what they mark; 0 where there is none.
    """
    lines: list[str] = []
    for each in inspection.files:
        if isinstance(each, Checked):
            lines += _of_file(each, columns, colour=colour)
        elif names_unread:
            lines.append(f"{visible(each.name)}: not read: {visible(each.reason)}")
    return "\n".join((*lines, inspection.summary())) + "\n"


def _of_file(checked: Checked, columns: int, *, colour: bool) -> Iterator[str]:
    """The line of the file is shown once where several findings speak of the same place."""
    shown: Span | None = None
    for diagnostic in checked.diagnostics:
        yield _headline(diagnostic, colour=colour)
        if diagnostic.span != shown:
            shown = diagnostic.span
            for line in _excerpt(shown, checked.texts, columns):
                yield _painted(line, _Colour.FAINT, colour=colour)
        for related in diagnostic.related:
            yield f"    see {visible(str(related.span))}: {visible(related.message)}"
        if diagnostic.hint:
            yield f"    hint: {visible(diagnostic.hint)}"
    for ignored in checked.ignored:
        if ignored.by is Silencer.SPEC:  # the caller knows, and the last line counts
            yield _of_ignored(ignored, colour=colour)


def _headline(diagnostic: Diagnostic, *, colour: bool) -> str:
    word = _painted(f"{diagnostic.severity}:", _COLOURS[diagnostic.severity], colour=colour)
    place = _painted(f"{visible(str(diagnostic.span))}:", _Colour.BOLD, colour=colour)
    rule = _painted(f"[{diagnostic.rule}]", _Colour.FAINT, colour=colour)
    return f"{place} {word} {visible(diagnostic.message)} {rule}"


def _of_ignored(ignored: Ignored, *, colour: bool) -> str:
    found = ignored.diagnostic
    rule = _painted(f"[{found.rule}]", _Colour.FAINT, colour=colour)
    place = visible(str(found.span))
    return f"{place}: ignored: {visible(found.message)} {rule}, because: {visible(ignored.reason)}"


def _excerpt(span: Span, texts: Mapping[str, str], columns: int) -> Iterator[str]:
    """The first line of the span and carets under it; of a long line, the stretch around them."""
    line = lines_of(texts[span.file])[span.start.line - 1]
    if not line.strip():
        return
    start = span.start.column - 1
    end = span.end.column - 1 if span.end.line == span.start.line else len(line)
    number = str(span.start.line)
    widest = min(_WIDEST, max(_NARROWEST, columns - len(f"    {number} | ……"))) if columns else _WIDEST
    left = max(0, start - widest // 2)
    right = left + widest
    before = ("…" if left else "") + visible(line[left:start])
    marked = visible(line[start : min(end, right)])
    after = visible(line[min(end, right) : right]) + ("…" if len(line) > right else "")
    yield f"    {number} | {before}{marked}{after}"
    yield f"    {' ' * len(number)} | {' ' * _width(before)}{'^' * max(1, _width(marked))}"


def _width(text: str) -> int:
    """Columns of a terminal: East Asian wide characters take two, marks above a letter none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _painted(text: str, code: _Colour, *, colour: bool) -> str:
    return f"\x1b[{code.value}m{text}\x1b[0m" if colour else text
