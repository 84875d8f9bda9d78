"""Schedule J as the program renders it: one spec that states every sort of date, and one that states none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agreements.test_examples import made

CASES = sorted((Path(__file__).parent / "calendar").glob("*.agreement.yaml"))
SCHEDULE = re.compile(r"^## Schedule J\. .*?(?=^## )", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("spec", CASES, ids=lambda path: path.name)
def test_the_calendar_is_the_one_that_a_person_has_read(spec: Path, *, update: bool) -> None:
    golden = spec.with_name(spec.name.replace(".agreement.yaml", ".md"))
    found = SCHEDULE.search(made(spec).decode())
    assert found
    if update:
        golden.write_text(found[0], encoding="utf-8")
    assert found[0] == golden.read_text(encoding="utf-8")


def test_both_sorts_of_calendar_are_proved() -> None:
    captions = ("**Dates**", "**Time limits without a date**")
    told = {spec.stem: [caption in made(spec).decode() for caption in captions] for spec in CASES}
    assert told == {"every-date.agreement": [True, True], "no-date.agreement": [False, True]}
