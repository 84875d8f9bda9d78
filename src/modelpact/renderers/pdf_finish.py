"""What WeasyPrint leaves undone in a PDF, added before it is written: files, headers, places, page marks."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from typing import Any

from modelpact.renderers.pdf_files import File
from modelpact.renderers.pdf_tables import join_tables
from modelpact.renderers.pdf_tree import at, below, elements, root, take_out

_NO_CLOCK = "D:19800101000000Z"
"""Readers of PDF/A-3 want a date of each file. There is none; Word files bear the same."""

_POINTS = 0.75
"""In a pixel of CSS."""

_RUNNING = {"Type": "/Pagination"}
"""A running title or a page number: nothing to read aloud (ISO 32000-1, section 14.8.2.2)."""


def finish(pdf: Any, files: Sequence[File]) -> None:
    """Complete a file of pydyf's that WeasyPrint has filled and tagged."""
    _attach(pdf, files)
    join_tables(pdf)
    _leave_out_empty(pdf)
    _relate_headers(pdf)
    _place_figures(pdf)
    _set_running_titles_apart(pdf)


def _attach(pdf: Any, files: Sequence[File]) -> None:
    """The files, each in the table of names and as associated with the whole document."""
    import pydyf

    names, associated = pydyf.Array(), pydyf.Array()
    for file in files:
        reference = _specification(pdf, file).reference
        names += [pydyf.String(file.name), reference]
        associated.append(reference)
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = associated


def _specification(pdf: Any, file: File) -> Any:
    import pydyf

    subtype = "/" + file.media_type.replace("/", "#2f")
    parameters = pydyf.Dictionary(
        {
            "Size": len(file.content),
            "CheckSum": f"<{md5(file.content, usedforsecurity=False).hexdigest()}>",
            "ModDate": pydyf.String(_NO_CLOCK),
        }
    )
    extra = {"Type": "/EmbeddedFile", "Subtype": subtype, "Params": parameters}
    stream = pydyf.Stream([file.content], extra, compress=True)
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "Desc": pydyf.String(file.description),
            "AFRelationship": f"/{file.relationship}",
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        }
    )
    pdf.add_object(specification)
    return specification


def _relate_headers(pdf: Any) -> None:
    """Say of each header cell what it heads, and list those that cells refer to (ISO 32000-1, 14.7.2)."""
    import pydyf

    named = []
    for header in (element for element in below(pdf, root(pdf)) if element["S"] == "/TH"):
        row = at(pdf, header["P"])
        is_column = at(pdf, row["P"])["S"] == "/THead"
        header["A"]["Scope"] = "/Column" if is_column else "/Row"
        named.append((header["ID"].string, header.reference))
    if named:
        names = [part for name, reference in sorted(named) for part in (pydyf.String(name), reference)]
        tree = pydyf.Dictionary({"Names": pydyf.Array(names)})
        pdf.add_object(tree)
        at(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _leave_out_empty(pdf: Any) -> None:
    """Take out what holds no words, such as the line to sign on: there is nothing to read."""
    for element in list(below(pdf, root(pdf))):
        if element["S"] == "/Span" and not element["K"]:
            take_out(pdf, element)


def _place_figures(pdf: Any) -> None:
    """Say where on its page a picture is, in points from below (ISO 32000-1, section 14.8.5.4.3).

    WeasyPrint gives its own places: pixels of CSS, from above.
    """
    import pydyf

    for figure in (element for element in elements(pdf) if element.get("S") == "/Figure"):
        height = at(pdf, figure["Pg"])["MediaBox"][3]
        left, top, right, bottom = (place * _POINTS for place in figure["A"]["BBox"])
        figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def _set_running_titles_apart(pdf: Any) -> None:
    """Mark what stands in the margins as artifacts: WeasyPrint tags it, but leaves it out of the tree."""
    reading = {element.reference for element in below(pdf, root(pdf))}
    numbers = at(pdf, at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    pages = zip(pdf.page_references, numbers[1::2], strict=False)  # after the pages come links
    for page, marked in pages:
        running = [mark for mark, element in enumerate(marked) if element not in reading]
        _unmark(at(pdf, at(pdf, page)["Contents"]).stream, frozenset(running))
        for mark in running:
            marked[mark] = "null"
    for element in elements(pdf):
        if element.reference not in reading:
            element.clear()


def _unmark(stream: list[Any], marks: frozenset[int]) -> None:
    for place, part in enumerate(stream):
        if isinstance(part, dict) and part.get("MCID") in marks:
            import pydyf

            stream[place - 1], stream[place] = "/Artifact", pydyf.Dictionary(_RUNNING)
