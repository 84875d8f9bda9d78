"""WeasyPrint's C declarations, compiled once and kept: to parse them is half of what its import takes.

cffi can compile declarations ahead (its "out-of-line ABI mode"), and WeasyPrint does not ask it to. What is
kept stands for the very file of WeasyPrint that it was made from, read by the very cffi; for any other, and
where nothing is kept yet, WeasyPrint goes its own way.
"""

from __future__ import annotations

import inspect
import marshal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from types import CodeType
from typing import Any

from modelpact.cache import cache_folder, keep, kept, let_go

_DECLARING = "weasyprint.text.ffi"
_KEPT = "declarations-{}.bin"


@contextmanager
def compiled_ahead(environ: Mapping[str, str]) -> Iterator[None]:
    """While this lasts, import WeasyPrint: its declarations need not be parsed if they have been before."""
    if _DECLARING in sys.modules:
        yield
        return
    import cffi

    path = cache_folder(environ) / _KEPT.format(_key(cffi))
    made = _made(kept(path))
    if made is None:
        yield
        _keep(path)
        return
    ordinary = cffi.FFI
    cffi.FFI = _for_weasyprint(made, ordinary)
    try:
        yield
    finally:
        cffi.FFI = ordinary


def _key(cffi: Any) -> str:
    """Changes with the declarations and with what reads them."""
    found = find_spec("weasyprint")
    places = (found.submodule_search_locations if found else None) or ()
    declarations = [Path(place, "text", "ffi.py").read_bytes() for place in places]
    return sha256(repr((cffi.__version__, sys.implementation.cache_tag, declarations)).encode()).hexdigest()[
        :32
    ]


def _made(content: bytes | None) -> CodeType | None:
    with suppress(ValueError, EOFError, TypeError):
        code = marshal.loads(content or b"")
        return code if isinstance(code, CodeType) else None
    return None


def _keep(path: Path) -> None:
    """Keep what WeasyPrint, just imported, has parsed."""
    from cffi.recompiler import make_py_source

    source = StringIO()
    make_py_source(sys.modules[_DECLARING].ffi, "declarations", source)
    let_go(path.parent, _KEPT.format("*"))
    ours = source.getvalue().replace("_cffi_backend.FFI(", "FFI(")
    keep(path, marshal.dumps(compile(ours, _DECLARING, "exec")))


def _for_weasyprint(made: CodeType, ordinary: Callable[[], Any]) -> Callable[[], Any]:
    """What stands for ``cffi.FFI``: the declarations as made for WeasyPrint's module, for others as ever."""

    def ffi() -> Any:
        frame = inspect.currentframe()
        caller = frame.f_back.f_globals.get("__name__") if frame and frame.f_back else None
        return _declared(made) if caller == _DECLARING else ordinary()

    return ffi


def _declared(made: CodeType) -> Any:
    """An FFI that knows the declarations, so that it need not look at them."""
    import _cffi_backend

    class Declared(_cffi_backend.FFI):  # type: ignore[misc] # it has no types
        def cdef(self, declarations: str) -> None:
            """Known already."""

    names: dict[str, Any] = {"FFI": Declared}
    exec(made, names)
    return names["ffi"]
