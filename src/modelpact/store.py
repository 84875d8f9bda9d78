"""The compiled form, kept between runs: parsing and compiling it costs more than all the rest of a render.

The copy lies in the user's own cache folder.
"""

from __future__ import annotations

import marshal
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import CodeType

from modelpact import resources
from modelpact.cache import cache_folder, keep, kept, let_go
from modelpact.form import Files, Form, fingerprint, outline_of, parse

Compiled = tuple[Form, Mapping[str, CodeType]]

_DAMAGED = (
    *(ValueError, EOFError, pickle.UnpicklingError),
    *(AttributeError, TypeError, LookupError, ImportError),
)
"""What a copy that is missing or damaged can raise."""


def standard_form(environ: Mapping[str, str], structure: str = "single") -> Compiled:
    """The form for that structure and its compiled templates, from the cache where it has them."""
    files = resources.form_files()
    outline = outline_of(structure)
    path = cache_folder(environ) / f"{_stem(outline)}-{_key(files)}.bin"
    return _kept(path) or _compiled(files, outline, path)


def _stem(outline: str) -> str:
    return outline.partition(".")[0]


def _key(files: Files) -> str:
    """Changes with the form, with Python's bytecode and with the code that parses and compiles."""
    import jinja2

    from modelpact import fill, form, form_filters, form_names, notation, sheet

    modules = (jinja2, fill, form, form_filters, form_names, notation, sheet)
    makers = (Path(str(module.__file__)).stat() for module in modules)
    stamps = [(made.st_size, made.st_mtime_ns) for made in makers]
    return sha256(f"{fingerprint(files)} {sys.implementation.cache_tag} {stamps}".encode()).hexdigest()[:32]


def _kept(path: Path) -> Compiled | None:
    with suppress(*_DAMAGED):
        form, code = pickle.loads(kept(path) or b"")
        return form, marshal.loads(code)
    return None


def _compiled(files: Files, outline: str, path: Path) -> Compiled:
    from modelpact.fill import compile_templates

    form = parse(files, outline)
    code = compile_templates(form)
    let_go(path.parent, f"{_stem(outline)}-*.bin")
    keep(path, pickle.dumps((form, marshal.dumps(code))))
    return form, code
