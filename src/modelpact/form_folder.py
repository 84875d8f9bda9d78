"""Reading the folder of a house's own form: few files, small ones, and none from elsewhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from modelpact.diagnostics import UserError
from modelpact.files import reason
from modelpact.revisions import Revised

_FOLDERS = ("clauses", "schedules")
_MOST_FILES, _MOST_BYTES, _MOST_IN_ALL = 200, 100_000, 1_000_000


def read_form_folder(folder: Path) -> dict[str, bytes]:
    """Every file of the folder by its path in it, save hidden ones and those for readers (README).

    Raises UserError where there is too much of them, or where one is no plain file or leads elsewhere.
    """
    files: dict[str, bytes] = {}
    try:
        for path in _paths(folder):
            files[path.relative_to(folder).as_posix()] = _content(path, folder)
    except OSError as error:
        raise UserError(f"{error.filename or folder}: {reason(error)}") from None
    except RuntimeError:  # before Python 3.13, what resolve says of links that lead back to themselves
        raise UserError(f"{folder}: has too many levels of symbolic links") from None
    _refuse_much(str(folder), files)
    return files


def form_folder_of_revision(folder: Revised) -> dict[str, bytes]:
    """The same of a folder in a git revision. Raises UserError likewise."""
    names = [(name, file) for name, file in folder.below() if all(map(_counts, name.split("/")))]
    if len(names) > _MOST_FILES:
        raise UserError(f"{folder.name}: has more than {_MOST_FILES} files, too many for a form")
    files = {name: _not_too_long(file.name, file.read(_MOST_BYTES + 1)) for name, file in names}
    _refuse_much(folder.name, files)
    return files


def _refuse_much(folder: str, files: Mapping[str, bytes]) -> None:
    if sum(map(len, files.values())) > _MOST_IN_ALL:
        raise UserError(f"{folder}: its files have more than {_MOST_IN_ALL:,} bytes, too many for a form")


def _not_too_long(name: str, content: bytes) -> bytes:
    if len(content) > _MOST_BYTES:
        raise UserError(f"{name}: has more than {_MOST_BYTES:,} bytes, too many for a file of a form")
    return content


def _paths(folder: Path) -> Iterator[Path]:
    """The files, and whatever else stands where files may be."""
    for path in _listed(folder):
        if path.name in _FOLDERS and path.is_dir():
            _refuse_outside(path, folder)
            yield from _listed(path)
        else:
            yield path


def _listed(folder: Path) -> list[Path]:
    """What stands in a folder, in the order of its name."""
    with os.scandir(folder) as entries:
        names = list(islice((entry.name for entry in entries if _counts(entry.name)), _MOST_FILES + 1))
    if len(names) > _MOST_FILES:
        raise UserError(f"{folder}: has more than {_MOST_FILES} files, too many for a form")
    return [folder / name for name in sorted(names)]


def _counts(name: str) -> bool:
    return not name.startswith(".") and not name.upper().startswith("README")


def _content(path: Path, folder: Path) -> bytes:
    _refuse_outside(path, folder)
    if path.is_dir():
        raise UserError(f"{path}: is a folder that a form does not have; there are {' and '.join(_FOLDERS)}")
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UserError(f"{path}: is not a plain file")
        return _not_too_long(str(path), file.read(_MOST_BYTES + 1))


def _without_waiting(path: str, flags: int) -> int:
    """Opens also a pipe that nobody writes to."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_outside(path: Path, folder: Path) -> None:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UserError(
            f"{path}: is a symbolic link out of the folder of the form, and nothing is read there"
        )
