"""What two PDFs have that differs, and whether it changes what a reader gets: pages, files, fields, all else.

Both are compared object by object from their roots, so that nothing that a viewer can reach is left out.
Signatures, and what proves them later, are harmless; everything else counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Object, Page, Pdf, Stream

from modelpact.renderers.pdf_files import MANIFEST, TREE
from modelpact.signed import page_text
from modelpact.signed.page_text import Box, Shared
from modelpact.signed.reading import BROKEN, PdfError

_MOST_COMPARED = 5_000_000
_MOST_UNPACKED = 200_000_000
"""Bytes of all streams of a file together: many times what an agreement has."""
_MOST_FIELDS = 1_000
_LONGEST_SAID = 80


class Change(NamedTuple):
    """One thing that is not as it was."""

    what: str
    """Fit to be listed: ``attachment manifest.json: has other contents``."""
    harmless: bool = False
    page: int = 0
    """The page that it is on, counted from 1; 0 where it is on none."""


def changes(before: Pdf, after: Pdf) -> list[Change]:
    """All that ``after`` has otherwise than ``before``. Raises PdfError where it is too much to compare."""
    return list(dict.fromkeys(_Comparison(before, after).changes()))


def laid_on(before: Pdf, after: Pdf) -> list[Change]:
    """Of all that, what needs no comparison of pages: the spec, foreign files, fields, notes, actions."""
    every, root = fields(after), after.Root
    own = {field.objgen for field in every if is_signature(field)}
    shared = Shared()
    notes = [
        Change(f"laid over the page, {_laid_over(annotation, number, shared)}", page=number)
        for number, page in enumerate(after.pages, 1)
        for annotation in page.get("/Annots", [])
        if str(annotation.get("/Subtype")) != "/Link" and annotation.objgen not in own
    ]
    acts = [Change(_ENTRIES[key]) for key in ("/OpenAction", "/AA", "/OCProperties") if key in root]
    scripts = [Change(_NAMES["/JavaScript"])] if "/JavaScript" in root.get("/Names", {}) else []
    files = _attachments(before, after, passed_over=(TREE, MANIFEST))
    return list(dict.fromkeys((*_form(root.get("/AcroForm"), every), *files, *notes, *acts, *scripts)))


_DRAWN = {
    "/Contents": "what is drawn there",
    "/Resources": "the fonts or pictures there",
    **dict.fromkeys(("/MediaBox", "/CropBox", "/Rotate", "/UserUnit"), "its size, or the way it is turned"),
}
_ENTRIES = {
    "/OpenAction": "what happens when it is opened",
    "/AA": "what happens when it is opened or printed",
    "/Outlines": "the bookmarks",
    "/StructTreeRoot": "the order in which it is read aloud",
    "/OCProperties": "layers that can be switched on and off",
    "/Lang": "its language",
    "/AF": "the list of attachments",
}
_NAMES = {
    "/EmbeddedFiles": "the table of attachments",
    "/Dests": "where links lead",
    "/JavaScript": "scripts that it runs",
}
_SHOW_NOTHING = frozenset({"/DSS", "/Extensions", "/Version", "/Perms"})
"""Proofs of signatures kept for later, versions of the standard, what a signature forbids to change."""

_APART = _SHOW_NOTHING | {"/Pages", "/AcroForm", "/Metadata", "/Names"}

_NOT_WITH_THE_PAGE = 8 | 16
"""Flags of what keeps its size when the page is drawn larger, or stands upright when it is turned."""

_SIGNERS_OWN = frozenset({"/Producer", "/ModDate"})
_SIGNERS_METADATA = ("}Producer", "}ModifyDate", "}MetadataDate", "}InstanceID", "}CreatorTool")
_OF_SIGNATURES = frozenset(
    {"/Type", "/Subtype", "/FT", "/T", "/TU", "/TM", "/V", "/F", "/Ff", "/Rect", "/P", "/AP", "/AS", "/DA"}
    | {"/Parent", "/Kids", "/Lock", "/SV", "/MK", "/NM", "/M", "/Border", "/BS", "/StructParent"}
)
"""What a signature's field and its place on the page may have; an action, for one, it may not."""


