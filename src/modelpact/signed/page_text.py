"""The text that a PDF shows, piece by piece as it is drawn: on its pages and in what is laid over them.

It is what a program that searches or reads aloud finds. A font can draw other shapes than it says, and a
picture can show letters, so equal text alone does not prove that two pages look the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Stream, String, parse_content_stream

from modelpact.signed.fonts import UNKNOWN, Font, font
from modelpact.signed.reading import PdfError

_MOST_DRAWN = 10_000_000
"""Bytes of drawing instructions: ten times what an agreement of forty pages has."""

_MOST_PIECES = 200_000
"""Likewise; such an agreement has three thousand."""

_MOST_NESTED = 12
_A_SPACE = 0.18
"""A gap inside a string as wide as this, in ems, is a space between words."""


class Matrix(NamedTuple):
    """Where things are drawn (ISO 32000-1, section 8.3.4)."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, outer: Matrix) -> Matrix:
        """This one, and what it gives through another."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The upright rectangle around a rectangle, drawn through this."""
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        across = [self.a * x + self.c * y + self.e for x, y in corners]
        up = [self.b * x + self.d * y + self.f for x, y in corners]
        return Box(min(across), min(up), max(across), max(up))


class Box(NamedTuple):
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def touches(self, other: Box) -> bool:
        """Whether both have a part of the page in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


_WHERE_IT_STANDS = Matrix()


class Piece(NamedTuple):
    """What one drawing instruction shows."""

    text: str
    page: int
    """Counted from 1."""
    mark: int | None
    """The mark by which the structure tree names it; None where it is outside that tree."""
    box: Box


@dataclass(frozen=True, slots=True)
class _State:
    ctm: Matrix = _WHERE_IT_STANDS
    font: Font = UNKNOWN
    size: float = 0.0
    text: Mapping[str, float] = field(default_factory=lambda: {"Tz": 100.0})
    """How text is set, by the instructions for it: spacing, stretch, leading, rise."""

    def __getitem__(self, instruction: str) -> float:
        return self.text.get(instruction, 0.0)


@dataclass(slots=True)
class Shared:
    """What all that is drawn in a file has in common, and how much of it is still read."""

    allowance: int = _MOST_DRAWN
    """Bytes that may still be read."""
    pieces: int = _MOST_PIECES
    """Pieces of text that may still be found."""
    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)

    def spend(self, length: int) -> None:
        """Count bytes. Raises PdfError where there are too many."""
        self.allowance -= length
        if self.allowance < 0:
            raise PdfError(f"draws with more than {_MOST_DRAWN:,} bytes of instructions, which are not read")

    def found_piece(self) -> None:
        """Count a piece. Raises PdfError where there are too many."""
        self.pieces -= 1
        if self.pieces < 0:
            raise PdfError(f"shows more than {_MOST_PIECES:,} pieces of text, which are not read")

    def font(self, dictionary: Any) -> Font:
        """The font, read once."""
        if not dictionary.is_indirect:
            return font(dictionary)
        if dictionary.objgen not in self.fonts:
            self.fonts[dictionary.objgen] = font(dictionary)
        return self.fonts[dictionary.objgen]


@dataclass(slots=True)
class _Pen:
    """Follows the instructions of one page."""

    page: int
    shared: Shared
    state: _State = field(default_factory=_State)
    kept: list[_State] = field(default_factory=list)
    line: Matrix = _WHERE_IT_STANDS
    at: Matrix = _WHERE_IT_STANDS
    marks: list[int | None] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def pages(pdf: Any) -> list[list[Piece]]:
    """The text of each page in the order in which it is drawn. Raises PdfError where that is too much."""
    shared = Shared()
    found = []
    for number, page in enumerate(pdf.pages, 1):
        pen = _Pen(number, shared)
        _draw(pen, page.obj, page.get("/Resources", inherited(page.obj, "/Resources") or {}), 0)
        found.append(pen.pieces)
    return found


def appearance(annotation: Any, page: int, shared: Shared) -> list[Piece]:
    """The text that an annotation draws over its page. Raises PdfError where that is too much."""
    pen = _Pen(page, shared)
    normal = annotation.get("/AP", {}).get("/N")
    if normal is None:
        return []
    for form in [normal] if isinstance(normal, Stream) else list(normal.values()):
        _form(pen, form, {}, 0)
    return pen.pieces


def inherited(node: Any, key: str) -> Any:
    """What the nodes above a page or a field give it; None where they give nothing."""
    for _ in range(_MOST_NESTED):
        node = node.get("/Parent")
        if node is None:
            break
        if key in node:
            return node[key]
    return None


def _draw(pen: _Pen, stream: Any, resources: Any, depth: int) -> None:
    pen.shared.spend(_length(stream))
    for instruction in parse_content_stream(stream):
        name = str(instruction.operator)
        if name == "Do":
            _object(pen, instruction.operands, resources, depth)
        else:
            _follow(pen, name, instruction.operands, resources)


def _length(drawn: Any) -> int:
    """Bytes of a page's or a form's instructions, unpacked."""
    contents = drawn if isinstance(drawn, Stream) else drawn.get("/Contents", Array())
    return sum(len(part.read_bytes()) for part in ([contents] if isinstance(contents, Stream) else contents))


def _object(pen: _Pen, operands: Any, resources: Any, depth: int) -> None:
    drawn = resources.get("/XObject", {}).get(str(operands[0]))
    if drawn is not None and str(drawn.get("/Subtype")) == "/Form":
        before = pen.state
        _form(pen, drawn, resources, depth)
        pen.state = before


def _form(pen: _Pen, form: Any, resources: Any, depth: int) -> None:
    if depth == _MOST_NESTED:
        raise PdfError("draws forms in forms in forms without end")
    matrix = Matrix(*map(float, form.get("/Matrix", Matrix())))
    pen.state = replace(pen.state, ctm=matrix.then(pen.state.ctm))
    _draw(pen, form, form.get("/Resources", resources), depth + 1)


def _follow(pen: _Pen, name: str, operands: Any, resources: Any) -> None:
    """One instruction (ISO 32000-1, annex A); what neither shows text nor places it is passed over."""
    match name:
        case "q":
            pen.kept.append(pen.state)
        case "Q":
            pen.state = pen.kept.pop() if pen.kept else pen.state
        case "cm":
            pen.state = replace(pen.state, ctm=Matrix(*map(float, operands)).then(pen.state.ctm))
        case "BMC" | "BDC":
            pen.marks.append(_mark(operands, resources))
        case "EMC":
            pen.marks = pen.marks[:-1]
        case "Tf":
            known = resources.get("/Font", {}).get(str(operands[0]))
            chosen = pen.shared.font(known) if known is not None else UNKNOWN
            pen.state = replace(pen.state, font=chosen, size=float(operands[1]))
        case _:
            _follow_text(pen, name, operands)


def _follow_text(pen: _Pen, name: str, operands: Any) -> None:
    match name:
        case "Tc" | "Tw" | "Tz" | "TL" | "Ts":
            _set(pen, name, float(operands[0]))
        case "BT":
            pen.line = pen.at = Matrix()
        case "Tm":
            pen.line = pen.at = Matrix(*map(float, operands))
        case "Td":
            _next_line(pen, float(operands[0]), float(operands[1]))
        case "TD":
            _set(pen, "TL", -float(operands[1]))
            _next_line(pen, float(operands[0]), float(operands[1]))
        case "T*":
            _next_line(pen, 0, -pen.state["TL"])
        case "Tj":
            _show(pen, operands)
        case "TJ":
            _show(pen, operands[0])
        case "'":
            _next_line(pen, 0, -pen.state["TL"])
            _show(pen, operands)
        case '"':
            _set(pen, "Tw", float(operands[0]))
            _set(pen, "Tc", float(operands[1]))
            _next_line(pen, 0, -pen.state["TL"])
            _show(pen, operands[2:])


def _set(pen: _Pen, name: str, value: float) -> None:
    pen.state = replace(pen.state, text={**pen.state.text, name: value})


def _next_line(pen: _Pen, across: float, up: float) -> None:
    pen.line = pen.at = Matrix(e=across, f=up).then(pen.line)


def _mark(operands: Any, resources: Any) -> int | None:
    properties = operands[1] if len(operands) > 1 else {}
    if not isinstance(properties, (dict, Dictionary)):
        properties = resources.get("/Properties", {}).get(str(properties), {})
    mark = properties.get("/MCID")
    return mark if isinstance(mark, int) else None


def _show(pen: _Pen, parts: Any) -> None:
    """One piece of text; the numbers between its strings move the pen back, in thousandths of an em."""
    state, letters, along = pen.state, "", 0.0
    stretch = state["Tz"] / 100
    for part in parts:
        if not isinstance(part, (String, bytes)):
            move = -float(part) / 1000
            letters += " " if move > _A_SPACE else ""
            along += move * state.size * stretch
            continue
        for letter, width in state.font.shown(bytes(part)):
            extra = state["Tc"] + (state["Tw"] if letter == " " else 0)
            letters += letter
            along += (width * state.size + extra) * stretch
    placed = pen.at.then(state.ctm)
    box = placed.box(0, state["Ts"] - 0.25 * state.size, along, state["Ts"] + 0.75 * state.size)
    pen.at = Matrix(e=along).then(pen.at)
    if letters.strip():
        pen.shared.found_piece()
        mark = next((mark for mark in reversed(pen.marks) if mark is not None), None)
        pen.pieces.append(Piece(letters, pen.page, mark, box))


def tokens(pieces: Sequence[Piece]) -> Iterator[tuple[str, Piece]]:
    """The words of the pieces; a word with hyphens counts as several, for it may break after each."""
    for piece in pieces:
        for word in piece.text.replace("-", "- ").split():
            yield word, piece
