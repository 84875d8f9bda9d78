"""What the files of a model repository say of it: sizes, checksums, how many parameters, how it is built."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelpact.cards.model_card import Stated
from modelpact.cards.safetensors import Weights
from modelpact.characters import hidden
from modelpact.diagnostics import UserError

_KINDS = (
    ("optimizer", re.compile(r"(^|/)(optimizer|scheduler)[^/]*\.(pt|bin|pth|safetensors)$")),
    (
        "weights",
        re.compile(r"\.(safetensors|bin|pt|pth|ckpt|h5|msgpack|onnx|gguf|data-[0-9]+-of-[0-9]+|index)$"),
    ),
    (
        "tokenizer",
        re.compile(
            r"(^|/)(tokenizer|vocab|merges|special_tokens|added_tokens|spiece|sentencepiece|encoder\.json)"
        ),
    ),
    ("config", re.compile(r"\.(json|ya?ml|toml)$")),
    ("code", re.compile(r"\.(py|jinja|sh)$")),
)
"""What a file holds, by its name; the first that fits."""
_NAMEABLE = re.compile(r"[A-Za-z0-9._][^\\:\r\n]{0,299}")
"""As the schema has it; a test compares."""
_LAYERS = ("num_hidden_layers", "n_layer", "num_layers", "n_layers")
_CONTEXTS = ("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length")
_MOST_NUMBER = 10**9
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of the repository."""

    path: str
    bytes: int
    sha256: str
    weights: Weights | None = None

    @property
    def can_be_named(self) -> bool:
        """Whether a spec can have a file of that name."""
        return _NAMEABLE.fullmatch(self.path) is not None and next(hidden(self.path), None) is None


@dataclass(frozen=True, slots=True)
class Repository:
    """The files of a repository, each read once."""

    name: str
    """The folder's, or in a cache of Hugging Face the model's own."""
    revision: str
    files: tuple[ModelFile, ...]
    config: Mapping[str, Any]

    @property
    def artifacts(self) -> list[dict[str, Any]]:
        """The files as a spec lists them; those that hold nothing of the model are left out."""
        listed = ((file, artifact_kind(file.path)) for file in self.files if file.can_be_named)
        return [
            {"path": file.path, "kind": kind, "bytes": file.bytes, "sha256": file.sha256}
            for file, kind in listed
            if kind
        ]

    @property
    def parameters(self) -> Stated | None:
        """The count over all safetensors files; none where they pack numbers or there are no such files."""
        counted = [file.weights for file in self.files if file.weights is not None]
        parameters, packed = sum(each.parameters for each in counted), sum(each.packed for each in counted)
        if not parameters or packed > parameters // 10:
            return None
        files = "1 file" if len(counted) == 1 else f"{len(counted)} files"
        return Stated(str(parameters), f"the headers of {files} of weights, buffers left out")

    @property
    def architecture(self) -> Stated | None:
        """How the model is built, in a few words."""
        named = self.config.get("architectures")
        name = named[0] if isinstance(named, list) and named else self.config.get("model_type")
        if not isinstance(name, str) or not name or len(name) > _LONGEST or not name.isprintable():
            return None
        layers = self._number(_LAYERS)
        return Stated(f"{name}, {layers} layers" if layers else name, "config.json")

    @property
    def context_length(self) -> Stated | None:
        """How much text the model takes into account."""
        length = self._number(_CONTEXTS)
        return Stated(str(length), "config.json") if length else None

    def _number(self, names: tuple[str, ...]) -> int | None:
        found = (self.config.get(name) for name in names)
        return next((each for each in found if type(each) is int and 0 < each < _MOST_NUMBER), None)


def artifact_kind(path: str) -> str:
    """What the schema calls a file of that name; empty for readers' files, such as a licence."""
    return next((kind for kind, pattern in _KINDS if pattern.search(path.casefold())), "")


def read_config(name: str, content: bytes) -> Mapping[str, Any]:
    """What ``config.json`` says. Raises UserError where it is no group of fields in JSON."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UserError(f"{name}: cannot be read as JSON") from None
    if not isinstance(data, dict):
        raise UserError(f"{name}: is not a group of fields in JSON")
    return data
