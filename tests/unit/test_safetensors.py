"""The header of a safetensors file: what it counts, and every way in which it may lie."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpact.cards.repository import Repository, artifact_kind, read_config
from modelpact.cards.safetensors import MOST_HEADER, Weights, count
from modelpact.diagnostics import UserError


def counted(content: bytes, size: int | None = None) -> Weights:
    return count(
        "model.safetensors", size or len(content), lambda offset, length: content[offset : offset + length]
    )


def file_of(header: Any, data: int = 0) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + b"\0" * data


def tensor(dtype: str, shape: list[Any], begin: int, end: int) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def test_parameters_are_counted_and_buffers_are_not() -> None:
    header = {
        "__metadata__": {"format": "pt"},
        "wte.weight": tensor("F32", [4, 2], 0, 32),
        "h.0.attn.bias": tensor("F32", [1, 1, 2, 2], 32, 48),
        "h.0.attn.c_attn.bias": tensor("F32", [3], 48, 60),
        "visual.attn.bias": tensor("F32", [3], 60, 72),
        "embeddings.position_ids": tensor("I64", [1, 2], 72, 88),
        "scalar": tensor("BF16", [], 88, 90),
        "empty": tensor("F16", [0, 5], 90, 90),
    }
    assert counted(file_of(header, 90)) == Weights(8 + 3 + 3 + 1, 0)


def test_numbers_that_pack_parameters_are_counted_apart() -> None:
    header = {"qweight": tensor("I32", [10], 0, 40), "scales": tensor("F16", [2], 40, 44)}
    assert counted(file_of(header, 44)) == Weights(2, 10)


ONE = {"a": tensor("F32", [2], 0, 8)}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "too short"),
        (b"\x08\0\0\0\0\0\0", "too short"),
        (b"\xff" * 8 + b"{}", "claims 18,446,744,073,709,551,615 bytes, and the file has 10"),
        ((1_000).to_bytes(8, "little") + b"{}", "claims 1,000 bytes"),
        (file_of(b"[]"), "cannot be read"),
        (file_of(b"{"), "cannot be read"),
        (file_of(b"\xff\xfe"), "cannot be read"),
        (file_of(b"[" * 100_000), "cannot be read"),
        (file_of(b'{"a": ' + b"9" * 10_000 + b"}"), "cannot be read"),
        (file_of(b'{"a": {}, "a": {}}'), "cannot be read"),
        (file_of({"a": 1}), 'contradicts itself at "a"'),
        (file_of({"a": {}}), "contradicts itself"),
        (file_of({"a": tensor("F99", [2], 0, 8)}, 8), "contradicts itself"),
        (file_of({"a": tensor("F32", [3], 0, 8)}, 8), "contradicts itself"),
        (file_of({"a": tensor("F32", [-2], 0, 8)}, 8), "contradicts itself"),
        (file_of({"a": tensor("F32", [2], 8, 0)}, 8), "contradicts itself"),
        (file_of({"a": tensor("F32", [2], 0, 8)}, 4), "contradicts itself"),
        (file_of({"a": tensor("F32", [True], 0, 4)}, 4), "contradicts itself"),
        (file_of({"a": tensor("F32", [2.0], 0, 8)}, 8), "contradicts itself"),
        (file_of({"a": tensor("F32", [1] * 17, 0, 4)}, 4), "contradicts itself"),
        (file_of({"a": tensor("F32", [2**62] * 16, 0, 4)}, 4), "contradicts itself"),
        (file_of({"a\x1b[2J": 1}), "contradicts itself"),
        (file_of(ONE, 9), "speaks of 8 bytes of numbers, and the file has 9"),
        (file_of({**ONE, "b": tensor("F32", [2], 0, 8)}, 8), "speaks of 16 bytes"),
    ],
)
def test_a_header_that_lies_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UserError, match=r"model\.safetensors: ") as raised:
        counted(content)
    assert words in str(raised.value)


def test_a_huge_header_is_not_read() -> None:
    content = (MOST_HEADER + 1).to_bytes(8, "little")
    with pytest.raises(UserError, match="at most 20,000,000 are read"):
        counted(content, size=10**12)


@given(st.binary(max_size=200))
def test_no_bytes_bring_the_program_down(content: bytes) -> None:
    for whole in (content, file_of(content)):
        with suppress(UserError):
            counted(whole)


def repository(**config: Any) -> Repository:
    return Repository("m", "", (), config)


@pytest.mark.parametrize(
    ("config", "architecture", "length"),
    [
        (
            {"architectures": ["GPT2LMHeadModel"], "n_layer": 12, "n_positions": 1024},
            "GPT2LMHeadModel, 12 layers",
            "1024",
        ),
        ({"model_type": "bert", "max_position_embeddings": 512}, "bert", "512"),
        ({"architectures": [], "n_layer": "many", "n_ctx": -1}, None, None),
        ({"architectures": [7], "n_layer": True}, None, None),
        ({"architectures": ["a\x1b[2J"]}, None, None),
        ({"model_type": {"a": 1}, "n_positions": 10**30}, None, None),
    ],
)
def test_a_configuration_says_how_a_model_is_built(
    config: dict[str, Any], architecture: str | None, length: str | None
) -> None:
    read = repository(**config)
    assert (read.architecture and read.architecture.value) == architecture
    assert (read.context_length and read.context_length.value) == length


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a": ' + b"9" * 10_000 + b"}"]
)
def test_a_configuration_that_is_none_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UserError, match=r"config\.json: "):
        read_config("config.json", content)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("model-00001-of-00002.safetensors", "weights"),
        ("pytorch_model.bin", "weights"),
        ("model.safetensors.index.json", "config"),
        ("models/1558M/model.ckpt.data-00000-of-00001", "weights"),
        ("optimizer.pt", "optimizer"),
        ("tokenizer.json", "tokenizer"),
        ("vocab.txt", "tokenizer"),
        ("config.json", "config"),
        ("modeling_x.py", "code"),
        ("README.md", ""),
        ("LICENSE", ""),
        ("samples.csv", ""),
    ],
)
def test_what_a_file_holds_by_its_name(path: str, kind: str) -> None:
    assert artifact_kind(path) == kind
