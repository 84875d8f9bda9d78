"""Where the form and the schemas live: the only module that knows.

In an installed wheel both folders stand inside the package; in a checkout they stand at the top of the
repository, because lawyers edit them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def templates() -> Path:
    """The folder of the standard form: clauses, schedules, kinds, page."""
    return _folder("templates")


def schemas() -> Path:
    """The folder of the schemas and of the dated facts that go with them."""
    return _folder("schemas")


def read_bytes(relative: str) -> bytes:
    """The content of one file, named from the top: ``templates/page/screen.css``."""
    top, _, rest = relative.partition("/")
    return (_folder(top) / rest).read_bytes()


def read_text(relative: str) -> str:
    """Likewise, as text; line ends are LF whatever a checkout made of them."""
    return read_bytes(relative).decode("utf-8").replace("\r\n", "\n")


def _folder(name: str) -> Path:
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _CHECKOUT / name


def form_files() -> dict[str, bytes]:
    """The files of the standard form that agreements are made from, by their path below its folder."""
    root = templates()
    paths = [path for folder in (root, root / "clauses", root / "schedules") for path in folder.iterdir()]
    kept = (path for path in paths if path.suffix in (".md", ".yaml") and path.name not in _FOR_READERS)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


_FOR_READERS = frozenset({"README.md", "ANCHORS.md"})
