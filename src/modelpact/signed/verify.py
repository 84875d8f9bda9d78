"""A PDF held against what its spec makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from pikepdf import Pdf

from modelpact.signed import certificates
from modelpact.signed.certificates import Roots
from modelpact.signed.changes import changes, drawn_signatures, laid_on, said
from modelpact.signed.page_text import appearance, pages
from modelpact.signed.reading import PdfError, opened
from modelpact.signed.signatures import Signature, signatures
from modelpact.signed.verification import Compared, Contents, Covered, Maker, Proof, Verification
from modelpact.signed.wording import Wording, differences, wording

_MOST_SIGNATURES = 50
_MOST_DAMAGE = 3
_LONGEST_DRAWN = 500
_END = b"%%EOF"
_CLAUSE = "clause "


class _Render(NamedTuple):
    """What the spec makes here, opened."""

    data: bytes
    pdf: Pdf
    wording: Wording
    alike: bool
    """Whether the file says that it was made with just the same: then all its parts must be the same, too."""


def verify(data: bytes, made: bytes, here: Maker, there: Maker, trusted: Roots) -> Verification:
    """Compare a file with what its spec makes. Raises PdfError where the file can't be read."""
    with opened(made) as ours, opened(data) as theirs:
        render = _Render(made, ours, wording(ours), here == there)
        compared = _compared(data, theirs, render)
        found = signatures(theirs, data)
        if len(found) > _MOST_SIGNATURES:
            raise PdfError(f"has more than {_MOST_SIGNATURES} signatures")
        drawn = _drawn(theirs)
        return Verification(
            compared=compared,
            here=here,
            there=there,
            contents=_contents(render),
            same=len(made) if data.startswith(made) else 0,
            size=len(data),
            covering=tuple(_covering(theirs, render.wording)) if compared.proof is Proof.CONTINUED else (),
            signatures=tuple(
                _covered(each, data, _signed(each, data, compared, render), drawn, trusted) for each in found
            ),
            damage=tuple(_damage(data, theirs)),  # last: it is noticed while the rest is read
        )


def _compared(data: bytes, pdf: Pdf, render: _Render) -> Compared:
    if data == render.data:
        return Compared(Proof.IDENTICAL)
    continued = data.startswith(render.data)
    compare = changes if render.alike or continued else laid_on
    found = tuple(compare(render.pdf, pdf))
    if continued and not any(change.page for change in found):
        return Compared(Proof.CONTINUED, found)
    words = differences(render.wording, list(chain.from_iterable(pages(pdf))))
    return Compared(Proof.CONTINUED if continued else Proof.DIFFERENT, found, tuple(words))


def _signed(signature: Signature, data: bytes, whole: Compared, render: _Render) -> Compared | None:
    """What a signature covers: the file as it was when it was made."""
    if signature.problem:
        return None
    if signature.end == len(data):
        return whole
    revision = data[: signature.end]
    with opened(revision) as pdf:
        return _compared(revision, pdf, render)


def _covered(
    signature: Signature, data: bytes, compared: Compared | None, drawn: Mapping[str, str], trusted: Roots
) -> Covered:
    can_check = not signature.problem and certificates.available()
    signed = signature.signed(data) if can_check else b""
    checked = (
        certificates.checked(signature.contents, signed, signature.format, trusted) if can_check else None
    )
    return Covered(
        signature=signature,
        compared=compared,
        after=len(data) - signature.end,
        drawn=drawn.get(signature.field, ""),
        checked=checked,
        is_unreadable=can_check and checked is None,
    )


def _contents(render: _Render) -> Contents:
    names = render.wording.names()
    clauses = sum(name.startswith(_CLAUSE) for name in names)
    return Contents(len(render.pdf.pages), clauses, len(names), tuple(sorted(render.pdf.attachments)))


def _drawn(pdf: Pdf) -> Mapping[str, str]:
    """What each signature shows on a page, and where, by the name of its field."""
    shown = {}
    for field, page, _ in drawn_signatures(pdf):
        text = said(" ".join(piece.text.strip() for piece in appearance(field, page)), _LONGEST_DRAWN)
        shown[said(field.get("/T", ""))] = f"on page {page}: " + (f"“{text}”" if text else "a picture")
    return shown


def _covering(pdf: Pdf, made: Wording) -> Iterator[str]:
    """The words of the agreement that a signature is drawn over."""
    for field, page, box in drawn_signatures(pdf):
        hidden = [piece.text for piece in made.pieces if piece.page == page and piece.box.touches(box)]
        if hidden:
            name = said(field.get("/T", ""))
            yield f"signature “{name}” is drawn over words on page {page}: “{said(' '.join(hidden))}”"


def _damage(data: bytes, pdf: Pdf) -> Iterator[str]:
    if not data.rstrip(b"\r\n").endswith(_END):
        yield "it goes on after its end, or was cut off before it"
    yield from (said(warning) for warning in pdf.get_warnings()[:_MOST_DAMAGE])
