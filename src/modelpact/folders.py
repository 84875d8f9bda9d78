"""Which specs the arguments of a command name: files, folders, patterns, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from modelpact.files import STANDARD_INPUT, SUFFIX, reason
from modelpact.inspection import Unread

_HIDDEN = "."
_PATTERN = "*?["


def specs_named(arguments: Iterable[str]) -> list[str | Unread]:
    """The names of all specs, each file once, in the order of the arguments; and what names none.

    Of a folder these are the files below it whose names end in ``.agreement.yaml``, sorted; hidden files and
    folders are passed over, and links to folders are not followed.
    """
    named: dict[str, str | Unread] = {}
    for argument in arguments:
        for found in _expanded(argument):
            named.setdefault(_identity(found), found)
    return list(named.values())


def _identity(found: str | Unread) -> str:
    """What is the same for two names of one file."""
    if isinstance(found, Unread):
        return str(found)
    return found if found == STANDARD_INPUT else os.path.realpath(found)


def _expanded(argument: str) -> Iterator[str | Unread]:
    if argument == STANDARD_INPUT or os.path.isfile(argument):
        yield argument
    elif os.path.isdir(argument):
        yield from _below(argument)
    elif any(char in argument for char in _PATTERN) and not os.path.lexists(argument):
        yield from _matching(argument)
    else:
        yield argument  # reading it says what is wrong


def _matching(pattern: str) -> Iterator[str | Unread]:
    """What a shell would have made of the pattern."""
    from glob import glob  # few arguments are patterns: a shell has expanded them

    matches = sorted(glob(pattern, recursive=True))
    if not matches:
        yield Unread(pattern, "no file matches this pattern")
    for match in matches:
        yield from _below(match) if os.path.isdir(match) else (match,)


def _below(folder: str) -> Iterator[str | Unread]:
    unread: list[Unread] = []

    def note(error: OSError) -> None:
        unread.append(Unread(str(error.filename), reason(error)))

    count = 0
    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN))
        for name in sorted(names):
            path = os.path.normpath(os.path.join(place, name))
            if name.endswith(SUFFIX) and not name.startswith(_HIDDEN) and _may_be_read(path):
                count += 1
                yield path
    yield from unread
    if not count and not unread:
        yield Unread(folder, f"the folder holds no spec; their names end in {SUFFIX}")


def _may_be_read(path: str) -> bool:
    """Whether it is a file, or a broken link, which is reported; a pipe could keep us waiting for ever."""
    return os.path.isfile(path) or not os.path.exists(path)
