"""The agreement as a Word file: Office Open XML, transitional, read without repair by Word and LibreOffice.

The same agreement gives the same bytes: no clock, no compression (its output differs from one zlib to the
next), fixed ids. The parts that no agreement changes are files of ``templates/page/word``.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from string import Template

from modelpact import resources
from modelpact.agreement import Agreement
from modelpact.compare import unchanged
from modelpact.redline import Redline
from modelpact.renderers.elements import element, join, value
from modelpact.renderers.word_body import Numbering, WordBody
from modelpact.renderers.word_runs import literal

_NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = ("styles", "numbering", "settings", "header", "footer")
_SEAL = "docProps/custom.xml"
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""

_SIZE = re.compile(r'(w:(?:before|after|line|sz|szCs))="([0-9]+)"')
_SHARES = {"w:before": 0.4, "w:after": 0.4, "w:line": 0.9, "w:sz": 0.82, "w:szCs": 0.82}
"""Of the space, the lines and the type of a longer document."""

_PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
_MARGIN = 1418
"""In twentieths of a point, like all lengths here."""


def render(agreement: Agreement) -> bytes:
    """The file."""
    return tracked(unchanged(agreement))


def tracked(redline: Redline) -> bytes:
    """The new agreement's file with what changed from the old one as tracked changes."""
    return packed(_parts(redline.new.agreement, WordBody(redline)))


def _parts(agreement: Agreement, body: WordBody) -> dict[str, str]:
    """Every part of the package by its name, sealed."""
    blocks = join(body.blocks_of())
    title, reference, version, *draft = running_words(agreement)
    width = _PAPERS[agreement.paper][0] - 2 * _MARGIN
    named = {
        "lang": value(agreement.language),
        "title": literal(title),
        "subject": literal(agreement.subject.text),
        "reference": literal(reference),
        "version": literal(version),
        "draft": "".join(map(_mark, draft)),
        "tab": str(width),
        "middle": str(width // 2),
    }
    made = {
        "[Content_Types].xml": _file("content-types", {}),
        "_rels/.rels": _file("relationships", {}),
        "docProps/core.xml": _file("core", named),
        "word/document.xml": _document(agreement, blocks),
        "word/_rels/document.xml.rels": _relationships(body.links),
        **{f"word/{part}.xml": _file(part, named) for part in _PARTS if part != "numbering"},
        "word/numbering.xml": _numberings(body.numberings),
    }
    if agreement.is_short:
        made["word/styles.xml"] = _closer(made["word/styles.xml"])
    return {**made, _SEAL: _file("custom", {"seal": _seal(agreement, made)})}


def running_words(agreement: Agreement) -> tuple[str, ...]:
    """What every page says beside its number: title, reference, version, and that it is a draft."""
    version = f"Form {agreement.form_version} · Spec {agreement.spec_hash[:12]}"
    draft = ("DRAFT",) if agreement.status != "final" else ()
    return agreement.title, agreement.reference, version, *draft


def _mark(words: str) -> str:
    return f'<w:r><w:rPr><w:b/><w:color w:val="9A5B00"/></w:rPr><w:t>{literal(words)}</w:t></w:r>'


def packed(parts: Mapping[str, str]) -> bytes:
    """The parts as a zip file, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MIDNIGHT)
            entry.create_system, entry.external_attr = 0, 0
            package.writestr(entry, content.encode())
    return file.getvalue()


def untouched(data: bytes) -> bool:
    """True where the file is what was rendered; any program that saves it makes it another."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return False
    seal = found.pop(_SEAL, b"")
    return _hash(found).encode() in seal


def _closer(styles: str) -> str:
    """The styles of a document of a few pages: smaller type with less between it."""
    return _SIZE.sub(lambda size: f'{size[1]}="{round(int(size[2]) * _SHARES[size[1]])}"', styles)


def _document(agreement: Agreement, blocks: str) -> str:
    width, height = _PAPERS[agreement.paper]
    layout = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
        ' w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    names = "".join(f' {name}="{uri}"' for name, uri in _NAMESPACES.items())
    return f"{_DECLARATION}<w:document{names}><w:body>\n{blocks}\n{layout}</w:body></w:document>\n"


def _relationships(links: Mapping[str, str]) -> str:
    kind = _NAMESPACES["xmlns:r"]
    own = [
        element("Relationship", {"Id": f"rId{number}", "Type": f"{kind}/{part}", "Target": f"{part}.xml"})
        for number, part in enumerate(_PARTS, start=1)
    ]
    foreign = [
        element(
            "Relationship", {"Id": id_, "Type": f"{kind}/hyperlink", "Target": url, "TargetMode": "External"}
        )
        for url, id_ in links.items()
    ]
    return _DECLARATION + element("Relationships", {"xmlns": _RELATIONSHIPS}, *own, *foreign) + "\n"


def _numberings(numberings: Iterable[Numbering]) -> str:
    """The file's numberings, and each of the agreement's own as a copy of one of them.

    An override of the start would be less to write; LibreOffice forgets it with the paragraph it is for.
    """
    known = resources.read_text("templates/page/word/numbering.xml")
    abstracts, nums = "", ""
    for own in numberings:
        found = re.search(
            rf'<w:abstractNum w:abstractNumId="{own.like}">.*?</w:abstractNum>\n', known, re.DOTALL
        )
        assert found
        copy = found[0].replace(f'abstractNumId="{own.like}"', f'abstractNumId="{own.id}"', 1)
        copy = re.sub(r"<w:pStyle [^>]*>", "", copy)
        abstracts += copy.replace('<w:start w:val="1"/>', f'<w:start w:val="{own.start}"/>', 1)
        nums += f'<w:num w:numId="{own.id}"><w:abstractNumId w:val="{own.id}"/></w:num>\n'
    return Template(known).substitute(abstracts=abstracts, nums=nums)


def _file(name: str, named: Mapping[str, str]) -> str:
    return Template(resources.read_text(f"templates/page/word/{name}.xml")).substitute(named)


def _seal(agreement: Agreement, made: Mapping[str, str]) -> str:
    whole = _hash({name: content.encode() for name, content in made.items()})
    return literal(f"form {agreement.form_version}; spec {agreement.spec_hash}; parts {whole}")


def _hash(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in parts.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
