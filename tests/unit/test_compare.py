"""The redline: it holds both agreements whole, says nothing of two that are equal, and names its causes."""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpact.agreement import Agreement, Definition, Paragraph, Part, Reference, Strong, Table, Text, plain
from modelpact.alignment import align, in_order, word_likeness
from modelpact.assemble import assemble
from modelpact.causes import differences, explained, favours
from modelpact.compare import compare, sections
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.redline import Change, LineChange, Redline, SectionChange, TableChange
from modelpact.spec import Spec, build
from modelpact.store import standard_form
from modelpact.words import compared, words
from specs import random_spec
from unit import sample

FORM, CODE = standard_form(os.environ)
SEEDS = st.integers(0, 400)


def spec_of(data: dict[str, Any]) -> Spec:
    return build(Source("spec", {"spec": ""}, data, {}), kind(str(data["kind"])))


def agreement_of(data: dict[str, Any]) -> Agreement:
    return assemble(spec_of(data), FORM, CODE)


def redline_of(old: dict[str, Any], new: dict[str, Any]) -> Redline:
    return explained(compare(agreement_of(old), agreement_of(new)), spec_of(old), spec_of(new))


def base() -> dict[str, Any]:
    return {**random_spec(3, kind="staged-release", richness=0.0), "publication": {"review_days": 30}}


def shown(change: LineChange) -> str:
    """The line with ``[-old-]`` and ``{+new+}``."""
    parts = []
    for passage in change.passages:
        if passage.change is Change.SAME:
            parts.append(plain(passage.new))
        else:
            parts.append(f"[-{plain(passage.old)}-]" if passage.old else "")
            parts.append(f"{{+{plain(passage.new)}+}}" if passage.new else "")
    return "".join(parts)


# --- words


@pytest.mark.parametrize(
    ("old", "new", "redline"),
    [
        ("The Recipient may publish.", "The Recipient may publish.", "The Recipient may publish."),
        ("within 30 days of it", "within 120 days of it", "within [-30-]{+120+} days of it"),
        ("a fee of 1,250.50 euros", "a fee of 2,250.50 euros", "a fee of [-1,250.50-]{+2,250.50+} euros"),
        (
            "It must send the draft to the Provider by email.",
            "It must send a copy to the Provider by letter.",
            "It must send [-the draft-]{+a copy+} to the Provider by [-email-]{+letter+}.",
        ),
        (
            "Each Party keeps its own costs in full.",
            "Each Party bears all its costs in part.",
            "Each Party [-keeps its own costs in full-]{+bears all its costs in part+}.",
        ),
        ("It ends.", "It ends at once.", "It ends{+ at once+}."),
        ("Nothing of this is left over here.", "Wholly other words now stand.", None),
    ],
)
def test_phrases_are_replaced_and_not_letters(old: str, new: str, redline: str | None) -> None:
    change = compared((Text(old),), (Text(new),))
    assert shown(change) == (redline or f"[-{old[:-1]}-]{{+{new[:-1]}+}}.")


def test_a_short_value_is_replaced_whole() -> None:
    old = (Text("Due on "), Text("August 20, 2019", ("due",)), Text("."))
    new = (Text("Due on "), Text("August 21, 2019", ("due",)), Text("."))
    assert shown(compared(old, new)) == "Due on [-August 20, 2019-]{+August 21, 2019+}."


def test_another_number_of_a_reference_is_no_change() -> None:
    old, new = ((Text("See "), Reference("publication", f"clause {n}"), Text(".")) for n in (33, 34))
    assert compared(old, new).change is Change.SAME


def test_bold_words_and_plain_ones_are_not_the_same() -> None:
    assert compared((Strong((Text("Model"),)),), (Text("Model"),)).change is Change.REWORDED


# --- alignment


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_alignment_keeps_every_item_in_order(old: list[str], new: list[str]) -> None:
    pairs = align(old, new, lambda was, now: float(was == now))
    assert [was for was, _ in pairs if was is not None] == old
    assert [now for _, now in pairs if now is not None] == new


@given(st.permutations("abcdefg"), st.permutations("abcdefg"))
def test_what_was_not_moved_is_in_order_in_both(old: list[str], new: list[str]) -> None:
    stay = in_order(old, new)
    assert [item for item in old if item in stay] == [item for item in new if item in stay]


def test_likeness_counts_shared_words() -> None:
    assert word_likeness("a b c d", "d c b a") == 1
    assert word_likeness("a b", "c d") == 0
    assert word_likeness("", "") == 1


# --- agreements


def both(redline: Redline) -> tuple[list[Any], list[Any]]:
    """What the redline says stood in the old agreement and stands in the new one, from its smallest parts."""
    old = [(s.old.id, _content(s, "old")) for s in redline.sections if s.old]
    new = [(s.new.id, _content(s, "new")) for s in redline.sections if s.new]
    return old, new


def _content(section: SectionChange, side: str) -> list[Any]:
    content: list[Any] = []
    for block in section.blocks:
        if getattr(block, side) is None:
            continue
        if isinstance(block, TableChange):
            rows = [row for row in block.rows if getattr(row, side) is not None]
            content.append([[_side_of(cell, side) for cell in row.cells] for row in rows])
        else:
            content.append([_side_of(line, side) for line in block.lines if getattr(line, side) is not None])
    return content


def _side_of(line: LineChange, side: str) -> Any:
    return words(tuple(inline for passage in line.passages for inline in getattr(passage, side)))


def _blocks(agreement: Agreement) -> list[Any]:
    return [(id_, [_said(block) for block in section.blocks]) for id_, section in sections(agreement).items()]


