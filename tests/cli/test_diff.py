"""``modelpact diff``: what it says of two sides, and where the sides may come from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import MINIMAL, Run, git

REVIEW = "publication: {review_days: 75}\n"


def spec(path: Path, *more: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(MINIMAL.read_text(encoding="utf-8") + "".join(more), encoding="utf-8")
    return path


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    return spec(tmp_path / "deal.agreement.yaml")


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    return spec(tmp_path / "longer.agreement.yaml", REVIEW)


def test_equal_specs_do_not_differ(run: Run, deal: Path) -> None:
    outcome = run("diff", deal, deal)
    assert outcome.code == 0
    assert outcome.out.endswith("\n\nnothing differs\n")


def test_a_change_is_shown_with_the_field_that_caused_it(run: Run, deal: Path, longer: Path) -> None:
    out = " ".join(run("diff", deal, longer).out.split())
    line = len(longer.read_text().splitlines())
    assert "within [-30 days-]{+75 days+} of receiving the draft." in out
    assert f"publication.review_days: 30 -> 75, {longer}:{line}:28; favours the provider" in out
    assert "in favour of: 1 the provider (a reading aid, no grade)" in out


def test_markdown_strikes_out_and_prints_bold(run: Run, deal: Path, longer: Path) -> None:
    assert "within ~~30 days~~**75 days** of receiving" in run("diff", deal, longer, "-f", "md").out


def test_a_page_and_data_name_the_cause_too(run: Run, deal: Path, longer: Path) -> None:
    page = run("diff", deal, longer, "-f", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert "within <del>30 days</del><ins>75 days</ins> of receiving the draft." in page
    line = len(longer.read_text().splitlines())
    assert f"{longer}:{line}:28" in page
    data = json.loads(run("diff", deal, longer, "-f", "json").out)
    (section,) = (each for each in data["sections"] if each["id"] == "publication")
    (cause,) = section["causes"]
    assert (cause["old"], cause["new"], cause["old_span"]) == ("30", "75", None)
    assert cause["new_span"] == {"file": str(longer), "from": [line, 28], "to": [line, 30]}


def test_standard_shows_what_a_deal_changed(run: Run, longer: Path) -> None:
    out = run("diff", "standard", longer).out
    assert "publication.review_days: 30 -> 75" in out
    assert "clauses: 1 reworded, 0 added, 0 removed, 0 moved" in out


def test_standard_leaves_facts_and_document_as_they_are(run: Run, deal: Path) -> None:
    assert run("diff", "standard", deal).out.endswith("nothing differs\n")


def test_rendered_json_is_a_side(run: Run, deal: Path, longer: Path) -> None:
    run("render", deal, "-f", "json")
    out = run("diff", deal.with_name("deal.json"), longer).out
    assert "within [-30 days-]{+75 days+}" in out


@pytest.mark.parametrize("hiding", ["\u202e", "\x1b[31m", "\u200b"])
def test_rendered_json_in_which_a_character_hides_something_is_refused(
    run: Run, deal: Path, hiding: str
) -> None:
    """No spec may have one, so that somebody put it there; a page would show other words than it holds."""
    run("render", deal, "-f", "json")
    other = deal.with_name("deal.json")
    escaped = json.dumps(f"30 {hiding}days")[1:-1]
    other.write_text(other.read_text(encoding="utf-8").replace("30 days", escaped), encoding="utf-8")
    outcome = run("diff", other, deal, "-f", "html")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == f"modelpact: {other}: is not an agreement that modelpact rendered to JSON\n"


@pytest.mark.parametrize("content", ["", "[1]", "{}", '{"agreement": {"title": 1}}', "[" * 100_000])
def test_other_json_is_refused_in_a_sentence(run: Run, deal: Path, content: str) -> None:
    other = deal.with_name("other.json")
    other.write_text(content)
    outcome = run("diff", other, deal)
    assert outcome.code == 3
    assert outcome.err == f"modelpact: {other}: is not an agreement that modelpact rendered to JSON\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose spec extends house terms, which change from the first commit to the second."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "modelpact.toml").write_text("")
    deals = tmp_path / "deals"
    spec(deals / "deal.agreement.yaml", "extends: [../house.yaml]\n")
    git(tmp_path, "init", "-q")
    for days in (21, 45):
        (tmp_path / "house.yaml").write_text(f"publication: {{review_days: {days}}}\n")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", f"{days} days")
    return tmp_path


@pytest.mark.usefixtures("repository")
def test_a_revision_is_read_with_its_own_house_terms(run: Run) -> None:
    out = run("diff", "HEAD~1:deals/deal.agreement.yaml", "deals/deal.agreement.yaml").out
    assert "publication.review_days: 21 -> 45, house.yaml:1:28, was HEAD~1:house.yaml:1:28" in " ".join(
        out.split()
    )


def test_two_revisions_of_one_spec(run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "deals")
    out = run("diff", "--rev", "HEAD~1..HEAD", "deal.agreement.yaml").out
    assert "[-21 days-]{+45 days+}" in out


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("HEAD~9:deals/deal.agreement.yaml", "git: "),
        ("HEAD:nothing.agreement.yaml", "git: "),
        ("--output=x:deals/deal.agreement.yaml", "git: "),
    ],
)
def test_a_revision_that_is_not_there(run: Run, repository: Path, side: str, said: str) -> None:
    outcome = run("diff", "--", side, "deals/deal.agreement.yaml")
    assert outcome.code == 3
    assert said in outcome.err
    assert not (repository / "x:deals").exists()


def test_a_revision_cannot_extend_what_lies_outside_the_project(run: Run, repository: Path) -> None:
    (repository / "deals" / "modelpact.toml").write_text("")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a project of its own")
    outcome = run("diff", "HEAD:deals/deal.agreement.yaml", "HEAD~1:deals/deal.agreement.yaml")
    assert outcome.code == 1
    assert "lies outside the project folder" in outcome.err


def test_a_side_with_errors_is_reported_and_nothing_compared(run: Run, deal: Path) -> None:
    bad = spec(deal.with_name("bad.agreement.yaml"), "nonsense: 1\n")
    outcome = run("diff", deal, bad)
    assert outcome.code == 1
    assert outcome.out == ""
    assert "[unknown-field]" in outcome.err


@pytest.mark.parametrize(
    ("wish", "code"),
    [("changed", 1), ("mandatory", 1), ("favours:provider", 1), ("favours:recipient", 0)],
)
def test_a_pipeline_can_fail_on_a_sort_of_change(
    run: Run, deal: Path, longer: Path, wish: str, code: int
) -> None:
    assert run("diff", deal, longer, "--fail-on", wish).code == code


@pytest.mark.parametrize("wish", ["changed", "mandatory", "favours:provider"])
def test_nothing_fails_where_nothing_changed(run: Run, deal: Path, wish: str) -> None:
    assert run("diff", deal, deal, "--fail-on", wish).code == 0


def test_a_file_is_not_replaced_unasked(run: Run, deal: Path, longer: Path) -> None:
    target = deal.with_name("redline.md")
    assert run("diff", deal, longer, "-f", "md", "-o", target).code == 0
    written = target.read_bytes()
    assert run("diff", deal, deal, "-f", "md", "-o", target).code == 3
    assert target.read_bytes() == written
    assert run("diff", deal, deal, "-f", "md", "-o", target, "--force").code == 0
    assert target.read_bytes() != written


@pytest.mark.parametrize(
    "arguments",
    [
        ["standard", "standard"],
        ["a"],
        ["a", "b", "-f", "pdf"],
        ["a", "b", "--fail-on", "x"],
        ["a", "b", "--rev", "x..y"],
        ["a", "--rev", "x"],
    ],
)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert run("diff", *arguments).code == 2


def test_hostile_words_cannot_move_the_cursor_or_become_markup(run: Run, deal: Path) -> None:
    hostile = spec(deal.with_name("hostile.agreement.yaml"))
    hostile.write_text(hostile.read_text().replace("summary: ", "summary: '~~x~~ <b>y</b> **z** ' #"))
    assert "<b>" not in run("diff", deal, hostile, "-f", "md").out.replace("\\<b>", "")
