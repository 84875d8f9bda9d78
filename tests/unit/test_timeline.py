"""The picture of an agreement in time: it misses no day, says what its tables say, and is just a picture."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpact import pipeline
from modelpact.agreement import Agreement, Annex, Band, Bar, Reference, Table, Text, Timeline, plain
from modelpact.check import check
from modelpact.periods import day
from modelpact.renderers import html, pdf
from modelpact.renderers.svg import WIDTH
from modelpact.renderers.timeline_svg import drawn
from support import ROOT
from unit import sample
from unit.hostile import FRAGMENTS
from unit.test_obligations import spec

EVERY_DATE = ROOT / "tests" / "agreements" / "calendar" / "every-date.agreement.yaml"
ANNEX: dict[str, Any] = {"document": {"annexes": ["timeline"]}}
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("svg", "title", "line", "rect", "polygon", "text")}
KINDS = ("term", "access", "day", "window", "notice", "ban", "tail")


def agreement(path: Path, more: str = "") -> Agreement:
    checked = check(path.name, path.read_bytes() + more.encode())
    assert checked.spec, checked.diagnostics
    return pipeline.agreement(checked.spec)


def report(change: dict[str, Any]) -> Annex:
    [annex] = pipeline.agreement(spec(ANNEX | change)).annexes
    return annex


def bars(annex: Annex) -> list[Bar]:
    picture = annex.picture
    return [bar for band in picture.bands for bar in band.bars] if isinstance(picture, Timeline) else []


def row(annex: Annex, label: str) -> tuple[str, str, str]:
    [found] = [bar for bar in bars(annex) if plain(bar.label) == label]
    return found.kind, found.first, found.last


def figures(picture: Timeline, language: str = "en-US") -> list[ET.Element]:
    markup = drawn(picture, Annex("timeline", "Report", (), picture), language)
    svg = [figure.find(f"{SVG}svg") for figure in ET.fromstring(f"<div>{markup}</div>")]
    return [each for each in svg if each is not None]


def test_no_day_that_the_calendar_has_is_missing() -> None:
    tree = agreement(EVERY_DATE, "document: {annexes: [timeline]}\n")
    [annex] = tree.annexes
    shown = {
        (bar.first if bar.kind == "notice" else bar.last, reference)
        for bar in bars(annex)
        for reference in bar.references
    }
    dated = [entry for entry in tree.obligations if day(entry.day) and entry.clock.limit != "on"]
    assert len(dated) > 15
    assert [entry for entry in dated if (entry.day, entry.reference) not in shown] == []


def test_the_tables_have_a_row_for_each_bar() -> None:
    [annex] = agreement(EVERY_DATE, "document: {annexes: [timeline]}\n").annexes
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    assert isinstance(annex.picture, Timeline)
    assert [table.caption for table in tables] == [band.title for band in annex.picture.bands]
    for table, band in zip(tables, annex.picture.bands, strict=True):
        assert [each[0] for each in table.rows] == [bar.label for bar in band.bars]
        assert [list(bar.references) for bar in band.bars] == [
            [inline for inline in each[-1] if isinstance(inline, Reference)] for each in table.rows
        ]


def test_what_is_drawn_from_when_to_when() -> None:
    stages = [
        {"id": "a", "model": "small", "planned": "2030-02-01", "actual": "2030-02-04", "status": "done"},
        {"id": "b", "model": "large", "planned": "2030-09-01"},
        {"id": "c", "model": "large", "planned": "2030-12-01", "status": "cancelled"},
    ]
    annex = report(
        {
            "effective_date": "2030-01-01",
            "term": {"end": "2030-12-31"},
            "access": {"mode": "weights", "start": "2030-01-15"},
            "publication": {"embargo_until": "2030-06-01"},
            "release": {"stages": stages},
        }
    )
    assert row(annex, "Term") == ("term", "2030-01-01", "2030-12-31")
    assert row(annex, "Access, at the earliest") == ("access", "2030-01-15", "2030-12-31")
    assert row(annex, "Public Release of Small model") == ("day", "2030-02-04", "2030-02-04")
    assert row(annex, "Public Release of Large model") == ("day", "2030-09-01", "2030-09-01")
    assert row(annex, "Notice of the Public Release, Large model") == ("notice", "2030-08-18", "2030-09-01")
    assert row(annex, "No publication before this day") == ("ban", "2030-01-01", "2030-06-01")
    assert row(annex, "Further Access, to finish work") == ("tail", "2030-12-31", "2031-01-30")
    assert row(annex, "Return or destruction") == ("window", "2031-01-30", "2031-03-01")
    assert row(annex, "Confidentiality, after the Term") == ("tail", "2030-12-31", "2033-12-31")


def test_a_term_that_renews_itself_goes_on() -> None:
    renewal = {"months": 12, "renewal": {"auto": True, "notice_days": 60}}
    annex = report({"effective_date": "2030-01-01", "term": renewal})
    [term] = [bar for bar in bars(annex) if bar.kind == "term"]
    assert term.goes_on
    assert "December 31, 2030 or later" not in str(annex.blocks)
    assert "January 1, 2031 or later, as it renews itself" in str(annex.blocks)


def test_without_an_effective_date_days_are_counted_from_it() -> None:
    change = {"term": {"months": 12}, "publication": {"embargo_until": "2030-06-01"}}
    annex = report(change | {"release": {"stages": [{"id": "a", "model": "large", "planned": "2030-09-01"}]}})
    assert isinstance(annex.picture, Timeline)
    zero = date.fromisoformat(annex.picture.zero)
    found = {plain(bar.label): bar for bar in bars(annex)}
    assert found["Term"].last == str(zero.replace(year=zero.year + 1))
    assert found["What the public may see"].last == str(zero + timedelta(30))
    assert found["Return or destruction"].last == str(zero + timedelta(365 + 30 + 30))
    assert "2030" not in "".join(f"{bar.first} {bar.last}" for bar in found.values())
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    said = ["; ".join(map(plain, row[:-1])) for table in tables for row in table.rows]
    assert "Public Release of Large model; –; September 1, 2030" in said
    assert "What the public may see; Within 30 days after the Effective Date" in said
    words = [element.text for figure in figures(annex.picture) for element in figure.iter(f"{SVG}text")]
    assert {"start", "month 6", "until month 12", "by day 30", "by day 425"} <= set(words)


@pytest.mark.parametrize("change", [{"term": {"end": "2030-12-31"}}, {"term": {"months": "TBC"}}])
def test_a_term_that_cannot_be_counted_is_not_drawn(change: dict[str, Any]) -> None:
    annex = report(change)
    assert isinstance(annex.picture, Timeline)
    assert annex.picture.zero == ""
    assert "Term" not in {plain(bar.label) for bar in bars(annex)}


def test_only_what_is_asked_for_is_printed() -> None:
    assert pipeline.agreement(spec({})).annexes == ()


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_words_of_a_spec_are_text_in_the_picture(fragment: str) -> None:
    label = (Text(" ".join(fragment.split()) or "x"),)
    picture = Timeline((Band("Due", (Bar(label, "day", "2030-01-01", "2030-01-01"),)),))
    [figure] = figures(picture)
    assert {element.tag for element in figure.iter()} <= SHAPES
    names = [element.text for element in figure.iter(f"{SVG}text") if element.get("class") == "name"]
    assert "".join("".join(name or "" for name in names).split()) == "".join(plain(label).split())


DAYS = st.dates().map(str)
BARS = st.builds(
    lambda words, kind, days: Bar((Text(words),), kind, *sorted(days)),
    st.text(st.characters(exclude_categories=("C", "Z")), max_size=120),
    st.sampled_from(KINDS),
    st.tuples(DAYS, DAYS),
) | st.builds(lambda days: Bar((Text("x"),), "length", days=days), st.integers(1, 10**6))
PICTURES = st.lists(
    st.lists(BARS, min_size=1, max_size=40).map(lambda some: Band("Band", tuple(some))),
    min_size=1,
    max_size=4,
).map(lambda bands: Timeline(tuple(bands)))


@settings(deadline=None, max_examples=50)
@given(PICTURES)
def test_every_bar_is_drawn_once_and_inside_the_picture(picture: Timeline) -> None:
    count = 0
    for figure in figures(picture):
        left, top, width, height = map(float, str(figure.get("viewBox")).split())
        assert (left, top, width) == (0, 0, WIDTH)
        assert height <= 800
        rows = [
            element for element in figure.iter(f"{SVG}text") if element.get("class") in ("days", "heading")
        ]
        assert rows[-1].get("class") == "days"
        count += sum(element.get("class") == "days" for element in rows)
        for element in figure.iter():
            for name in ("x", "x1", "x2"):
                assert 0 <= float(element.get(name, "0")) <= WIDTH
            for name in ("y", "y1", "y2"):
                assert 0 <= float(element.get(name, "0")) <= height
            if element.tag == f"{SVG}rect":
                assert 0 < float(element.get("width", "")) <= WIDTH - float(element.get("x", ""))
    assert count == sum(len(band.bars) for band in picture.bands)


def test_later_is_further_right() -> None:
    some = [date(2030, 1, 1) + timedelta(17 * number) for number in range(20)]
    band = Band("Due", tuple(Bar((Text("x"),), "day", str(each), str(each)) for each in some))
    [figure] = figures(Timeline((band,)))
    places = [float(str(mark.get("points")).partition(",")[0]) for mark in figure.iter(f"{SVG}polygon")]
    assert places == sorted(places)
    assert len(set(places)) == len(some)


def test_a_page_names_its_picture_and_a_pdf_says_where_it_is() -> None:
    tree = sample.agreement()
    page = html.render(tree).decode()
    [svg] = re.findall(r"<svg [^>]*>", page)
    assert 'role="img"' in svg
    named = re.search(r'aria-labelledby="([^"]*)"', svg)
    assert named
    assert page.count(f'id="{named[1]}"') == 1
    with pikepdf.open(io.BytesIO(pdf.render(tree))) as file:
        found: list[Any] = [each for each in file.objects if isinstance(each, pikepdf.Dictionary)]
        [figure] = [each for each in found if each.get("/S") == "/Figure"]
        assert str(figure.Alt) == "Cornell University. The tables that follow say the same."
        left, bottom, right, top = map(float, figure.A.BBox)
        assert 0 < left < right < float(figure.Pg.MediaBox[2])
        assert 0 < bottom < top < float(figure.Pg.MediaBox[3])
        assert right - left > 400
