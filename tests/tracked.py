"""Tracked changes of a Word file accepted or rejected by reading its XML, to compare it with a plain file."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KEPT = {"accept": f"{W}ins", "reject": f"{W}del"}
_GONE = {"accept": f"{W}del", "reject": f"{W}ins"}
_PLACING = (f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}tcW", f"{W}tblGrid")
"""Where links lead and how wide columns are: they follow from the words of either agreement."""


def body(data: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = ET.fromstring(package.read("word/document.xml")).find(f"{W}body")
    assert found is not None
    return found


def settled(data: bytes, changes: str) -> list[str]:
    """The blocks after all changes are accepted or rejected, in one spelling.

    The contents and the page are left out: both are the new agreement's, whatever is done with the changes.
    """
    root = body(data)
    for element in list(root):
        if _has_mark(element, _GONE[changes]):
            root.remove(element)
    _settle(root, changes)
    for table in root.findall(f"{W}tbl"):
        if table.find(f"{W}tr") is None:
            root.remove(table)
    kept = (each for each in root if each.tag != f"{W}sectPr" and not _is_contents(each))
    return [_spelled(element) for element in kept]


def _has_mark(paragraph: ET.Element, mark: str) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{mark}") is not None


def _settle(element: ET.Element, changes: str) -> None:
    for child in list(element):
        row_goes = child.tag == f"{W}tr" and child.find(f"{W}trPr/{_GONE[changes]}") is not None
        if row_goes or child.tag == _GONE[changes] or child.tag == f"{W}pPrChange" or child.tag in _PLACING:
            element.remove(child)
            continue
        _settle(child, changes)
        if child.tag == _KEPT[changes]:
            at = list(element).index(child)
            element.remove(child)
            for inside in reversed(list(child)):
                element.insert(at, inside)
        if child.tag == f"{W}hyperlink" and not list(child):
            element.remove(child)
        if child.tag == f"{W}rPr" and element.tag == f"{W}pPr" and not list(child):
            element.remove(child)


def _is_contents(element: ET.Element) -> bool:
    style = element.find(f"{W}pPr/{W}pStyle")
    return style is not None and str(style.get(f"{W}val")).startswith("TOC")


def _spelled(element: ET.Element) -> str:
    """The element with runs of one look joined, cached numbers and ids of numberings left out."""
    text = ET.tostring(element, encoding="unicode")
    text = re.sub(r"ns\d+:", "w:", re.sub(r' xmlns:ns\d+="[^"]*"', "", text))
    text = re.sub(r'w:id="rIdLink\d+"', 'w:id="link"', text)
    text = text.replace("delText", "t").replace("delInstrText", "instrText")
    text = re.sub(r'(fldCharType="separate" ?/></w:r>)<w:r>.*?</w:r>', r"\1", text)
    text = re.sub(r'w:numId w:val="\d\d+"', 'w:numId w:val="own"', text)
    text = re.sub(
        r'( REF |w:anchor=")(\w+?)(?:_was)?_[0-9a-f]{12}\b', r"\1\2", text
    )  # of a clause that moved
    text = re.sub(r"(<w:t [^>]*/>|<w:t [^>]*></w:t>)", "", text)
    text = re.sub(r"<w:r />|<w:r></w:r>", "", text)
    while True:
        joined = re.sub(
            r"(<w:r>(<w:rPr>(?:<w:[bi] />)+</w:rPr>)?<w:t [^>]*>[^<]*)</w:t></w:r><w:r>\2<w:t [^>]*>",
            r"\1",
            text,
        )
        joined = re.sub(r"(<w:r><w:t [^>]*>[^<]*)</w:t></w:r><w:r><w:t [^>]*>", r"\1", joined)
        if joined == text:
            return text
        text = joined
