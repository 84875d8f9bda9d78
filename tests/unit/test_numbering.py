"""Numbers are computed, contiguous, and cited as they are printed."""

from hypothesis import given
from hypothesis import strategies as st

from modelpact.numbering import labels, letter, roman


def test_a_clause_is_numbered_as_lawyers_number() -> None:
    levels = [0, 1, 2, 2, 3, 3, 1, 2]
    printed = ["", "34.1", "(a)", "(b)", "(i)", "(ii)", "34.2", "(a)"]
    cited = ["", "34.1", "34.1(a)", "34.1(b)", "34.1(b)(i)", "34.1(b)(ii)", "34.2", "34.2(a)"]
    assert list(labels(levels, "34.")) == list(zip(printed, cited, strict=True))


def test_letters_and_roman_numerals() -> None:
    assert [letter(index) for index in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
    assert [roman(number) for number in (1, 4, 9, 14, 39)] == ["i", "iv", "ix", "xiv", "xxxix"]


@given(st.lists(st.integers(-3, 1), max_size=60))
def test_no_two_paragraphs_are_cited_alike(steps: list[int]) -> None:
    levels: list[int] = []
    for step in steps:  # a list item lies at most one level under the one before it
        levels.append(min(3, max(1, (levels[-1] if levels else 0) + step)))
    cited = [citation for _, citation in labels(levels, "7.")]
    assert len(set(cited)) == len(cited) == len(levels)
