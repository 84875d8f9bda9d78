"""What every picture is drawn with: lines, words and figures of SVG, in the colours and faces of paper.

The attributes are what paper shows; a page's style sheet sets its own colours and faces over them.
"""

from __future__ import annotations

from collections.abc import Iterable

from modelpact.renderers.elements import Html, element, join, text
from modelpact.script_fonts import FONTS

WIDTH = 600
"""Of every picture, in its own units."""
TALLEST = 760
"""Of one picture, so that it fits a page; the rest goes into the next."""

INK, SOFT, LINE, DARK, MIDDLE, LIGHT, PALE = (
    *("#16181d", "#5a5f69", "#dcd8cf"),
    *("#1f3f66", "#7f9cc0", "#d6dfeb", "#e9e6df"),
)
_FACES = ",".join(("Label", "Label Extra", *(font.family for font in FONTS)))
"""Those of print.css; WeasyPrint takes a space after a comma for a part of the name."""


def figure(drawing: Iterable[Html], height: float, title: str, id_: str, kind: str) -> Html:
    """A picture with a name that says where the same stands in words."""
    name = element("title", {"id": id_}, text(f"{title}. The tables that follow say the same."))
    attributes = {
        "role": "img",
        "aria-labelledby": id_,
        "viewBox": f"0 0 {WIDTH} {figures(height)}",
        "xmlns": "http://www.w3.org/2000/svg",
    }
    # On a phone it is wider than the screen: keyboards need something to scroll.
    frame = {"class": kind, "tabindex": "0", "role": "group", "aria-label": title}
    return element("figure", frame, element("svg", attributes, join([name, *drawing])))


def segment(x1: float, y1: float, x2: float, y2: float, kind: str, stroke: str, width: float) -> Html:  # noqa: PLR0913, PLR0917 (a line is two points and how it looks)
    places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    look = {"class": kind, "stroke": stroke, "stroke-width": figures(width)}
    return element("line", {name: figures(place) for name, place in places.items()} | look)


def label(  # noqa: PLR0913 (what, where and how it looks)
    said: str, x: float, y: float, kind: str, *, size: float = 9.5, fill: str = INK, weight: str = ""
) -> Html:
    attributes = {
        "class": kind,
        "x": figures(x),
        "y": figures(y),
        "font-family": _FACES,
        "font-size": figures(size),
        "font-weight": weight,
        "fill": fill,
    }
    return element("text", attributes, text(said))


def figures(number: float) -> str:
    """A number with at most two digits after the point: the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
