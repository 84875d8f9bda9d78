"""Reading specs and writing renders: nothing is lost, half written or overwritten unasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from modelpact.diagnostics import UnreadableError, UserError
from modelpact.load import MOST_BYTES

SUFFIX = ".agreement.yaml"
CONFIGURATION = "modelpact.toml"
STANDARD_INPUT = "-"
SHOWN_INPUT = "<stdin>"
"""How standard input is called in messages."""

_TEMPORARY = ".modelpact-"
READ = MOST_BYTES + 1
"""Enough to see that a file is too large; a device never ends."""

Untouched = Callable[[bytes], bool]


def read_spec(name: str) -> bytes:
    """The bytes of a spec, of one that is too large only the first; ``-`` is standard input.

    Raises UnreadableError where it can't be read, or is a symbolic link to a file outside its project folder:
    a report would show lines of that file to whoever put the link there.
    """
    try:
        if name == STANDARD_INPUT:
            if sys.stdin is None:
                raise UnreadableError(SHOWN_INPUT, "is closed")
            return sys.stdin.buffer.read(READ)
        path = Path(name)
        if path.is_symlink() and path.is_file() and not path.resolve().is_relative_to(project_folder(path)):
            raise UnreadableError(name, "is a symbolic link to a file outside its project folder")
        return _beginning(path, READ)
    except IsADirectoryError:
        raise UnreadableError(name, "is a folder, not a spec") from None
    except OSError as error:
        raise UnreadableError(name, reason(error)) from None


def _beginning(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


def read_bytes(name: str, *, at_most: int) -> bytes:
    """The bytes of any file. Raises UserError where it can't be read or has more."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(at_most + 1)
    except OSError as error:
        raise UserError(f"{name}: {reason(error)}") from None
    if len(content) > at_most:
        raise UserError(f"{name}: has more than {at_most:,} bytes")
    return content


def project_folder(spec: Path) -> Path:
    """The folder of the nearest ``modelpact.toml`` upward from a spec, else the spec's own."""
    configuration = configuration_file(spec)
    return configuration.parent if configuration else spec.parent.resolve()


def configuration_file(spec: Path) -> Path | None:
    """The nearest ``modelpact.toml`` upward from a spec."""
    folder = spec.parent.resolve()
    places = (place / CONFIGURATION for place in (folder, *folder.parents))
    return next((file for file in places if file.is_file()), None)


def shown(path: Path) -> str:
    """The path as messages call it: from here, where it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def inside(path: Path, by: Path) -> Path:
    """The path that a file of the project names. Raises UserError where it leads out of the file's folder."""
    try:
        if path.resolve().is_relative_to(by.parent):
            return Path(shown(Path(os.path.normpath(path))))
    except (OSError, RuntimeError):
        pass  # links that lead back to themselves lead nowhere in the folder
    raise UserError(f"{shown(by)}: {path.name} lies outside the project folder, and nothing is read there")


def read_named(name: str, by: str, most: int = READ) -> tuple[str, bytes]:
    """A file that the file ``by`` names, by its path from there: the path to print, and its first bytes.

    Raises UserError where it is missing or lies, links resolved, outside the project folder.
    """
    naming = Path() / "spec" if by == SHOWN_INPUT else Path(by)
    path = naming.parent / name
    try:
        if not path.resolve().is_relative_to(project_folder(naming)):
            raise UserError(f"{name} lies outside the project folder, and nothing is read there")
        if path.exists() and not path.is_file():
            raise UserError(f"{name} is not a file")
        return os.path.normpath(path), _beginning(path, most)
    except OSError as error:
        raise UserError(f"{name} cannot be read: {reason(error)}") from None
    except RuntimeError:  # before Python 3.13, what resolve says of links that lead back to themselves
        raise UserError(f"{name} cannot be read: too many levels of symbolic links") from None


def stem(name: str) -> str:
    """The name that a spec's renders bear: ``deal`` for ``folder/deal.agreement.yaml``."""
    base = Path(name).name
    for suffix in (SUFFIX, ".yaml", ".yml"):
        if base.endswith(suffix) and base != suffix:
            return base.removesuffix(suffix)
    return base


def refuse_to_lose(
    path: Path,
    untouched: Untouched,
    otherwise: str = "was edited by hand or not made by modelpact; --force replaces it",
) -> None:
    """Raise UserError where writing to the path would destroy what is not our own untouched work."""
    present = read_written(path)
    if present is not None and not untouched(present):
        raise UserError(f"{path}: {otherwise}")


def read_written(path: Path) -> bytes | None:
    """What an earlier run wrote to the path, None where nothing is there.

    Raises UserError where it can't be read or is a link.
    """
    try:
        if path.is_symlink():
            raise UserError(f"{path}: is a symbolic link, which is not followed")
        if path.is_dir():
            raise UserError(f"{path}: is a folder")
        if path.exists() and not path.is_file():
            raise UserError(f"{path}: is not a file")
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise UserError(f"{path}: {reason(error)}") from None


def refuse_existing(path: Path) -> None:
    """Raise UserError where something is there already."""
    if path.exists() or path.is_symlink():
        raise UserError(f"{path}: is there already; --force replaces it")


def write_all(outputs: Mapping[Path, bytes]) -> None:
    """Write every file or none: all are written beside their place first, then moved into it.

    Raises UserError; what stood there before is then still there.
    """
    written: dict[Path, Path] = {}
    try:
        for path, data in outputs.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _remove_strays_once(path.parent.resolve())
            written[path] = _write_beside(path, data)
        for path, temporary in written.items():
            temporary.replace(path)
    except OSError as error:
        raise UserError(f"{path}: {reason(error)}") from None
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)


def _write_beside(path: Path, data: bytes) -> Path:
    import tempfile  # costs a check, which writes nothing, 6 ms

    handle, name = tempfile.mkstemp(prefix=f"{_TEMPORARY}{os.getpid()}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def remove_strays(folders: Iterable[Path]) -> None:
    """Remove what killed processes left behind in these folders; files of those that still run stay."""
    for folder in folders:
        _remove_strays(folder)


@cache
def _remove_strays_once(folder: Path) -> None:
    """Looking through a folder of thousands of files for each of them would take longer than writing them."""
    _remove_strays(folder)


def _remove_strays(folder: Path) -> None:
    for stray in folder.glob(f"{_TEMPORARY}*"):
        owner = stray.name.removeprefix(_TEMPORARY).partition("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            with suppress(OSError):
                stray.unlink()


def _is_running(process: int) -> bool:
    if not hasattr(os, "getpgid"):
        return True
    try:
        os.getpgid(process)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def reason(error: OSError) -> str:
    """The system's reason in lower case: ``no such file or directory``."""
    if isinstance(error, FileExistsError):  # of a folder to be made
        return f"{error.filename} is not a folder"
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises UserError where something is there: also where it came while this was written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_strays(path.parent)
        temporary = _write_beside(path, data)
    except OSError as error:
        raise UserError(f"{path}: {reason(error)}") from None
    try:
        _place(temporary, path)
    except FileExistsError:
        raise UserError(f"{path}: is there already, and nothing is written over it") from None
    except OSError as error:
        raise UserError(f"{path}: {reason(error)}") from None
    finally:
        temporary.unlink(missing_ok=True)


def _place(temporary: Path, path: Path) -> None:
    """Give a file its name; a link fails where the name is taken, and a move does not."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError from None
        temporary.replace(path)
