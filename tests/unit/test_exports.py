"""Exports: what they say of small changes to one small spec, and of random specs."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import yaml

from modelpact import pipeline
from modelpact.agreement import Table, plain
from modelpact.exports import EXPORTS, NothingToExportError, Sharing, exported
from modelpact.exports.impact import FILLED
from modelpact.exports.odrl import ACTS
from modelpact.fields import contract
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.spec import build
from specs import KINDS, random_spec
from unit.test_obligations import spec

Change = dict[str, Any]
MODELS = [
    {"id": "small", "name": "Small model", "version": "1", "provider": "lab", "release_state": "public"},
    {"id": "large", "name": "Large model", "version": "1", "provider": "lab", "release_state": "unreleased"},
]


def made(target: str, change: Change) -> str:
    return exported(target, sharing(change)).content.decode()


def notes(target: str, change: Change) -> tuple[str, ...]:
    return exported(target, sharing(change)).notes


def sharing(change: Change) -> Sharing:
    found = spec(change)
    return Sharing(found, pipeline.agreement(found))


def policy(change: Change) -> Any:
    return json.loads(made("odrl", change))


def actions(change: Change, kind_: str) -> list[str]:
    rules = policy(change).get(kind_, [])
    return [f"{rule['action']} {rule['target']['uid'].rpartition(':')[2]}" for rule in rules]


@cache
def random_sharings() -> tuple[Sharing, ...]:
    data = [(name, random_spec(seed, kind=name)) for name in KINDS for seed in (1, 2)]
    built = [build(Source("random", {"random": ""}, each, {}), kind(name)) for name, each in data]
    return tuple(Sharing(each, pipeline.agreement(each)) for each in built)


# --- all of them


@pytest.mark.parametrize("target", EXPORTS)
def test_every_valid_spec_can_be_exported(target: str) -> None:
    count = 0
    for each in random_sharings():
        try:
            content = exported(target, each).content.decode()
        except NothingToExportError:
            continue
        count += 1
        assert content.endswith("\n")
        if target == "odrl":
            json.loads(content)
        if target == "hf":
            assert set(yaml.safe_load(content.split("---\n")[1])) >= {"license", "extra_gated_prompt"}
    assert count > 1 or target == "impact"


# --- ODRL


def test_acts_of_the_licence_are_those_of_the_schema() -> None:
    field = contract().at(("licence", "rights"))
    assert field
    assert field.item
    assert set(ACTS) < set(field.item.node["enum"])


def test_what_the_licence_allows_is_permitted_in_its_time_and_place() -> None:
    change = {
        "effective_date": "2030-01-01",
        "term": {"end": "2030-12-31"},
        "access": {"mode": "weights", "start": "2030-02-01", "end": "2030-11-30"},
        "licence": {"rights": ["run", "copy", "publish_outputs"], "territory": ["US", "GB"]},
        "models": MODELS[1:],
    }
    [permission] = policy(change)["permission"]
    assert permission["action"] == ["execute", "reproduce"]
    assert permission["rdfs:comment"].endswith("(Licence)")
    limits = [
        (each["leftOperand"], each["operator"], each["rightOperand"]) for each in permission["constraint"]
    ]
    assert limits[0] == ("dateTime", "gteq", {"@value": "2030-02-01", "@type": "xsd:date"})
    assert limits[1] == ("dateTime", "lteq", {"@value": "2030-11-30", "@type": "xsd:date"})
    assert limits[2][:2] == ("purpose", "eq")
    assert limits[3] == ("spatial", "isAnyOf", ["US", "GB"])


def test_an_end_without_a_day_is_an_event() -> None:
    limits = policy({})["permission"][0]["constraint"]
    assert [(each["leftOperand"], each["operator"]) for each in limits[:2]] == [
        ("event", "gt"),
        ("event", "lt"),
    ]
    assert limits[1]["rightOperand"]["@id"].endswith(":event:the-end-of-access")


@pytest.mark.parametrize(
    ("change", "forbidden"),
    [
        ({"models": MODELS}, ["distribute large", "cc:CommercialUse large"]),
        (
            {"models": MODELS, "release": {"on_public_release": "continue"}},
            ["distribute small", "cc:CommercialUse small", "distribute large", "cc:CommercialUse large"],
        ),
        ({"models": MODELS, "onward": {"allowed": True}}, ["cc:CommercialUse large"]),
        ({"models": MODELS, "onward": {"allowed": "TBC"}}, ["distribute large", "cc:CommercialUse large"]),
        (
            {"models": MODELS, "derivatives": {"may_release": "no"}},
            ["distribute large", "grantUse large", "cc:CommercialUse large"],
        ),
        (
            {"models": MODELS, "derivatives": {"may_release": "no"}, "licence": {"sublicensable": True}},
            ["distribute large", "cc:CommercialUse large"],
        ),
    ],
)
def test_only_what_has_no_exception_is_prohibited(change: Change, forbidden: list[str]) -> None:
    assert actions(change, "prohibition") == forbidden


def test_a_prohibition_ends_with_the_release_where_the_spec_says_so() -> None:
    [rule, _] = policy({"models": MODELS[1:]})["prohibition"]
    [limit] = rule["constraint"]
    assert (limit["leftOperand"], limit["operator"]) == ("event", "lt")
    assert limit["rightOperand"]["@id"].endswith(":event:public-release:large")
    going_on = policy({"models": MODELS[1:], "release": {"on_public_release": "continue"}})
    assert "constraint" not in going_on["prohibition"][0]


def test_a_clause_in_other_words_is_not_expressed() -> None:
    own = {"id": "no-onward-transfer", "text": "The Recipient may pass the Model on.", "reason": "As a test."}
    change = {"models": MODELS[1:], "clauses": {"replace": [own]}}
    assert actions(change, "prohibition") == ["cc:CommercialUse large"]
    assert any("Onward transfer" in each for each in policy(change)["rdfs:comment"])


def test_destruction_and_a_fee_are_obligations_where_they_are_known() -> None:
    change = {
        "effective_date": "2030-01-01",
        "models": MODELS[1:],
        "costs": {"fee": {"amount": "1250.50", "currency": "USD"}},
        "attribution": {"citation": "Lab, Large model, 2030"},
    }
    found = {rule["action"]: rule for rule in policy(change)["obligation"]}
    assert set(found) == {"attribute", "delete", "compensate"}
    assert found["delete"]["constraint"][0]["rightOperand"]["@value"] == "2031-03-02"
    assert found["compensate"]["constraint"][0]["rightOperand"]["@value"] == "1250.50"
    assert actions({"models": MODELS[1:], "costs": {"fee": "TBC"}}, "obligation") == []


@pytest.mark.parametrize(
    "change",
    [
        {"licence": {"territory": "TBC"}},
        {"purpose": {"category": "safety", "description": "TBC"}},
        {"access": {"mode": "weights", "locations": [{"country": "TBC"}]}},
        {"licence": {"rights": ["modify", "create_derivatives"]}},
    ],
)
def test_nothing_is_permitted_whose_limits_cannot_be_said(change: Change) -> None:
    found = policy({"models": MODELS[1:]} | change)
    assert "permission" not in found
    assert any(each.endswith("(Licence)") for each in found["rdfs:comment"])


def test_what_may_be_kept_need_not_be_deleted() -> None:
    change = {"effective_date": "2030-01-01", "models": MODELS}
    assert actions(change, "obligation") == ["delete large"]
    going_on = change | {"release": {"on_public_release": "continue"}}
    assert actions(going_on, "obligation") == ["delete small", "delete large"]
    both = ["lab", "university"]
    assert actions(change | {"models": [MODELS[1] | {"built_by": both}]}, "obligation") == []


# --- the public summary


def test_the_summary_leaves_out_what_was_agreed_and_shows_it() -> None:
    change = {"transparency": {"redact": ["University", "names of individual people"]}}
    text = made("summary", change)
    assert "University" not in text.replace("# Summary", "")
    assert "\\[left out\\], TBC" not in text
    assert "names of individual people" not in text
    assert "## What is missing here\n\n- 2 points that the parties agreed to leave out\n" in text
    assert "to be left out, and for a person to look for: names of individual people" in notes(
        "summary", change
    )


def test_the_summary_names_no_model_that_is_not_public() -> None:
    text = made("summary", {"title": "Early access to the Large model", "models": MODELS})
    assert "Large model" not in text
    assert "Small model" in text
    assert "- A model that is not public yet, from Lab to University" in text


def test_the_summary_tells_no_channel_of_the_parties_own() -> None:
    text = made("summary", {"harms": {"channel": "The private room of both security teams"}})
    assert text.endswith("## Where to complain\n\n- The incident contact of any party\n")


def test_the_summary_tells_all_support() -> None:
    change = {
        "funding": [{"source": "A fund", "influence": "Chose the topic"}],
        "costs": {"compute_credits": {"amount": 500, "currency": "USD"}, "reimbursable": ["travel"]},
        "benefits": [{"to": "university", "kind": "payment"}],
    }
    text = made("summary", change)
    assert "- A fund; its say in the work: Chose the topic\n" in text
    assert "- The provider gives computing worth USD 500\n- The provider repays costs of travel\n" in text
    assert "- University is promised a payment\n" in text


def test_where_nothing_is_published_only_that_much_is_said() -> None:
    change = {"transparency": {"publish": "none"}}
    headings = [line for line in made("summary", change).splitlines() if line.startswith("## ")]
    assert headings == ["## Who", "## Who pays", "## Who may review or delay a publication"]
    funding = [{"source": "A fund", "form": "grant", "amount_band": "5 million", "to": "lab"}]
    secret = change | {"title": "Secret title", "funding": funding, "costs": {"reimbursable": ["travel"]}}
    text = made("summary", secret)
    assert "\n## Who pays\n\n- A fund\n\n" in text
    assert not {"Secret", "million", "grant", "travel", "small-staged-release", "days"} & set(text.split())
    assert any(
        note.startswith("the parties publish no summary (clause ") for note in notes("summary", change)
    )
    assert any(
        "the whole agreement" in note for note in notes("summary", {"transparency": {"publish": "full"}})
    )


@pytest.mark.parametrize(
    ("funding", "said"),
    [
        ("none", "- Support for the work: none\n"),
        ("unknown", "- Support for the work: unknown\n"),
        (
            {"withheld": "The funder asked for it"},
            "- Support for the work: withheld (The funder asked for it)\n",
        ),
        ([{"source": "TBC", "to": "lab"}], "- A source to be confirmed, to Lab\n"),
        ([{"source": "A | B", "form": "grant"}], "- A \\| B (a grant)\n"),
    ],
)
def test_silence_about_money_shows(funding: Any, said: str) -> None:
    assert said in made("summary", {"funding": funding})


# --- the note for a paper


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ("free", "The provider had no right to review this publication."),
        ("consent", "This publication needed the provider's consent."),
        ("after_review", "The provider could review this publication for 30 days before it appeared"),
    ],
)
def test_the_note_says_who_could_review(right: str, said: str) -> None:
    assert said in made("funding", {"publication": {"right": right}})


def test_the_note_names_all_models_of_a_provider_together() -> None:
    shared = [{**model, "release_state": "public"} for model in MODELS]
    said = made("funding", {"models": shared})
    expected = "agreed to give University access to Small model (1) and Large model (1), for 12 months from"
    assert f"Access. Under an agreement (reference small-staged-release), Lab {expected} " in said


def test_the_note_tells_a_reader_of_the_paper_no_more_than_the_public_may_know() -> None:
    change = {
        "models": MODELS,
        "interests": [{"party": "lab", "interest": "Project Heron competes with the Large model"}],
        "transparency": {"redact": ["project heron", "the fee"]},
    }
    text = made("funding", change)
    assert "access to Small model (1) and a model that is not public yet, for" in text
    assert "Lab: [left out] competes with the [left out]." in text
    assert "to be left out, and for a person to look for: the fee" in notes("funding", change)


def own_words(id_: str) -> Change:
    return {
        "clauses": {"replace": [{"id": id_, "text": "The Parties agree otherwise.", "reason": "A test."}]}
    }


def test_the_note_tells_nothing_that_no_clause_says() -> None:
    assert "lets no payment depend" in made("funding", {})
    for id_ in ("publication", "costs-and-compute"):
        assert "says, which is in the parties' own words.]" in made("funding", own_words(id_))
    assert "payment depend" not in made("funding", own_words("independence-and-non-retaliation"))
    assert "in the parties' own words" in made("summary", own_words("publication"))


def test_the_note_says_of_an_example_that_it_is_one() -> None:
    for target in ("funding", "summary", "hf", "odrl"):
        assert "nobody has signed this agreement" in made(target, {"illustrative": True})
        assert "nobody has signed this agreement" not in made(target, {"illustrative": False})


# --- the gated repository


def test_the_prompt_gives_the_exceptions_with_the_prohibitions() -> None:
    prompt = made("hf", {"use_carve_outs": ["good_faith_testing", "writing false news for a study"]})
    assert "is not a Prohibited Use if" in prompt
    assert "- writing false news for a study" in prompt


def test_the_page_of_a_repository_shows_nothing_that_is_to_be_left_out() -> None:
    change = {"transparency": {"redact": ["University", "its *budget*"]}}
    assert "University" not in made("hf", change)
    assert "to be left out, and for a person to look for: its *budget*" in notes("hf", change)


# --- the form


def test_what_is_filled_in_are_points_of_the_form() -> None:
    found = sharing({"derivatives": {"allowed": ["fine_tuned"], "report": "impact_report"}})
    [form] = [each for each in found.agreement.schedules if each.id == "impact-report"]
    points = [plain(row[0]) for block in form.blocks if isinstance(block, Table) for row in block.rows]
    assert set(FILLED) < set(points)
    content = exported("impact", found).content.decode()
    assert all(f"| {point} | " in content for point in points)
    assert content.count("| … |") == len(points) - len(FILLED) + 1  # nobody has said where to complain
    assert exported("impact", found).notes[1].startswith("6 of 13 answers")


def test_the_licence_is_one_that_the_hub_knows_or_has_a_name() -> None:
    def licence(said: Change) -> dict[str, str]:
        models = [MODELS[1] | said]
        fields = yaml.safe_load(made("hf", {"models": models}).split("---\n")[1])
        return {name: value for name, value in fields.items() if name.startswith("license")}

    assert licence({"licence": {"name": "Apache 2.0"}}) == {"license": "apache-2.0"}
    assert licence({"licence": {"name": "Modified MIT", "url": "https://example.org/l"}}) == {
        "license": "other",
        "license_name": "modified-mit",
        "license_link": "https://example.org/l",
    }
    assert licence({})["license_name"] == "small-staged-release"
