"""``modelpact action``: what the GitHub Action does with a pull request, as far as that needs no GitHub."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from support import MINIMAL, ROOT, Outcome, Run

GOOD = MINIMAL.read_text(encoding="utf-8")
BAD = GOOD.replace("country: US", "contry: US", 1)
HOUSE_FORM = ROOT / "examples" / "house-form"
HOUSE = "publication: {review_days: 21}\n"
POLICY = """\
modelpact_playbook: 1
title: House policy
positions:
  - {field: publication.review_days, at_most: 20, message: twenty days are enough}
"""
BASE_SETTINGS = {"modelpact.toml": 'playbook = "our.playbook.yaml"\n', "our.playbook.yaml": POLICY}


@dataclass(frozen=True)
class PullRequest:
    """A repository whose last commit is a pull request's, and where the results of the Action lie."""

    folder: Path
    base: str
    results: Path

    @property
    def rendered(self) -> set[str]:
        """The renders, by their paths."""
        return self._below("renders")

    @property
    def redlines(self) -> set[str]:
        """The redlines, likewise."""
        return self._below("redlines")

    def _below(self, name: str) -> set[str]:
        folder = self.results / "report" / name
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    @property
    def summary(self) -> str:
        return (self.results / "summary.md").read_text(encoding="utf-8")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=TBC", "-c", "user.email=tbc@example.org")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def write(folder: Path, files: dict[str, str | None]) -> None:
    """Write files; None deletes one."""
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def commit(folder: Path, files: dict[str, str | None]) -> str:
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "more")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def act(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the Action where ``before`` is what the base branch has, and ``after`` what is changed in it."""

    def acted(
        before: dict[str, str | None], after: dict[str, str | None], *options: str
    ) -> tuple[Outcome, PullRequest]:
        folder, results = tmp_path / "work", tmp_path / "results"
        folder.mkdir()
        git(folder, "init", "--quiet")
        base = commit(folder, before)
        commit(folder, after)
        monkeypatch.chdir(folder)
        places = ("--output", results / "report", "--summary", results / "summary.md")
        outcome = run("action", ".", "--base", base, "--format", "md", *places, *options)
        return outcome, PullRequest(folder, base, results)

    return acted


def test_findings_are_annotations_and_sarif(act) -> None:
    outcome, made = act({"deal.agreement.yaml": GOOD}, {"deal.agreement.yaml": BAD})
    assert outcome.code == 1
    assert "::error file=deal.agreement.yaml,line=" in outcome.out
    assert "title=unknown-field::" in outcome.out
    sarif = json.loads((made.results / "report" / "modelpact.sarif").read_text())
    assert {found["ruleId"] for found in sarif["runs"][0]["results"]} >= {"unknown-field", "missing-field"}
    assert "| deal.agreement.yaml | 2 | 0 | 0 | – |" in made.summary
    assert made.rendered == set()


def test_what_changes_in_an_agreement_is_a_redline_and_a_table(act) -> None:
    after = {"a/deal.agreement.yaml": f"{GOOD}publication: {{review_days: 75}}\n", "new.agreement.yaml": GOOD}
    outcome, made = act({"a/deal.agreement.yaml": GOOD}, after)
    assert outcome.code == 0
    assert made.redlines == {"a/deal.redline.docx", "a/deal.redline.html"}
    line = GOOD.count("\n") + 1
    place = f"a/deal.agreement.yaml:{line}:28"
    assert "### Changes in a/deal.agreement.yaml\n\nclauses: 1 reworded, 0 added" in made.summary
    row = next(row for row in made.summary.splitlines() if "Publication" in row)
    assert re.fullmatch(
        rf"\| [0-9]+\. Publication \| reworded \|"
        rf" publication\.review_days: 30 -> 75, {place}; favours the provider \|",
        row,
    ), row
    assert "Changes in new" not in made.summary


def test_a_redline_has_the_house_terms_and_the_form_of_the_base_branch(act) -> None:
    spec = f"{GOOD}extends: [house.yaml]\n"
    before = {"deal.agreement.yaml": spec, "house.yaml": HOUSE, "modelpact.toml": ""}
    after = {"house.yaml": HOUSE.replace("21", "28"), "modelpact.toml": 'form = "form"\n'}
    outcome, made = act(before, after)
    assert outcome.code == 0
    assert "publication.review_days: 21 -> 28, house.yaml:1:28" in made.summary
    assert f"was {made.base[:12]}:house.yaml:1:28" in made.summary
    assert "the form changed" not in made.summary


def test_an_agreement_whose_words_stay_has_no_table(act) -> None:
    outcome, made = act({"deal.agreement.yaml": GOOD}, {"deal.agreement.yaml": f"# A comment\n{GOOD}"})
    assert outcome.code == 0
    assert "### Changes in deal.agreement.yaml\n\nNo words of the agreement change.\n" in made.summary


def test_there_is_no_redline_of_a_spec_that_has_or_had_errors(act) -> None:
    before = {"was.agreement.yaml": BAD, "is.agreement.yaml": GOOD}
    outcome, made = act(before, {"was.agreement.yaml": GOOD, "is.agreement.yaml": BAD})
    assert outcome.code == 1
    assert made.redlines == set()
    assert "### Changes" not in made.summary


def test_only_what_the_pull_request_changes_is_rendered(act) -> None:
    before = {"a/deal.agreement.yaml": GOOD, "b/deal.agreement.yaml": GOOD, "README.md": "x\n"}
    after = {"b/deal.agreement.yaml": f"{GOOD}status: review\n", "new.agreement.yaml": GOOD, "README.md": "y"}
    outcome, made = act(before, after)
    assert outcome.code == 0
    assert made.rendered == {"b/deal.md", "new.md"}
    assert "| b/deal.agreement.yaml | 0 | 0 | 0 | md |" in made.summary
    assert "a/deal" not in made.summary


def test_a_spec_whose_house_terms_change_is_rendered(act) -> None:
    spec = f"extends: [house.yaml]\n{GOOD}"
    before = {"deal.agreement.yaml": spec, "other.agreement.yaml": GOOD, "house.yaml": HOUSE}
    _, made = act(before, {"house.yaml": HOUSE.replace("21", "30")})
    assert made.rendered == {"deal.md"}


def test_a_spec_that_the_pull_request_deletes_is_nothing_to_render(act) -> None:
    before = {"deal.agreement.yaml": GOOD, "other.agreement.yaml": GOOD}
    outcome, made = act(before, {"deal.agreement.yaml": None})
    assert outcome.code == 0
    assert made.rendered == set()


def test_without_a_pull_request_all_is_checked_and_rendered(act) -> None:
    before = {"deal.agreement.yaml": GOOD}
    outcome, made = act(before, {"other.agreement.yaml": GOOD}, "--base", "")
    assert outcome.code == 0
    assert made.rendered == {"deal.md", "other.md"}


@pytest.mark.parametrize(
    "weaker",
    [
        {"modelpact.toml": ""},
        {"modelpact.toml": None},
        {"deals/modelpact.toml": ""},
        {"our.playbook.yaml": POLICY.replace("20", "90")},
        {"our.playbook.yaml": None},
    ],
    ids=lambda files: next(f"{name} {'gone' if text is None else 'changed'}" for name, text in files.items()),
)
def test_a_pull_request_cannot_weaken_the_policy_that_it_is_held_against(
    act, weaker: dict[str, str | None]
) -> None:
    outcome, made = act(BASE_SETTINGS, {"deals/deal.agreement.yaml": GOOD, **weaker})
    assert outcome.code == 1
    assert "twenty days are enough" in outcome.out
    assert made.rendered == {"deals/deal.md"}


def test_a_pull_request_cannot_bring_a_form_or_a_policy_of_its_own(act) -> None:
    """Where the base branch has none, the standard form is used, and nothing else is read."""
    brought = {
        "modelpact.toml": 'form = "nosuch"\nplaybook = "our.playbook.yaml"\n',
        "our.playbook.yaml": POLICY,
    }
    outcome, made = act({"README.md": "x"}, {"deal.agreement.yaml": GOOD, **brought})
    assert outcome.code == 0
    assert made.rendered == {"deal.md"}


def test_the_form_is_that_of_the_base_branch(act) -> None:
    form = {
        f"form/{path.relative_to(HOUSE_FORM)}": path.read_text(encoding="utf-8")
        for path in HOUSE_FORM.rglob("*")
        if path.is_file()
    }
    clause = "form/clauses/open-archive.md"
    before = {"modelpact.toml": 'form = "form"\n', "deal.agreement.yaml": GOOD, **form}
    after = {"deal.agreement.yaml": f"{GOOD}status: review\n", clause: form[clause].replace("must", "may")}
    outcome, made = act(before, after)
    assert outcome.code == 0, outcome.out
    render = (made.results / "report" / "renders" / "deal.md").read_text(encoding="utf-8")
    assert "must promptly say so in the Open Archive" in unlinked(render)


def unlinked(markdown: str) -> str:
    """Without the links to definitions."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown)


def test_strict_fails_on_warnings(act) -> None:
    before = {"deal.agreement.yaml": f"{GOOD}publication: {{review_days: 90}}\n"}
    outcome, _ = act(before, {"x": "y"}, "--strict")
    assert "::warning " in outcome.out
    assert outcome.code == 1


def test_what_a_file_says_forges_no_command_and_no_page(act) -> None:
    """Names and values of a stranger: neither a line of the log that GitHub obeys, nor markup."""
    name = "##[stop-commands]x|<img src=x>.agreement.yaml"
    hostile = GOOD.replace("country: US", "'::error::x%0A': US", 1)
    outcome, made = act({"deal.agreement.yaml": GOOD}, {name: hostile})
    assert outcome.code == 1
    lines = (outcome.out + outcome.err).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert all(line.startswith("::error file=") for line in commands)
    assert not any("##[" in line for line in lines if line not in commands)
    assert "<img" not in made.summary.replace("\\<img", "")
    assert "\\|" in made.summary


def test_a_file_that_cannot_be_read_fails(act) -> None:
    outcome, made = act({"deal.agreement.yaml": GOOD}, {"x": "y"}, "nothing.agreement.yaml")
    assert outcome.code == 3
    assert "::error file=nothing.agreement.yaml,title=not read::" in outcome.out
    assert "| nothing.agreement.yaml | not read: no such file or directory | | | |" in made.summary


@pytest.mark.parametrize("base", ["main", "--help", "0" * 40])
def test_a_base_that_is_no_commit_is_one_line(act, base: str) -> None:
    outcome, _ = act({"deal.agreement.yaml": GOOD}, {"x": "y"}, "--base", base)
    assert outcome.code == 3
    assert outcome.err.startswith("modelpact: ")
    assert outcome.err.count("\n") == 1


def test_the_base_is_fetched_where_a_clone_is_shallow(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As actions/checkout leaves it: one commit, the base branch's not among its files."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    git(origin, "init", "--quiet")
    base = commit(origin, {"deal.agreement.yaml": GOOD})
    commit(origin, {"new.agreement.yaml": GOOD})
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "--quiet", "--depth=1", origin.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    places = ("--output", tmp_path / "results" / "report", "--summary", tmp_path / "results" / "summary.md")
    assert run("action", ".", "--base", base, "--format", "md", *places).code == 0
    assert PullRequest(clone, base, tmp_path / "results").rendered == {"new.md"}
