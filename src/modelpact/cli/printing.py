"""How the command line prints: what a file says never reaches the terminal except through here."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from modelpact.characters import visible


def colour(stream: TextIO) -> bool:
    """Whether to colour what goes to this stream (NO_COLOR, no-color.org; FORCE_COLOR)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def columns(stream: TextIO) -> int:
    """How wide the terminal is that this stream goes to; 0 where it goes to none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # a file, a pipe, or no real stream at all
        return 0


def line(text: str) -> None:
    """Print a line about what was done."""
    print(visible(text))


def problem(text: str) -> None:
    """Print a line on standard error about what could not be done."""
    print(f"modelpact: {visible(text)}", file=sys.stderr)
