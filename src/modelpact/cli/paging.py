"""Long text on a terminal."""

from __future__ import annotations

import os
import shutil
import sys

_NARROWEST, _WIDEST = 60, 120


def width() -> int:
    """How wide a text for this terminal should be."""
    return max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))


def paged(text: str) -> None:
    """Print the text; on a terminal, what is longer than it goes through the reader's pager."""
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        import pydoc

        os.environ.setdefault("LESS", "-R")  # colours as such
        pydoc.pager(text)
    else:
        sys.stdout.write(text)
