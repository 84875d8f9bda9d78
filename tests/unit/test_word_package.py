"""Word files from strangers: whatever is in them, one sentence or the words, and nothing fetched."""

from __future__ import annotations

import io
import resource
import zipfile

import pytest

from modelpact import pipeline
from modelpact.returned.document import Grid, Writing
from modelpact.returned.package import MOST_PART, WordError
from modelpact.returned.reading import read
from support import MINIMAL
from surgery import DOCUMENT, edited, packed, related, unpacked

_BILLION_LAUGHS = b"""<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w>&b;</w>"""
_EXTERNAL = b"""<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>"""
_W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%b</w:body>'
DRAWN = '<v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="drawn"/>'
"""As Word draws a watermark."""


@pytest.fixture(scope="module")
def sent() -> bytes:
    spec = pipeline.check_file(str(MINIMAL)).spec
    assert spec
    return pipeline.render(spec, ["docx"])["docx"]


def with_body(sent: bytes, body: bytes) -> bytes:
    return packed({**unpacked(sent), DOCUMENT: body})


def document(inside: bytes) -> bytes:
    return _W % inside + b"</w:document>"


BODIES = {
    "entities in entities": (_BILLION_LAUGHS, "document type"),
    "an entity from a file": (_EXTERNAL, "document type"),
    "a document type hidden by UTF-16": (_BILLION_LAUGHS.decode().encode("utf-16"), "document type"),
    "a document type hidden by UTF-7": (
        b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE w SYSTEM "http://a.example"+AD4-<w/>',
        "not well-formed",
    ),
    "no XML": (b"PK", "not well-formed"),
    "nothing": (b"", "not well-formed"),
    "no body": (document(b"").replace(b"body", b"head"), "is no Word file"),
    "a thousand levels": (document(b"<w:sdt>" * 1000 + b"</w:sdt>" * 1000), "not well-formed"),
    "a million tags": (document(b"<w:p/>" * 1_000_001), "tags"),
    "many paragraphs": (document(b"<w:p/>" * 8_001), "paragraphs"),
    "many tables": (document(b"<w:tbl/>" * 2_001), "tables"),
    "many letters": (document((b"<w:p><w:r><w:t>" + b"a " * 20_000 + b"</w:t></w:r></w:p>") * 51), "letters"),
    "many fields": (
        document(b"<w:p>" + b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 51 + b"</w:p>"),
        "fields",
    ),
    "many comments": (
        document(
            b"<w:p>" + b"".join(b'<w:commentRangeStart w:id="%d"/>' % id_ for id_ in range(51)) + b"</w:p>"
        ),
        "comments",
    ),
    "the strict form": (
        document(b'<s:p xmlns:s="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'),
        "strict",
    ),
    "a long paragraph": (document(b"<w:p><w:r><w:t>" + b"a " * 30_000 + b"</w:t></w:r></w:p>"), "letters"),
    "a bomb": (b"<w>" + b" " * MOST_PART + b"</w>", "bytes"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_refused_in_a_sentence(sent: bytes, name: str) -> None:
    body, said = BODIES[name]
    with pytest.raises(WordError, match=said):
        read(with_body(sent, body), {})


def doubled(data: bytes) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(DOCUMENT, b"<other/>")
    return file.getvalue()


def wrong_size(data: bytes) -> bytes:
    """A part said to be small that unpacks to much."""
    bomb = with_body(data, b"<w>" + b" " * MOST_PART * 2 + b"</w>")
    return bomb.replace((MOST_PART * 2 + 7).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def headed(data: bytes, *headers: bytes) -> bytes:
    """The file with further headers."""
    parts = unpacked(data)
    for number, header in enumerate(headers):
        parts = related({**parts, f"word/header{number}.xml": header}, "header", f"header{number}.xml")
    return packed(parts)


FILES = {
    "nothing": (lambda _: b"", "is no Word file, or is damaged"),
    "half of it": (lambda data: data[: len(data) // 2], "is no Word file, or is damaged"),
    "another zip": (lambda _: packed({"a.txt": b"a"}), "is no Word file"),
    "old Word": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "before 2007"),
    "macros": (lambda data: packed({**unpacked(data), "word/vbaProject.bin": b"x"}), "macros"),
    "a name that leads out": (lambda data: packed({**unpacked(data), "../../x": b"x"}), "leads out of it"),
    "two bodies": (doubled, "two parts of one name"),
    "many parts": (lambda _: packed({str(number): b"" for number in range(2_001)}), "parts"),
    "a broken header": (lambda data: headed(data, b"<w>"), "not well-formed"),
    "a lie about its size": (wrong_size, "damaged"),
    "broken data": (
        lambda data: (small := packed(unpacked(data)))[:3000] + b"\0" * 3000 + small[6000:],
        "damaged",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_a_sentence(sent: bytes, name: str) -> None:
    make, said = FILES[name]
    with pytest.raises(WordError, match=said):
        read(make(sent), {})


def test_what_lies_outside_is_not_fetched_and_said(sent: bytes) -> None:
    parts = related(unpacked(sent), "attachedTemplate", "http://a.example/x.dotm", ' TargetMode="External"')
    assert any("none of them was fetched" in note for note in read(packed(parts), {}).notes)
    assert not any("fetched" in note for note in read(sent, {}).notes)


def test_what_a_reader_would_see_is_read(sent: bytes) -> None:
    """Text boxes, notes, hidden words, content controls: a change must not hide in one."""
    inside = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>"
        "<w:p><w:r><w:t>noted</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        f"<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:pict>{DRAWN}</w:pict></w:r></w:p>"
        "<w:sectPr"
    )
    parts = unpacked(edited(sent, lambda body: body.replace("<w:sectPr", inside, 1)))
    parts["word/footnotes.xml"] = (
        b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:footnote w:id="2"><w:p><w:r><w:t>below</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    found = read(packed(related(parts, "footnotes", "footnotes.xml")), {})
    last = [block for block in found.blocks if isinstance(block, Writing)][-5:]
    said = ["".join(words.text for words in block.words) for block in last]
    assert said == ["hidden", "in a control", " [box: in a box]", "noted [note: below]", " [box: drawn]"]
    assert any("hidden" in note for note in found.notes)


def cell(inside: str) -> str:
    return f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{len(inside)}</w:t></w:r></w:p>{inside}</w:tc></w:tr></w:tbl>"


def test_a_table_in_a_table_is_read_once(sent: bytes) -> None:
    """Sixty deep: read twice at each level, it would take for ever."""
    inside = ""
    for _ in range(60):
        inside = cell(inside)
    (grid,) = read(with_body(sent, document(inside.encode())), {}).blocks
    assert isinstance(grid, Grid)
    (row,) = grid.rows
    assert len(row.cells) == 1
    assert len(row.cells[0]) == 60


def test_paragraphs_in_paragraphs_are_read_once(sent: bytes) -> None:
    inside = b"<w:p><w:r><w:t>%d</w:t></w:r>"
    nested = b"".join(inside % number for number in range(100)) + b"</w:p>" * 100
    header = _W.partition(b"<w:body>")[0].replace(b"document", b"hdr") + nested + b"</w:hdr>"
    assert [each for each in read(headed(sent, header), {}).margins if each.isdigit()] == [
        *map(str, range(100))
    ]
    parts = unpacked(sent)
    comment = b'<w:comment w:id="1">%b</w:comment>' % nested
    parts["word/comments.xml"] = header.replace(b"hdr", b"comments").replace(nested, comment)
    remark = read(packed(related(parts, "comments", "comments.xml")), {}).remarks["1"]
    assert remark.text == " ".join(map(str, range(100)))


def test_what_headers_draw_and_signs_in_them_are_read(sent: bytes) -> None:
    start, _, _ = _W.partition(b"<w:body>")
    header = start.replace(b"document", b"hdr") + (
        b"<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>binding</w:t><w:ptab/><w:t>aside</w:t>"
        b"<w:pict>%b</w:pict></w:r></w:p></w:hdr>" % DRAWN.encode()
    )
    assert {"non-binding", "aside", "drawn"} <= set(read(headed(sent, header), {}).margins)


def test_headers_that_are_too_long_are_not_read_and_that_is_said(sent: bytes) -> None:
    long = b"<w>" + b" " * (MOST_PART // 2) + b"</w>"
    assert not any("all of them were read" in note for note in read(headed(sent, long), {}).notes)
    assert any("not all of them were read" in note for note in read(headed(sent, long, long), {}).notes)


def test_words_for_other_programs_are_not_nested_without_end(sent: bytes) -> None:
    either = 'xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    deep = f"<m:AlternateContent {either}><m:Choice>" * 11 + "</m:Choice></m:AlternateContent>" * 11
    with pytest.raises(WordError, match="other programs more than 10 deep"):
        read(with_body(sent, document(f"<w:p>{deep}</w:p>".encode())), {})


def test_reading_takes_little_memory(sent: bytes) -> None:
    """The most tags that are read at all."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(WordError, match="paragraphs"):
        read(with_body(sent, document(b"<w:p/>" * 999_000)), {})
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
