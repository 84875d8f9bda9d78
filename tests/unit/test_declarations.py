"""WeasyPrint's declarations, kept: used where they are the very ones, and never otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os, sys
from modelpact.declarations import compiled_ahead
if "foreign" in sys.argv:
    with compiled_ahead(os.environ):
        import cffi
        ffi = cffi.FFI()
        ffi.cdef("int abs(int);")
        assert ffi.dlopen(None).abs(-3) == 3
        import weasyprint
from modelpact.renderers.pdf import typeset
sys.stdout.buffer.write(typeset("<html lang=en><title>Title</title><h1>Heading</h1><p>Text"))
sys.stderr.write("parsed" if "pycparser" in sys.modules else "kept")
"""


def rendered(cache: Path, *more: str) -> tuple[bytes, str]:
    """The PDF that a process with this cache makes, and how it came by the declarations."""
    environ = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-c", PROGRAM, *more]
    run = subprocess.run(command, env=environ, capture_output=True, check=True)
    return run.stdout, run.stderr.decode()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A cache into which a first process has put them, and the PDF that it made."""
    cache = tmp_path_factory.mktemp("cache")
    pdf, how = rendered(cache)
    assert how == "parsed"
    return cache, pdf


def kept_in(cache: Path) -> Path:
    [kept] = (cache / "modelpact").glob("declarations-*.bin")
    return kept


def test_a_second_process_parses_nothing_and_makes_the_same_bytes(first: tuple[Path, bytes]) -> None:
    cache, pdf = first
    assert rendered(cache) == (pdf, "kept")


def test_others_declare_as_ever(first: tuple[Path, bytes]) -> None:
    cache, pdf = first
    assert rendered(cache, "foreign") == (pdf, "parsed")


@pytest.mark.parametrize("content", [b"nonsense", b"i\x01\x00\x00\x00"])
def test_what_is_damaged_is_made_anew(first: tuple[Path, bytes], content: bytes) -> None:
    cache, pdf = first
    whole = kept_in(cache).read_bytes()
    kept_in(cache).write_bytes(content)
    assert rendered(cache) == (pdf, "parsed")
    assert kept_in(cache).read_bytes() == whole


def test_what_others_may_write_is_not_run(first: tuple[Path, bytes]) -> None:
    cache, pdf = first
    kept_in(cache).chmod(0o666)
    assert rendered(cache) == (pdf, "parsed")
