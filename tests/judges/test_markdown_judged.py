"""Independent parsers find the same agreement in our Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from judges.engines import COMMANDS, WITHOUT_TABLES, read
from judges.outline import Outline, folded, straight
from modelpact.agreement import (
    Agreement,
    Block,
    Clause,
    Definition,
    Emphasis,
    Line,
    Link,
    Paragraph,
    Part,
    Reference,
    Strong,
    Table,
    Text,
)
from modelpact.renderers.markdown import render
from unit.hostile import FRAGMENTS, shown, values
from unit.sample import agreement

pytestmark = pytest.mark.judge

TARGET = "https://example.org/x"


@cache
def hostile_texts() -> tuple[str, ...]:
    """The same texts in every run, known marks first."""
    found = [text for text in FRAGMENTS if text.strip()]

    @settings(
        max_examples=600,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(values)
    def draw(value: str) -> None:
        found.append(value)

    draw()
    return tuple(found)


def clause(number: int, value: str) -> Clause:
    """A clause that holds the text in every kind of place."""
    cell: Line = (Text(value),)
    styled: Line = (Text("a"), Strong(cell), *cell, Emphasis(cell), Text("b"))
    blocks: tuple[Block, ...] = (
        Paragraph((cell, cell, (Text("x "), *cell, Text(" y")))),
        Paragraph((cell,), 1, f"{number}.1"),
        Paragraph((cell,), 2, "(a)", "", f"anchor.{number}"),
        Paragraph((styled, (Strong((*cell, Emphasis(cell))),)), 3, "(i)"),
        Definition(value, f"term-{number}", ((Strong(cell), Text(" means "), *cell),)),
        Table((cell, (Text("B"),)), ((cell, cell), ((Link(TARGET, value),), (Text("z"),)))),
        Paragraph(((*cell, Reference(f"anchor.{number}", f"clause {number}"), *cell),)),
    )
    return Clause(f"id-{number}", number, value, blocks, "right", (), (), False, ())


def batch(texts: Sequence[str]) -> Agreement:
    """One agreement with a clause for each text."""
    clauses = tuple(clause(number, text) for number, text in enumerate(texts, 1))
    return replace(agreement(), parts=(Part("A", "Hostile", clauses),), schedules=(), annexes=())


def expected(number: int, value: str) -> list[tuple[str, str]]:
    """What a reader must find of that clause, tables left out."""
    text = shown(value)
    styled = f"a{text}{text}{text}b"
    return [
        ("h3", f"{number}. {text}"),
        ("p", f"{text} {text} x {text} y"),
        ("p", f"{number}.1 {text}"),
        ("p", f"(a) {text}"),
        ("p", f"(i) {styled} {text}{text}"),
        ("p", f"{text} means {text}"),
        ("p", f"{text}clause {number}{text}"),
    ]


def cells(value: str) -> list[tuple[str, ...]]:
    """Likewise, the rows of its table."""
    text = shown(value)
    return [(text, "B"), (text, text), (text, "z")]


def compared(found: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Texts without what is a matter of taste: apostrophes, spaces."""
    return [tuple(folded(straight(text)).replace(" ", "") for text in texts) for texts in found]


def clauses_found(page: Outline) -> list[tuple[str, ...]]:
    blocks = page.without_tables().blocks
    start = next(at for at, (tag, _) in enumerate(blocks) if tag == "h3")
    end = next(at for at, (_, text) in enumerate(blocks) if text == "Signatures")
    return compared(blocks[start:end])


def targets(page: Outline) -> list[str]:
    """Where links lead, without the e-mail addresses that GitHub links however they are written."""
    return [target for target, _ in page.links if not target.startswith("mailto:")]


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return render(batch(hostile_texts()))


@pytest.mark.parametrize("engine", COMMANDS)
def test_hostile_texts_appear_as_themselves(engine: str, hostile: bytes) -> None:
    page = read(engine, hostile)
    wanted = [block for number, text in enumerate(hostile_texts(), 1) for block in expected(number, text)]
    assert clauses_found(page) == compared(wanted)


@pytest.mark.parametrize("engine", sorted(set(COMMANDS) - set(WITHOUT_TABLES)))
def test_hostile_cells_appear_as_themselves(engine: str, hostile: bytes) -> None:
    rows = [row for row in read(engine, hostile).rows if row[-1:] != ("",) and len(row) == 2]
    wanted = [row for text in hostile_texts() for row in cells(text)]
    assert compared(rows)[-len(wanted) :] == compared(wanted)


@pytest.mark.parametrize("engine", COMMANDS)
def test_hostile_texts_make_no_marks_of_their_own(engine: str, hostile: bytes) -> None:
    benign = read(engine, render(batch(("Xyzzy",) * len(hostile_texts()))))
    page = read(engine, hostile)
    assert page.marks == benign.marks
    assert page.anchors == benign.anchors
    assert targets(page) == targets(benign)


@pytest.mark.parametrize("engine", COMMANDS)
@pytest.mark.parametrize("mail", ["ada@x.org", "a.b-c+d@lab-1.example.org", "address@x.org", "o'k@x.org"])
def test_every_engine_finds_an_email_address(engine: str, mail: str) -> None:
    linked = Paragraph(((Link(f"mailto:{mail}", mail), Text(" and "), Link(f"mailto:{mail}", mail)),))
    clause_ = Clause("id", 1, "Contacts", (linked,), "right", (), (), False, ())
    page = read(engine, render(replace(agreement(), parts=(Part("A", "P", (clause_,)),), schedules=())))
    found = [(unquote(target), text) for target, text in page.links if target.startswith("mailto:")]
    assert found[-2:] == [(f"mailto:{mail}", mail)] * 2


@pytest.mark.parametrize("engine", COMMANDS)
def test_every_engine_finds_the_same_sample(engine: str) -> None:
    same_as_the_first(engine, render(agreement()))


def same_as_the_first(engine: str, markdown: bytes) -> None:
    """Compare an engine with GitHub's, tables where it knows them."""
    first, page = read("cmark-gfm", markdown), read(engine, markdown)
    if engine in WITHOUT_TABLES:
        first, page = first.without_tables(), page.without_tables()
    assert compared(page.blocks) == compared(first.blocks)
    assert page.rows == first.rows
    assert page.links == first.links
    assert page.anchors == first.anchors


def test_the_seal_is_invisible() -> None:
    for engine in COMMANDS:
        assert "spec" not in read(engine, render(agreement())).blocks[-1][1]