class _Streams:
    """What the streams of a file hold, each unpacked only once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], bytes] = {}
        self.left = _MOST_UNPACKED

    def hash(self, stream: Any) -> bytes:
        """Of its bytes. Raises PdfError where all of them together are too many."""
        if stream.objgen not in self.known:
            content = stream.read_bytes()
            self.left -= len(content)
            if self.left < 0:
                raise PdfError(f"unpacks to more than {_MOST_UNPACKED:,} bytes, which are not compared")
            self.known[stream.objgen] = sha256(content).digest()
        return self.known[stream.objgen]


class _Comparison:
    """Two files, and the pages of each by their objects: where a page is meant, its number is compared."""

    def __init__(self, before: Pdf, after: Pdf) -> None:
        self.before, self.after = before, after
        self.pages = _numbers(before), _numbers(after)
        self.streams = _Streams(), _Streams()
        self.shared = Shared()
        self.compared: set[tuple[Any, Any]] = set()
        self.steps = 0

    def changes(self) -> Iterator[Change]:
        old, new = self.before.Root, self.after.Root
        every = fields(self.after)
        own = {field.objgen for field in every if is_signature(field)}
        pages = list(self._pages(own))
        yield from pages
        if not (pages or self._in_one_tree()):
            yield Change("the tree of its pages, so that programs may show other pages, or not all")
        yield from _form(new.get("/AcroForm"), every)
        files = list(_attachments(self.before, self.after))
        yield from files
        apart = _APART | ({"/AF"} if files else set())
        for key in _keys(old, new):
            if key not in apart and not self.same(old.get(key), new.get(key)):
                yield Change(_ENTRIES.get(key, f"the entry {key} of its catalog"))
        old_names, new_names = (root.get("/Names", Dictionary()) for root in (old, new))
        for key in _keys(old_names, new_names):
            if not self.same(old_names.get(key), new_names.get(key)) and not (
                files and key == "/EmbeddedFiles"
            ):
                yield Change(_NAMES.get(key, f"the names of {key}"))
        if "/DSS" in new:
            yield Change("proofs of signatures, kept for later (DSS)", harmless=True)
        yield from self._metadata()

    def _metadata(self) -> Iterator[Change]:
        """A signer may name itself and its time there."""
        infos = [pdf.trailer.get("/Info", Dictionary()) for pdf in (self.before, self.after)]
        old, new = ({key: str(info[key]) for key in info.keys() - _SIGNERS_OWN} for info in infos)
        if old != new or _described(self.before) != _described(self.after):
            yield Change("what its metadata say")

    def _in_one_tree(self) -> bool:
        """Whether the same nodes, with the same entries, lead to the pages, from above and from below.

        Programs differ in what they make of a node that counts wrong, or is a page as well.
        """
        trees = [(self.before.Root.get("/Pages"), self.after.Root.get("/Pages"))]
        pairs = zip(self.before.pages, self.after.pages, strict=True)
        parents = [(old.get("/Parent"), new.get("/Parent")) for old, new in pairs]
        return all(self.same(old, new) for old, new in (*trees, *parents))

    def _pages(self, signatures: set[tuple[int, int]]) -> Iterator[Change]:
        old, new = list(self.before.pages), list(self.after.pages)
        before = [_drawing(page, self.streams[0]) for page in old]
        after = [_drawing(page, self.streams[1]) for page in new]
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for what, start, end, first, last in matcher.get_opcodes():
            paired = min(end - start, last - first) if what in ("equal", "replace") else 0
            for at in range(paired):
                yield from self._page(start + at + 1, old[start + at], new[first + at], signatures)
            yield from (Change("is missing", page=number + 1) for number in range(start + paired, end))
            for number in range(first + paired, last):
                yield Change("was added, or stood elsewhere", page=number + 1)

    def _page(self, number: int, old: Page, new: Page, signatures: set[tuple[int, int]]) -> Iterator[Change]:
        before, after = _whole(old.obj), _whole(new.obj)
        for key in sorted((before.keys() | after.keys()) - {"/Parent", "/Annots"}):
            if not self.same(before.get(key), after.get(key)):
                yield Change(_DRAWN.get(key, f"the entry {key} of its description"), page=number)
        kept, added = list(before.get("/Annots", [])), list(after.get("/Annots", []))
        for annotation in kept:
            if added and self.same(annotation, added[0]):
                added.pop(0)
            else:
                yield Change("a link there", page=number)
        for annotation in added:
            if not (annotation.is_indirect and annotation.objgen in signatures):
                yield Change(
                    f"laid over the page, {_laid_over(annotation, number, self.shared)}", page=number
                )

    def same(self, old: Any, new: Any) -> bool:
        """Whether two objects are the same all the way down, a page where another has its like."""
        waiting, seen = [(old, new)], set(self.compared)
        while waiting:
            self.steps += 1
            if self.steps > _MOST_COMPARED:
                raise PdfError("has too many parts to compare")
            one, other = waiting.pop()
            if _is_indirect(one) and _is_indirect(other):
                numbers = self.pages[0].get(one.objgen), self.pages[1].get(other.objgen)
                pair = one.objgen, other.objgen
                if pair in seen or (None not in numbers and numbers[0] == numbers[1]):
                    continue
                seen.add(pair)
            inside = self._inside(one, other)
            if inside is None:
                return False
            waiting += inside
        self.compared = seen
        return True

    def _inside(self, one: Any, other: Any) -> list[tuple[Any, Any]] | None:
        """The pairs of what two objects consist of; None where they differ already."""
        if _sort(one) != _sort(other):
            return None
        if isinstance(one, Array):
            return list(zip(one, other, strict=True)) if len(one) == len(other) else None
        if not isinstance(one, (Stream, Dictionary)):
            return [] if one == other else None
        packing = _PACKING if isinstance(one, Stream) else frozenset()
        keys = one.keys() - packing
        if keys != other.keys() - packing or (packing and not self._unpack_alike(one, other)):
            return None
        return [(one[key], other[key]) for key in keys]

    def _unpack_alike(self, one: Any, other: Any) -> bool:
        """Whether two streams hold the same bytes, however each has packed them."""
        packed = [[str(stream.get(key)) for key in sorted(_PACKING)] for stream in (one, other)]
        if packed[0] == packed[1] and one.read_raw_bytes() == other.read_raw_bytes():
            return True
        try:
            return self.streams[0].hash(one) == self.streams[1].hash(other)
        except BROKEN:
            return False


def _is_indirect(value: Any) -> bool:
    return isinstance(value, Object) and value.is_indirect


_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})


def _sort(value: Any) -> type:
    return next((sort for sort in (Stream, Dictionary, Array, bool) if isinstance(value, sort)), object)


def _keys(*dictionaries: Any) -> list[str]:
    return sorted({key for each in dictionaries for key in each.keys()})  # noqa: SIM118 - pikepdf's do not iterate


def _numbers(pdf: Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}


def _drawing(page: Page, streams: _Streams) -> bytes:
    """Tells pages apart by what is drawn on them."""
    contents = page.get("/Contents", Array())
    parts = [contents] if isinstance(contents, Stream) else contents
    return b"".join(map(streams.hash, parts))


def _whole(page: Any) -> dict[str, Any]:
    """What a page has, with what the nodes above it give to all their pages."""
    found = {key: page[key] for key in page.keys()}  # noqa: SIM118
    for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
        inherited = page_text.inherited(page, key)
        if key not in found and inherited is not None:
            found[key] = inherited
    return found


def _described(pdf: Pdf) -> dict[str, list[str]]:
    """What the metadata say, save who wrote the file last, and when."""
    found = {}
    for key, value in pdf.open_metadata().items():
        if not key.endswith(_SIGNERS_METADATA):
            values = [value] if isinstance(value, str) else value
            found[key] = sorted(filter(None, (str(each or "").strip() for each in values)))
    return found


# --- files inside


def _attachments(before: Pdf, after: Pdf, passed_over: Sequence[str] = ()) -> Iterator[Change]:
    old, new = before.attachments, after.attachments
    for name in sorted((old.keys() | new.keys()) - {*passed_over}):
        if name not in new:
            yield Change(f"attachment {said(name)}: is missing")
        elif name not in old:
            yield Change(f"attachment {said(name)}: was added")
        elif old[name].get_file().read_bytes() != new[name].get_file().read_bytes():
            yield Change(f"attachment {said(name)}: has other contents")


# --- forms, signatures, what is laid over pages


def _form(form: Any, fields: list[Any]) -> Iterator[Change]:
    if form is not None:
        for key in sorted(form.keys() - {"/Fields", "/SigFlags", "/DA", "/DR", "/NeedAppearances"}):
            yield Change(f"the entry {key} of its form")
    for field in fields:
        name = said(field.get("/T", ""))
        if not is_signature(field):
            yield Change(f"form field “{name}”: “{said(field.get('/V', ''))}”")
            continue
        yield Change(f"signature field “{name}”", harmless=True)
        if "/AP" in field and not _is_signed(field):
            yield Change(f"signature field “{name}”: is not signed, and draws something")
        if int(field.get("/F", 0)) & _NOT_WITH_THE_PAGE:
            yield Change(f"signature field “{name}”: does not grow and turn with its page")
        for key in sorted(field.keys() - _OF_SIGNATURES):
            yield Change(f"signature field “{name}”: its entry {key}")


def fields(pdf: Pdf) -> list[Any]:
    """Every field of the form, those that hold others too. Raises PdfError where they are too many."""
    found: list[Any] = []
    waiting = list(pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", Array()))
    while waiting:
        field = waiting.pop(0)
        found.append(field)
        waiting += field.get("/Kids", [])
        if len(found) > _MOST_FIELDS:
            raise PdfError(f"has more than {_MOST_FIELDS:,} form fields")
    return found


def is_signature(field: Any) -> bool:
    """Whether a field is there to be signed; it may take its type from one that holds it."""
    kind = field.get("/FT")
    return str(kind if kind is not None else page_text.inherited(field, "/FT")) == "/Sig"


def _is_signed(field: Any) -> bool:
    """Whether it has something in the place of a signature, or belongs to what has."""
    value = field.get("/V", page_text.inherited(field, "/V"))
    return isinstance(value, Dictionary) and bool(value.keys())


def drawn_signatures(pdf: Pdf) -> Iterator[tuple[Any, int, Box]]:
    """Each signature that is drawn on a page: its field, the page's number, and where."""
    known = {field.objgen for field in fields(pdf) if is_signature(field)}
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation.is_indirect and annotation.objgen in known:
                left, bottom, right, top = map(float, annotation.get("/Rect", [0, 0, 0, 0]))
                box = Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))
                if box.left < box.right and box.bottom < box.top:
                    yield annotation, number, box


def _laid_over(annotation: Any, page: int, shared: Shared) -> str:
    text = " ".join(piece.text.strip() for piece in page_text.appearance(annotation, page, shared))
    text = text or said(annotation.get("/Contents", "")) or said(annotation.get("/V", ""))
    kind = str(annotation.get("/Subtype", "/Unknown"))[1:]
    return f"{kind}: “{said(text)}”" if text else kind


def said(value: Any, most: int = _LONGEST_SAID) -> str:
    """A text of the file, not longer than a line."""
    text = str(value)
    return text if len(text) <= most else f"{text[:most]}…"
