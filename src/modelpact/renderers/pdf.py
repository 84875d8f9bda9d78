"""The agreement as a PDF: HTML for print, set by WeasyPrint with the form's own fonts and nothing else.

The file is PDF/A-3a and PDF/UA-1 at once. The same agreement gives the same bytes wherever WeasyPrint, Pango
and HarfBuzz are the same: no clock, and an identifier that is the hash of the file itself.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from itertools import count, takewhile
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from modelpact import __version__, resources, script_fonts
from modelpact.agreement import Agreement
from modelpact.declarations import compiled_ahead
from modelpact.diagnostics import UserError
from modelpact.glyphs import without_bundled_glyph
from modelpact.renderers.body import Body
from modelpact.renderers.contents import outline
from modelpact.renderers.elements import Html, element, text, value
from modelpact.renderers.pdf_files import File, Versions, files
from modelpact.renderers.pdf_finish import finish
from modelpact.renderers.pdf_pictures import words_set_whole
from modelpact.script_fonts import ScriptFont

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.urls import URLFetcherResponse

FILES = "form:"
"""Addresses of the form's own files in the style sheet: ``form:fonts/SourceSerif4-Regular.ttf``."""

VARIANT = "pdf/a-3a"

MISSING_PANGO = (
    "PDF needs the Pango text library, which is not installed: "
    "Debian and Ubuntu `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, "
    "Fedora `dnf install pango`, macOS `brew install pango`, "
    "Windows `pacman -S mingw-w64-ucrt-x86_64-pango` in MSYS2"
)

_SPACE = re.compile(r"(?<=[^>\s]) (?=<(?:a|mark|strong|em|span)\b)")

# The last of the families that a rule lists.
_LAST_FAMILY = re.compile(r"(?<=, )(?:Text|Label) Extra\b")

_EMPTY_SLOT = b"0" * 64
_SLOT = re.compile(rb"/ID ?\[ ?\(([0-9a-f]{64})\)")

# PDF/A takes a property of XMP only where the file describes its schema.
# ISO 14289-1, section 5; ISO 19005-3, section 6.6.2.3.
_ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class ForeignResourceError(Exception):
    """The page asked for something that is not the form's own: a fault in the form, never fetched."""


def render(agreement: Agreement, versions: Versions | None = None) -> bytes:
    """The PDF. Raises UserError where WeasyPrint's own libraries are missing.

    ``versions`` stand in its manifest in place of those in use: for proving that nothing else differs.
    """
    page = markup(agreement)
    fonts = _script_fonts(page).values()
    return _identified(typeset(page, files(agreement, versions or versions_in_use(), fonts)))


def untouched(data: bytes) -> bool:
    """True where the file is, to the byte, what was rendered.

    A later signature is appended and so makes this False; the bytes before it stay as they were.
    """
    slots = list(_SLOT.finditer(data))
    return bool(slots) and _identified(data) == data


