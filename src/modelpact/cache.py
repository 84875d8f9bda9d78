"""The user's own cache folder: what is kept there is used only if nobody else can have written it.

Without such a folder everything works, more slowly.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Where this user's caches lie (XDG Base Directory Specification; the platforms' own elsewhere)."""
    given = environ.get("HOME") or environ.get("USERPROFILE")
    home = Path(given) if given else None
    if sys.platform == "win32":
        local = environ.get("LOCALAPPDATA") or (home and home / "AppData" / "Local")
        return Path(local) / "modelpact" / "cache" if local else _homeless()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "modelpact" if home else _homeless()
    stated = Path(environ.get("XDG_CACHE_HOME", ""))
    if stated.is_absolute():  # the specification has others ignored; strangers' files may lie around us
        return stated / "modelpact"
    return home / ".cache" / "modelpact" if home else _homeless()


def _homeless() -> Path:
    """A folder directly among the temporary files, where nobody else can rename it."""
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"modelpact-{owner}"


def kept(path: Path) -> bytes | None:
    """What was kept under that path; None where there is nothing, or where others could have written it."""
    with suppress(OSError):
        if _is_ours(path.parent) and _is_ours(path):
            return path.read_bytes()
    return None


def _is_ours(path: Path) -> bool:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def keep(path: Path, content: bytes) -> None:
    """Keep that under the path, where it can be kept; what was there before is replaced as a whole."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)


def let_go(folder: Path, pattern: str, *, all_but: int = 0) -> None:
    """Remove what is kept in files with such names, save the newest so many."""
    with suppress(OSError):
        newest_first = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in newest_first[all_but:]:
            path.unlink(missing_ok=True)
