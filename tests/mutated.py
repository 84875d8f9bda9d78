"""Specs changed at random: their bytes, their lines, their values, or with fields of other specs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from modelpact.load import load
from mutants import FILES, VALUES, mutant
from specs import SCHEMA, random_spec
from support import ROOT
from unit.hostile import FRAGMENTS

_STARTS: list[Path] = sorted((*FILES, *ROOT.glob("tests/hostile/**/*.agreement.yaml")))
_NAMES: list[str] = sorted(set(re.findall(r'"([a-z_]+)": \{', json.dumps(SCHEMA))))
_PIECES = (
    *(
        "a:",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n- ",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ", ",
        "|\n  ",
        ">-\n ",
        "#",
        "? ",
    ),
    *(
        "&x ",
        "*x",
        "!t ",
        "!!int ",
        "---\n",
        "...\n",
        "\t",
        "<<: ",
        "~",
        "\r\n",
        "\r",
        "%YAML 1.1\n",
        "@",
        "`",
    ),
    *("\u202e", "\u2028", "\ufeff", "\\x1b", "\\ud800", "\x00", "\x1b[31m", "\x85", "\u200d", "\U0010ffff"),
    *("TBC", "unknown", "none", "withheld", "true", "null", "0", "-1", "9" * 30, "9999-12-31", "0001-01-01"),
    *(
        "{{ 7*7 }}",
        "{% raw %}",
        "[[publication]]",
        "[[",
        "{#x}",
        "$schema",
        "x-own",
        "../",
        "%s",
        "%n",
        "a" * 400,
    ),
)
_TEXTS: tuple[str, ...] = (*_PIECES, *FRAGMENTS)


def mutated(seed: str) -> bytes:
    """The spec of this seed: an existing or a random one, with one to four changes."""
    random = Random(seed)
    if random.random() < 0.5:
        text = _written(random, _changed_data(random))
    else:
        text = random.choice(_STARTS).read_bytes().decode("utf-8", errors="surrogateescape")
    for _ in range(random.choice((0, 1, 1, 2, 3)) if random.random() < 0.6 else 0):
        text = random.choice(_CHANGES)(random, text)
    return _changed_bytes(random, text.encode("utf-8", errors="surrogatepass"))


@cache
def _known() -> list[dict[str, Any]]:
    """What the files say that the reader can read."""
    sources = (load(path.name, path.read_bytes())[0] for path in _STARTS)
    return [source.data for source in sources if source]


def _changed_data(random: Random) -> dict[str, Any]:
    if random.random() < 0.5:
        data = random_spec(random.randrange(1_000_000), letter=random.random() < 0.2)
    else:
        data = random.choice(_known())
    if random.random() < 0.5:
        data = {**data, **_grafts(random)}
    return mutant(random, data, _NAMES) if random.random() < 0.6 else data


def _grafts(random: Random) -> dict[str, Any]:
    """One to four fields of another spec: each right by itself."""
    other = random_spec(random.randrange(1_000_000)) if random.random() < 0.7 else random.choice(_known())
    return {name: other[name] for name in random.sample(sorted(other), min(len(other), random.randint(1, 4)))}


def _written(random: Random, data: dict[str, Any]) -> str:
    if random.random() < 0.5:
        return json.dumps(data, ensure_ascii=random.random() < 0.5, indent=random.choice((None, 1)))
    text: str = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return text


# --- changes of the text


def _delete_stretch(random: Random, text: str) -> str:
    start = random.randint(0, len(text))
    return text[:start] + text[start + random.randint(1, 40) :]


def _insert_piece(random: Random, text: str) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(_TEXTS) + text[at:]


def _repeat_stretch(random: Random, text: str) -> str:
    start = random.randint(0, len(text))
    return text[:start] + text[start : start + random.randint(1, 200)] * random.randint(2, 30) + text[start:]


def _replace_value(random: Random, text: str) -> str:
    """One value after a colon becomes another text, quoted or not."""
    places = list(re.finditer(r"(?<=: )[^\n,{}\[\]]+", text))
    if not places:
        return text
    place = random.choice(places)
    value: object = random.choice((*_TEXTS, *VALUES))
    written = json.dumps(value) if random.random() < 0.7 else str(value)
    return text[: place.start()] + written + text[place.end() :]


def _rename_field(random: Random, text: str) -> str:
    places = list(re.finditer(r"[a-z_]+(?=:)", text))
    if not places:
        return text
    place = random.choice(places)
    return text[: place.start()] + random.choice(_NAMES) + text[place.end() :]


def _change_lines(random: Random, text: str) -> str:
    """A line goes, comes twice, moves, or is indented otherwise."""
    lines = text.split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = " " * random.randint(1, 4) + lines[at]
        case _:
            lines[at] = lines[at].removeprefix("  ")
    return "\n".join(lines)


def _cut_off(random: Random, text: str) -> str:
    return text[: random.randint(0, len(text))]


def _splice(random: Random, text: str) -> str:
    """Ends as another file does."""
    other: str = random.choice(_STARTS).read_bytes().decode("utf-8", errors="replace")
    return text[: random.randint(0, len(text))] + other[random.randint(0, len(other)) :]


_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    *(_replace_value, _replace_value, _replace_value, _rename_field, _change_lines, _change_lines),
    *(_insert_piece, _insert_piece, _delete_stretch, _repeat_stretch, _cut_off, _splice),
)


def _changed_bytes(random: Random, content: bytes) -> bytes:
    """In one of twenty a byte is another, or the whole is encoded otherwise."""
    if random.random() >= 0.05 or not content:
        return content
    if random.random() < 0.1:
        return content.decode("utf-8", errors="replace").encode(
            random.choice(("utf-16", "utf-32", "utf-8-sig"))
        )
    at = random.randrange(len(content))
    return content[:at] + bytes([random.randrange(256)]) + content[at + 1 :]