def _said(block: Paragraph | Definition | Table) -> Any:
    if isinstance(block, Table):
        return [[words(cell) for cell in row] for row in block.rows]
    return [words(line) for line in block.lines]


@settings(max_examples=25, deadline=None)
@given(SEEDS, SEEDS)
def test_a_redline_holds_both_agreements(one: int, other: int) -> None:
    old, new = agreement_of(random_spec(one)), agreement_of(random_spec(other))
    before, after = both(compare(old, new))
    assert sorted(before) == sorted(_blocks(old), key=lambda entry: entry[0])
    assert after == _blocks(new)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_an_agreement_does_not_differ_from_itself(seed: int) -> None:
    data = random_spec(seed)
    redline = redline_of(data, data)
    assert list(redline.changed()) == []
    assert not any(section.renumbered for section in redline.sections)


@settings(max_examples=15, deadline=None)
@given(SEEDS, SEEDS)
def test_every_change_has_a_cause_and_only_fields_that_differ_are_causes(one: int, other: int) -> None:
    old, new = random_spec(one, kind="consortium"), random_spec(other, kind="consortium")
    differing = {cause.path for cause in differences(spec_of(old), spec_of(new))}
    for section in redline_of(old, new).changed():
        if not section.moved or section.change is not Change.SAME:
            assert section.causes, section.id
        assert {cause.path for cause in section.causes if cause.path} <= differing


def test_a_group_stated_with_its_defaults_alone_can_be_a_cause() -> None:
    (cause,) = differences(spec_of(base()), spec_of({**base(), "environment": {}}))
    assert (cause.path, cause.old, cause.new) == (("environment",), "not stated", "stated")


def test_one_field_changes_what_it_should_and_is_the_cause() -> None:
    old, new = base(), {**base(), "publication": {"review_days": 60}}
    redline = redline_of(old, new)
    assert "publication" in {section.id for section in redline.changed()}
    for section in redline.changed():
        assert {cause.path for cause in section.causes} == {("publication", "review_days")}, section.id
    (cause,) = next(section.causes for section in redline.sections if section.id == "publication")
    assert (cause.old, cause.new, cause.favours) == ("30", "60", "provider")


def test_a_clause_left_out_renumbers_the_rest_and_no_more() -> None:
    new = {**base(), "clauses": {"exclude": [{"id": "harm-reporting", "reason": "Another agreement has it"}]}}
    redline = redline_of(base(), new)
    gone = next(section for section in redline.sections if section.id == "harm-reporting")
    assert gone.change is Change.REMOVED
    assert [cause.path[0] for cause in gone.causes] == ["clauses"]
    later = [section for section in redline.sections if section.renumbered]
    assert later
    assert "warranties" in {section.id for section in later if section.change is Change.SAME}


def test_a_moved_clause_is_moved_and_not_reworded() -> None:
    old = sample.agreement()
    first, second = old.parts[0].clauses
    new = replace(old, parts=(replace(old.parts[0], clauses=(second, first)),))
    moved = [section for section in compare(old, new).sections if section.moved]
    assert len(moved) == 1
    assert moved[0].change is Change.SAME


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_clauses_in_another_order_are_moved_and_nothing_else(seed: int, random: Random) -> None:
    old = agreement_of(random_spec(seed))
    new = replace(old, parts=tuple(_shuffled(part, random) for part in old.parts))
    redline = compare(old, new)
    assert {section.change for section in redline.sections} == {Change.SAME}
    before, after = ([clause.id for clause in each.clauses()] for each in (old, new))
    moved = [section.id for section in redline.sections if section.moved]
    assert [id_ for id_ in before if id_ not in moved] == [id_ for id_ in after if id_ not in moved]
    assert bool(moved) == (before != after)


@settings(max_examples=5, deadline=None)
@given(SEEDS, SEEDS, st.randoms(use_true_random=False))
def test_what_is_reworded_does_not_depend_on_where_it_stands(one: int, other: int, random: Random) -> None:
    old, new = (agreement_of(random_spec(seed, kind="red-team")) for seed in (one, other))
    shuffled = replace(new, parts=tuple(_shuffled(part, random) for part in new.parts))
    in_place, elsewhere = (
        {section.id: (section.heading, section.blocks) for section in compare(old, each).sections}
        for each in (new, shuffled)
    )
    assert in_place == elsewhere


def _shuffled(part: Part, random: Random) -> Part:
    return replace(part, clauses=tuple(random.sample(part.clauses, len(part.clauses))))


def test_another_form_is_the_cause_where_no_field_is() -> None:
    old = agreement_of(base())
    part = old.parts[1]
    clause = replace(part.clauses[0], title="Another title")
    parts = (old.parts[0], replace(part, clauses=(clause, *part.clauses[1:])), *old.parts[2:])
    new = replace(old, parts=parts, form_version="2.0", form_hash="other")
    (section,) = explained(compare(old, new), spec_of(base()), spec_of(base())).changed()
    assert [cause.because for cause in section.causes] == ["the form changed from version 1.0 to 2.0"]


@pytest.mark.parametrize(
    ("path", "old", "new", "whom"),
    [
        (("publication", "review_days"), 30, 60, "provider"),
        (("publication", "review_days"), 60, 30, "recipient"),
        (("publication", "review_days"), 30, "TBC", ""),
        (("publication", "right"), "free", "consent", "provider"),
        (("id",), "a", "b", ""),
    ],
)
def test_a_change_leans_as_the_schema_says(path: tuple[str, ...], old: Any, new: Any, whom: str) -> None:
    assert favours(path, old, new) == whom
