"""The last line of a rendered text, which tells whether anybody edited what stands above it.

It names the form's version, the spec's hash and the hash of the text, so that a file edited by hand is
noticed and never overwritten unasked. It proves nothing against somebody who also rewrites the line.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelpact.agreement import Agreement

_SEAL = re.compile(rb"form (\S+); spec ([0-9a-f]+); text ([0-9a-f]{64})")
_NOT_PLAIN = re.compile(r"[^0-9A-Za-z.+_]+")


@dataclass(frozen=True, slots=True)
class Seal:
    """What the last line of a rendered text says."""

    form_version: str
    spec_hash: str
    text_hash: str


def sealed(text: str, agreement: Agreement, line: str) -> bytes:
    """The text in UTF-8, then ``line`` with the seal in the place of its ``{seal}``.

    ``line`` is a comment of the format: ``<!-- {seal} -->``, ``[modelpact]: <> "{seal}"``.
    """
    body = (text if text.endswith("\n") else text + "\n").encode("utf-8")
    version = _NOT_PLAIN.sub("-", agreement.form_version)
    seal = f"form {version}; spec {agreement.spec_hash}; text {hashlib.sha256(body).hexdigest()}"
    return body + line.format(seal=seal).encode("utf-8") + b"\n"


def read(data: bytes) -> Seal | None:
    """The seal on the last line, or None where there is none."""
    found = _SEAL.search(_split(data)[1])
    return Seal(*(group.decode("utf-8", "replace") for group in found.groups())) if found else None


def untouched(data: bytes) -> bool:
    """True where the text is, line ends aside, what was rendered.

    CRLF counts as LF: version control on Windows writes it on checkout, and that is nobody's edit.
    """
    seal = read(data)
    return seal is not None and hashlib.sha256(_split(data)[0]).hexdigest() == seal.text_hash


def _split(data: bytes) -> tuple[bytes, bytes]:
    """The text and its last line."""
    whole = data.replace(b"\r\n", b"\n")
    start = whole.rstrip(b"\n").rfind(b"\n") + 1
    return whole[:start], whole[start:]
