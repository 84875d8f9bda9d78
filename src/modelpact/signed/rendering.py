"""What a PDF that comes back says of itself, and what its spec makes here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from modelpact import pipeline
from modelpact.check import Checked, check
from modelpact.renderers import pdf
from modelpact.renderers.pdf_files import MANIFEST, SPEC
from modelpact.signed.reading import carried
from modelpact.signed.verification import Maker

if TYPE_CHECKING:
    from modelpact.spec import Spec
    from modelpact.standard import FormInUse

_END = b"%%EOF\n"
_HASH_SHOWN = 12
_LONGEST_VERSION = 40
_ID = re.compile(rb'^id: "?([a-z0-9-]{1,64})"?$', re.MULTILINE)


def inside(data: bytes) -> Mapping[str, bytes]:
    """The files inside, as the render had them where later saves have put others in their place.

    Raises PdfError.
    """
    first = data[: data.find(_END) + len(_END)]
    return carried(first if pdf.untouched(first) else data)


def spec_inside(name: str, content: bytes, form: FormInUse) -> Checked:
    """The spec that a PDF carries, checked; no file that it names is read."""
    return check(f"{SPEC} in {name}", content, printing=True, form=form)


def id_inside(files: Mapping[str, bytes]) -> str:
    """The id of the agreement whose spec a PDF carries; empty where it does not say one."""
    found = _ID.search(files.get(SPEC, b""))
    return found[1].decode() if found else ""


def maker(files: Mapping[str, bytes]) -> Maker:
    """What the manifest inside says that the PDF was made with."""
    try:
        manifest = json.loads(files.get(MANIFEST, b""))
        versions, form = manifest["versions"], manifest["form"]
        return Maker({name: _version(versions[name]) for name in versions}, _form(**form))
    except (ValueError, TypeError, LookupError, RecursionError):
        return Maker({}, "")


def _version(text: Any) -> str:
    if not isinstance(text, str) or len(text) > _LONGEST_VERSION:
        raise ValueError("is no version")
    return text


def _form(version: str, sha256: str) -> str:
    return f"{_version(version)}, hash {_version(sha256[:_HASH_SHOWN])}"


def made(spec: Spec, there: Maker) -> tuple[bytes, Maker]:
    """The PDF that a spec makes here, and what with; its manifest names what the file says.

    So that the same pages are the same bytes wherever other versions draw them alike. Raises what
    ``pipeline.agreement`` raises, and UserError where Pango is missing.
    """
    if spec.form.house:
        from modelpact.house_reading import refuse_unprintable

        refuse_unprintable(spec.form.house)
    agreement = pipeline.agreement(spec)
    here = pdf.versions_in_use()
    versions = there.versions if there.versions.keys() == here.keys() else here
    return pdf.render(agreement, versions), Maker(here, _form(agreement.form_version, agreement.form_hash))
