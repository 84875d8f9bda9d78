"""Markdown: what every text looks like, and that no text changes anything else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from modelpact.agreement import Emphasis, Line, Link, Reference, Strong, Term, Text
from modelpact.renderers import FORMATS
from modelpact.renderers.markdown import render
from modelpact.renderers.markdown_text import literal, written
from unit.hostile import FRAGMENTS, shown, values
from unit.sample import agreement

PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")
PLACEHOLDER = "Xyzzy"

ORDINARY = (
    "GPT-2 has 774M or 1,558,000,000 parameters (e.g. the weights), which don't leave the University's site.",
    "AT&T and gpt_2_xl: a > b, 10-20% at 12:30:45; partners' rights!",
    "write to legal.team@lab-1.example or a+b@x.org",
    "release-stages.md, C# code, OpenAI, Inc. (OpenAI); SL2/SL3 & 100% of it",
)

READABLE = (
    ("(a) one", r"\(a) one"),
    ("1. one", r"1\. one"),
    ("34.1 one", "34.1 one"),
    ("- one", r"\- one"),
    ("# one", r"\# one"),
    ("Table: one", r"Table\: one"),
    ("a | b", r"a \| b"),
    ("*a*", r"\*a\*"),
    ("a -- b...", r"a \-- b\..."),
    ("https://x.org", r"https\://x.org"),
    ("@smith", r"\@smith"),
    ("two\n\n lines ", "two lines "),
    ("a\x00b", "a\ufffdb"),
)

STYLED: tuple[tuple[Line, str], ...] = (
    ((Text("a "), Strong((Text(" b "),)), Text("c")), "a  **b** c"),
    ((Strong((Text("a"),)), Text(""), Strong((Text("b"),))), "**ab**"),
    ((Strong((Strong((Text("a"),)), Emphasis((Text("b"),)))),), "**&#97;_b_**"),
    ((Text("pre"), Emphasis((Text("x"),)), Text(", y")), "pr&#101;_x_, y"),
    ((Text("https:"), Text("//x.org")), r"https\://x.org"),
    (
        (Text("See! "), Term("term-model", "Model"), Text("s!"), Reference("a.b", "clause 2")),
        r"See! Models\![clause 2](#a.b)",
    ),
    ((Link("https://x.org/a", "https://x.org/a"),), "<https://x.org/a>"),
    ((Link("mailto:a.b+c@lab-1.example", "a.b+c@lab-1.example"),), "<a.b+c@lab-1.example>"),
    ((Link("mailto:o'k@x.org", "o'k@x.org"),), "[o'k@x.org](mailto:o%27k@x.org)"),
    ((Link("https://x.org/a(b)&copy;|", "x]"),), r"[x\]](https://x.org/a%28b%29&copy%3B%7C)"),
    ((Strong((Text(" "),)),), ""),
    ((Strong((Text("x"),)), Text("a_b's_c"), Strong((Text("x"),))), r"**x**&#97;\_b's\_&#99;**x**"),
    ((Strong((Text("x"),)), Text("a"), Emphasis((Text("x"),))), "**x**&#97;_x_"),
)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_have_no_backslashes(text: str) -> None:
    assert literal(text, starts_line=True) == text


@pytest.mark.parametrize(("text", "expected"), READABLE)
def test_marks_are_made_literal(text: str, expected: str) -> None:
    assert literal(text, starts_line=True) == expected


@pytest.mark.parametrize(("line", "expected"), STYLED)
def test_styles_and_links_keep_to_themselves(line: Line, expected: str) -> None:
    assert written(line, starts_line=True) == expected


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def structure(markdown: str) -> list[tuple[str, str, str]]:
    """Everything but texts: blocks, headings with their level, tables, links with their target, anchors."""
    kept = (token for token in flat(PARSER.parse(markdown)) if token.type not in ("text", "inline"))
    return [
        (token.type, token.tag, str(token.attrs or (token.content if token.type == "html_inline" else "")))
        for token in kept
    ]


def texts(markdown: str) -> list[str]:
    """What each block says."""
    blocks = (token.children or [] for token in PARSER.parse(markdown) if token.type == "inline")
    return ["".join(map(_text, children)) for children in blocks]


def _text(token: Token) -> str:
    return token.content if token.type == "text" else " " if token.type == "softbreak" else ""


def rendered(value: str) -> str:
    return render(agreement(value, title=value)).decode()


BENIGN = rendered(PLACEHOLDER)
STRUCTURE = structure(BENIGN)
TEXTS = texts(BENIGN)


@given(values)
@example("**Acme** | <img src=x> [x](javascript:1) {{ 7*7 }} {% raw %}")
def test_any_text_appears_as_itself_and_changes_nothing_else(value: str) -> None:
    markdown = rendered(value)
    assert structure(markdown) == STRUCTURE
    assert [shown(text) for text in texts(markdown)] == [
        shown(text.replace(PLACEHOLDER, value)) for text in TEXTS
    ]


@pytest.mark.parametrize("value", FRAGMENTS)
def test_each_known_mark_appears_as_itself(value: str) -> None:
    if value.strip():
        test_any_text_appears_as_itself_and_changes_nothing_else.hypothesis.inner_test(value)  # type: ignore[attr-defined]


@given(values)
def test_the_file_is_plain_and_composed(value: str) -> None:
    markdown = rendered(value)
    assert unicodedata.is_normalized("NFC", markdown)
    assert markdown.endswith("\n")
    assert not re.search(r"[\r\t\x0b\x0c\x85\u2028\u2029]| \n|\n\n\n", markdown)


@pytest.mark.parametrize("char", ["#", "[", "&", ":", "-", "&a", ":a", "_", "i", "1"])
def test_long_texts_take_no_longer_than_their_length(char: str) -> None:
    """A quadratic pattern would need minutes here."""
    assert shown(texts(literal(char * 100_000, starts_line=True))[0]) or char


def test_the_same_agreement_gives_the_same_bytes() -> None:
    assert render(agreement()) == render(agreement())


def test_its_own_work_is_known_again_until_somebody_edits_it() -> None:
    data = FORMATS["md"].render(agreement())
    assert FORMATS["md"].untouched(data)
    assert FORMATS["md"].untouched(data.replace(b"\n", b"\r\n"))
    assert not FORMATS["md"].untouched(data.replace(b"Results", b"results", 1))
    assert not FORMATS["md"].untouched(b"# Somebody's own file\n")


GOLDEN = """\
### 2. Publication <a id="publication"></a>

2.1 Cornell University may publish its Results.
Cornell University
See [clause 2.2](#publication.review)Cornell University[clause 2.2](#publication.review)

2.2 <a id="publication.review"></a>Cornell University

\\(a) a first point

\\(b) <a id="publication.second"></a>Cornell University

\\(i) a finer point
"""


def test_a_clause_reads_as_its_number_and_sentences() -> None:
    assert GOLDEN in render(agreement(title="Publication")).decode()


def test_the_last_line_is_invisible() -> None:
    assert BENIGN.splitlines()[-1].startswith('[modelpact]: <> "form 1.0.0; spec abab')
    assert texts(BENIGN)[-1] == "Form 1.0.0, CC0-1.0."
