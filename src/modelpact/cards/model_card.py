"""A Hugging Face model card: what its front matter states, each with the line where it stands.

https://github.com/huggingface/hub-docs/blob/main/modelcard.md describes the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from modelpact.cards.licences import Licence, licence
from modelpact.diagnostics import Diagnostic, Path, Severity
from modelpact.load import MOST_BYTES, Source, load
from modelpact.yaml_reading import BREAK

_MARK = "---"
_SHORTEST, _LONGEST = 1, 300
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE][+]?[0-9]{1,2})?")
_PICTURE = re.compile("(?<=[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])[\ufe0f\u200d]+")
"""What makes a coloured picture of a sign, or one of several: cards abound in it, and it hides nothing."""
_NOTHING = frozenset({"", "none", "unknown", "n/a", "[more information needed]"})


class Stated(NamedTuple):
    """Something that a file states, and where."""

    value: str
    origin: str
    """``README.md, line 3 (license)``."""


class Emissions(NamedTuple):
    """What training gave off, in grams of CO2 equivalent, and how that is known."""

    grams: str
    details: Mapping[str, str]
    origin: str


@dataclass(frozen=True, slots=True)
class Card:
    """The front matter of a card; empty where it has none."""

    name: str
    """The file."""
    body: str = ""
    """The text after the front matter, with blank lines before it so that lines count as in the file."""
    title: Stated | None = None
    licence: Stated | None = None
    licence_name: Stated | None = None
    licence_link: Stated | None = None
    task: Stated | None = None
    languages: tuple[Stated, ...] = ()
    datasets: tuple[Stated, ...] = ()
    base_models: tuple[Stated, ...] = ()
    emissions: Emissions | None = None

    @property
    def terms(self) -> Licence | None:
        """The licence, where the card names one that is known or gives its name."""
        if self.licence is None:
            return None
        own = self.licence_name.value if self.licence_name else ""
        return licence(self.licence.value, own)


CardRead = tuple[Card | None, tuple[Diagnostic, ...]]


def read_card(name: str, content: bytes) -> CardRead:
    """The card, and what is wrong with it; none where its front matter can't be trusted."""
    if len(content) > MOST_BYTES or b"\x00" in content[:MOST_BYTES]:
        return None, load(name, content)[1]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, load(name, content)[1]
    lines = BREAK.split(text)
    end = _end_of_front(lines)
    if end is None:
        return Card(name, text), ()
    front = "\n" + _PICTURE.sub("", "\n".join(lines[1:end]))
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    source, found = load(name, front.encode(), "license: mit")
    if source is None and [each.rule for each in found] == ["empty-file"]:
        return Card(name, body), ()
    wrong = tuple(each for each in found if each.severity is Severity.ERROR)
    if source is None or wrong:
        return None, wrong or found
    return _card(source, body), ()


def _end_of_front(lines: list[str]) -> int | None:
    """The line that ends the front matter; None where there is none."""
    if lines[0].rstrip() != _MARK:
        return None
    return next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _MARK), None)


def _card(source: Source, body: str) -> Card:
    return Card(
        name=source.name,
        body=body,
        title=_single(source, ("model_name",)) or _single(source, ("model-index", 0, "name")),
        licence=_single(source, ("license",)) or _single(source, ("license", 0)),
        licence_name=_single(source, ("license_name",)),
        licence_link=_single(source, ("license_link",)),
        task=_single(source, ("pipeline_tag",)),
        languages=_several(source, "language"),
        datasets=_several(source, "datasets"),
        base_models=_several(source, "base_model"),
        emissions=_emissions(source),
    )


def _at(source: Source, path: Path) -> Any:
    from modelpact.spec import value_at

    return value_at(source.data, path)


def _single(source: Source, path: Path) -> Stated | None:
    value = _at(source, path)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or value.strip().casefold() in _NOTHING or len(value) > _LONGEST:
        return None
    return Stated(" ".join(value.split()), _origin(source, path))


def _several(source: Source, name: str) -> tuple[Stated, ...]:
    value = _at(source, (name,))
    paths: Iterator[Path] = (
        ((name, index) for index in range(len(value))) if isinstance(value, list) else iter([(name,)])
    )
    stated = (_single(source, path) for path in paths)
    return tuple({each.value: each for each in stated if each is not None}.values())


def _emissions(source: Source) -> Emissions | None:
    path: Path = ("co2_eq_emissions",)
    value = _at(source, path)
    details: dict[str, str] = {}
    if isinstance(value, dict):
        path = (*path, "emissions")
        names = ("source", "training_type", "geographical_location", "hardware_used")
        stated = {name: _single(source, (path[0], name)) for name in names}
        details = {name: each.value for name, each in stated.items() if each is not None}
    grams = _single(source, path)
    if grams is None or not _NUMBER.fullmatch(grams.value):
        return None
    return Emissions(grams.value, details, grams.origin)


def _origin(source: Source, path: Path) -> str:
    from pathlib import PurePath

    line = source.value_span(path).start.line
    return f"{PurePath(source.name).name}, line {line} ({path[0]})"
