"""``examples/SHA256SUMS``: what every example's renders hash to, as ``sha256sum --check`` reads it.

Markdown, HTML, Word and JSON depend on the program alone, PDF on the libraries in the file's first line, too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from modelpact.renderers import FORMATS, pdf
from support import ROOT

SUMS = ROOT / "examples" / "SHA256SUMS"
SPECS = sorted((ROOT / "examples").glob("*.agreement.yaml")) + sorted(
    (ROOT / "examples" / "master").glob("*.agreement.yaml")
)
TEXTS = ("md", "html", "docx", "json")
"""The formats that depend on nothing but the program."""

_PDF_BY = "# PDF by "


def render_of(spec: Path, format_: str) -> str:
    """The name of a spec's render."""
    return spec.name.removesuffix(".agreement.yaml") + FORMATS[format_].suffix


def committed() -> dict[str, str]:
    """The committed hashes by the names of the renders."""
    lines = SUMS.read_text(encoding="utf-8").splitlines() if SUMS.exists() else []
    pairs = (line.split("  ") for line in lines if not line.startswith("#"))
    return {name: hash_ for hash_, name in pairs}


def libraries() -> Mapping[str, str]:
    """Those that decide a PDF's bytes beside the program, as a manifest names them."""
    return {name: version for name, version in pdf.versions_in_use().items() if name != "modelpact"}


def committed_libraries() -> Mapping[str, str]:
    """Those that the committed hashes of PDFs were made with."""
    first = SUMS.read_text(encoding="utf-8").partition("\n")[0] if SUMS.exists() else ""
    found: Mapping[str, str] = json.loads(first.removeprefix(_PDF_BY) or "{}")
    return found


def rewrite(renders: Mapping[str, bytes], by: Mapping[str, str]) -> None:
    """Commit these renders' hashes and keep the others; ``by``: what the PDFs were made with."""
    sums = committed() | {name: sha256(content).hexdigest() for name, content in renders.items()}
    known = {render_of(spec, format_) for spec in SPECS for format_ in FORMATS}
    lines = [f"{sums[name]}  {name}" for name in sorted(sums) if name in known]
    SUMS.write_text("\n".join((_PDF_BY + json.dumps(by), *lines)) + "\n", encoding="utf-8")
