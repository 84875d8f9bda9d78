"""Every example's committed render is what its spec makes, to the byte; a person has read each."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from modelpact import pipeline
from support import ROOT

STORIES = sorted((ROOT / "examples").glob("*.agreement.yaml"))
EXAMPLES = [*STORIES, *sorted((ROOT / "examples" / "master").glob("*.agreement.yaml"))]
LETTER = ROOT / "examples" / "master" / "second-model.agreement.yaml"


def made(spec: Path) -> bytes:
    checked = pipeline.check_file(str(spec))
    assert checked.spec is not None, checked.diagnostics
    return pipeline.render(checked.spec, ["md"])["md"]


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda path: path.name)
def test_the_committed_render_is_the_specs(spec: Path, *, update: bool) -> None:
    golden = spec.with_name(spec.name.replace(".agreement.yaml", ".md"))
    if update:
        if spec == LETTER:
            name_the_render_of_its_master(spec)
        golden.write_bytes(made(spec))
    assert made(spec).decode() == golden.read_bytes().decode()


def name_the_render_of_its_master(letter: Path) -> None:
    """Write into a letter the fingerprint of its master's render, which comes before it."""
    fingerprint = sha256(letter.with_name("house-master.md").read_bytes()).hexdigest()
    text = letter.read_text(encoding="utf-8")
    letter.write_text(re.sub('sha256: "[0-9a-f]{64}"', f'sha256: "{fingerprint}"', text), encoding="utf-8")


def test_the_letter_and_its_master_agree() -> None:
    """With the master's spec and its render at hand, nothing is found."""
    checked = pipeline.check_file(str(LETTER))
    assert checked.spec is not None
    assert checked.spec.master is not None
    assert checked.spec.master.sha256 == checked.spec.at(("master", "sha256"))
    assert not checked.diagnostics


def test_every_kind_has_an_example() -> None:
    kinds = {pipeline.check_file(str(spec)).spec.kind.id for spec in STORIES}  # type: ignore[union-attr]
    assert kinds == {path.stem for path in (ROOT / "templates" / "kinds").glob("*.yaml")}
