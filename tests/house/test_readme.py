"""What the README shows is what the program does."""

from __future__ import annotations

import re

from modelpact.check import check
from modelpact.inspection import Inspection
from modelpact.playbook import read
from modelpact.playbook_findings import held_against
from modelpact.reports.text import report
from support import MINIMAL, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MISTAKES = (
    ("kind: staged-release", "kind: staged-relase"),
    ("country: US, address: TBC, sector: company", "contry: US, address: TBC, sector: company"),
    ("planned: 2030-03-01", "planned: 2030-02-30"),
)


def shown_spec() -> str:
    found = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


def test_the_spec_shown_is_the_smallest_example() -> None:
    assert shown_spec() == MINIMAL.read_text(encoding="utf-8").partition("\n")[2]


def test_the_problems_shown_are_those_of_the_spec_with_three_mistakes() -> None:
    spec = shown_spec()
    for right, wrong in MISTAKES:
        assert right in spec
        spec = spec.replace(right, wrong, 1)
    assert report(Inspection((check("deal.agreement.yaml", spec.encode()),))) in README


def test_the_playbook_shown_finds_what_is_shown() -> None:
    text = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[1]
    policy, problems = read("university.playbook.yaml", text.encode())
    assert policy, problems
    spec = f"{shown_spec()}publication: {{review_days: 40}}\n"
    checked = held_against(policy, check("deal.agreement.yaml", spec.encode()))
    assert f"\n```\n{report(Inspection((checked,)))}```" in README


def test_the_picture_and_the_pages_named_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https:") or (ROOT / target).exists(), target
