"""What a spec leaves open, or leaves out, can be read in the agreement."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support import Run

NOTICE = "What is still to be confirmed is marked TBC, and listed on the cover page."
_CONTACTS = "contacts: {legal: TBC, security: TBC, incident: TBC, publication: TBC}"
_SETTLED = (
    "signatories: [{name: Ada, title: Dean}], contacts: {legal: l@a.example, security: s@a.example, "
    "incident: i@a.example, publication: p@a.example}"
)

Render = Callable[..., str]


@pytest.fixture
def render(run: Run, example: Path) -> Render:
    """The smallest spec with nothing left open, and with more lines, in a format."""
    smallest = settled(example)

    def text(more: str = "", format_: str = "md") -> str:
        example.write_text(smallest + more)
        outcome = run("render", example, "-f", format_, "--force")
        assert outcome.code == 0, outcome.out + outcome.err
        return example.with_name(f"deal.{format_}").read_text()

    return text


def settled(example: Path) -> str:
    """The spec with something in the place of every TBC."""
    return example.read_text().replace(_CONTACTS, _SETTLED).replace("TBC", "2030-06-01")


def open_rows(text: str) -> list[str]:
    """The rows of the table of what is open, clause numbers without their links."""
    _, found, after = text.partition("**Still to be confirmed**\n\n")
    rows = after.partition("\n\n")[0].splitlines()[2:] if found else []
    return [re.sub(r"\[([^]]*)\]\(#([a-z-]+)\)", r"\2", row) for row in rows]


def test_what_leaves_nothing_open_says_nothing_of_it(render: Render) -> None:
    text = render()
    assert open_rows(text) == []
    assert "TBC" not in text


@pytest.mark.parametrize(
    ("more", "row"),
    [
        ("publication: {right: TBC}",
         ("| Publication of results: right to publish | after a review"
          " | release-stages, independence-and-non-retaliation, publication |")),
        ("publication: {deemed_approval: TBC}",
         "| Publication of results: silence is approval | yes | publication |"),
        ("indemnity: {mode: TBC}",
         "| Indemnity given: who indemnifies | nobody | liability-and-indemnity |"),
        ("law: {forum: TBC}",
         ("| Law and disputes: forum for disputes | a forum that this Agreement does not name"
          " | disputes-and-law |")),
        ("results: {share: TBC}",
         "| Sharing of results: who gets results | as if nothing were said | ip-results-and-feedback |"),
    ],
)  # fmt: skip
def test_an_open_choice_is_named_with_what_the_text_says_meanwhile(
    render: Render, more: str, row: str
) -> None:
    text = render(more)
    assert NOTICE in text
    assert open_rows(text) == [row]


def test_open_values_that_stand_side_by_side_share_a_row(render: Render) -> None:
    more = "publication: {review_days: TBC, max_delay_days: TBC}\nterm: {months: TBC}\n"
    assert open_rows(render(more)) == [
        "| Publication of results: days to review, longest delay | TBC | publication |",
        "| Length of agreement: months it lasts | TBC | term-and-termination |",
    ]


def test_a_signature_without_a_name_is_open(run: Run, example: Path) -> None:
    example.write_text(settled(example).replace("signatories: [{name: Ada, title: Dean}], ", "", 1))
    assert run("render", example, "-f", "md").code == 0
    rows = open_rows(example.with_name("deal.md").read_text())
    assert rows == ["| The parties: people who sign: signatory’s name, signatory’s title | TBC | – |"]


@pytest.mark.parametrize("format_", ["html", "json"])
def test_every_format_has_the_list(render: Render, format_: str) -> None:
    assert "Still to be confirmed" in render("publication: {right: TBC}", format_)
    assert "Still to be confirmed" not in render("", format_)


def test_an_open_choice_is_another_spec_than_its_default(render: Render) -> None:
    hashes = {
        re.search("spec ([0-9a-f]{64})", render(f"publication: {{right: {right}}}")).group(1)  # type: ignore[union-attr]
        for right in ("TBC", "after_review")
    }
    assert len(hashes) == 2


def test_the_form_does_not_lean_on_a_clause_that_is_left_out(render: Render) -> None:
    left_out = (
        "suspension-and-recall",
        "harm-reporting",
        "costs-and-compute",
        "outputs-and-distillation",
        "attribution-and-names",
        "personal-data",
    )
    entries = ", ".join(f"{{id: {id_}, reason: Another agreement has it}}" for id_ in left_out)
    text = render(f"clauses: {{exclude: [{entries}]}}")
    assert "not in this Agreement" not in text
    assert not any(f"#{id_}" in text for id_ in left_out)


def test_own_words_that_refer_to_what_is_not_there_say_so(render: Render) -> None:
    text = render(
        "clauses:\n"
        "  exclude: [{id: suspension-and-recall, reason: The lab never suspends}]\n"
        "  replace: [{id: harm-reporting, text: 'As [[suspension-and-recall]] says.', reason: Shorter}]\n"
    )
    assert "As clause “Suspension and recall” (not in this Agreement) says." in text
