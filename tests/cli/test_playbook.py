"""``modelpact check --playbook``: a spec held against a house's policy."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support import ROOT, Run

HEAD = "modelpact_playbook: 1\ntitle: A house\n"
POLICY = (
    HEAD
    + """positions:
  - {field: publication.review_days, at_most: 20, prefer: 14, message: A thesis cannot wait.}
"""
)
EXAMPLES = sorted((ROOT / "examples").glob("*.agreement.yaml"))


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "house.playbook.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return path


def test_a_departure_is_reported_and_fails_the_check(
    run: Run, example: Path, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.parent)
    assert run("check", example.name).code == 0
    outcome = run("check", example.name, "--playbook", policy.name)
    assert outcome.code == 1
    assert outcome.out == (
        'deal.agreement.yaml:5:7: error: "Days to review" (publication.review_days) is 30 by default; the '
        "playbook allows 20 or less: A thesis cannot wait [playbook-position]\n"
        "    5 | kind: staged-release\n"
        "      |       ^^^^^^^^^^^^^^\n"
        '    see house.playbook.yaml:4:13: a position of "A house"\n'
        "    hint: prefer 14\n"
        "1 error, 0 warnings, 0 information, 0 ignored\n"
    )


def test_a_spec_that_the_house_can_live_with_passes(run: Run, example: Path, policy: Path) -> None:
    policy.write_text(POLICY.replace("at_most: 20, prefer: 14", "at_most: 30"), encoding="utf-8")
    outcome = run("check", example, "--playbook", policy)
    assert (outcome.code, outcome.out) == (0, f"{example}: no problems found\n")


def test_a_broken_playbook_is_reported_beside_the_spec(run: Run, example: Path, policy: Path) -> None:
    """Its own problems fail the check; those of the spec are still found, and no position is applied."""
    policy.write_text(POLICY.replace("review_days", "review_day"), encoding="utf-8")
    example.write_text(example.read_text().replace("kind: staged", "kind: staggered"), encoding="utf-8")
    outcome = run("check", example, "--playbook", policy)
    assert outcome.code == 1
    assert f"{policy}:4:13: error:" in outcome.out
    assert "did you mean publication.review_days?" in outcome.out
    assert "did you mean staged-release?" in outcome.out
    assert outcome.out.endswith("2 errors, 0 warnings, 0 information, 0 ignored in 2 files\n")


def test_a_playbook_that_is_not_there_could_not_be_read(run: Run, example: Path) -> None:
    outcome = run("check", example, "--playbook", "no.playbook.yaml")
    assert outcome.code == 3
    assert outcome.err == "modelpact: no.playbook.yaml: no such file or directory\n"


def test_a_spec_is_no_playbook(run: Run, example: Path) -> None:
    outcome = run("check", example, "--playbook", example)
    assert outcome.code == 1
    assert f"{example}:2:12: error: the file is a spec, not a playbook [version-unread]" in outcome.out


def test_a_playbook_is_no_spec(run: Run, policy: Path) -> None:
    outcome = run("check", policy)
    assert outcome.code == 1
    assert f"{policy}:1:21: error: the file is a playbook, not a spec [version-unread]" in outcome.out


def test_who_asks_for_the_check_may_leave_positions_out(run: Run, example: Path, policy: Path) -> None:
    outcome = run("check", example, "--playbook", policy, "--ignore", "playbook-position")
    assert outcome.code == 0
    assert outcome.out.endswith("0 errors, 0 warnings, 0 information, 1 ignored\n")


def test_reports_for_programs_have_the_playbooks_line(run: Run, example: Path, policy: Path) -> None:
    outcome = run("check", example, "--playbook", policy, "-f", "json")
    [found] = json.loads(outcome.out)["files"][0]["findings"]
    assert found["rule"] == "playbook-position"
    assert [each["place"]["file"] for each in found["related"]] == [str(policy)]


@pytest.mark.parametrize("format_", ["json", "sarif", "github", "junit"])
def test_every_format_reports_a_broken_playbook(run: Run, example: Path, policy: Path, format_: str) -> None:
    policy.write_text(POLICY.replace("at_most", "at_mots"), encoding="utf-8")
    outcome = run("check", example, "--playbook", policy, "-f", format_)
    assert outcome.code == 1
    assert "at_mots" in outcome.out


def test_one_playbook_serves_many_specs(run: Run) -> None:
    playbook = ROOT / "examples/playbooks/laboratory.playbook.yaml"
    outcome = run("check", *EXAMPLES, "--playbook", playbook)
    assert outcome.code == 1
    assert "3 errors" in outcome.out.splitlines()[-1]


@pytest.fixture
def project(example: Path, policy: Path) -> Path:
    """The spec in a project that settles the policy."""
    (example.parent / "modelpact.toml").write_text(f'playbook = "{policy.name}"\n')
    return example


def test_a_draft_that_departs_is_rendered_with_a_warning(run: Run, project: Path) -> None:
    """It is there to be negotiated; the check says error, so that nobody merges it unseen."""
    assert run("check", project).code == 1
    for said in ("written", "up to date"):
        outcome = run("render", project, "-f", "md")
        assert outcome.code == 0
        assert f"{project.with_name('deal.md')}: {said}" in outcome.out
        assert "deal.agreement.yaml:5:7: warning: " in outcome.err
        assert "A thesis cannot wait [playbook-position]" in outcome.err


def test_a_final_agreement_that_departs_is_not_rendered(run: Run, project: Path) -> None:
    project.write_text(project.read_text(encoding="utf-8") + "status: final\n", encoding="utf-8")
    outcome = run("render", project, "-f", "md")
    assert outcome.code == 1
    assert re.search(r"error: .*A thesis cannot wait \[playbook-position\]", outcome.err)
    assert not project.with_name("deal.md").exists()


def test_a_render_is_held_against_the_policy_anew_when_that_changes(
    run: Run, project: Path, policy: Path
) -> None:
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("at_most: 20, prefer: 14", "at_most: 30"), encoding="utf-8")
    assert run("render", project, "-f", "md").err == ""
    policy.write_text(text, encoding="utf-8")
    assert "[playbook-position]" in run("render", project, "-f", "md").err
