"""The renders that are not committed beside their example are, as hashes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

import sums
from modelpact import pipeline


@pytest.mark.parametrize("spec", sums.SPECS, ids=lambda path: path.name)
def test_renders_have_the_committed_hashes(spec: Path, *, update: bool) -> None:
    checked = pipeline.check_file(str(spec))
    assert checked.spec is not None, checked.diagnostics
    rendered = pipeline.render(checked.spec, sums.TEXTS)
    named = {sums.render_of(spec, format_): content for format_, content in rendered.items()}
    if update:
        sums.rewrite(named, sums.committed_libraries())
    committed = sums.committed()
    assert {name: sha256(content).hexdigest() for name, content in named.items()} == {
        name: committed.get(name) for name in named
    }
