"""The redline as JSON, for programs: what changed section by section, with the cause of each change.

``schemas/redline-1.schema.json`` describes it. A section that has not changed is there without its words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modelpact.agreement import Definition, Paragraph, plain
from modelpact.diagnostics import dotted
from modelpact.redline import (
    BlockChange,
    Cause,
    Change,
    LineChange,
    ParagraphChange,
    Redline,
    RowChange,
    Section,
    SectionChange,
    Side,
    TableChange,
)
from modelpact.redlines.summary import counts, lean_counts
from modelpact.tree_data import to_data

VERSION = 1
SCHEMA = f"urn:modelpact:redline:{VERSION}"

Data = dict[str, Any]


def render(redline: Redline) -> bytes:
    """The JSON in UTF-8, indented."""
    return (json.dumps(_whole(redline), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _whole(redline: Redline) -> Data:
    found = {name.removesuffix(" parts changed"): count for name, count in counts(redline).items()}
    return {
        "$schema": SCHEMA,
        "modelpact_redline": VERSION,
        "old": _side(redline.old),
        "new": _side(redline.new),
        "clauses": {name: found[name] for name in ("reworded", "added", "removed", "moved")},
        "other_parts_changed": found["other"],
        "only_renumbered": found["only renumbered"],
        "favours": dict(sorted(lean_counts(redline).items())),
        "sections": [_section(section) for section in redline.sections],
    }


def _side(side: Side) -> Data:
    made = side.agreement
    return {
        "name": side.name,
        "reference": made.reference,
        "form_version": made.form_version,
        "spec_hash": made.spec_hash,
    }


def _section(section: SectionChange) -> Data:
    data: Data = {"id": section.id, "change": str(section.change), "moved": section.moved}
    data |= {"old": _place(section.old), "new": _place(section.new)}
    if section.change is Change.SAME and not section.moved:
        return data
    blocks = [_block(block) for block in section.blocks]
    return data | {"causes": [_cause(cause) for cause in section.causes], "blocks": blocks}


def _place(section: Section | None) -> Data | None:
    return {"label": section.label, "title": section.title} if section else None


def _cause(cause: Cause) -> Data:
    if cause.because:
        return {"because": cause.because}
    return {
        "field": dotted(cause.path),
        "path": list(cause.path),
        "old": cause.old,
        "new": cause.new,
        "old_span": to_data(cause.old_span),
        "new_span": to_data(cause.new_span),
        "favours": cause.favours or None,
    }


def _block(block: BlockChange) -> Data:
    words = _table(block) if isinstance(block, TableChange) else _paragraph(block)
    return words | {"change": str(block.change), "causes": [_cause(cause) for cause in block.causes]}


def _paragraph(block: ParagraphChange) -> Data:
    lines = [_line(line) for line in block.lines]
    side = block.new or block.old
    if isinstance(side, Definition):
        return {"type": "definition", "term": side.term, "lines": lines}
    labels = {"old_label": _label(block.old), "new_label": _label(block.new)}
    return {"type": "paragraph", **labels, "lines": lines}


def _label(side: Paragraph | Definition | None) -> str | None:
    return side.label if isinstance(side, Paragraph) else None


def _table(block: TableChange) -> Data:
    side = block.new or block.old
    assert side is not None
    return {
        "type": "table",
        "caption": side.caption,
        "header": [plain(cell) for cell in side.header],
        "rows": [_row(row) for row in block.rows],
    }


def _row(row: RowChange) -> Data:
    return {"change": str(row.change), "cells": [_line(cell) for cell in row.cells]}


def _line(line: LineChange) -> Data:
    return {"change": str(line.change), "passages": list(_passages(line))}


def _passages(line: LineChange) -> Iterator[Data]:
    """Old and new words; the numbers of references may differ where nothing else does."""
    for passage in line.passages:
        yield {"change": str(passage.change), "old": plain(passage.old), "new": plain(passage.new)}
