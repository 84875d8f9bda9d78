"""``modelpact export``: what each target says of a spec, and what it says that it leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from modelpact.exports import EXPORTS
from support import ROOT, Run

LLAMA = ROOT / "examples" / "llama-2023.agreement.yaml"
GOLDEN = ROOT / "tests" / "agreements" / "exports"
SMALL = sorted((ROOT / "examples").glob("*/*.agreement.yaml"))
ENDINGS = {"odrl": ".odrl.jsonld", "hf": ".hf.md", "funding": ".funding.txt", "summary": ".summary.md"}


@pytest.mark.parametrize("target", EXPORTS)
def test_each_target_is_what_a_person_has_read(
    run: Run, tmp_path: Path, target: str, *, update: bool
) -> None:
    golden, made = GOLDEN / f"llama-2023{ENDINGS.get(target, f'.{target}.md')}", tmp_path / "made"
    outcome = run("export", LLAMA, "--to", target, "-o", made)
    assert (outcome.code, outcome.out) == (0, f"{made}: written\n")
    if update:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(made.read_bytes())
    assert made.read_bytes() == golden.read_bytes()


def test_a_summary_says_what_is_still_open(run: Run, example: Path) -> None:
    example.write_text(run("new", "-", "--kind", "hosted-access").out, encoding="utf-8")
    out = run("export", example, "--to", "summary").out
    assert "\n- to be confirmed: to be confirmed\n" in out
    assert "\n- A source to be confirmed\n" in out


def test_what_is_left_to_the_reader_is_said_on_standard_error(run: Run) -> None:
    err = run("export", LLAMA, "--to", "hf").err
    assert "modelpact: it is about LLaMA 7B (February 2023); --model chooses another\n" in err
    policy = json.loads((outcome := run("export", LLAMA, "--to", "odrl")).out)
    missing = policy["rdfs:comment"]
    assert f"modelpact: {len(missing)} points are not expressed; " in outcome.err
    assert any(
        each.startswith("Not expressed: clause ") and each.endswith("(Publication)") for each in missing
    )
    assert not any(each.endswith("(Licence)") for each in missing)


def test_another_model_can_be_chosen(run: Run) -> None:
    assert (
        "Access to LLaMA 65B under an agreement"
        in run("export", LLAMA, "--to", "hf", "--model", "llama-65b").out
    )
    outcome = run("export", LLAMA, "--to", "hf", "--model", "llama-65")
    assert outcome.code == 2
    assert '"llama-65" is no model; did you mean llama-65b?' in outcome.err


def test_an_unknown_target_is_wrong_usage(run: Run, example: Path) -> None:
    outcome = run("export", example, "--to", "rdf")
    assert outcome.code == 2
    assert "'rdf' is no target; there are odrl, hf, funding, summary, impact" in outcome.err
    assert run("export", example).code == 2


def test_a_file_that_is_there_is_not_replaced_unasked(run: Run, example: Path) -> None:
    target = example.with_name("note.txt")
    target.write_text("mine")
    assert run("export", example, "--to", "funding", "-o", target).code == 3
    assert target.read_text() == "mine"
    assert run("export", example, "--to", "funding", "-o", target, "--force").code == 0
    assert "\nAccess. " in target.read_text()


def test_without_the_form_there_is_no_impact_report(run: Run, example: Path) -> None:
    outcome = run("export", example, "--to", "impact")
    assert outcome.code == 1
    assert "asks for no Impact Report; derivatives.report: impact_report would" in outcome.err


def test_a_spec_with_errors_is_not_exported(run: Run, example: Path) -> None:
    example.write_text(example.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    outcome = run("export", example, "--to", "summary")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.endswith("has errors, so nothing was exported\n")


def test_a_letter_has_nothing_that_odrl_can_say(run: Run) -> None:
    outcome = run("export", ROOT / "examples" / "master" / "second-model.agreement.yaml", "--to", "odrl")
    assert outcome.code == 1
    assert "no clause of this agreement can be said in ODRL" in outcome.err


@pytest.mark.parametrize("target", [target for target in EXPORTS if target != "impact"])
@pytest.mark.parametrize(
    "spec", sorted((ROOT / "examples").glob("*/*.agreement.yaml")), ids=lambda path: path.stem
)
def test_every_small_spec_can_be_exported(run: Run, spec: Path, target: str) -> None:
    outcome = run("export", spec, "--to", target)
    assert outcome.code == (1 if target == "odrl" and "second-model" in spec.name else 0)
    assert "Traceback" not in outcome.err


def test_the_front_matter_is_yaml_between_its_marks(run: Run, example: Path) -> None:
    hostile = "University'] \\n---\\nlicense: mit\\n# <img src=x> [a](b) **x**"
    text = example.read_text(encoding="utf-8").replace(
        "short_name: University", f"short_name: {json.dumps(hostile)}".replace("\\\\n", " ")
    )
    example.write_text(text, encoding="utf-8")
    out = run("export", example, "--to", "hf").out
    head, matter, rest = out.split("---\n")
    assert (head, rest) == ("", "")
    fields = yaml.safe_load(matter)
    assert fields["license"] == "other"
    assert "\\<img src=x>" in fields["extra_gated_prompt"]
    assert "\\[a\\](b)" in fields["extra_gated_prompt"]


def test_a_rendered_agreement_that_somebody_has_changed_forges_nothing(run: Run, tmp_path: Path) -> None:
    """Its spec is checked; the rest of the file may say anything."""
    assert run("render", LLAMA, "-f", "json", "-o", tmp_path, "-q").code == 0
    rendered = tmp_path / "llama-2023.json"
    tree = json.loads(rendered.read_text(encoding="utf-8"))
    forged = "x\n---\nlicense: mit\n# H\n| y |"
    tree["agreement"] |= {"reference": forged, "subject": {"type": "text", "text": forged}}
    for part in tree["agreement"]["parts"]:
        part["clauses"] = [clause | {"title": forged} for clause in part["clauses"]]
    tree["agreement"]["schedules"] = [each | {"letter": forged} for each in tree["agreement"]["schedules"]]
    rendered.write_text(json.dumps(tree), encoding="utf-8")
    for target in EXPORTS:
        outcome = run("export", rendered, "--to", target)
        assert outcome.code == 0
        assert "\nlicense: mit" not in outcome.out
        assert "\n# H" not in outcome.out
