"""Their words beside ours: what of them is a value, and the sentence put together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpact.agreement import Inline, Line, Reference, Strong, Term, Text, plain
from modelpact.returned.document import Hand, Words, Writing
from modelpact.returned.rewording import Rewording
from modelpact.returned.versions import versions

DAYS = ("publication", "review_days")
NAME = ("parties", 0, "short_name")
SENTENCE: Line = (
    Text("The "),
    Term("term-provider", "Provider"),
    Text(" must answer "),
    Text("Cornell", NAME),
    Text(" within "),
    Text("30 days", DAYS),
    Text(" as "),
    Reference("publication", "clause 34"),
    Text(" says."),
)
LINES = (SENTENCE, (Strong((Text("Silence"),)), Text(" is consent.")))


@pytest.mark.parametrize(
    ("theirs", "values"),
    [
        ("within 60 days", {"30 days": "60 days"}),
        ("within 30 weeks", {"30 days": "30 weeks"}),
        ("within three weeks", {"30 days": "three weeks"}),
        ("within 30 days", {}),
    ],
)
def test_a_value_is_found_in_their_words(theirs: str, values: dict[str, str]) -> None:
    words = " ".join(map(plain, LINES)).replace("within 30 days", theirs)
    rewording = Rewording(LINES, words)
    assert {each.ours: each.theirs for each in rewording.values() if each.ours != each.theirs} == values
    assert rewording.is_values_only()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("must answer", "may answer"),
        ("Cornell", "Cornell and Oregon"),
        ("within 30 days", "within at most 30 days"),
        (" says.", " says, save in August."),
        ("30 days as", "60 days, as"),
    ],
)
def test_other_words_are_no_value(ours: str, theirs: str) -> None:
    words = " ".join(map(plain, LINES)).replace(ours, theirs)
    assert not Rewording(LINES, words).is_values_only()


def test_words_beside_a_value_are_its_own_where_the_caller_says_so() -> None:
    words = " ".join(map(plain, LINES)).replace("Cornell", "Cornell Tech")
    grown = Rewording(LINES, words, grows=True)
    assert grown.is_values_only()
    assert ("Cornell", "Cornell Tech") in {(each.ours, each.theirs) for each in grown.values()}


def test_words_that_may_stand_right_after_a_value_do() -> None:
    words = " ".join(map(plain, LINES)).replace("30 days as", "30 days or more as")
    grown = Rewording(LINES, words, grows=True)
    assert ("30 days", "30 days or more") in {(each.ours, each.theirs) for each in grown.values()}


def test_two_values_of_one_sentence() -> None:
    words = " ".join(map(plain, LINES)).replace("Cornell", "Oregon").replace("30", "60")
    found = {each.source: each.theirs for each in Rewording(LINES, words).values()}
    assert found == {NAME: "Oregon", DAYS: "60 days"}


def test_a_long_value_may_grow_at_its_ends() -> None:
    lines = ((Text("A study of what people believe.", ("project", "summary")),),)
    (value,) = Rewording(lines, "A study of what people believe. It ends in May.").values()
    assert value.theirs == "A study of what people believe. It ends in May."


def test_references_terms_and_sentences_stay_what_they_are() -> None:
    words = " ".join(map(plain, LINES)).replace("30 days", "60 days")
    merged = Rewording(LINES, words).merged()
    assert merged == (tuple(_later(item) for item in SENTENCE), LINES[1])


def _later(item: Inline) -> Inline:
    return Text("60 days", DAYS) if item == Text("30 days", DAYS) else item


PIECES = st.lists(
    st.sampled_from(
        (
            *(Text(words) for words in ("The Provider ", "must ", "30 days", " a. b, c")),
            *(Text(words, DAYS) for words in ("30 days", "many words of a long value, too", "30")),
            Term("term-model", "Model"),
            Reference("publication", "clause 34"),
            Strong((Text("bold"), Text(" value", NAME))),
        )
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@given(st.lists(PIECES, min_size=1, max_size=3).map(tuple), st.text("ab 30.,dys", max_size=40))
def test_what_is_put_together_says_just_what_they_say(lines: tuple[Line, ...], theirs: str) -> None:
    for words in (theirs, " ".join(map(plain, lines)), " ".join(map(plain, lines)).replace("30", theirs)):
        rewording = Rewording(lines, words)
        merged = rewording.merged()
        said = "".join(map(plain, merged))
        assert "".join(said.split()) == "".join(words.split())
        if words == rewording.ours:
            assert rewording.is_values_only()
            assert all(value.ours == value.theirs for value in rewording.values())


# --- before and after the changes that are tracked

THEM = Hand("Their Counsel", "2030-02-03")


def writing(*words: Words, ends: str = "") -> Writing:
    """A paragraph whose end is plain, ``inserted`` or ``deleted``."""
    return Writing(
        words=list(words),
        mark_inserted=THEM if ends == "inserted" else None,
        mark_deleted=THEM if ends == "deleted" else None,
    )


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([writing(Words("a b c"))], [("a b c", "a b c")]),
        ([writing(Words("a "), Words("b", deleted=THEM), Words("c", inserted=THEM))], [("a b", "a c")]),
        ([writing(Words("new one", inserted=THEM), ends="inserted"), writing(Words("old"))],
         [(None, "new one"), ("old", "old")]),
        ([writing(Words("old one"), ends="inserted"), writing(Words("new", inserted=THEM))],
         [("old one", "old one"), (None, "new")]),
        ([writing(Words("gone one", deleted=THEM), ends="deleted"), writing(Words("kept"))],
         [("gone one", None), ("kept", "kept")]),
        ([writing(Words("first half "), ends="deleted"), writing(Words("second half"))],
         [("first half", "first half second half"), ("second half", None)]),
        ([writing(Words("came and went", inserted=THEM, deleted=THEM))], []),
        ([writing(), writing(Words(" "))], []),
    ],
)  # fmt: skip
def test_paragraphs_before_and_after(
    paragraphs: list[Writing], expected: list[tuple[str | None, str | None]]
) -> None:
    assert [(each.was, each.now) for each in versions(paragraphs)] == expected
