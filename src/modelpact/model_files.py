"""Reading a model's own files: its card, or the folder of its repository. No link out of it is followed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from modelpact.cards.repository import ModelFile, Repository, artifact_kind, read_config
from modelpact.cards.safetensors import Weights, count
from modelpact.diagnostics import UserError
from modelpact.files import reason
from modelpact.load import MOST_BYTES

CARD = "README.md"
_CONFIG = "config.json"
_MOST_FILES, _MOST_DEPTH = 500, 5
_CHUNK = 1 << 20

Announce = Callable[[str, int], None]


def read_card_file(path: Path) -> bytes:
    """The bytes of a card, of one that is too large only the first. Raises UserError."""
    try:
        with _opened(path, str(path)) as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{path}: {reason(error)}") from None


def card_of(folder: Path) -> Path | None:
    """The card in a repository's folder, if there is one. Raises UserError where it leads out."""
    card = folder / CARD
    if not os.path.lexists(card):
        return None
    _refuse_outside(card, folder)
    return card


def read_repository(folder: Path, announce: Announce = lambda _name, _size: None) -> Repository:
    """The files of a repository's folder, hidden ones left out. Raises UserError.

    ``announce`` is told each file and its size before it is read: weights take their time.
    """
    try:
        files = tuple(_read(path, folder, announce) for path in _paths(folder, folder, _MOST_DEPTH))
        config = folder / _CONFIG
        said = read_config(str(config), read_card_file(config)) if config.is_file() else {}
    except OSError as error:
        raise UserError(f"{error.filename or folder}: {reason(error)}") from None
    name, revision = _named(folder)
    return Repository(name, revision, files, said)


def _named(folder: Path) -> tuple[str, str]:
    """The model's name, and its revision where a cache of Hugging Face says it."""
    place = folder.resolve()
    cached = _cache(place)
    if cached:
        return cached.name.removeprefix("models--").rpartition("--")[2], place.name
    return place.name, ""


def _cache(folder: Path) -> Path | None:
    """The model's own folder where this is a snapshot in a cache of Hugging Face, whose files are links."""
    home = folder.parent.parent
    return home if folder.parent.name == "snapshots" and home.name.startswith("models--") else None


def _paths(folder: Path, root: Path, depth: int) -> Iterator[Path]:
    found = 0
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    for name in names:
        path = folder / name
        _refuse_outside(path, root)
        if path.is_dir():
            if depth and not path.is_symlink():
                yield from _paths(path, root, depth - 1)
        elif artifact_kind(path.relative_to(root).as_posix()):
            found += 1
            if found > _MOST_FILES:
                raise UserError(f"{folder}: has more than {_MOST_FILES} files of a model")
            yield path


def _refuse_outside(path: Path, folder: Path) -> None:
    home = folder.resolve()
    home = _cache(home) or home
    try:
        inside = path.resolve().is_relative_to(home)
    except RuntimeError:  # before Python 3.13, of links that lead back to themselves
        inside = False
    if not inside:
        raise UserError(f"{path}: is a symbolic link out of the folder, and nothing is read there")


def _read(path: Path, root: Path, announce: Announce) -> ModelFile:
    name = path.relative_to(root).as_posix()
    with _opened(path, str(path)) as file:
        size = os.fstat(file.fileno()).st_size
        announce(name, size)
        weights = _weights(str(path), size, file) if name.endswith(".safetensors") else None
        file.seek(0)
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return ModelFile(name, size, digest.hexdigest(), weights)


def _weights(name: str, size: int, file: BinaryIO) -> Weights:
    def read(offset: int, length: int) -> bytes:
        file.seek(offset)
        return file.read(length)

    return count(name, size, read)


def _opened(path: Path, name: str) -> BinaryIO:
    """A plain file, open; a pipe that nobody writes to would never open. Raises UserError for all else."""
    file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115 - the caller closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UserError(f"{name}: is not a plain file")
    return file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
