"""``modelpact balance``: what a person sees of who holds the reins, and what a program reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from support import MINIMAL, ROOT, Run

GOLDEN = Path(__file__).parent / "balances"
EXAMPLES = sorted((ROOT / "examples").glob("*.agreement.yaml"))
SCHEMA = json.loads((ROOT / "schemas" / "balance-1.schema.json").read_text(encoding="utf-8"))


def example(name: str) -> Path:
    return ROOT / "examples" / f"{name}.agreement.yaml"


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize(
    ("golden", "arguments"),
    [
        ("staged.txt", ["examples/gpt-2-cornell.agreement.yaml"]),
        ("consortium.txt", ["examples/bigscience-bloom.agreement.yaml"]),
        ("exchange.md", ["examples/openai-anthropic.agreement.yaml", "-f", "md"]),
        ("moved.txt", ["examples/opt-175b.agreement.yaml", "examples/llama-2023.agreement.yaml"]),
        ("moved.md", ["examples/opt-175b.agreement.yaml", "examples/llama-2023.agreement.yaml", "-f", "md"]),
    ],
)
def test_it_says_what_a_person_has_read(golden: str, arguments: list[str], run: Run, *, update: bool) -> None:
    outcome = run("balance", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    if update:
        (GOLDEN / golden).write_text(outcome.out, encoding="utf-8")
    assert outcome.out == (GOLDEN / golden).read_text(encoding="utf-8")


def test_no_line_is_wider_than_the_terminal(run: Run) -> None:
    for spec in EXAMPLES:
        assert max(map(len, run("balance", spec).out.splitlines())) <= 80


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda spec: spec.name)
def test_the_json_keeps_to_its_schema_and_counts_what_it_lists(spec: Path, run: Run) -> None:
    data = json.loads(run("balance", spec, "-f", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    for holder in data["balance"]["holders"]:
        assert holder["counts"] == recounted(holder["id"], data["balance"])


def recounted(holder: str, balance: dict[str, Any]) -> dict[str, int]:
    held = {
        group["id"]: [r for r in group["reins"] if any(each["holder"] == holder for each in r["held"])]
        for group in balance["groups"]
    }
    shares = [
        each for section in balance["sections"] for each in section["shares"] if each["holder"] == holder
    ]
    return {
        "reins": sum(len(rows) for group, rows in held.items() if group != "gains"),
        "gains": len(held["gains"]),
        "benefits": sum(len(share["gives"]) for share in shares),
        "bears": sum(len(share["binds"]) for share in shares),
    }


def test_two_drafts_show_what_each_party_gained_and_lost(deal: Path, tmp_path: Path, run: Run) -> None:
    later = tmp_path / "later.agreement.yaml"
    later.write_text(
        deal.read_text(encoding="utf-8")
        + "publication: {right: consent}\nip: {feedback: assign}\nindemnity: {mode: recipient}\n"
        + "law: {governing: {country: US}, forum: courts, court: {country: CH}}\nvoice: {mode: veto}\n",
        encoding="utf-8",
    )
    change = json.loads(run("balance", deal, later, "-f", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(change)
    moves = {(move["holder"], move["rein"], move["gained"]) for move in change["change"]["moves"]}
    assert moves == {
        ("lab", "veto-publication", True),
        ("lab", "own-feedback", True),
        ("university", "own-feedback", False),
        ("lab", "indemnified", True),
        ("lab", "own-law", True),
        ("university", "own-law", True),
        ("university", "veto-release", True),
    }


@pytest.fixture
def deal(example_copy: Path) -> Path:
    return example_copy


@pytest.fixture
def example_copy(tmp_path: Path) -> Path:
    copy = tmp_path / "deal.agreement.yaml"
    copy.write_bytes(MINIMAL.read_bytes())
    return copy


def test_the_standard_form_is_one_of_two_drafts(deal: Path, run: Run) -> None:
    bent = deal.read_text(encoding="utf-8") + "publication: {right: consent}\n"
    deal.write_text(bent, encoding="utf-8")
    (move,) = json.loads(run("balance", "standard", deal, "-f", "json").out)["change"]["moves"]
    assert (move["holder"], move["rein"], move["gained"]) == ("lab", "veto-publication", True)
    (back,) = json.loads(run("balance", deal, "standard", "-f", "json").out)["change"]["moves"]
    assert not back["gained"]
    assert run("balance", "standard").code == 2
    assert run("balance", "standard", "standard").code == 2


def test_a_clause_in_words_of_its_own_is_named_as_not_counted(deal: Path, run: Run) -> None:
    own = (
        "clauses:\n  add:\n    - {id: extra, after: publication, title: Coffee, "
        "text: The Provider must bring coffee., reason: Taste}\n"
    )
    plain, added = (
        run("balance", deal).out,
        run("balance", "-", stdin=deal.read_bytes() + own.encode()).out,
    )
    assert "Not counted" not in plain
    assert "Coffee: added in the spec’s own words, so a person has to read it" in " ".join(added.split())


def test_a_clause_of_a_house_that_marks_nothing_is_named_too(deal: Path, tmp_path: Path, run: Run) -> None:
    house = tmp_path / "form"
    (house / "clauses").mkdir(parents=True)
    outline = 'name: Ours\nversion: "1"\nlicence: CC0-1.0\nreason: We may.\n'
    added = "clauses: [{id: tea, after: publication}]\n"
    (house / "outline.yaml").write_text(f"{outline}{added}", encoding="utf-8")
    front = "---\ntitle: Tea\nbears: [provider]\nbenefits: [recipient]\nkind: duty\n---\n"
    (house / "clauses" / "tea.md").write_text(f"{front}1. The Provider must bring tea.\n", encoding="utf-8")
    unmarked = run("balance", deal, "--form", house)
    assert "Tea: no paragraph is marked, so a person has to read it" in " ".join(unmarked.out.split())
    marks = "{#tea duty=provider to=recipient}"
    text = f"{front}1. The Provider must bring tea. {marks}\n"
    (house / "clauses" / "tea.md").write_text(text, encoding="utf-8")
    assert "Not counted" not in run("balance", deal, "--form", house).out


def test_a_letter_says_where_the_rest_is_settled(run: Run) -> None:
    letter = "examples/master/second-model.agreement.yaml"
    assert "its master agreement does (house-master)" in " ".join(run("balance", letter).out.split())
    assert json.loads(run("balance", letter, "-f", "json").out)["balance"]["master"] == "house-master"


def test_a_page_has_the_picture_and_no_script(deal: Path, run: Run) -> None:
    hostile = deal.read_text(encoding="utf-8").replace("short_name: Lab", 'short_name: "<script>x</script>"')
    deal.write_text(hostile, encoding="utf-8")
    page = run("balance", deal, "-f", "html").out
    assert 'class="matrix"' in page
    assert "<script" not in page
    assert "&lt;script&gt;x&lt;/script&gt; (Provider)" in page


def test_nothing_differs_between_a_spec_and_itself(deal: Path, run: Run) -> None:
    assert "Nothing differs." in run("balance", deal, deal).out


def test_a_name_moves_no_cursor_and_is_no_markup(deal: Path, run: Run) -> None:
    hostile = deal.read_text(encoding="utf-8").replace("short_name: Lab", 'short_name: "L|*a*<b>[x](y)"')
    deal.write_text(hostile, encoding="utf-8")
    assert "| L\\|\\*a\\*" in run("balance", deal, "-f", "md").out
    assert "\x1b" not in run("balance", deal).out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("nowhere.agreement.yaml", 3, "nowhere.agreement.yaml"),
        ("DEAL -f pie", 2, "'pie' is not a format; there are text, md, json"),
        ("BAD", 1, "has errors, so it has no balance"),
        ("DEAL BAD", 1, "has errors, so it has no balance"),
        ("DEAL -o DEAL", 3, "there already"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: str, code: int, message: str, deal: Path, run: Run) -> None:
    bad = deal.with_name("bad.agreement.yaml")
    bad.write_text("modelpact: 1\n", encoding="utf-8")
    names = {"DEAL": str(deal), "BAD": str(bad)}
    outcome = run("balance", *(names.get(each, each) for each in arguments.split()))
    assert outcome.code == code
    assert message in " ".join(outcome.err.split())


def test_a_file_is_written_once(deal: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "balance.md"
    assert run("balance", deal, "-f", "md", "-o", target).out == f"{target}: written\n"
    assert target.read_text(encoding="utf-8").startswith("# Who holds the reins\n")
    assert run("balance", deal, "-f", "md", "-o", target).code == 3
    assert run("balance", deal, "-f", "md", "-o", target, "--force").code == 0
