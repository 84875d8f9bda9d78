"""A bar on the terminal while many files are checked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

_MANY = 50


def tracked(items: Sequence[T]) -> Iterable[T]:
    """The same items; where they are many and standard error is a terminal, a bar shows how far they are."""
    if len(items) < _MANY or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return items
    from rich.console import Console  # 60 ms that few files are not worth
    from rich.progress import track

    return track(items, "checking", console=Console(stderr=True), transient=True)
