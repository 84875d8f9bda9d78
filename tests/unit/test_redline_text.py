"""The redline on a terminal: what is seen of a line fits the terminal, and styles mark the words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpact.characters import visible
from modelpact.redline import Redline
from modelpact.redlines.painted import Style, painted, said, wrapped
from modelpact.redlines.text import render, text
from unit.redlines import SEEDS, random_redline
from unit.test_compare import base, redline_of

CODE = re.compile(r"\x1b\[([0-9;]*)m")
LONGER = {"publication": {"review_days": 75}}


@pytest.fixture(scope="module")
def longer() -> Redline:
    return redline_of(base(), base() | LONGER)


def test_old_and_new_words_are_told_apart_and_do_not_touch(longer: Redline) -> None:
    shown = text(longer, colour=True)
    assert "within \x1b[31;9m30 days\x1b[0m \x1b[32;4m75 days\x1b[0m of receiving" in shown
    assert "within [-30 days-]{+75 days+} of receiving" in render(longer).decode()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("width", [60, 100])
def test_no_line_is_wider_than_the_terminal(seed: int, width: int) -> None:
    """Codes take no room; only a word that is longer than the terminal stands out."""
    for colour in (False, True):
        for line in CODE.sub("", text(random_redline(seed), colour=colour, width=width)).splitlines()[2:-1]:
            assert len(line) <= width or len(line.split()) <= 2, line


@pytest.mark.parametrize("seed", SEEDS)
def test_colours_and_brackets_say_the_same(seed: int) -> None:
    redline = random_redline(seed)
    seen = CODE.sub("", text(redline, colour=True)).split()
    bare = re.sub(r"\[-|-\]|\{\+|\+\}", "", re.sub(r"-\]\{\+", " ", render(redline).decode())).split()
    assert seen == bare


def test_a_style_goes_on_over_a_broken_line_and_leaves_the_indent_alone() -> None:
    spans = [said("one "), said("two three", Style.OLD), said(" four")]
    assert [*wrapped(spans, 12, "> ", "  ")] == [
        "> one \x1b[31;9mtwo\x1b[0m",
        "  \x1b[31;9mthree\x1b[0m four",
    ]


def test_a_file_s_own_codes_are_not_obeyed() -> None:
    assert painted([said("a\x1b[31mb", Style.BOLD)]) == "\x1b[1maU+001B[31mb\x1b[0m"


@given(st.lists(st.tuples(st.text(), st.sampled_from([None, *Style]))), st.integers(8, 40))
def test_no_word_is_lost_between_lines(spans: list[tuple[str, Style | None]], width: int) -> None:
    lines = wrapped([said(*span) for span in spans], width, "> ", "  ")
    shown = CODE.sub("", " ".join(line[2:] if line[:2] in ("> ", "  ") else line for line in lines))
    assert "".join(shown.split()) == "".join(visible("".join(words for words, _ in spans)).split())
