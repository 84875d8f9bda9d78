"""Whatever valid spec the rules read, they find without fail, in one order, and know where they found it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modelpact import files
from modelpact.check import Checked, check
from modelpact.fields import contract
from modelpact.pipeline import check_file
from modelpact.rules import RULES, findings
from modelpact.spec import leaves
from specs import random_spec
from support import AS_OF, ROOT, read_master

SEEDS = 300
LIMITS = ("0001-01-01", "9999-12-31")
CASES = sorted((ROOT / "tests" / "check").rglob("*.agreement.yaml"))
EXAMPLES = sorted((ROOT / "examples").rglob("*.agreement.yaml"))


def ordinary(seed: int) -> dict[str, Any]:
    return random_spec(seed)


def half_open(seed: int) -> dict[str, Any]:
    return random_spec(seed, richness=0.9, openness=0.5)


def at_limits(seed: int) -> dict[str, Any]:
    """Every date at one end of the calendar, every number at one end of what the schema lets it be."""
    spec = random_spec(seed, richness=0.9)
    for number, (path, value) in enumerate(list(leaves(spec))):
        field = contract().at(path)
        assert field, path
        ends = LIMITS if field.format == "date" else _ends(field.node, *field.branches())
        if ends and _is_like(value, ends[0]):
            _put(spec, path, ends[(seed + number) % 2])
    return spec


def _ends(*shapes: Any) -> tuple[int, int] | None:
    return next(((shape["minimum"], shape["maximum"]) for shape in shapes if "maximum" in shape), None)


def _is_like(value: Any, end: Any) -> bool:
    return type(value) is int if isinstance(end, int) else value[:1].isdigit()


def _put(data: Any, path: tuple[str | int, ...], value: Any) -> None:
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


@pytest.mark.parametrize("make", [ordinary, half_open, at_limits])
def test_rules_hold_on_random_specs(make: Callable[[int], dict[str, Any]]) -> None:
    for seed in range(SEEDS):
        content = json.dumps(make(seed), indent=1).encode()
        assert_sound(check(f"seed-{seed}", content, as_of=AS_OF))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("as_of", [None, date.min, date.max], ids=["no-day", "first-day", "last-day"])
def test_rules_hold_on_examples(path: Path, as_of: date | None) -> None:
    assert_sound(check(str(path), path.read_bytes(), read=files.read_named, as_of=as_of))


def test_without_a_day_no_rule_speaks_of_today() -> None:
    """The only clock is the day that is passed in."""
    path = ROOT / "tests" / "check" / "bad" / "release-stage-date-passed-planned.agreement.yaml"
    found = {
        as_of: check_file(str(path), as_of=as_of).diagnostics for as_of in (None, AS_OF, date(2030, 1, 14))
    }
    assert [each.rule for each in found[AS_OF]] == ["release-stage-date-passed"]
    assert not found[None]
    assert not found[date(2030, 1, 14)]


def test_rules_hold_on_the_cases() -> None:
    """Among these, every rule speaks."""
    checked = [check(path.name, path.read_bytes(), read=read_master, as_of=AS_OF) for path in CASES]
    for each in checked:
        if each.spec:
            assert_sound(each)
    assert {rule.id for rule in RULES} <= {found.rule for each in checked for found in each.diagnostics}


def assert_sound(checked: Checked) -> None:
    """Asked twice, the rules say the same; a finding is one line, at a field of the schema, in the file."""
    assert checked.spec, checked.diagnostics
    found = list(findings(checked.spec))
    assert found == list(findings(checked.spec))
    assert len(found) == len(set(found)), "nothing is said twice"
    for each in found:
        assert contract().at(each.path), each.path
        for span in (each.span, *(other.span for other in each.related)):
            assert span.start <= span.end
            assert span.file in checked.texts
        assert each.message.isprintable()
        assert not each.message.endswith(".")
