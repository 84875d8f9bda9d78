"""How plain the form's language is: sentence lengths, passives, words that lawyers overuse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import mean, quantiles

from house.test_form import FORBIDDEN
from modelpact.agreement import Agreement, Emphasis, Line, Link, Reference, Strong, Table, Text

_IRREGULAR = (
    "begun|born|borne|bought|bound|broken|brought|built|chosen|cut|done|drawn|driven|fallen|felt|found|"
    "given|got|heard|held|hidden|kept|known|laid|led|left|lent|let|lost|made|meant|met|paid|put|read|run|"
    "said|seen|sent|set|shown|shut|sold|spent|split|spoken|stolen|sworn|taken|taught|thought|told|torn|"
    "understood|won|written"
)
PASSIVE = re.compile(
    rf"\b(?:am|is|are|was|were|be|been|being)\b(?: (?:not|also|only|never|always|\w+ly))*"
    rf" (?:\w+ed|\w*(?:{_IRREGULAR}))\b"
)
"""A form of *be* and what looks like a past participle; "is limited" counts although it may describe."""

_ENDS = (".", ";", ":", "?", ".”", "; and", "; or")
_BETWEEN = re.compile(r"(?<=[.?!”]) (?=[A-Z“])")  # a definition is one line, however many sentences it has


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted."""

    sentences: int
    mean: float
    ninetieth: float
    longest: int
    over_forty: tuple[str, ...]
    passive: float
    """Share of sentences with a passive, from 0 to 1."""
    forbidden: tuple[str, ...]


def sentences(tree: Agreement) -> frozenset[str]:
    """The distinct sentences of its clauses as the form writes them; a value of the spec counts as one word.

    A line is a sentence, and so are the lead-in and each item of a list. Tables and the spec's own words do
    not count.
    """
    found = (sentence for line in _lines(tree) for sentence in _BETWEEN.split(wording(line)))
    return frozenset(sentence for sentence in found if sentence.endswith(_ENDS) and " " in sentence)


def figures(sentences: Iterable[str]) -> Figures:
    """Over distinct sentences."""
    kept = sorted(sentences)
    lengths = [len(sentence.split()) for sentence in kept]
    return Figures(
        sentences=len(kept),
        mean=mean(lengths),
        ninetieth=quantiles(lengths, n=10)[-1],
        longest=max(lengths),
        over_forty=tuple(sentence for sentence in kept if len(sentence.split()) > 40),
        passive=sum(bool(PASSIVE.search(sentence)) for sentence in kept) / len(kept),
        forbidden=tuple(sentence for sentence in kept if FORBIDDEN.search(sentence)),
    )


def wording(line: Line) -> str:
    """The line with ``x`` for each value of the spec and ``0`` for each number: variants fall together."""
    parts = []
    for inline in line:
        match inline:
            case Strong(children=children) | Emphasis(children=children):
                parts.append(wording(children))
            case Text(source=None, text=text) | Reference(text=text):
                parts.append(re.sub(r"[0-9.]*[0-9](?:\([a-z]+\))*", "0", text))
            case Text() | Link():
                parts.append("x")
            case _:
                parts.append(inline.text)
    return "".join(parts).strip()


def _lines(tree: Agreement) -> Iterator[Line]:
    for clause in tree.clauses():
        if not clause.override:
            for block in clause.blocks:
                yield from () if isinstance(block, Table) else block.lines
