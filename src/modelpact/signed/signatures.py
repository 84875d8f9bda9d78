"""The signatures in a PDF: which of its bytes each covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Pdf
from pikepdf.models.metadata import decode_pdf_date

from modelpact.signed.changes import fields, is_signature, said

_END = b"%%EOF"
_RANGES = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature, or one time stamp over the whole document."""

    field: str
    """The name of its form field."""
    format: str
    """As the file calls it: ``/ETSI.CAdES.detached``."""
    end: int
    """It covers the file's bytes before this one, save itself; 0 where it covers no such thing."""
    hole: int
    """Where it stands itself."""
    contents: bytes
    time: str
    """When it says that it was made, by the signer's own clock."""
    problem: str = ""
    """Why it covers less than it should, if it does."""

    @property
    def is_time_stamp(self) -> bool:
        """Whether it says when, not who."""
        return self.format == "/ETSI.RFC3161"

    def signed(self, data: bytes) -> bytes:
        """The bytes that it covers."""
        after = self.hole + 2 * len(self.contents) + 2
        return data[: self.hole] + data[after : self.end]


def signatures(pdf: Pdf, data: bytes) -> list[Signature]:
    """All signatures of a file, in the order in which they were made."""
    found = [_signature(field, data) for field in fields(pdf) if is_signature(field) and _value(field)]
    return sorted(found, key=lambda each: each.end)


def unsigned(pdf: Pdf) -> Iterator[str]:
    """The names of the fields that wait for a signature."""
    return (said(field.get("/T", "")) for field in fields(pdf) if is_signature(field) and not _value(field))


def _value(field: Any) -> Any:
    value = field.get("/V")
    return value if isinstance(value, Dictionary) and value.keys() else None


def _signature(field: Any, data: bytes) -> Signature:
    value = _value(field)
    contents = bytes(value.get("/Contents", b""))
    ranges = value.get("/ByteRange", Array())
    numbers = [int(number) for number in ranges] if isinstance(ranges, Array) else []
    problem = _problem(numbers, contents, data)
    start, hole, after, rest = numbers if len(numbers) == _RANGES else (0, 0, 0, 0)
    return Signature(
        field=said(field.get("/T", "")),
        format=said(value.get("/SubFilter", "")),
        end=0 if problem else after + rest,
        hole=start + hole,
        contents=contents,
        time=_time(value),
        problem=problem,
    )


def _time(value: Any) -> str:
    try:
        return str(decode_pdf_date(str(value.M)))
    except (AttributeError, ValueError):
        return ""


def _problem(ranges: list[int], contents: bytes, data: bytes) -> str:
    """What would let something stand in the file that a signature seems to cover and does not."""
    if len(ranges) != _RANGES or min(ranges) < 0:
        return "it does not say which bytes it covers"
    start, hole, after, rest = ranges
    if start != 0 or after + rest > len(data):
        return "it does not cover the file from its first byte"
    gap = data[hole:after]
    if gap.lower() != b"<" + contents.hex().encode() + b">":
        return "it leaves out more than itself"
    if not data[: after + rest].rstrip(b"\r\n").endswith(_END):
        return "it ends in the middle of what was saved"
    return ""