def versions_in_use() -> Versions:
    """What decides the bytes of a PDF beside the agreement. Raises UserError where a library is missing."""
    weasyprint = _weasyprint()
    import pydyf
    from fontTools import version as fonttools_version

    return {
        "modelpact": __version__,
        "WeasyPrint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "fontTools": fonttools_version,
        "Pango": pango_version(),
        "HarfBuzz": _harfbuzz_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def pango_version() -> str:
    """The version of Pango in use. Raises UserError where it is missing."""
    _weasyprint()
    from weasyprint.text.ffi import pango

    number = int(pango.pango_version())
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz_version() -> str:
    """WeasyPrint declares no function that tells it, but one that tells whether it is at least another."""
    from weasyprint.text.ffi import harfbuzz

    at_least = harfbuzz.hb_version_atleast
    major = _highest(lambda number: at_least(number, 0, 0))
    minor = _highest(lambda number: at_least(major, number, 0))
    return f"{major}.{minor}.{_highest(lambda number: at_least(major, minor, number))}"


def _highest(holds: Callable[[int], bool]) -> int:
    return max(takewhile(holds, count(1)), default=0)


def markup(agreement: Agreement) -> str:
    """The whole of what WeasyPrint is given: text and style sheet in one."""
    body = Body(agreement, explain=False)
    contents = {
        "heading": body.title(),
        "outline": _contents(agreement),
        "cover": _spaced(body.cover()),
        "parts": _spaced(body.parts()),
        "schedules": _spaced(body.schedules()),
        "annexes": _spaced(body.annexes()),
        "signatures": body.signatures(),
        "closing": body.closing(),
    }
    return Template(resources.read_text("templates/page/print.html")).substitute(
        contents,
        lang=value(agreement.language),
        title=text(f"{agreement.subject.text} – {agreement.title}"),
        style=_style(_script_fonts("".join(contents.values()))),
        draft="" if agreement.status == "final" else resources.read_text("templates/page/draft.css"),
        paper="letter" if agreement.paper == "letter" else "A4",
        reference=value(agreement.reference),
        running=value(agreement.title),
        version=value(f"Form {agreement.form_version} · Spec {agreement.spec_hash[:12]}"),
        kind="short" if agreement.is_short else "whole",
    )


def _script_fonts(page: str) -> dict[ScriptFont, Path]:
    """The fonts of other scripts that a page needs, each with its file."""
    unknown = without_bundled_glyph(page)
    return script_fonts.used(unknown) if unknown else {}


def _style(fonts: Iterable[ScriptFont]) -> str:
    """The style sheet, where letters that its own fonts lack are looked for in these."""
    style = resources.read_text("templates/page/print.css")
    for font in fonts:
        style = _LAST_FAMILY.sub(rf"\g<0>, {font.family}", style)
        style += (
            f"@font-face {{ font-family: {font.family}; font-weight: 100 900; src: url({_address(font)}) }}\n"
        )
    return style


def _address(font: ScriptFont) -> str:
    return f"{FILES}fonts/{font.script}"


def _spaced(markup: Html) -> Html:
    """The same, with each space between words and what is set apart from them in an element of its own.

    WeasyPrint 70 breaks words that fit a line, but for the space after them, behind the first of them.
    """
    return Html(_SPACE.sub("<span> </span>", markup))


def _contents(agreement: Agreement) -> Html:
    """The list of contents, on a page of its own; a document of a page or two has none."""
    if agreement.is_short:
        return Html("")
    title = element("p", {"class": "outline-title"}, text("Contents"))
    return element("div", {"class": "outline"}, title, outline(agreement, pages=True))


def typeset(page: str, carried: Sequence[File] = ()) -> bytes:
    """HTML as a PDF with an empty identifier, carrying files.

    Raises ForeignResourceError where it asks for a file that is not the form's.
    """
    with _collector_off(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its colour profile open
        weasyprint, fetcher = _weasyprint(), _Fetcher()
        try:
            document = weasyprint.HTML(string=page, url_fetcher=fetcher).render(pdf_variant=VARIANT)
            _declare_accessible(document.metadata)
            with words_set_whole():
                data: bytes = document.write_pdf(
                    pdf_variant=VARIANT,
                    pdf_identifier=_EMPTY_SLOT,
                    finisher=lambda _, pdf: finish(pdf, carried),
                )
        except fetcher.refusal as error:
            raise ForeignResourceError(*fetcher.refused) from error
    if fetcher.refused:  # WeasyPrint swallows some refusals: images inside SVG
        raise ForeignResourceError(*fetcher.refused)
    return data


@contextmanager
def _collector_off() -> Iterator[None]:
    """Layout makes millions of objects and no garbage worth collecting: a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _weasyprint() -> ModuleType:
    """WeasyPrint, without the advice that it prints to standard output before it fails."""
    try:
        with redirect_stdout(io.StringIO()), compiled_ahead(os.environ):
            import weasyprint
    except OSError as error:
        raise UserError(MISSING_PANGO) from error
    module: ModuleType = weasyprint
    return module


class _Fetcher:
    """Serves the form's own files and refuses everything else, for good and on record."""

    _fail_on_errors = True  # read by weasyprint.urls.fetch

    def __init__(self) -> None:
        from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

        self.refusal: type[BaseException] = FatalURLFetchingError
        self.refused: list[str] = []
        self._response: Callable[..., URLFetcherResponse] = URLFetcherResponse
        page = resources.templates() / "page"
        self._table = {f"{FILES}{file.relative_to(page).as_posix()}": file for file in page.rglob("*.*")}
        self._table |= {_address(font): file for font, file in script_fonts.installed().items()}

    def __call__(self, url: str) -> URLFetcherResponse:
        if url not in self._table:
            self.refused.append(url)
            raise self.refusal(f"not the form's own: {url}")
        return self._response(url, self._table[url].read_bytes())


def _declare_accessible(metadata: DocumentMetadata) -> None:
    """Have the metadata say PDF/UA-1 too; WeasyPrint writes one standard's mark and no other."""
    written = metadata.generate_rdf_metadata

    def both(variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = written(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", _ACCESSIBLE)

    metadata.generate_rdf_metadata = both


def _identified(data: bytes) -> bytes:
    """The file with its identifier set to the hash of the file with an empty one."""
    slot = list(_SLOT.finditer(data))[-1]
    empty = data[: slot.start(1)] + _EMPTY_SLOT + data[slot.end(1) :]
    return data[: slot.start(1)] + hashlib.sha256(empty).hexdigest().encode("ascii") + data[slot.end(1) :]
