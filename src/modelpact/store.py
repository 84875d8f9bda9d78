"""The compiled form, kept between runs: parsing and compiling it costs more than all the rest of a render.

The copy lies in the user's own cache folder and is used only if it is the user's own and nobody else may
write it. Without such a folder everything works, more slowly.
"""

from __future__ import annotations

import marshal
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import CodeType

from modelpact import resources
from modelpact.form import Files, Form, fingerprint, outline_of, parse

Compiled = tuple[Form, Mapping[str, CodeType]]

_DAMAGED = (
    *(OSError, ValueError, EOFError, pickle.UnpicklingError),
    *(AttributeError, TypeError, LookupError, ImportError),
)
"""What reading a copy that is missing or damaged can raise."""


def standard_form(environ: Mapping[str, str], structure: str = "single") -> Compiled:
    """The form for that structure and its compiled templates, from the cache where it has them."""
    files = resources.form_files()
    outline = outline_of(structure)
    path = cache_folder(environ) / f"{_stem(outline)}-{_key(files)}.bin"
    return _kept(path) or _compiled(files, outline, path)


def _stem(outline: str) -> str:
    return outline.partition(".")[0]


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


def _key(files: Files) -> str:
    """Changes with the form, with Python's bytecode and with the code that parses and compiles."""
    import jinja2

    from modelpact import fill, form, notation, sheet

    modules = (jinja2, fill, form, notation, sheet)
    makers = (Path(str(module.__file__)).stat() for module in modules)
    stamps = [(made.st_size, made.st_mtime_ns) for made in makers]
    return sha256(f"{fingerprint(files)} {sys.implementation.cache_tag} {stamps}".encode()).hexdigest()[:32]


def _kept(path: Path) -> Compiled | None:
    with suppress(*_DAMAGED):
        if _is_ours(path.parent) and _is_ours(path):
            form, code = pickle.loads(path.read_bytes())
            return form, marshal.loads(code)
    return None


def _is_ours(path: Path) -> bool:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _compiled(files: Files, outline: str, path: Path) -> Compiled:
    from modelpact.fill import compile_templates

    form = parse(files, outline)
    code = compile_templates(form)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for stale in path.parent.glob(f"{_stem(outline)}-*.bin"):
            stale.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(pickle.dumps((form, marshal.dumps(code))))
        Path(temporary).replace(path)
    return form, code
