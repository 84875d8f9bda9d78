"""The two sides of a comparison: specs, their revisions, rendered JSON or PDF, the standard form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from modelpact import files, pipeline
from modelpact.agreement import Agreement
from modelpact.causes import explained
from modelpact.check import Checked, check
from modelpact.compare import compare
from modelpact.diagnostics import UserError
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.redline import Redline
from modelpact.revisions import Revised, revised
from modelpact.spec import Spec, build, value_at

STANDARD = "standard"
"""The side that is what the kind settles by default for the same parties, models and project."""

_MOST_JSON = 50_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """One side, read and checked."""

    name: str
    checked: Checked | None
    """None for what was rendered before and is not checked again."""
    spec: Spec | None
    agreement: Agreement | None
    """Both None where the spec has errors."""


def read(name: str, form: Path | None = None) -> Side:
    """The side of that name; ``form`` is the folder of a house's own form, over what the project settles.

    Raises UserError where it cannot be read.
    """
    if name != files.STANDARD_INPUT and Path(name).suffix in (".json", ".pdf"):
        return _rendered(name, form)
    file = revised(name)
    side = of_revision(file, form) if file else of(pipeline.check_file(name, form=form))
    return replace(side, name=name)


def of(checked: Checked) -> Side:
    """A spec that has been checked."""
    if checked.spec is None or pipeline.has_errors(checked):
        return Side(checked.name, checked, None, None)
    return Side(checked.name, checked, checked.spec, pipeline.agreement(checked.spec))


def of_revision(file: Revised, form: Path | None = None) -> Side:
    """A revision of a spec, with the form of that same revision where no folder is given.

    Raises UserError where it cannot be read.
    """
    made_with = pipeline.form_in_use(file.name, form) if form else pipeline.form_of_revision(file)
    return of(check(file.name, file.read(), read=file.read_named, form=made_with))


def redline(old: Side, new: Side) -> Redline | None:
    """What changed between two sides, and why; None where one of them has errors."""
    if old.spec is None or new.spec is None or old.agreement is None or new.agreement is None:
        return None
    return explained(compare(old.agreement, new.agreement, names=(old.name, new.name)), old.spec, new.spec)


def standard(other: Spec) -> Side:
    """What the standard form says by default, given another spec's facts: its parties, models, project."""
    source = Source(STANDARD, {}, _without_terms(other.source.data, other.standard()), {})
    spec = build(source, other.kind)
    return Side(STANDARD, None, spec, pipeline.agreement(spec))


def _without_terms(data: Mapping[str, Any], standard: Mapping[str, Any]) -> dict[str, Any]:
    """The data without what the kind or the schema has a default for, and without words of its own."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        usual = value_at(standard, (name,))
        if isinstance(value, Mapping) and isinstance(usual, Mapping):
            kept[name] = _without_terms(value, usual)
        elif usual is None or name in _KEPT:
            kept[name] = value
    return {name: value for name, value in kept.items() if name not in ("clauses", "lint")}


_KEPT = frozenset({"status", "language", "effective_date", "document", "illustrative"})
"""Of the document, not of the bargain."""


def _rendered(name: str, form: Path | None) -> Side:
    from modelpact.renderers.json_tree import parsed
    from modelpact.tree_data import TreeError

    is_pdf = Path(name).suffix == ".pdf"
    content = _inside(name) if is_pdf else files.read_bytes(name, at_most=_MOST_JSON)
    try:
        agreement = parsed(content)
        spec = _spec_of(name, agreement, form)
    except (ValueError, TypeError, KeyError, RecursionError, TreeError):
        what = "carries no agreement" if is_pdf else "is not an agreement"
        raise UserError(f"{name}: {what} that modelpact rendered to JSON") from None
    return Side(name, None, spec, agreement)


def _inside(name: str) -> bytes:
    """The agreement as data that a PDF carries; whether its pages say the same is for ``verify`` to prove."""
    from modelpact.renderers.pdf_files import TREE
    from modelpact.signed.reading import MOST_BYTES, PdfError, carried

    try:
        return carried(files.read_bytes(name, at_most=MOST_BYTES)).get(TREE, b"")
    except PdfError as error:
        raise UserError(f"{name}: {error}") from None


def _spec_of(name: str, agreement: Agreement, folder: Path | None) -> Spec:
    """The spec that a rendered agreement carries; no file states its fields."""
    data = dict(agreement.spec)
    form = pipeline.form_in_use(files.STANDARD_INPUT, folder)
    if pipeline.has_errors(check(name, json.dumps(data).encode(), form=form)):
        raise UserError(f"{name}: carries a spec with errors")
    return build(Source(name, {}, data, {}), kind(str(data["kind"])))
