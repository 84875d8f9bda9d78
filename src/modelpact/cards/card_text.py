"""What the text of a model card says under the headings that cards have: limits, data, funding, hardware."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from modelpact import characters
from modelpact.cards.model_card import Card, Stated

_MOST_BODY = 80_000
"""Characters of a card that are read: twice what long published cards have, and no text takes long."""
_LONGEST = 300
_MOST_LIMITS = 12

_LIMITS = re.compile(r"(?i)\b(limit|bias|risk|out[- ]of[- ]scope|caveat)")
_DATA = re.compile(r"(?i)^(training data(sets?)?|datasets?|training datasets?|pre-?training data)$")
_NOT_TRAINING = re.compile(r"(?i)\b(evaluat|test|valid|how to|usage)")
_CARD_WORDS = re.compile(r"(?i)^model card (?:for|of|:)?\s*|\s*[:-]?\s*model card$")
_UNFILLED = re.compile(
    r"(?i)\[?more information needed\]?|^todo\b|^tbd$|^n/?a$|^none\.?$|^model id$|make recommendations"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_OPTIONAL = re.compile(r"\s*\[optional\]\s*", re.IGNORECASE)

_FIELDS = {
    "funded by": "funding",
    "model type": "architecture",
    "license": "licence",
    "language(s) (nlp)": "languages",
    "language(s)": "languages",
    "languages": "languages",
    "finetuned from model": "base_model",
    "hardware type": "hardware",
    "hours used": "hours",
    "carbon emitted": "carbon",
    "training data": "data",
    "parameters": "parameters",
    "number of parameters": "parameters",
}
"""Lines such as ``- **Funded by:** ...`` of the usual template, and what they are here."""


class Section(NamedTuple):
    """A heading, the headings above it, and the passages under it, each with its line."""

    title: str
    line: int
    above: tuple[str, ...]
    passages: tuple[tuple[str, int], ...]


class Text(NamedTuple):
    """What the text of a card says."""

    title: Stated | None
    fields: dict[str, Stated]
    limits: tuple[Stated, ...]
    data: Stated | None
    left_out: tuple[str, ...]
    """What was seen and not taken, in a sentence each."""


def read_text(card: Card) -> Text:
    """The statements of a card's text."""
    file = PurePath(card.name).name
    cut = len(card.body) > _MOST_BODY
    sections = tuple(_sections(card.body[:_MOST_BODY]))
    limits = tuple(_limits(sections, file))
    left_out = [f"{file}: only its first {_MOST_BODY:,} characters were read"] if cut else []
    if len(limits) > _MOST_LIMITS:
        left_out.append(
            f"{file}: {len(limits) - _MOST_LIMITS} more passages on limits, "
            f"from line {_line(limits[_MOST_LIMITS])}"
        )
    return Text(
        _title(sections, file),
        _fields(sections, file),
        limits[:_MOST_LIMITS],
        _data(sections, file),
        tuple(left_out),
    )


def _line(stated: Stated) -> str:
    return stated.origin.partition("line ")[2].partition(" ")[0]


def _title(sections: tuple[Section, ...], file: str) -> Stated | None:
    first = next((each for each in sections if each.title and not each.above), None)
    if first is None:
        return None
    name = _CARD_WORDS.sub("", first.title).strip()
    usable = name and len(name) <= _LONGEST and not _UNFILLED.search(name)
    return Stated(name, f"{file}, line {first.line} (title)") if usable else None


def _fields(sections: tuple[Section, ...], file: str) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for section in sections:
        for passage, line in section.passages:
            label, colon, value = passage.partition(":")
            name = _FIELDS.get(_OPTIONAL.sub("", label).strip().casefold())
            said = value.strip()
            if name and colon and said and not _UNFILLED.search(said) and len(said) <= _LONGEST:
                found.setdefault(name, Stated(said, f"{file}, line {line} ({label.strip()})"))
    return found


def _limits(sections: tuple[Section, ...], file: str) -> Iterator[Stated]:
    seen = set()
    for section in sections:
        about = [title for title in (section.title, *section.above) if _LIMITS.search(title)]
        if not about or _NOT_TRAINING.search(section.title):
            continue
        for passage, line in section.passages:
            said = _shortened(passage)
            if said and said not in seen and not _UNFILLED.search(said):
                seen.add(said)
                yield Stated(said, f"{file}, line {line} ({section.title})")


def _data(sections: tuple[Section, ...], file: str) -> Stated | None:
    """What is said under a heading on training data; the first passage that is whole."""
    for section in sections:
        if _DATA.match(_OPTIONAL.sub("", section.title)):
            for passage, line in section.passages:
                said = _shortened(passage)
                if said and not _UNFILLED.search(said):
                    return Stated(said, f"{file}, line {line} ({section.title})")
    return None


def _shortened(passage: str) -> str:
    """As many whole sentences as a field holds; empty where not even one fits."""
    kept = ""
    for sentence in _SENTENCE_END.split(passage):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > _LONGEST:
            break
        kept = longer
    return kept


def _sections(body: str) -> Iterator[Section]:
    from markdown_it import MarkdownIt  # 40 ms, for cards only

    tokens = MarkdownIt("commonmark", {"maxNesting": 20}).parse(body)
    above: list[tuple[int, str]] = []
    title, line, passages = "", 1, list[tuple[str, int]]()
    level = 0
    for index, token in enumerate(tokens):
        if token.type != "inline" or token.map is None:
            continue
        text = _plain(token.children or [])
        before = tokens[index - 1]
        if before.type == "heading_open":
            yield Section(title, line, tuple(name for _, name in above), tuple(passages))
            deeper = int(before.tag[1:])
            if title and deeper > level:
                above.append((level, title))
            above = [(depth, name) for depth, name in above if depth < deeper]
            title, line, passages, level = text.rstrip(" .:"), token.map[0] + 1, [], deeper
        elif text:
            passages += _lines(text, token.map[0] + 1)
    yield Section(title, line, tuple(name for _, name in above), tuple(passages))


def _lines(text: str, line: int) -> Iterator[tuple[str, int]]:
    """A paragraph as one passage, or its lines where each is a field of its own."""
    parts = text.split("\n")
    if len(parts) > 1 and all(part.partition(":")[0].casefold().strip() in _FIELDS for part in parts):
        yield from ((part, line + number) for number, part in enumerate(parts))
    else:
        yield " ".join(" ".join(parts).split()), line


def _plain(children: list) -> str:  # type: ignore[type-arg]
    """The words of a passage, without what hides in them."""
    words = "".join(
        "\n" if child.type in ("softbreak", "hardbreak") else child.content
        for child in children
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    )
    hidden = set(characters.hidden(words))
    return "".join(char for index, char in enumerate(words) if index not in hidden).strip()
