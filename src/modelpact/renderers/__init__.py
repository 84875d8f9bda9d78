"""The formats that an agreement is rendered to: one module each, one line in ``FORMATS`` each.

A format's module is imported when it is first used: WeasyPrint alone costs half a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from types import ModuleType

    from modelpact.agreement import Agreement


class Format(NamedTuple):
    """One format: its file suffix and the modules here that make it and know their own work again."""

    suffix: str
    renderer: str
    """Module with ``render(agreement) -> bytes``."""
    seal: str
    """Module with ``untouched(data) -> bool``."""
    is_slow: bool = False
    """True where one takes a second, not a hundredth."""
    needs_glyphs: bool = False
    """True where a character that the bundled fonts lack would print as a box."""
    comparer: str = ""
    """Module with ``differing(old, new) -> tuple[str, ...] | None``; empty where it can't be read again."""

    def render(self, agreement: Agreement) -> bytes:
        """The agreement in this format."""
        return cast(bytes, _module(self.renderer).render(agreement))

    def untouched(self, data: bytes) -> bool:
        """True where a file is modelpact's own render and nobody has edited it since."""
        return cast(bool, _module(self.seal).untouched(data))

    def differing(self, old: bytes, new: bytes) -> tuple[str, ...] | None:
        """The clauses in which two files differ, as a lawyer cites them; None where that can't be told."""
        if not self.comparer:
            return None
        return cast(tuple[str, ...], _module(self.comparer).differing(old, new))


FORMATS: dict[str, Format] = {
    "md": Format(".md", "markdown", "seal", comparer="markdown_sections"),
    "html": Format(".html", "html", "seal"),
    "pdf": Format(".pdf", "pdf", "pdf", is_slow=True, needs_glyphs=True),
    "docx": Format(".docx", "docx", "docx"),
    "json": Format(".json", "json_tree", "seal", comparer="json_sections"),
}


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")
