"""Every example's committed render is what its spec makes, to the byte; a person has read each."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelpact import pipeline
from support import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.agreement.yaml"))


def made(spec: Path) -> bytes:
    checked = pipeline.check_file(str(spec))
    assert checked.spec is not None, checked.diagnostics
    return pipeline.render(checked.spec, ["md"])["md"]


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda path: path.name)
def test_the_committed_render_is_the_specs(spec: Path, *, update: bool) -> None:
    golden = spec.with_name(spec.name.replace(".agreement.yaml", ".md"))
    if update:
        golden.write_bytes(made(spec))
    assert made(spec).decode() == golden.read_bytes().decode()


def test_every_kind_has_an_example() -> None:
    kinds = {pipeline.check_file(str(spec)).spec.kind.id for spec in EXAMPLES}  # type: ignore[union-attr]
    assert kinds == {path.stem for path in (ROOT / "templates" / "kinds").glob("*.yaml")}
