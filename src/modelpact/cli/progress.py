"""A bar on the terminal while many files are worked on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_MANY = 50


def tracked(items: Sequence[T], doing: str) -> Iterator[T]:
    """The same items; a bar shows how far they are."""
    with bar(len(items), doing, _MANY) as advance:
        for item in items:
            yield item
            advance()


@contextmanager
def bar(total: int, doing: str, many: int) -> Iterator[Callable[[], None]]:
    """What to call when another one is done; a bar shows how many are, and the time left.

    There is one only where they are many and standard error is a terminal.
    """
    if total < many or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda: None
        return
    from rich.console import Console  # 60 ms that few files are not worth
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    console = Console(stderr=True)
    # What is printed meanwhile stands above the bar; what is printed to a file goes there.
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as progress:
        task = progress.add_task(doing, total=total)
        yield lambda: progress.advance(task)
