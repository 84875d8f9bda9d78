"""A Word file of unknown origin opened: only the parts that are read, within limits that no file can exceed.

Nothing is unpacked to disk, nothing that the file names is fetched, no entity is resolved.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_BYTES = 30_000_000
"""Of a file: a long agreement has less than one million, pictures may be in it."""

MOST_PART = 12_000_000
"""Of a part unpacked."""

_MOST_TAGS = 1_000_000
"""Of a part: a tree of these takes some 150 MB."""

_MOST_PARTS = 2_000
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Word before 2007 begin, and encrypted ones of today (MS-CFB, 2.2)."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MARGINS = ("header", "footer")
_TYPES = ("comments", "footnotes", "endnotes", "styles", "numbering", *_MARGINS)
_STRICT = b"purl.oclc.org/ooxml"
_HARMLESS = ("hyperlink",)
_UNSAFE = "vbaProject"


class WordError(Exception):
    """What is wrong with a Word file, fit to print after its name."""


class Package:
    """The parts that matter, as trees."""

    def __init__(self, data: bytes) -> None:
        """Raises WordError where the file is none that can be read."""
        if data.startswith(_OLD_WORD):
            raise WordError("is encrypted, or was saved in the format of Word before 2007: save it as .docx")
        self._zip = _opened(data)
        self._sizes = _sizes(self._zip)
        self._folded = {name.casefold(): name for name in self._sizes}
        main = next(iter(self._related("").get("officeDocument", [])), "")
        if not main:
            raise WordError("is no Word file")
        self._targets = {"document": [main], **self._related(main)}
        self.fetches = self._names_others()
        """Whether it refers to files outside of it, other than by links that a reader may click."""

    def part(self, kind: str) -> Element | None:
        """The tree of a part: ``document``, ``comments``, notes, ``styles``, ``numbering``; None for none."""
        name = next(iter(self._targets.get(kind, [])), "")
        return _parsed(self._read(name)) if name in self._sizes else None

    def margins(self) -> tuple[list[Element], bool]:
        """The trees of headers and footers, which are many, and whether these are all.

        Together they have no more bytes than a part may have.
        """
        targets = dict.fromkeys(name for kind in _MARGINS for name in self._targets.get(kind, []))
        names = [name for name in targets if name in self._sizes]
        sizes = accumulate(self._sizes[name] for name in names)
        read = [name for name, size in zip(names, sizes, strict=True) if size <= MOST_PART]
        return [_parsed(self._read(name)) for name in read], len(read) == len(names)

    def properties(self) -> bytes:
        """The properties that the maker of the file gave it; our own renders are sealed there."""
        name = "docProps/custom.xml"
        return self._read(name) if name in self._sizes else b""

    def _related(self, name: str) -> dict[str, list[str]]:
        """The parts that a part refers to, by the last word of their type."""
        found: dict[str, list[str]] = {}
        folder, base = posixpath.split(name)
        for each in self._relationships(posixpath.join(folder, "_rels", f"{base}.rels")):
            kind = _kind(each)
            if not _is_outside(each) and kind in (*_TYPES, "officeDocument"):
                target = posixpath.normpath(posixpath.join(folder, unquote(each.get("Target", ""))))
                found.setdefault(kind, []).append(self._named(target.lstrip("/")))
        return found

    def _named(self, name: str) -> str:
        """The part of that name, whatever its capitals; programs do not mind them either."""
        return name if name in self._sizes else self._folded.get(name.casefold(), name)

    def _names_others(self) -> bool:
        every = (name for name in self._sizes if name.casefold().endswith(".rels"))
        outside = (each for name in every for each in self._relationships(name) if _is_outside(each))
        return any(_kind(each) not in _HARMLESS for each in outside)

    def _relationships(self, where: str) -> list[Element]:
        where = self._named(where)
        return list(_parsed(self._read(where)).iter(_RELATIONSHIP)) if where in self._sizes else []

    def _read(self, name: str) -> bytes:
        if self._sizes[name] > MOST_PART:
            raise WordError(f"has a part of more than {MOST_PART:,} bytes, which is not read")
        try:
            with self._zip.open(name) as file:
                content = file.read(MOST_PART + 1)
        except _BROKEN:
            raise WordError("is damaged: a part of it cannot be unpacked") from None
        if len(content) > MOST_PART:
            raise WordError(f"has a part of more than {MOST_PART:,} bytes, which is not read")
        return content


def _kind(relationship: Element) -> str:
    return str(relationship.get("Type", "")).strip().rpartition("/")[2]


def _is_outside(relationship: Element) -> bool:
    return str(relationship.get("TargetMode", "")).strip() == "External"


_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What zipfile raises: NotImplementedError for a compression it lacks, RuntimeError for a password."""


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise WordError("is no Word file, or is damaged") from None


def _sizes(package: zipfile.ZipFile) -> Mapping[str, int]:
    """The size of each part, unpacked, as the file says. Raises WordError for what no Word file has."""
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > _MOST_PARTS:
        raise WordError(f"has more than {_MOST_PARTS:,} parts")
    if len(set(names)) < len(names):
        raise WordError("has two parts of one name, so programs would read different words in it")
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise WordError("has a part whose name leads out of it")
    if any(_UNSAFE in name for name in names):
        raise WordError("has macros: ask for a .docx without them")
    if any(entry.flag_bits & 1 for entry in entries):
        raise WordError("is encrypted")
    return {entry.filename: entry.file_size for entry in entries}


def _parsed(content: bytes) -> Element:
    """The tree of a part. Read as UTF-8 whatever it declares, so that no encoding hides a document type."""
    from lxml import etree

    if b"<!DOCTYPE" in content or b"\0" in content:
        raise WordError("has XML that defines a document type or is not in UTF-8, which no Word file needs")
    if _STRICT in content:
        raise WordError("is in the strict form of Office Open XML: save it as an ordinary .docx")
    if content.count(b"<") > _MOST_TAGS:
        raise WordError(f"has a part with more than {_MOST_TAGS:,} tags, which is not read")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise WordError("has XML that is not well-formed, or too deep or too long in one place") from None
