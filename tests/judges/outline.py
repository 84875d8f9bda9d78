"""What a reader of an HTML page finds: headings, paragraphs, tables, links, anchors, other marks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "pre", "td", "th", "dt", "dd", "caption"})
LAYOUT = frozenset({"table", "thead", "tbody", "tr", "colgroup", "col"})


@dataclass
class Outline:
    """One page as one engine made it."""

    blocks: list[tuple[str, str]] = field(default_factory=list)
    """Tag and text of each block, spaces folded."""
    rows: list[tuple[str, ...]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Target and text."""
    anchors: list[str] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)
    """How often any other element stands there: em, strong, code, img, sup, span."""

    def without_tables(self) -> Outline:
        """For engines that know no tables and show them as paragraphs."""
        blocks = [
            (tag, text) for tag, text in self.blocks if tag not in ("td", "th") and "| --- |" not in text
        ]
        return Outline(blocks, [], self.links, self.anchors, self.marks)


class _Reader(HTMLParser):
    """Gathers an outline; text counts for its block, its row and its link at once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self._block: tuple[str, list[str]] = ("", [])
        self._row: list[str] = []
        self._link: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in BLOCKS:
            self._block = (tag, [])
        elif tag == "tr":
            self._row = []
        elif tag == "a" and "href" in values:
            self._link = (values["href"] or "", [])
        elif tag == "a":
            self.outline.anchors.append(values.get("id") or "")
        elif tag not in LAYOUT:
            self.outline.marks[tag] += 1

    def handle_data(self, data: str) -> None:
        self._block[1].append(data)
        if self._link:
            self._link[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            text = folded("".join(self._block[1]))
            self.outline.blocks.append((tag, text))
            self._row.append(text)
        elif tag == "tr":
            self.outline.rows.append(tuple(self._row))
        elif tag == "a" and self._link:
            self.outline.links.append((self._link[0], folded("".join(self._link[1]))))
            self._link = None


def folded(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def straight(text: str) -> str:
    """The text with straight apostrophes: pandoc prints don't with a curly one, on purpose."""
    return re.sub("[\u2018\u2019]", "'", text)


def outline(html: str) -> Outline:
    """The outline of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.outline
