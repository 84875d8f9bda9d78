"""The form's markup becomes paragraphs, tables and settings, or an error that says what it is about."""

import pytest

from modelpact.diagnostics import FormError
from modelpact.markup import Draft, ParagraphDraft, TableDraft, parse_blocks


def paragraphs(text: str) -> list[tuple[int, list[str]]]:
    return [(draft.level, draft.lines) for draft in parse_blocks(text) if isinstance(draft, ParagraphDraft)]


def test_levels_and_sentences() -> None:
    text = "1. One.\n   Two.\n   1. first;\n   1. second.\n1. Three\n   and four.\n\nFree.\n"
    assert paragraphs(text) == [
        (1, ["One.", "Two."]),
        (2, ["first;"]),
        (2, ["second."]),
        (1, ["Three and four."]),
        (0, ["Free."]),
    ]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["a"], ["a."]),
        (["a", "b"], ["a; and", "b."]),
        (["a", "b", "c"], ["a;", "b; and", "c."]),
        (["a; or", "b."], ["a; or", "b."]),
    ],
)
def test_open_items_are_ended(items: list[str], expected: list[str]) -> None:
    text = "1. List:\n" + "".join(f"   1. {item}\n" for item in items) + "1. Next.\n"
    assert [lines[0] for level, lines in paragraphs(text) if level == 2] == expected


def test_braces_name_a_paragraph_and_its_norm() -> None:
    draft: Draft = parse_blocks('1. Must. {#answer duty=provider within=a.b_days after="receipt of it"}')[0]
    assert isinstance(draft, ParagraphDraft)
    assert (draft.name, dict(draft.attributes)) == (
        "answer",
        {"duty": "provider", "within": "a.b_days", "after": "receipt of it"},
    )


def test_tables_have_captions_and_stand_apart() -> None:
    first, second = parse_blocks("Table: One\n| # | b |\n|---|---|\n| 1 | 2 |\nTable: Two\n| c |\n| - |\n")
    assert isinstance(first, TableDraft)
    assert isinstance(second, TableDraft)
    assert (first.caption, first.rows, second.rows) == ("One", [["#", "b"], ["1", "2"]], [["c"]])


def test_unreadable_braces_are_shown() -> None:
    with pytest.raises(FormError, match=r"^\"wrong\" is no setting") as caught:
        parse_blocks("1. Must. {#a wrong=provider}")
    assert caught.value.about == "{#a wrong=provider}"
