"""A Word file's parts to what it says (ISO/IEC 29500-1, part 17): words, tracked changes, comments.

Nothing that a reader of the file would see is passed over: text boxes, notes and hidden words are words too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelpact.returned import appearance
from modelpact.returned.body_reading import BodyReader, Numbers
from modelpact.returned.document import Document, Remark
from modelpact.returned.elements import W, all_text, hand_of
from modelpact.returned.margins import fields, stretches
from modelpact.returned.package import MOST_PART, Package, WordError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SEAL = re.compile(rb"form [^;<]*; spec ([0-9a-f]{64}); parts")
_OWN = "it has tracked changes in our own name, which are read as accepted, whoever made them"
_UNREAD = f"its headers and footers have more than {MOST_PART:,} bytes; not all of them were read"
_FETCHES = "it names files outside of it (pictures, templates); none of them was fetched"


def read(data: bytes, numbers: Numbers, ours: str = "") -> Document:
    """What the file says. Raises WordError where it can't be read.

    ``ours`` is the author of tracked changes that we made ourselves, which count as accepted.
    """
    package = Package(data)
    root = package.part("document")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise WordError("is no Word file")
    reader = BodyReader(numbers, ours, _footnotes(package))
    blocks = tuple(reader.blocks(body))
    remarks = dict(_remarks(package))
    for id_, about in reader.about.items():
        if id_ in remarks:
            remarks[id_].about = " ".join("".join(about).split())
    seal = _SEAL.search(package.properties())
    margins, are_all = package.margins()
    notes = [
        *([_FETCHES] if package.fetches else []),
        *sorted({*reader.notes, *fields(margins)}),
        *appearance.of_body(body),
        *(note for root in _parts(package, "styles") for note in appearance.of_styles(root)),
        *(note for root in _parts(package, "numbering") for note in appearance.of_numbering(root)),
        *([] if are_all else [_UNREAD]),
        *([_OWN] if reader.own_changes else []),
    ]
    return Document(blocks, remarks, tuple(notes), stretches(margins), seal[1].decode() if seal else "")


def _parts(package: Package, kind: str) -> Iterator[Element]:
    root = package.part(kind)
    if root is not None:
        yield root


def _footnotes(package: Package) -> dict[str, str]:
    """The words of each note, by the tag that refers to it and its id."""
    found = {}
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        for note in (note for root in _parts(package, kind) for note in root.iterfind(f"{W}{tag}")):
            found[f"{W}{tag}Reference {note.get(f'{W}id')}"] = all_text(note)
    return found


def _remarks(package: Package) -> Iterator[tuple[str, Remark]]:
    for comment in (each for root in _parts(package, "comments") for each in root.iterfind(f"{W}comment")):
        yield str(comment.get(f"{W}id")), Remark(hand_of(comment), all_text(comment))
