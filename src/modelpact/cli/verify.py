"""``modelpact verify``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from modelpact import files, pipeline
from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS
from modelpact.cli.printing import colour, columns, line, problem
from modelpact.renderers.pdf_files import SPEC
from modelpact.signed import certificates
from modelpact.signed.reading import MOST_BYTES, PdfError
from modelpact.signed.rendering import id_inside, inside, made, maker, spec_inside
from modelpact.signed.verification import Verification
from modelpact.signed.verify import verify

_MOST_CERTIFICATES = 1_000_000


def run(name: str, spec: str | None, form: Path | None, trust: Path | None, *, as_json: bool) -> int:
    """Say what a PDF proves, return the exit code."""
    try:
        found = _verified(name, spec, form, trust)
    except PdfError as error:
        problem(f"{name}: {error}")
        return EXIT_PROBLEMS
    if found is None:
        return EXIT_PROBLEMS
    if as_json:
        from modelpact.signed.reports import data

        sys.stdout.write(json.dumps(data(name, found), ensure_ascii=False, indent=1) + "\n")
    else:
        from modelpact.signed.reports import lines

        for text in lines(name, found, spec or ""):
            line(text)
    return EXIT_CLEAN if found.is_clean else EXIT_PROBLEMS


def _verified(name: str, spec: str | None, form: Path | None, trust: Path | None) -> Verification | None:
    """What was found out; None where the spec has errors, which are then said."""
    data = files.read_bytes(name, at_most=MOST_BYTES)
    roots = _roots(trust)
    carried = inside(data)
    if spec is None and SPEC not in carried:
        raise PdfError("carries no spec, so it was not made by modelpact, or was printed anew; name its spec")
    if spec is None:
        checked = spec_inside(name, carried[SPEC], pipeline.form_in_use(name, form))
    else:
        checked = pipeline.check_file(spec, formats=("pdf",), form=form)
    if checked.spec is None or pipeline.has_errors(checked):
        _say_errors(checked)
        problem(f"{name}: its spec has errors, so nothing was rendered or compared")
        return None
    own, wanted = id_inside(carried), checked.spec.at(("id",))
    if spec is not None and own not in ("", wanted):
        problem(f"{name}: carries the spec of {own}, but {spec} is of {wanted}: is it the right one?")
    there = maker(carried)
    again, here = made(checked.spec, there)
    return verify(data, again, here, there, roots)


def _roots(trust: Path | None) -> certificates.Roots:
    if trust is None:
        return ()
    return certificates.roots(str(trust), files.read_bytes(str(trust), at_most=_MOST_CERTIFICATES))


def _say_errors(checked: Checked) -> None:
    from modelpact.inspection import Inspection
    from modelpact.reports.text import report

    sys.stderr.write(report(Inspection((checked,)), colour=colour(sys.stderr), columns=columns(sys.stderr)))
