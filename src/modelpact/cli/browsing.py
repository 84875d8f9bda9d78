"""How ``kinds`` and ``clauses`` show the standard form: for people as wide as the terminal, or as JSON."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from modelpact.cli.printing import colour, line

_WIDEST, _NARROWEST = 100, 60
_BOLD = "\x1b[1m{}\x1b[0m"  # ECMA-48, Select Graphic Rendition

Entry = Mapping[str, Any]
"""One kind or one clause, as JSON has it."""


def as_json(entries: Sequence[Entry]) -> None:
    """Print the entries as one JSON list."""
    sys.stdout.write(json.dumps(entries, indent=2) + "\n")


def heading(text: str) -> None:
    """Print a line in bold, where the terminal has it."""
    if colour(sys.stdout):
        sys.stdout.write(_BOLD.format(text) + "\n")
    else:
        line(text)


def labelled(label: str, text: str, *, margin: int = 12, indent: int = 2) -> None:
    """Print a label with its text beside it, wrapped under itself."""
    left = " " * indent
    wrapped = textwrap.wrap(
        text,
        _width(),
        initial_indent=f"{left}{label:{margin}}",
        subsequent_indent=left + " " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for each in wrapped:
        line(each)


def paragraph(text: str, *, mark: str = "", indent: int = 0) -> None:
    """Print a text behind its mark, wrapped under itself."""
    labelled(mark, text, margin=len(mark), indent=indent)


def _width() -> int:
    return max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
