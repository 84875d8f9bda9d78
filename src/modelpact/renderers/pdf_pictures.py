"""Words in pictures: WeasyPrint sets each letter by itself, which pulls off marks and unjoins scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Whole(str):
    """A text that is one letter to whoever goes through its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def words_set_whole() -> Iterator[None]:
    """While it lasts, WeasyPrint sets the words of an SVG as it sets all others: joined and marked."""
    from weasyprint import svg

    letter_by_letter, tags = svg.text, dict(svg.TAGS)

    def whole(picture: Any, node: Any, font_size: float) -> None:
        if node.text:
            node._etree_node.text = _Whole(node.text)  # noqa: SLF001 - what its text is read from
        letter_by_letter(picture, node, font_size)

    svg.text = whole
    svg.TAGS.update({tag: whole for tag, draw in tags.items() if draw is letter_by_letter})
    try:
        yield
    finally:
        svg.text = letter_by_letter
        svg.TAGS.update(tags)
