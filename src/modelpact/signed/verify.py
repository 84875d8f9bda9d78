"""A PDF held against what its spec makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from pikepdf import Pdf

from modelpact.signed import certificates
from modelpact.signed.certificates import Roots
from modelpact.signed.changes import changes, drawn_signatures, laid_on, said
from modelpact.signed.page_text import Shared, appearance, inherited, pages
from modelpact.signed.reading import PdfError, opened
from modelpact.signed.signatures import Signature, signatures
from modelpact.signed.table import PASSED_OVER, problem_of_end, shows_else
from modelpact.signed.verification import Compared, Contents, Covered, Maker, Proof, Verification
from modelpact.signed.wording import Wording, differences, wording

_MOST_SIGNATURES = 50
_MOST_DAMAGE = 3
_LONGEST_DRAWN = 500
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
        covered = tuple(
            _covered(each, data, _signed(each, data, compared, render), drawn, trusted) for each in found
        )
        over = _covering(theirs, render.wording) if compared.proof is Proof.CONTINUED else ()
        return Verification(
            compared=compared,
            here=here,
            there=there,
            contents=_contents(render),
            same=len(made) if data.startswith(made) else 0,
            size=len(data),
            covering=(*over, *_baseless(covered)),
            signatures=covered,
            damage=tuple(_damage(data, theirs)),  # last: it is noticed while the rest is read
        )


def _compared(data: bytes, pdf: Pdf, render: _Render) -> Compared:
    if data == render.data:
        return Compared(Proof.IDENTICAL)
    continued = data.startswith(render.data)
    compare = changes if render.alike or continued else laid_on
    found = compare(render.pdf, pdf)
    if continued and shows_else(data, len(render.data), pdf, found):
        found.append(PASSED_OVER)
    if continued and not any(change.page for change in found):
        return Compared(Proof.CONTINUED, tuple(found))
    words = differences(render.wording, list(chain.from_iterable(pages(pdf))))
    return Compared(Proof.CONTINUED if continued else Proof.DIFFERENT, tuple(found), tuple(words))


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
    shown: dict[str, list[str]] = {}
    shared = Shared()
    for field, page, _ in drawn_signatures(pdf):
        text = said(" ".join(piece.text.strip() for piece in appearance(field, page, shared)), _LONGEST_DRAWN)
        told = f"on page {page}: " + (f"“{text}”" if text else "a picture")
        shown.setdefault(_name(field), []).append(told)
    return {name: " and ".join(told) for name, told in shown.items()}


def _name(field: Any) -> str:
    """Of the signature that a place on a page is for, which may name it itself or lie below it."""
    return said(field.get("/T", inherited(field, "/T") or ""))


def _covering(pdf: Pdf, made: Wording) -> Iterator[str]:
    """The words of the agreement that a signature is drawn over."""
    for field, page, box in drawn_signatures(pdf):
        hidden = [piece.text for piece in made.pieces if piece.page == page and piece.box.touches(box)]
        if hidden:
            yield f"signature “{_name(field)}” is drawn over words on page {page}: “{said(' '.join(hidden))}”"


def _baseless(every: Sequence[Covered]) -> Iterator[str]:
    for covered in every:
        if covered.drawn and covered.compared is None:
            yield f"signature “{covered.signature.field}” covers nothing and is drawn {covered.drawn}"


def _damage(data: bytes, pdf: Pdf) -> Iterator[str]:
    if problem := problem_of_end(data):
        yield problem
    yield from (said(warning) for warning in pdf.get_warnings()[:_MOST_DAMAGE])
