"""Tracked changes, by their XML: accepted they are the new agreement's plain file, rejected the old one's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from modelpact.agreement import Agreement
from modelpact.compare import compare
from modelpact.redline import Author
from modelpact.redlines import docx as redlines
from modelpact.renderers import docx
from specs import KINDS, random_spec
from tracked import body, settled
from unit import sample
from unit.test_compare import agreement_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def assert_holds_both(old: Agreement, new: Agreement) -> None:
    redline = redlines.render(compare(old, new))
    for changes, plain in (("reject", old), ("accept", new)):
        assert settled(redline, changes) == settled(docx.render(plain), changes), changes


@pytest.mark.parametrize("seed", range(18))
def test_a_redline_holds_both_agreements(seed: int) -> None:
    kind = KINDS[seed % len(KINDS)]
    assert_holds_both(
        agreement_of(random_spec(seed, kind=kind)), agreement_of(random_spec(seed + 900, kind=kind))
    )


def test_a_moved_clause_is_a_deletion_and_an_insertion() -> None:
    old = sample.agreement()
    first, second = old.parts[0].clauses
    new = replace(old, parts=(replace(old.parts[0], clauses=(second, first)),))
    assert_holds_both(old, new)


def test_what_did_not_change_bears_no_mark() -> None:
    same = agreement_of(random_spec(1, kind="red-team"))
    assert redlines.render(compare(same, same)) == docx.render(same)


def test_author_and_date_are_those_given_and_every_change_has_its_id() -> None:
    old, new = (agreement_of(random_spec(seed, kind="red-team")) for seed in (1, 2))
    author = Author("Counsel", datetime(2030, 5, 4, tzinfo=UTC))
    root = body(redlines.render(compare(old, new)._replace(author=author)))
    changes = [each for each in root.iter() if each.tag in (f"{W}ins", f"{W}del", f"{W}pPrChange")]
    assert {each.get(f"{W}author") for each in changes} == {"Counsel"}
    assert {str(each.get(f"{W}date"))[:10] for each in changes} == {"2030-05-04"}
    assert len({each.get(f"{W}id") for each in changes}) == len(changes)


def test_same_redline_same_bytes() -> None:
    old, new = (agreement_of(random_spec(seed, kind="consortium")) for seed in (1, 2))
    assert redlines.render(compare(old, new)) == redlines.render(compare(old, new))


@pytest.mark.parametrize("seed", [5, 7])
def test_an_untouched_paragraph_is_that_of_the_plain_file(seed: int) -> None:
    """Bookmarks aside, of which there are more: old words, too, have references that lead somewhere."""
    kind = KINDS[seed % len(KINDS)]
    old, new = (agreement_of(random_spec(each, kind=kind)) for each in (seed, seed + 900))
    plain = {spelled(each) for each in body(docx.render(new)).iter(f"{W}p")}
    marks = {f"{W}ins", f"{W}del", f"{W}pPrChange"}
    redline = body(redlines.render(compare(old, new)))
    untouched = [each for each in redline.iter(f"{W}p") if marks.isdisjoint(part.tag for part in each.iter())]
    assert len(untouched) > 100
    assert {spelled(each) for each in untouched} <= plain


def spelled(paragraph: ET.Element) -> str:
    """Without bookmarks, cached numbers of references, and ids of lists and links, which count through."""
    text = ET.tostring(paragraph, encoding="unicode")
    text = re.sub(r"<\w+:bookmark(?:Start|End) [^>]*>", "", text)
    text = re.sub(r'(fldCharType="separate" ?/></\w+:r>)<(\w+):r>.*?</\2:r>', r"\1", text)
    return re.sub(r'numId \w+:val="\d\d+"|:id="rIdLink\d+"', "", text)


def test_a_clause_added_last_in_a_part_is_like_the_next_heading_if_it_is_rejected() -> None:
    """LibreOffice would else make the heading of the next part a paragraph of the clause before it."""
    data = random_spec(3, kind="red-team", richness=0.0)
    old = agreement_of(data)
    last = old.parts[0].clauses[-1].id
    add = {"id": "theses", "after": last, "title": "Theses", "text": "It may.", "reason": "So"}
    new = agreement_of({**data, "clauses": {"add": [add]}})
    (theses,) = (
        each
        for each in body(redlines.render(compare(old, new))).iter(f"{W}p")
        if "".join(text.text or "" for text in each.iter(f"{W}t")) == "Theses"
        and each.find(f".//{W}ins") is not None
    )
    former = theses.find(f"{W}pPr/{W}pPrChange/{W}pPr/{W}pStyle")
    assert former is not None
    assert former.get(f"{W}val") == "Heading1"
    assert_holds_both(old, new)
