"""The structure tree of a file of pydyf's that WeasyPrint has tagged, before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def at(pdf: Any, reference: bytes) -> Any:
    """The object that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def elements(pdf: Any) -> Iterator[Any]:
    """Every element, those outside the tree too; an element stands before those inside it."""
    return (each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructElem")


def inside(pdf: Any, element: Any) -> Iterator[Any]:
    """The elements directly inside another; numbers of marks and references to links are none."""
    kids = (at(pdf, kid) for kid in element["K"] if isinstance(kid, bytes))
    return (kid for kid in kids if kid.get("Type") == "/StructElem")


def below(pdf: Any, element: Any) -> Iterator[Any]:
    """The element and all below it, as they are read."""
    waiting = [element]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += reversed(list(inside(pdf, each)))


def root(pdf: Any) -> Any:
    """The element of the whole document."""
    return at(pdf, at(pdf, pdf.catalog["StructTreeRoot"])["K"][0])


def take_out(pdf: Any, element: Any) -> None:
    """Remove an element from the tree, and whatever held nothing but it."""
    holder = at(pdf, element["P"])
    holder["K"].remove(element.reference)
    if not holder["K"] and holder.get("Type") == "/StructElem":
        take_out(pdf, holder)
