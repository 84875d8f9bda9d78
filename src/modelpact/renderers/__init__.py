"""The formats that an agreement is rendered to: one module each, one line in ``FORMATS`` each.

A format's module is imported when it is first used: WeasyPrint alone costs half a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from modelpact.agreement import Agreement


class Format(NamedTuple):
    """One format: its file suffix and the modules that make it and know their own work again."""

    suffix: str
    renderer: str
    """Module with ``render(agreement) -> bytes``."""
    seal: str
    """Module with ``untouched(data) -> bool``."""
    needs_glyphs: bool = False
    """True where a character that the bundled fonts lack would print as a box."""

    def render(self, agreement: Agreement) -> bytes:
        """The agreement in this format."""
        return cast(bytes, import_module(self.renderer).render(agreement))

    def untouched(self, data: bytes) -> bool:
        """True where a file is modelpact's own render and nobody has edited it since."""
        return cast(bool, import_module(self.seal).untouched(data))


FORMATS: dict[str, Format] = {
    "md": Format(".md", "modelpact.renderers.markdown", "modelpact.renderers.seal"),
    "html": Format(".html", "modelpact.renderers.html", "modelpact.renderers.seal"),
    "pdf": Format(".pdf", "modelpact.renderers.pdf", "modelpact.renderers.pdf", needs_glyphs=True),
    "docx": Format(".docx", "modelpact.renderers.docx", "modelpact.renderers.docx"),
    "json": Format(".json", "modelpact.renderers.json_tree", "modelpact.renderers.seal"),
}
