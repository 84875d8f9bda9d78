"""``modelpact extract``."""

from __future__ import annotations

from pathlib import Path

from modelpact import files
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS
from modelpact.cli.printing import line, problem
from modelpact.renderers.pdf_files import MANIFEST, SPEC, TREE
from modelpact.signed.reading import MOST_BYTES, PdfError, carried

_ENDINGS = {SPEC: files.SUFFIX, TREE: ".json", MANIFEST: ".manifest.json"}
"""What follows the PDF's own name: no name from inside it becomes a path."""


def run(name: str, folder: Path | None, *, force: bool) -> int:
    """Write what a PDF carries, say what was written, return the exit code."""
    try:
        found = carried(files.read_bytes(name, at_most=MOST_BYTES))
    except PdfError as error:
        problem(f"{name}: {error}")
        return EXIT_PROBLEMS
    if not found:
        problem(f"{name}: carries no spec, so it was not made by modelpact, or was printed anew")
        return EXIT_PROBLEMS
    place = folder or Path(name).parent
    outputs = {
        place / f"{Path(name).stem}{_ENDINGS[each]}": found[each] for each in _ENDINGS if each in found
    }
    if not force:
        for path in outputs:
            files.refuse_existing(path)
    files.write_all(outputs)
    for path in outputs:
        line(f"{path}: written")
    return EXIT_CLEAN
