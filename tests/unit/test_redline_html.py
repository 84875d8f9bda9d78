"""The redline as a page: it holds both texts whole, no words become markup, it asks for nothing."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given

from modelpact.agreement import Agreement, plain
from modelpact.compare import compare
from modelpact.redline import Change, ParagraphChange, Redline
from modelpact.redlines import html
from unit import sample
from unit.redlines import SEEDS, random_redline
from unit.test_compare import base, redline_of
from unit.test_html import HARMLESS, HOSTILE

NAMES = ("<b>old</b>&amp;.yaml", "new\u202e.yaml")
VOID = {"meta", "input", "br"}


class _Page(HTMLParser):
    """Tags with their attributes, all text, and the text of each old and each new side of a change."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text, self.style, self.script = "", "", ""
        self.sides: dict[str, list[str]] = {"old": [], "new": []}
        self._open: list[tuple[str, str]] = []
        self.feed(page.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self._open.append((tag, attributes.get("class", "")))
        if tag == "div" and attributes.get("class") in self.sides:
            self.sides[attributes["class"]].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "style" in tags:
            self.style += data
        elif "script" in tags:
            self.script += data
        else:
            self.text += data
            self._side(data, tags)

    def _side(self, data: str, tags: list[str]) -> None:
        classes = [kind for _, kind in self._open]
        side = next((name for name in self.sides if name in classes), None)
        if side and "because" not in classes and not (side == "new" and "del" in tags):
            self.sides[side][-1] += data

    def values(self, name: str) -> list[str]:
        """Every value of one attribute, in order."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def page_of(redline: Redline) -> _Page:
    return _Page(html.render(redline))


def grown(words: str) -> Redline:
    """The sample without its second clause, then with it; one clause is the same, one is new."""
    new = sample.agreement(words, title=words)
    part = new.parts[0]
    old = replace(new, parts=(replace(part, clauses=part.clauses[:1]),))
    return compare(old, new, names=NAMES)


@given(HOSTILE.filter(lambda words: words.strip() == words))
def test_any_words_stay_words(words: str) -> None:
    """The same tags and attributes as for harmless words, and the words where those stood."""
    plain_page, hostile = page_of(grown(HARMLESS)), page_of(grown(words))
    assert hostile.tags == [
        (tag, {name: value.replace(HARMLESS, words) for name, value in attributes.items()})
        for tag, attributes in plain_page.tags
    ]
    assert plain_page.text.count(HARMLESS) > 20
    assert "<b>old</b>&amp;.yaml" in plain_page.text
    assert "newU+202E.yaml" in plain_page.text
    assert hostile.text == plain_page.text.replace(HARMLESS, words)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_paragraph_stands_as_it_was_and_as_it_is(seed: int) -> None:
    redline = random_redline(seed)
    sides = page_of(redline).sides
    old, new = ({" ".join(text.split()) for text in sides[name]} for name in ("old", "new"))
    changed = [
        block
        for section in redline.changed()
        for block in section.blocks
        if isinstance(block, ParagraphChange) and block.change is not Change.SAME
    ]
    assert changed
    assert {said(block.old) for block in changed if block.old} <= old
    assert {said(block.new) for block in changed if block.new} <= new


def said(block: object) -> str:
    """Its number and its words."""
    label = getattr(block, "label", "")
    return " ".join(" ".join([label, *map(plain, block.lines)]).split())  # type: ignore[attr-defined]


def samples() -> tuple[Agreement, Agreement]:
    return sample.agreement("Cornell University"), sample.agreement("The University of Oregon")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_link_inside_has_a_target_and_no_target_is_double(seed: int) -> None:
    page = page_of(random_redline(seed))
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(anchors)


def test_no_request_leaves_the_page_and_only_its_own_script_is_run() -> None:
    page = page_of(compare(*samples()))
    assert not {"img", "link", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert page.values("src") == []
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not re.search(r"url\(|@import|https?:", page.style)
    digest = b64encode(hashlib.sha256(page.script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert policy in page.values("content")


def test_the_changed_and_the_unchanged_are_told_apart() -> None:
    redline = redline_of(base(), base() | {"publication": {"review_days": 75}})
    page = html.render(redline).decode()
    assert "within <del>30 days</del><ins>75 days</ins> of receiving" in page
    unchanged = re.findall('<details class="same"><summary><strong>Unchanged: </strong>(.*?)</summary>', page)
    assert any("Confidentiality" in titles for titles in unchanged)
    assert not any("Publication" in titles for titles in unchanged)


def test_a_cause_has_both_values_and_whom_it_favours() -> None:
    redline = redline_of(base(), base() | {"publication": {"review_days": 75}})
    page = " ".join(page_of(redline).text.split())
    assert "publication.review_days favours the provider before 30" in page
    assert "Fields that changed in favour of: 1 the provider. This is a reading aid, no grade." in page


def test_equal_agreements_do_not_differ() -> None:
    old, _ = samples()
    page = page_of(compare(old, old))
    assert "Nothing differs" in page.text
    assert not {"del", "ins"} & {tag for tag, _ in page.tags}


def test_a_changed_clause_leads_to_the_one_before_and_the_one_after() -> None:
    page = html.render(compare(*samples())).decode()
    ways = re.findall('<section class="change.*?id="(.*?)".*?href="#(.*?)".*?href="#(.*?)"', page, re.DOTALL)
    here = [place for place, _, _ in ways]
    assert len(here) > 3
    assert [before for _, before, _ in ways] == ["page-changes", *here[:-1]]
    assert [after for _, _, after in ways] == [*here[1:], "page-changes"]


def test_same_redline_same_bytes() -> None:
    assert html.render(compare(*samples())) == html.render(compare(*samples()))
