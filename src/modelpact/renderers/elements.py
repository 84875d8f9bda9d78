"""Markup that can't be forged: how literal characters, attributes and elements are written as HTML.

What a tree holds reaches the markup in two ways only: through ``text`` and through ``value``, which
``element`` uses for attributes. Both escape, so that nothing in a spec can become a tag, an entity or an
attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NewType

Html = NewType("Html", str)
"""Markup in which everything literal is escaped already."""

_RARE = re.compile("([\u0180-\u02af][\u0300-\u036f]+)")
"""Letters of African and other alphabets with a tone mark: letter and mark must come from one font."""


def text(characters: str) -> Html:
    """Literal characters as they stand between tags."""
    escaped = characters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Html(escaped.replace("\r", "&#13;"))


def words(characters: str) -> Html:
    """Likewise, in running text, where rare letters get a font that has their marks."""
    if characters.isascii():
        return text(characters)
    pieces = _RARE.split(characters)
    return join(
        (element("span", {"class": "rare"}, text(p)) if at % 2 else text(p) for at, p in enumerate(pieces)),
        "",
    )


def value(characters: str) -> Html:
    """Literal characters as they stand between the double quotes of an attribute."""
    return Html(text(characters).replace('"', "&quot;").replace("\n", "&#10;"))


def element(tag: str, attributes: dict[str, str], *children: Html) -> Html:
    """One element; attributes without a value are left out."""
    return Html(f"{_start(tag, attributes)}{''.join(children)}</{tag}>")


def _start(tag: str, attributes: dict[str, str]) -> str:
    if not attributes:
        return f"<{tag}>"
    return "<" + tag + "".join([f' {n}="{value(v)}"' for n, v in attributes.items() if v]) + ">"


def join(parts: Iterable[Html], between: str = "\n") -> Html:
    """Several pieces of markup as one."""
    return Html(between.join(parts))
