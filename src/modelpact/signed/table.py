"""The table of parts at a PDF's end, which programs believe or make anew: what they find must be the same.

Some make it anew where anything about it is unusual, by looking for parts among the bytes, and the last of
each number counts. Whoever adds a part that the table passes over shows one thing to us and another to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pikepdf import Pdf

from modelpact.signed.changes import Change, changes
from modelpact.signed.reading import PdfError, opened

PASSED_OVER = Change(
    "parts that its table of parts passes over: programs that make that table anew show something else"
)

_END = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF\s*\Z")
_LONGEST_END = 1_000
_SPACE = rb"[\s\x00]+"
_TABLE = re.compile(rb"xref\s|[0-9]+\s+[0-9]+\s+obj\b")
_PART = re.compile(rb"(?<![0-9])([0-9]{1,10})" + _SPACE + rb"([0-9]{1,5})" + _SPACE + rb"obj\b")
_ROOT = re.compile(rb"/Root" + _SPACE + rb"([0-9]+)" + _SPACE + rb"([0-9]+)" + _SPACE + rb"R\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def problem_of_end(data: bytes) -> str:
    """What is wrong with the end of a file, which leads to the table; empty where nothing is."""
    end = _END.search(data[-_LONGEST_END:])
    if not end:
        return "it goes on after its end, or was cut off before it"
    return "" if _TABLE.match(data, int(end[1])) else "its table of parts is not where its end says"


def shows_else(data: bytes, made: int, pdf: Pdf, known: Sequence[Change]) -> bool:
    """Whether the file shows something else where all parts after the first ``made`` bytes are believed.

    ``known`` is what it shows in any case.
    """
    if problem_of_end(data):
        return False  # that is said apart
    if any((int(number), int(generation)) != pdf.Root.objgen for number, generation in _roots(data[made:])):
        return True
    try:
        with opened(_believing_all(data, made, pdf)) as other:
            return any(not change.harmless and change not in known for change in changes(pdf, other))
    except PdfError:
        return True


def _roots(later: bytes) -> list[tuple[bytes, bytes]]:
    return _ROOT.findall(_ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), later))


def _believing_all(data: bytes, made: int, pdf: Pdf) -> bytes:
    """The file with one more table, which has the last part of each number."""
    parts = {int(part[1]): (part.start(), int(part[2])) for part in _PART.finditer(data, made)}
    listed = b"".join(b"%d 1\n%010d %05d n \n" % (number, *parts[number]) for number in sorted(parts))
    size = max(int(pdf.trailer.Size), *(number + 1 for number in parts), 1)
    entries = b"/Size %d /Prev %d /Root %d %d R" % (size, _last_table(data), *pdf.Root.objgen)
    info = pdf.trailer.get("/Info")
    entries += b" /Info %d %d R" % info.objgen if info is not None and info.is_indirect else b""
    start = len(data) + 1
    return data + b"\nxref\n0 0\n%strailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (listed, entries, start)


def _last_table(data: bytes) -> int:
    end = _END.search(data[-_LONGEST_END:])
    return int(end[1]) if end else 0
