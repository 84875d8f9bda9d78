"""Every rule has its page, whose examples fail and pass as they say, and its cases."""

from __future__ import annotations

import inspect
import json
import re
import runpy
import textwrap
from pathlib import Path
from typing import Any

import pytest

from modelpact.check import check
from modelpact.load import load
from modelpact.own_findings import OWN_FINDINGS
from modelpact.rules import RULES
from modelpact.rules.pages import pages
from modelpact.rules.rule import Rule
from support import AS_OF, ROOT, read_master

CASES = Path(__file__).parents[1] / "check"
SMALLEST = CASES / "ok" / "smallest.agreement.yaml"
NEEDS_OTHER_FILES = ("extends-cycle", "extends-unreadable", "too-large", "too-deep")
ALL = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def example(rule: Rule, heading: str) -> dict[str, Any]:
    """The fragment of a spec under a heading of the rule's page."""
    page = inspect.cleandoc(rule.page)
    found = re.search(rf"^{heading}:\n\n((?:    .*\n?|\n)+)", page, re.MULTILINE)
    assert found, f"{rule.id} has no example under {heading}"
    source, problems = load(rule.id, textwrap.dedent(found[1]).encode())
    assert source, problems
    return source.data


def laid_over(base: Any, fragment: Any) -> Any:
    """The fragment over a spec: maps field by field, lists entry by entry."""
    if isinstance(base, dict) and isinstance(fragment, dict):
        return {**base, **{name: laid_over(base.get(name), value) for name, value in fragment.items()}}
    if isinstance(base, list) and isinstance(fragment, list):
        under = [*base, *[None] * len(fragment)]
        return [laid_over(lower, upper) for lower, upper in zip(under, fragment, strict=False)]
    return fragment


def found_with(fragment: dict[str, Any]) -> set[str]:
    """The ids of all that is found in the smallest spec with a fragment over it."""
    source, _ = load(SMALLEST.name, SMALLEST.read_bytes())
    assert source
    content = json.dumps(laid_over(source.data, fragment)).encode()
    checked = check("example.agreement.yaml", content, read=read_master, as_of=AS_OF)
    assert checked.spec, checked.diagnostics
    return {found.rule for found in checked.diagnostics}


@ALL
def test_page_says_what_it_reports_why_and_how_to_mend_it(rule: Rule) -> None:
    first, *paragraphs = inspect.cleandoc(rule.page).split("\n\n")
    assert first.endswith(".")
    assert len(paragraphs) >= 4, "what, why, an example that fails, the same mended"


def test_spec_under_the_examples_is_clean() -> None:
    assert found_with({}) == set()


@ALL
def test_example_that_fails_breaks_this_rule_and_no_other(rule: Rule) -> None:
    assert found_with(example(rule, "Fails")) == {rule.id}


@ALL
def test_example_that_is_fixed_is_clean(rule: Rule) -> None:
    assert found_with(example(rule, "Fixed")) == set()


@ALL
def test_rule_has_a_bad_case_and_a_near_miss(rule: Rule) -> None:
    assert list((CASES / "bad").glob(f"{rule.id}-*.agreement.yaml"))
    assert list((CASES / "ok").glob(f"{rule.id}-*.agreement.yaml"))


@ALL
def test_rule_concerns_clauses_of_the_form(rule: Rule) -> None:
    clauses = Path(__file__).parents[2] / "templates" / "clauses"
    assert all((clauses / f"{clause}.md").exists() for clause in rule.clauses)


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_finding_in_the_cases_has_a_known_id() -> None:
    reports = (path.read_text(encoding="utf-8") for path in (CASES / "bad").glob("*.out"))
    found = {
        id_ for report in reports for id_ in re.findall(r" \[([a-z0-9-]+)\](?:$|, )", report, re.MULTILINE)
    }
    assert found <= {*OWN_FINDINGS, *(rule.id for rule in RULES)}
    assert len(found) > len(RULES)


def test_pages_are_those_that_the_docstrings_make() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "rule_pages.py"))["written"]()
    there = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert there == made, "run: make docs"
    assert set(made) == {"README.md", *(f"{id_}.md" for id_ in pages())}


@ALL
def test_page_shows_the_examples_as_they_are_written(rule: Rule) -> None:
    page = pages()[rule.id]
    for heading, written in (("Fails", page.failing), ("Fixed", page.fixed)):
        source, problems = load(rule.id, written.encode())
        assert source, problems
        assert source.data == example(rule, heading)
        assert f"```yaml\n{written}\n```" in page.markdown()


@pytest.mark.parametrize("id_", OWN_FINDINGS)
def test_what_is_found_without_rules_is_described_and_cased(id_: str) -> None:
    page = pages()[id_]
    assert page.summary.endswith(".")
    assert page.why.endswith(".")
    if id_.startswith("playbook-"):
        reports = (CASES / "playbooks").rglob("*.out")
        assert any(f"[{id_}]" in each.read_text(encoding="utf-8") for each in reports)
    else:
        assert list((CASES / "bad").glob(f"{id_}-*.agreement.yaml")) or id_ in NEEDS_OTHER_FILES


@pytest.mark.parametrize("path", sorted((CASES / "bad").glob("*.out")), ids=lambda path: path.stem)
def test_own_findings_weigh_what_their_page_says(path: Path) -> None:
    for weight, id_ in re.findall(
        r": (error|warning|information): .* \[([a-z0-9-]+)\]$", path.read_text(), re.M
    ):
        assert id_ not in OWN_FINDINGS or OWN_FINDINGS[id_].severity == weight
