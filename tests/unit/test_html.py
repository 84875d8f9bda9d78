"""The page: nothing in a spec becomes markup, everything in the tree is there, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpact.agreement import Agreement, Origin
from modelpact.diagnostics import Position, Span
from modelpact.renderers import html
from modelpact.renderers.seal import untouched
from unit import sample

# What a checked spec can hold, and more: no controls, no lone surrogates; marks are another test's subject.
HARMLESS = "zqx"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Mn"]), min_size=1)
MARKUP = st.sampled_from(
    [
        "<script>",
        "</style>",
        "-->",
        "<!--",
        "&amp;",
        "&lt",
        "&#60;",
        '" onclick="',
        "'",
        "$title",
        "${x}",
        "]]>",
        "<",
    ]
)


class _Page(HTMLParser):
    """Tags with their attributes, and all text outside the style sheet."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._in_style = False
        self.feed(page.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.text += data

    def values(self, name: str) -> list[str]:
        """Every value of one attribute, in order."""
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


def _page(agreement: Agreement) -> _Page:
    return _Page(html.render(agreement))


HOSTILE = st.lists(WORDS | MARKUP, min_size=1, max_size=6).map("".join)


@given(HOSTILE)
def test_any_words_stay_words(words: str) -> None:
    """The same tags and attributes as for harmless words, and the words where those stood."""
    plain, hostile = (
        _page(sample.agreement(HARMLESS, title=HARMLESS)),
        _page(sample.agreement(words, title=words)),
    )
    assert _unbroken(hostile) == [
        (tag, {name: value.replace(HARMLESS, words) for name, value in attributes.items()})
        for tag, attributes in _unbroken(plain)
    ]
    assert plain.text.count(HARMLESS) > 20
    assert hostile.text == plain.text.replace(HARMLESS, words)


def _unbroken(page: _Page) -> list[tuple[str, dict[str, str]]]:
    """The tags without the two classes that hang on the words themselves: how lines may break."""
    tags = [(tag, {name: value or "" for name, value in attributes.items()}) for tag, attributes in page.tags]
    for _, attributes in tags:
        attributes["class"] = " ".join({*attributes.get("class", "").split()} - {"long", "lead"})
    return tags


def test_a_hover_shows_the_definition_as_it_is() -> None:
    defined, used = _page(sample.agreement('"A" & <B>')).values("data-meaning")
    assert defined == used == 'Results means what "A" & <B> finds. "A" & <B>'


def test_a_rare_letter_and_its_mark_stay_together() -> None:
    page = html.render(sample.agreement("Eʋe ɛ\u0301ne Ọ\u0300yọ́")).decode()
    assert 'Eʋe <span class="rare">ɛ\u0301</span>ne Ọ\u0300yọ́' in page


def test_every_link_inside_has_a_target_and_no_target_is_double() -> None:
    page = _page(sample.agreement())
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(anchors)


def test_no_request_leaves_the_page() -> None:
    page = _page(sample.agreement())
    assert not {"script", "img", "link", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert page.values("src") == []
    style = html.render(sample.agreement()).decode().partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"url\(|@import|https?:", style)
    assert page.values("content")[3] == "default-src 'none'; style-src 'unsafe-inline'"


def test_a_page_on_screen_carries_what_helps_a_reader() -> None:
    page = _page(sample.agreement())
    assert ("html", {"lang": "en-US"}) in page.tags
    assert ("th", {"scope": "col"}) in page.tags
    assert ("th", {"scope": "row"}) in page.tags
    assert ("a", {"class": "number", "href": "#publication"}) in page.tags
    assert "caption" in {tag for tag, _ in page.tags}


def test_the_fields_behind_a_clause_are_told() -> None:
    agreement = sample.agreement()
    span = Span("deal.agreement.yaml", Position(12, 9), Position(12, 14))
    origins = (Origin(("models", 0, "name"), span), Origin(("term", "ends")))
    clause = replace(agreement.parts[0].clauses[0], sources=origins)
    page = html.render(replace(agreement, parts=(replace(agreement.parts[0], clauses=(clause,)),))).decode()
    stated, default = re.findall('<p class="sources-file">(.*?)</p><ul>(.*?)</ul>', page)
    assert stated == (
        "deal.agreement.yaml",
        '<li><code>models[0].name</code><span class="line"> line 12</span></li>',
    )
    assert default == ("not stated: defaults", "<li><code>term.ends</code></li>")


def test_every_clause_and_every_named_paragraph_is_a_link() -> None:
    page = _page(sample.agreement())
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a" and "class" in attributes]
    assert {"#publication", "#publication.free", "#publication.review"} <= set(links)


def test_what_is_open_is_marked() -> None:
    marked = re.findall("<mark>(.*?)</mark>", html.render(sample.agreement()).decode())
    assert marked == ["Cornell University"]


@pytest.mark.parametrize(("status", "shown"), [("draft", 1), ("review", 1), ("final", 0)])
def test_the_draft_mark_stays_until_final(status: str, shown: int) -> None:
    page = html.render(replace(sample.agreement(), status=status)).decode()
    assert page.count('<p class="draft">Draft</p>') == shown


def test_the_page_is_sealed_and_an_edit_is_noticed() -> None:
    page = html.render(sample.agreement())
    assert untouched(page)
    assert not untouched(page.replace(b"a finer point", b"a finer paint"))


def test_same_tree_same_bytes() -> None:
    assert html.render(sample.agreement()) == html.render(sample.agreement())


def test_a_language_cannot_leave_its_attribute() -> None:
    hostile = replace(sample.agreement(), language='en" onload="x')
    assert ("html", {"lang": 'en" onload="x'}) in _page(hostile).tags
