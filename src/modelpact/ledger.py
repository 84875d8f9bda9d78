"""What was rendered from what, kept between runs, so that a render that is up to date is not made again.

It lies in the user's own cache folder. The renders could say it themselves; but then whoever sends in a spec
with a render could say it too, and hide an error in the spec or a sentence in the render.
"""

from __future__ import annotations

import marshal
import operator
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from modelpact import __version__, files, resources
from modelpact.cache import cache_folder, keep, kept, let_go
from modelpact.diagnostics import FormError, UserError

_MAKERS = ("jinja2", "weasyprint", "pydyf", "fontTools")
_MOST_PAGES = 2_000
_COARSEST_CLOCK = 2_000_000_000
"""In nanoseconds: two writes of a file that are nearer than this may bear the same time (FAT)."""

Digest = bytes
"""SHA-256; nothing for a file that could not be read."""


class Input(NamedTuple):
    """A file that was read, as ``files.read_named`` was asked for it; a spec itself has no ``by``."""

    name: str
    by: str
    most: int
    digest: Digest


class Output(NamedTuple):
    """A file that was written."""

    path: str
    digest: Digest
    mark: tuple[int, ...] = ()
    """Its size, times and number in the file system: while they stay, so do its bytes."""


class Entry(NamedTuple):
    """What one spec was rendered from, and to."""

    inputs: tuple[Input, ...]
    form: str
    """The fingerprint of the house's own form and playbook, as far as it has them."""
    outputs: tuple[Output, ...]
    findings: int
    """How many findings there were, none of them an error."""


class Noted:
    """Reads a spec and what it names, as ``files`` does, and notes each file."""

    def __init__(self) -> None:
        self.inputs: list[Input] = []

    def spec(self, name: str) -> bytes:
        """As ``files.read_spec``."""
        content = files.read_spec(name)
        self.inputs.append(Input(os.path.abspath(name), "", 0, digest(content)))
        return content

    def named(self, name: str, by: str, most: int = files.READ) -> tuple[str, bytes]:
        """As ``files.read_named``."""
        asked = (name, os.path.abspath(by), most)
        try:
            path, content = files.read_named(name, by, most)
        except UserError:
            self.inputs.append(Input(*asked, b""))
            raise
        self.inputs.append(Input(*asked, digest(content)))
        return path, content


class Ledger:
    """The entries of the output folders that a run writes to; ``save`` keeps what is new in them."""

    def __init__(self, environ: Mapping[str, str], form: Callable[[str], str]) -> None:
        """``form`` gives the fingerprint of the house's own form and playbook that hold in a folder now."""
        self._folder = cache_folder(environ) / "renders"
        self._form = form
        self._makers = _makers()
        self._paths: dict[Path, str] = {}
        self._pages: dict[str, _Page] = {}
        self._seen: dict[tuple[str, str, int], Digest] = {}

    def current(self, key: str, folder: Path) -> Entry | None:
        """The entry of renders in that folder, if neither they nor what they were made from changed since."""
        page = self._page(folder)
        plain = page.entries.get(key)
        if plain is None:
            return None
        entry = _entry(plain)
        outputs = tuple(filter(None, (_verified(output, page.written) for output in entry.outputs)))
        if len(outputs) < len(entry.outputs) or not self._is_made_from_the_same(entry):
            return None
        if any(map(operator.is_not, outputs, entry.outputs)):
            page.new[key] = _plain(entry._replace(outputs=outputs))
        return entry

    def _is_made_from_the_same(self, entry: Entry) -> bool:
        try:
            folder = os.path.dirname(entry.inputs[0].name)
            return all(map(self._stands, entry.inputs)) and entry.form == self._form(folder)
        except (UserError, FormError):
            return False  # whoever renders it says what is wrong

    def note(self, key: str, folder: Path, entry: Entry) -> None:
        """Have that entry kept."""
        self._page(folder).new[key] = _plain(entry)

    def save(self) -> None:
        """Keep what is new, beside what other runs have kept meanwhile."""
        changed = [(path, page) for path, page in self._pages.items() if page.new]
        for path, page in changed:
            entries = {**self._read(Path(path)).entries, **page.new}
            there = {key: plain for key, plain in entries.items() if os.path.lexists(plain[2][0][0])}
            keep(Path(path), marshal.dumps((self._makers, there)))
        if changed:
            let_go(self._folder, "*.bin", all_but=_MOST_PAGES)

    def _page(self, folder: Path) -> _Page:
        if folder not in self._paths:
            self._paths[folder] = os.path.join(self._folder, f"{_page_name(folder)}.bin")
        path = self._paths[folder]
        if path not in self._pages:
            self._pages[path] = self._read(Path(path))
        return self._pages[path]

    def _read(self, path: Path) -> _Page:
        with suppress(OSError, ValueError, EOFError, TypeError):
            written = path.stat().st_mtime_ns
            makers, entries = marshal.loads(kept(path) or b"")
            if makers == self._makers:
                return _Page(entries, written, {})
        return _Page({}, 0, {})

    def _stands(self, read: Input) -> bool:
        """Whether a file that was read has the same bytes now; those that many specs share are read once."""
        if not read.by:
            return digest(files.read_spec(read.name)) == read.digest
        asked = (read.name, os.path.dirname(read.by), read.most)
        if asked not in self._seen:
            self._seen[asked] = _digest_now(read)
        return self._seen[asked] == read.digest


class _Page(NamedTuple):
    entries: Mapping[str, Any]
    written: int
    """When, in nanoseconds."""
    new: dict[str, Any]


def _page_name(folder: Path) -> str:
    return sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:32]


def digest(content: bytes) -> Digest:
    """SHA-256."""
    return sha256(content).digest()


def output(path: Path, content: bytes) -> Output:
    """What to note of a file that has just been written."""
    return Output(os.path.abspath(path), digest(content), _mark(os.lstat(path)))


def _plain(entry: Entry) -> tuple[Any, ...]:
    """As ``marshal`` takes it, which is quick and, unlike pickle, can only hold data."""
    return tuple(map(tuple, entry.inputs)), entry.form, tuple(map(tuple, entry.outputs)), entry.findings


def _entry(plain: Any) -> Entry:
    inputs, form, outputs, findings = plain
    read, written = (Input(*each) for each in inputs), (Output(*each) for each in outputs)
    return Entry(tuple(read), form, tuple(written), findings)


def _digest_now(read: Input) -> Digest:
    try:
        return digest(files.read_named(read.name, read.by, read.most)[1])
    except UserError:
        return b""


def _verified(noted: Output, written: int) -> Output | None:
    """What was noted, where the file bears its mark still; with its new mark, where it has those bytes."""
    try:
        mark = _mark(os.lstat(noted.path))
        if mark == noted.mark and max(mark[1:3]) + _COARSEST_CLOCK < written:
            return noted
        content = files.read_written(Path(noted.path))
    except (OSError, UserError):
        return None
    return noted._replace(mark=mark) if content is not None and digest(content) == noted.digest else None


def _mark(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_mode


def _makers() -> Digest:
    """Changes with whatever makes renders: the program, the form, the schemas, the libraries."""
    folders = (Path(__file__).parent, resources.templates(), resources.schemas())
    libraries = (str(found.origin) for name in _MAKERS if (found := find_spec(name)))
    paths = [*libraries, *(path for folder in folders for path in _below(folder))]
    stamps = [(path, *_mark(os.stat(path))[:2]) for path in paths]
    return digest(repr((__version__, sorted(stamps))).encode())


def _below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(place, name) for name in names)
