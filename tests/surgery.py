"""Word files edited as another program would, by cutting into their XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

DOCUMENT = "word/document.xml"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RUN = r"<w:r>(?:(?!</w:r>).)*?<w:t [^>]*>{words}</w:t></w:r>"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Cut = Callable[[str], str]
"""What is done to the XML of the body."""


def edited(data: bytes, *cuts: Cut) -> bytes:
    """The file with its body cut."""
    parts = unpacked(data)
    body = parts[DOCUMENT].decode()
    for cut in cuts:
        body = cut(body)
    return packed({**parts, DOCUMENT: body.encode()})


def unpacked(data: bytes) -> dict[str, bytes]:
    """Its parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def tracked(after: str, old: str, new: str, author: str = "Their Counsel", date: str = "2030-02-03") -> Cut:
    """The run ``old`` after ``after`` replaced by ``new``, as a tracked change; either may be empty."""

    def cut(body: str) -> str:
        start, run = _place(body, after, old)
        stamp = f'w:id="900" w:author="{author}" w:date="{date}T10:00:00Z"'
        gone = run.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        came = f'<w:r><w:t xml:space="preserve">{escape(new)}</w:t></w:r>'
        marked = f"<w:del {stamp}>{gone}</w:del>" if old else ""
        marked += f"<w:ins {stamp}>{came}</w:ins>" if new else ""
        return body[:start] + marked + body[start + len(run) :]

    return cut


def silent(after: str, old: str, new: str) -> Cut:
    """Likewise, but nobody tracks it."""

    def cut(body: str) -> str:
        start, run = _place(body, after, old)
        return body[:start] + run.replace(f">{escape(old)}<", f">{escape(new)}<") + body[start + len(run) :]

    return cut


def new_paragraph(before: str, words: str, style: str = "Level1", author: str = "Their Counsel") -> Cut:
    """A paragraph put in, tracked, before the first one that has this in its XML."""

    def cut(body: str) -> str:
        start = body.rindex("<w:p>", 0, body.index(before))
        stamp = f'w:id="901" w:author="{author}" w:date="2030-02-03T10:00:00Z"'
        mark = f'<w:pPr><w:pStyle w:val="{style}"/><w:rPr><w:ins {stamp}/></w:rPr></w:pPr>'
        run = f'<w:ins {stamp}><w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:ins>'
        return f"{body[:start]}<w:p>{mark}{run}</w:p>{body[start:]}"

    return cut


def no_paragraph(words: str, author: str = "Their Counsel") -> Cut:
    """The paragraph that has these words deleted, tracked."""

    def cut(body: str) -> str:
        start = body.rindex("<w:p>", 0, body.index(escape(words)))
        end = body.index("</w:p>", start)
        stamp = f'w:id="902" w:author="{author}" w:date="2030-02-03T10:00:00Z"'
        inside = body[start:end].replace("</w:pPr>", f"<w:rPr><w:del {stamp}/></w:rPr></w:pPr>", 1)
        inside = re.sub(r"(<w:r>.*?</w:r>)", rf"<w:del {stamp}>\1</w:del>", inside)
        return (
            body[:start] + inside.replace("w:t ", "w:delText ").replace("/w:t>", "/w:delText>") + body[end:]
        )

    return cut


def without_bookmarks(body: str) -> str:
    """As an editor that knows no bookmarks saves it."""
    return re.sub("<w:bookmark(?:Start|End) [^>]*/>", "", body)


def commented(data: bytes, about: str, words: str, author: str = "Their Counsel") -> bytes:
    """The file with a comment on the run that has just these words."""

    def cut(body: str) -> str:
        start, run = _place(body, "", about)
        marks = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>'
        reference = '<w:r><w:commentReference w:id="7"/></w:r>'
        return f"{body[:start]}{marks[0]}{run}{marks[1]}{reference}{body[start + len(run) :]}"

    parts = unpacked(edited(data, cut))
    comment = f'<w:comment w:id="7" w:author="{author}" w:date="2030-02-03T10:00:00Z"><w:p><w:r><w:t>'
    parts["word/comments.xml"] = (
        f"<w:comments {_W}>{comment}{escape(words)}</w:t></w:r></w:p></w:comment></w:comments>".encode()
    )
    return packed(related(parts, "comments", "comments.xml"))


def related(parts: dict[str, bytes], kind: str, target: str, mode: str = "") -> dict[str, bytes]:
    """The parts with a relationship of the body to another."""
    name = "word/_rels/document.xml.rels"
    own = f'<Relationship Id="rId77" Type="{_KIND}/{kind}" Target="{target}"{mode}/></Relationships>'
    return {**parts, name: parts[name].replace(b"</Relationships>", own.encode())}


def _place(body: str, after: str, words: str) -> tuple[int, str]:
    """Where the first run with these words begins after others, and the run."""
    at = body.index(escape(after)) if after else 0
    if not words:
        return body.index("</w:r>", at) + len("</w:r>"), ""
    found = re.compile(_RUN.format(words=re.escape(escape(words)))).search(body, at)
    assert found, words
    return found.start(), found[0]
