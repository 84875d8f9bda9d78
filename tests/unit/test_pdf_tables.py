"""Tables that go on over pages are one table to who reads them aloud."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pikepdf
import pytest

from modelpact.renderers import pdf
from unit.test_pdf_files import elements

ROWS = 120
PAGE = """<html lang="en"><title>x</title><style>@page {{ size: A5 }} tr {{ break-inside: avoid }}</style>
<body>{}</body>"""


def table(rows: int, caption: str = "", head: str = "Term") -> str:
    """A table with a header, and a header in each row."""
    title = f"<caption>{caption}</caption>" if caption else ""
    body = "".join(f'<tr><th scope="row">{row}</th><td>value {row}</td></tr>' for row in range(rows))
    return f"<table>{title}<thead><tr><th>{head}</th><th>Value</th></tr></thead><tbody>{body}</tbody></table>"


@pytest.fixture
def tables() -> Iterator[Callable[[str], list[Any]]]:
    """The tables that the structure tree of a page has."""
    with ExitStack() as kept:

        def read(page: str) -> list[Any]:
            opened = kept.enter_context(pikepdf.open(io.BytesIO(pdf.typeset(PAGE.format(page)))))
            assert len(opened.pages) > 1
            return [element for element in elements(opened) if str(element.S) == "/Table"]

        yield read


def parts(of: Any, kind: str) -> list[Any]:
    return [part for part in of.K if str(part.S) == kind]


@pytest.mark.parametrize("caption", ["", "Terms"])
def test_a_table_over_pages_is_one(tables, caption: str) -> None:
    [whole] = tables(table(ROWS, caption))
    assert len(parts(whole, "/THead")) == len(parts(whole, "/TBody")) == 1
    rows = parts(whole, "/TBody")[0].K
    assert len(rows) == ROWS
    assert len({row.Pg.objgen for row in rows}) > 2
    assert {row.P.objgen for row in rows} == {parts(whole, "/TBody")[0].objgen}


def test_its_cells_name_the_headers_of_the_first_page(tables) -> None:
    [whole] = tables(table(ROWS))
    column = str(parts(whole, "/THead")[0].K[0].K[1].ID)
    for row in parts(whole, "/TBody")[0].K:
        header, cell = row.K
        assert [str(name) for name in cell.A.Headers] == [str(header.ID), column]


@pytest.mark.parametrize(
    "between",
    ["<p>Words.", '<p style="break-before: page">Words.', ""],
    ids=["words", "words on a page", "nothing"],
)
def test_two_tables_stay_two(tables, between: str) -> None:
    """Also with nothing between: their heads differ."""
    first, second = tables(table(ROWS) + between + table(ROWS, head="Other"))
    assert len(parts(first, "/TBody")[0].K) == len(parts(second, "/TBody")[0].K) == ROWS


def test_a_table_with_a_caption_of_its_own_begins_anew(tables) -> None:
    before = "<style>table + table { break-before: page }</style>"
    assert len(list(tables(before + table(2, "First") + table(2, "Second")))) == 2
