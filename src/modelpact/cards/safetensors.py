"""How many parameters a safetensors file holds, from its header alone; a header that lies is refused.

A file is eight bytes with the header's length, little-endian; the header, JSON; then the numbers themselves,
which the header's offsets must cover without a gap (https://github.com/huggingface/safetensors, Format).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from modelpact.characters import quoted
from modelpact.diagnostics import UserError

PREFIX = 8
MOST_HEADER = 20_000_000
"""Bytes; the format itself allows a hundred million, and the largest published model has a few."""

_MOST_DIMENSIONS = 16
_BITS = {
    "F64": 64,
    "F32": 32,
    "F16": 16,
    "BF16": 16,
    "F8_E4M3": 8,
    "F8_E5M2": 8,
    "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
    "F4": 4,
    "C64": 64,
    "I64": 64,
    "I32": 32,
    "I16": 16,
    "I8": 8,
    "U64": 64,
    "U32": 32,
    "U16": 16,
    "U8": 8,
    "BOOL": 8,
}
# Files made before the format had buffers apart hold these beside the parameters: GPT-2's causal masks, the
# positions of BERT, the frequencies of rotary embeddings.
_BUFFER = re.compile(r"(^|\.)(attn\.(masked_)?bias|position_ids|inv_freq|attention\.(masked_)?bias)$")


class Weights(NamedTuple):
    """What a file of weights holds."""

    parameters: int
    """Numbers with a fraction, buffers left out."""
    packed: int
    """Whole numbers, in which quantised files pack several parameters each."""


ReadAt = Callable[[int, int], bytes]
"""Reads so many bytes at an offset; fewer where the file ends."""


def count(name: str, size: int, read: ReadAt) -> Weights:
    """What a file of that size holds. Raises UserError where it is no safetensors file, or lies."""
    start = read(0, PREFIX)
    length = int.from_bytes(start, "little")
    if len(start) < PREFIX or size < PREFIX:
        raise UserError(f"{name}: is too short for a safetensors file")
    if length > size - PREFIX:
        raise UserError(f"{name}: its header claims {length:,} bytes, and the file has {size:,}")
    if length > MOST_HEADER:
        raise UserError(f"{name}: its header claims {length:,} bytes; at most {MOST_HEADER:,} are read")
    return _counted(name, _parsed(name, read(PREFIX, length)), size - PREFIX - length)


def _parsed(name: str, header: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(header.decode(), object_pairs_hook=_without_doubles)
    except (
        ValueError,
        RecursionError,
    ):  # a JSON error is a ValueError, and so is a number beyond all measure
        raise UserError(f"{name}: its header cannot be read as that of a safetensors file") from None
    if not isinstance(data, dict):
        raise UserError(f"{name}: its header cannot be read as that of a safetensors file")
    return data


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a name stands twice")
    return data


def _counted(name: str, header: Mapping[str, Any], room: int) -> Weights:
    parameters = packed = covered = 0
    for tensor, about in header.items():
        if tensor == "__metadata__":
            continue
        numbers, size = _tensor(name, tensor, about, room)
        covered += size
        if _is_buffer(tensor, about["shape"]):
            continue
        is_whole = about["dtype"][0] in "IUB" and about["dtype"] != "BF16"
        packed, parameters = (packed + numbers, parameters) if is_whole else (packed, parameters + numbers)
    if covered != room:
        raise UserError(
            f"{name}: its header speaks of {covered:,} bytes of numbers, and the file has {room:,}"
        )
    return Weights(parameters, packed)


def _tensor(name: str, tensor: str, about: Any, room: int) -> tuple[int, int]:
    """How many numbers one tensor has, and in how many bytes."""
    wrong = UserError(f"{name}: its header contradicts itself at {quoted(tensor)}")
    if not isinstance(about, dict) or not isinstance(about.get("dtype"), str):
        raise wrong
    shape, offsets = _sizes(about.get("shape")), _sizes(about.get("data_offsets"))
    bits = _BITS.get(about["dtype"])
    if bits is None or shape is None or offsets is None or len(offsets) != 2:  # noqa: PLR2004
        raise wrong
    begin, end = offsets
    numbers = math.prod(shape)
    if not begin <= end <= room or (end - begin) * 8 != numbers * bits:
        raise wrong
    return numbers, end - begin


def _sizes(values: Any) -> list[int] | None:
    """The numbers of a short list of sizes; None for anything else."""
    if not isinstance(values, list) or len(values) > _MOST_DIMENSIONS:
        return None
    return values if all(type(value) is int and 0 <= value < 1 << 63 for value in values) else None


def _is_buffer(tensor: str, shape: list[int]) -> bool:
    """Whether it is no parameter; a true bias of attention has one dimension, a mask has four or none."""
    return bool(_BUFFER.search(tensor)) and not ("bias" in tensor and len(shape) == 1)
