"""``modelpact doctor``."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from modelpact import __version__, resources
from modelpact.cli import EXIT_CLEAN, EXIT_COULD_NOT_RUN
from modelpact.cli.printing import line
from modelpact.diagnostics import FormError, UserError

_LIBRARIES = ("jinja2", "jsonschema", "PyYAML", "rich", "typer", "weasyprint")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one examination showed."""

    subject: str
    works: bool
    message: str


def run() -> int:
    """Print a line for each thing examined; 3 where something does not work."""
    findings = list(examine())
    width = max(len(finding.subject) for finding in findings)
    for finding in findings:
        line(f"{'ok' if finding.works else 'no':3} {finding.subject:{width}}  {finding.message}")
    return EXIT_CLEAN if all(finding.works for finding in findings) else EXIT_COULD_NOT_RUN


def examine() -> Iterator[Finding]:
    """Everything that a render needs, in the order in which it is needed."""
    yield Finding("modelpact", True, __version__)
    yield Finding("Python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    for library in _LIBRARIES:
        yield _library(library)
    yield _examined("YAML in C", _libyaml)
    yield _examined("standard form", _form)
    yield _examined("fonts", _fonts)
    yield Finding("other scripts", True, _scripts())
    yield Finding("Markdown, HTML", True, "work")
    yield _examined("PDF", _pango)
    yield Finding("signatures", True, _signatures())


def _library(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, f"is missing: pip install {name}")


def _examined(subject: str, examine_it: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, True, examine_it())
    except (UserError, FormError, OSError) as error:
        return Finding(subject, False, str(error))


def _libyaml() -> str:
    import yaml

    return "libyaml" if yaml.__with_libyaml__ else "missing: the slower parser in Python is used"


def _form() -> str:
    from modelpact.cache import cache_folder
    from modelpact.store import standard_form

    form, _ = standard_form(os.environ)
    clauses = f"{form.name} {form.version}, {len(form.clauses)} clauses"
    return f"{clauses}; kept compiled in {cache_folder(os.environ)}"


def _fonts() -> str:
    fonts = sorted(path.name for path in (resources.templates() / "page" / "fonts").rglob("*.[ot]tf"))
    if not fonts:
        raise UserError("the bundled fonts are missing: install modelpact again")
    return f"{len(fonts)} bundled"


def _scripts() -> str:
    from modelpact.script_fonts import FONTS, installed

    scripts = ", ".join(font.script.title() for font in FONTS)
    return f"{scripts}: " + ("installed" if installed() else "pip install 'modelpact[fonts]'")


def _pango() -> str:
    from modelpact.renderers.pdf import pango_version

    return f"works, with Pango {pango_version()}"


def _signatures() -> str:
    if find_spec("pyhanko"):
        return f"checked by verify, with pyHanko {version('pyhanko')}"
    return "verify checks whether they are genuine: pip install 'modelpact[signatures]'"
