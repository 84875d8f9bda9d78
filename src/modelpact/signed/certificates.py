"""Whether signatures hold: what pyHanko, an optional part of the installation, says of each."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from modelpact.diagnostics import UserError

if TYPE_CHECKING:
    from asn1crypto import cms

Roots = Sequence[Any]
"""Certificates whose word the caller takes on who somebody is."""

EXTRA = "modelpact[signatures]"
_TIME_STAMP = "/ETSI.RFC3161"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about one signature or time stamp."""

    intact: bool
    """The signed bytes are those that were signed."""
    valid: bool
    """The signature was made with the key of its certificate."""
    trusted: bool | None
    """The certificate leads to one that the caller trusts, None where the caller names none; whether it was
    revoked is not asked."""
    signer: str
    """As its certificate calls it, whoever issued that."""
    time: str
    """Of a time stamp, when it was made by the stamping authority's clock."""


def available() -> bool:
    """Whether pyHanko is installed."""
    return find_spec("pyhanko") is not None


def roots(name: str, content: bytes) -> Roots:
    """The certificates in a file, PEM or DER. Raises UserError."""
    if not available():
        raise UserError(f"{name}: certificates are read by pyHanko, which is missing: pip install '{EXTRA}'")
    from asn1crypto import pem, x509

    try:
        parts = pem.unarmor(content, multiple=True) if pem.detect(content) else [("", {}, content)]
        found = [x509.Certificate.load(der) for _, _, der in parts]
        for certificate in found:
            certificate.native  # noqa: B018 - it is parsed only when asked for
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(f"{name}: is no file of certificates") from error
    return found


def checked(contents: bytes, signed: bytes, format_: str, trusted: Roots) -> Checked | None:
    """What pyHanko says of a signature of that format over these bytes; None where it can't read it."""
    from asn1crypto import cms
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        with _silent():
            data = cms.ContentInfo.load(contents)["content"]
            stamp = format_ == _TIME_STAMP
            status = _stamp(data, signed, trusted) if stamp else _signature(data, signed, trusted)
        time = status.get("timestamp")
        leads = status["validation_path"] is not None and status["trust_problem_indic"] is None
        return Checked(
            intact=bool(status["intact"]),
            valid=bool(status["valid"]),
            trusted=leads if trusted else None,
            signer=status["signing_cert"].subject.human_friendly,
            time=str(time) if time else "",
        )
    except (
        PdfError,
        SignatureValidationError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ):
        return None


def _signature(data: cms.SignedData, signed: bytes, trusted: Roots) -> dict[str, Any]:
    from pyhanko.sign.validation import async_validate_detached_cms

    context = _context(trusted)
    status = asyncio.run(async_validate_detached_cms(signed, data, signer_validation_context=context))
    return {name: getattr(status, name) for name in _TOLD}


_TOLD = ("signing_cert", "intact", "valid", "validation_path", "trust_problem_indic")


def _stamp(data: cms.SignedData, signed: bytes, trusted: Roots) -> dict[str, Any]:
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

    def imprint(algorithm: str) -> bytes:
        return hashlib.new(algorithm, signed).digest()

    return dict(asyncio.run(validate_tst_signed_data(data, _context(trusted), imprint)))


def _context(trusted: Roots) -> Any:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_roots=list(trusted), allow_fetching=False)


@contextmanager
def _silent() -> Iterator[None]:
    """What pyHanko has to say of a certificate that leads nowhere is said here in other words."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
