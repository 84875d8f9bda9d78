"""A few of the specs changed at random that ``make fuzz`` makes by the hundred thousand."""

from __future__ import annotations

from collections import Counter

import pytest

import fuzz
from hostile.test_hostile import HERE
from modelpact.check import Checked
from mutated import mutated

SAMPLE = 240


def test_no_changed_spec_brings_anything_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "paths")
    stages = Counter[str]()
    for number in range(SAMPLE):
        found = fuzz.examined(mutated(f"sample-{number}"), number)
        assert not found.wrong, f"sample-{number}: {found.wrong}"
        stages[found.stage] += 1
    assert len(stages) == 4
    assert min(stages.values()) > SAMPLE / 20, "specs that all come equally far prove little"


def test_what_comes_down_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object, **__: object) -> Checked:
        raise RecursionError("too deep")

    monkeypatch.setattr(fuzz, "check", fall)
    found = fuzz.examined(b"id: x\n")
    assert found.stage == "fell"
    assert found.wrong.startswith("RecursionError in test_fuzzed.py:")
