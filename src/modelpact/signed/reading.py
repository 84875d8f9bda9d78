"""A PDF of unknown origin opened, within limits that no file can exceed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pikepdf
from pikepdf import Pdf
from pikepdf.settings import set_qpdf_limits

from modelpact.load import MOST_BYTES as MOST_SPEC
from modelpact.renderers.pdf_files import MANIFEST, SPEC, TREE

MOST_BYTES = 50_000_000
"""Of a PDF: many times the longest agreement with its signatures."""

_MOST_UNPACKED = 100_000_000
_MOST_NESTING = 100
_MOST_FILTERS = 4

_MOST: Mapping[str, int] = {SPEC: MOST_SPEC, TREE: 50_000_000, MANIFEST: 1_000_000}
"""Bytes of each file inside."""


class PdfError(Exception):
    """What is wrong with a PDF, fit to print after its name."""


BROKEN = (
    *(pikepdf.PdfError, pikepdf.ForeignObjectError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError),
)
"""What pikepdf and its objects raise where a file is broken, or has something of another type than it may."""


@contextmanager
def opened(data: bytes) -> Iterator[Pdf]:
    """The PDF. Raises PdfError where it is none, also later, while it is being read."""
    set_qpdf_limits(
        flate_max_memory=_MOST_UNPACKED,
        png_max_memory=_MOST_UNPACKED,
        tiff_max_memory=_MOST_UNPACKED,
        run_length_max_memory=_MOST_UNPACKED,
        dct_max_memory=_MOST_UNPACKED,
        max_stream_filters=_MOST_FILTERS,
        parser_max_nesting=_MOST_NESTING,
    )
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            yield pdf
    except pikepdf.PasswordError:
        raise PdfError("is encrypted, so nothing in it can be read") from None
    except BROKEN as error:
        raise PdfError("is no PDF that can be read") from error


def carried(data: bytes) -> Mapping[str, bytes]:
    """The files inside that modelpact put there, by the names it gives them; others are left alone.

    Raises PdfError where the PDF can't be read or one of them is too large.
    """
    with opened(data) as pdf:
        found = {name: pdf.attachments[name].get_file() for name in _MOST if name in pdf.attachments}
        contents = {name: file.read_bytes() for name, file in found.items()}
    for name, content in contents.items():
        if len(content) > _MOST[name]:
            raise PdfError(f"carries a {name} of more than {_MOST[name]:,} bytes, which is not read")
    return contents
