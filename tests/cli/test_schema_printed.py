"""``modelpact schema``, and the line by which editors find the schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import ROOT, Run

SCHEMA = ROOT / "schemas" / "modelpact-1.schema.json"
SHIPPED = sorted((ROOT / "examples").rglob("*.agreement.yaml"))
MARK = "# yaml-language-server: $schema="


@pytest.mark.parametrize("name", sorted(path.name for path in SCHEMA.parent.glob("*.schema.json")))
def test_the_schema_is_printed_as_it_is_shipped(run: Run, name: str) -> None:
    of = name.removesuffix("-1.schema.json")
    outcome = run("schema", "spec" if of == "modelpact" else of)
    assert outcome.code == 0
    assert outcome.out.encode() == SCHEMA.with_name(name).read_bytes()


def test_the_schema_is_that_of_a_spec_if_nothing_is_said(run: Run) -> None:
    assert run("schema").out == run("schema", "spec").out


@pytest.mark.parametrize("spec", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_spec_begins_with_the_line_that_leads_editors_to_the_schema(spec: Path) -> None:
    first = spec.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(MARK)
    assert (spec.parent / first.removeprefix(MARK)).resolve() == SCHEMA
