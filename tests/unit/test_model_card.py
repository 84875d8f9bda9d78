"""What a model card says, and where: front matter, text, and what is hostile in either."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpact.cards.card_text import read_text
from modelpact.cards.licences import licence, same
from modelpact.cards.model_card import Card, read_card
from modelpact.drafting.draft import Draft, begin
from modelpact.drafting.from_card import Found, laid

CARDS = Path(__file__).parent / "cards"


def card(text: str) -> Card:
    found, wrong = read_card("README.md", text.encode())
    assert found is not None, wrong
    return found


def draft_from(text: str, kind: str = "weights-transfer") -> Draft:
    read = card(text)
    draft = laid(begin(kind), Found(read, read_text(read)))
    assert not draft.errors()
    return draft


def test_every_fact_of_a_full_card_has_its_field_and_its_line() -> None:
    draft = draft_from((CARDS / "full.md").read_text(encoding="utf-8"))
    model = draft.data["models"][0]
    assert model["name"] == "Example-Tuned-124M"
    assert model["licence"] == {
        "name": "CC BY-NC 4.0",
        "url": "https://creativecommons.org/licenses/by-nc/4.0/",
        "commercial": False,
    }
    assert model["languages"] == ["English", "Norwegian", "Klingon"]
    assert model["base_model"] == "openai-community/gpt2"
    assert model["architecture"] == "decoder-only transformer"
    assert model["modality"] == ["text"]
    assert model["known_limits"] == [
        "It was tested in English only.",
        "It invents references.",
        "Check every reference that it gives.",
    ]
    assert draft.data["provenance"]["datasets"] == [
        {"name": "wikitext", "licence": "unknown"},
        {"name": "bookcorpus", "licence": "unknown"},
    ]
    assert draft.data["environment"] == {
        "co2e_kg": 149200,
        "method": "code carbon; fine-tuning; Quebec, Canada",
        "hardware": "8 V100 GPUs",
    }
    assert draft.data["funding"] == [{"source": "Example Foundation", "form": "TBC"}]
    origins = {".".join(map(str, path)): origin for path, origin in draft.origins.items()}
    assert origins == {
        "models.0.name": "README.md, line 12 (model-index)",
        "models.0.licence": "README.md, line 3 (license)",
        "models.0.languages": "README.md, line 5 (language)",
        "models.0.base_model": "README.md, line 9 (base_model)",
        "models.0.modality": "README.md, line 10 (pipeline_tag)",
        "models.0.architecture": "README.md, line 29 (Model type)",
        "models.0.known_limits": "README.md, line 35 (Bias, Risks, and Limitations)",
        "provenance": "README.md, line 8 (datasets)",
        "environment.co2e_kg": "README.md, line 18 (co2_eq_emissions)",
        "environment.method": "README.md, line 18 (co2_eq_emissions)",
        "environment.hardware": "README.md, line 18 (co2_eq_emissions)",
        "funding": "README.md, line 28 (Funded by [optional])",
    }


def test_the_facts_of_gpt_2_s_own_card() -> None:
    draft = draft_from((CARDS / "gpt-2.md").read_text(encoding="utf-8"))
    model = draft.data["models"][0]
    assert model["name"] == "GPT-2"
    assert model["parameters"] == "TBC"  # the card speaks of four sizes
    assert "licence" not in model  # GPT-2's is in a file of its own
    assert model["known_limits"] == [
        (
            "Uses that need the text to be true are not supported, because the model does not tell fact from "
            "fiction."
        ),
        (
            "The model repeats biases of its data, so whoever puts it before people should first study "
            "those that matter there. Probes for gender, race and religion differed little between 774M and "
            "1.5B."
        ),
        "How to test a model of this scale thoroughly is not yet known.",
        "OpenAI's own detector was right for about 95 % of the texts. No single way of detection is enough.",
    ]
    (data,) = draft.data["provenance"]["datasets"]
    assert data["name"] == "as the model card describes it"
    assert data["source"].startswith(
        "WebText, on which it was trained and tested, is the text behind 45 million"
    )
    assert "environment" not in draft.data


@pytest.mark.parametrize(
    ("grams", "environment"),
    [
        ("1234.5", {"co2e_kg": 1}),
        ("0.4", {"method": "0.4 g CO2 equivalent stated"}),
        ("1e6", {"co2e_kg": 1000}),
        ("12 g", None),
        (".inf", None),
        ("-5", None),
        ("1e99", None),
        ("[1, 2]", None),
    ],
)
def test_emissions_in_grams_become_whole_kilograms(grams: str, environment: object) -> None:
    assert draft_from(f"---\nco2_eq_emissions: {grams}\n---\n").data.get("environment") == environment


@pytest.mark.parametrize(
    ("said", "kilograms"),
    [
        ("2 kg", 2),
        ("about 1,500 kg CO2eq", 1500),
        ("25 tonnes", 25000),
        ("900 g", 1),
        ("300 g", None),
        ("much", None),
    ],
)
def test_emissions_in_words(said: str, kilograms: int | None) -> None:
    environment = draft_from(f"# M\n\n- **Carbon Emitted:** {said}\n").data.get("environment", {})
    assert environment.get("co2e_kg") == kilograms


@pytest.mark.parametrize(
    ("front", "place", "words"),
    [
        ("license: &a mit\nlanguage: *a", "README.md:2:10", "&a names this part"),
        ("license: !!python/object/apply:os.system [x]", "README.md:2:10", "instructions to the YAML reader"),
        ("license: mit\nlicense: apache-2.0", "README.md:3:1", '"license" is given twice'),
        ("license: [mit", "README.md:2:10", ""),
        ("license: mit\u202e", "README.md:2:13", "U+202E"),
        ("a: " + "[" * 100, "README.md:2:", "levels"),
        ("<<: {license: mit}", "README.md:2:1", "<< copies"),
        ("- license", "README.md:1:1", "not a set of fields"),
    ],
)
def test_hostile_front_matter_is_refused_with_its_place(front: str, place: str, words: str) -> None:
    found, wrong = read_card("README.md", f"---\n{front}\n---\n\n# M\n".encode())
    assert found is None
    assert str(wrong[0].span).startswith(place)
    assert words in wrong[0].message


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xfe# M",
        b"# M\n\xff",
        b"x" * 1_000_001,
        b"---\nlicense: m\xff\n---\n",
    ],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    found, wrong = read_card("README.md", content)
    assert found is None
    assert wrong[0].severity == "error"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# M",
        "---\n---\n",
        "---\nlicense: mit",
        "---\n# nothing\n---\n# M",
        "no heading",
        "\n\n---\nlicense: mit\n---\n",
    ],
)
def test_a_card_with_little_in_it_is_no_error(text: str) -> None:
    draft_from(text)


def test_pictures_in_a_card_hide_nothing() -> None:
    text = "---\nextra_gated_heading: \u26a0\ufe0f Read \U0001f469\u200d\U0001f4bb\nlicense: mit\n---\n"
    assert draft_from(text).data["models"][0]["licence"]["name"] == "MIT License"
    found, wrong = read_card("README.md", b"---\nlicense: m\xef\xb8\x8fit\n---\n")
    assert found is None
    assert "U+FE0F" in wrong[0].message


def test_values_of_the_wrong_shape_are_passed_over() -> None:
    draft = draft_from(
        "---\nlicense: {a: b}\nlanguage: [[en], {a: b}, 5]\ndatasets: true\nbase_model: 7\n---\n"
    )
    assert "licence" not in draft.data["models"][0]
    assert draft.data["models"][0]["languages"] == ["5"]


def test_hidden_characters_of_the_text_never_reach_the_spec() -> None:
    draft = draft_from("# M\u202eodel\n\n## Limitations\n\nIt \x1b[2Jfails\u200b often.\n")
    assert draft.data["models"][0]["name"] == "Model"
    assert draft.data["models"][0]["known_limits"] == ["It [2Jfails often."]


def test_what_has_no_room_is_left_out_and_said() -> None:
    draft = draft_from(f"---\ndatasets: [{', '.join(f'd{number}' for number in range(203))}]\n---\n")
    assert len(draft.data["provenance"]["datasets"]) == 200
    assert draft.left_out == ("3 more sets of data; a spec holds 200",)


def test_what_a_check_refuses_is_left_out_and_said() -> None:
    draft = draft_from(f"# M\n\n- **License:** {'x' * 299}\n- **Model type:** x\n\n# {'y' * 301}\n")
    assert draft.data["models"][0]["licence"]["name"] == "x" * 299
    assert draft_from("---\nlicense: other\nlicense_name: x\nlicense_link: http://x\n---\n").data["models"][
        0
    ]["licence"] == {"name": "x"}


@pytest.mark.parametrize(
    "shape", ["[" * 150_000, "*a " * 60_000, "> " * 90_000, "- " * 90_000, "`" * 199_000, "<a " * 60_000]
)
def test_hostile_markdown_is_read_no_further_than_a_card_is_long(shape: str) -> None:
    draft = draft_from(f"# M\n\n## Limitations\n\n{shape}\n")
    assert draft.left_out == ("README.md: only its first 80,000 characters were read",)


@given(st.text(max_size=300))
def test_no_card_brings_the_program_down(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n{text}", f"# {text}\n\n## Bias\n\n{text}\n"):
        found, wrong = read_card("README.md", whole.encode())
        if found is None:
            assert wrong
        else:
            assert not laid(begin("red-team"), Found(found, read_text(found))).errors()


@pytest.mark.parametrize(
    ("id_", "own", "name", "commercial"),
    [
        ("mit", "", "MIT License", True),
        ("CC-BY-NC-4.0", "", "CC BY-NC 4.0", False),
        ("other", "Example Research-Only Licence", "Example Research-Only Licence", False),
        ("other", "Example Licence", "Example Licence", None),
        ("house-licence", "", "house-licence", None),
        ("openrail", "", "OpenRAIL licence family", None),
    ],
)
def test_licences_by_their_ids(id_: str, own: str, name: str, commercial: bool | None) -> None:
    found = licence(id_, own)
    assert found is not None
    assert (found.name, found.commercial) == (name, commercial)


@pytest.mark.parametrize("id_", ["other", "unknown"])
def test_an_id_that_says_nothing_is_no_licence(id_: str) -> None:
    assert licence(id_) is None


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("Apache License, Version 2.0", "apache-2.0", True),
        ("CC BY-NC 4.0", "cc-by-nc-4.0", True),
        ("The MIT License", "mit", True),
        ("Modified MIT", "mit", False),
        ("CC BY 4.0", "cc-by-nc-4.0", False),
        ("GPL 2.0", "gpl-3.0", False),
    ],
)
def test_two_names_of_one_licence(first: str, second: str, is_same: bool) -> None:
    assert same(first, second) is is_same
