"""The formats that a redline is written in: one module each, one line in ``REDLINES`` each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from modelpact.redline import Redline


class RedlineFormat(NamedTuple):
    """One format: the suffix of its files and the module that writes it."""

    suffix: str
    module: str
    """With ``render(redline) -> bytes``."""

    def render(self, redline: Redline) -> bytes:
        """The redline in this format."""
        return cast(bytes, import_module(self.module).render(redline))


REDLINES: dict[str, RedlineFormat] = {
    "text": RedlineFormat(".txt", "modelpact.redlines.text"),
    "md": RedlineFormat(".md", "modelpact.redlines.markdown"),
    "html": RedlineFormat(".html", "modelpact.redlines.html"),
    "docx": RedlineFormat(".docx", "modelpact.redlines.docx"),
    "json": RedlineFormat(".json", "modelpact.redlines.json_changes"),
}
