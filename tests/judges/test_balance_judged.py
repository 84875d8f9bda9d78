"""The balance's pages before the Nu HTML checker and axe-core, and in a browser of each look."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, pairwise
from pathlib import Path

import pytest

from judges.test_pages_judged import LOOKS, SPECS, checked, judged_by_axe
from modelpact import pipeline
from modelpact.balance import Balance, balance
from modelpact.balance_change import Side, change
from modelpact.balances import page
from modelpact.renderers import html
from modelpact.spec import build

pytestmark = pytest.mark.judge

STORIES = [path for path in SPECS if path.parent.name == "examples"]


def of(path: Path) -> Balance:
    spec = pipeline.check_file(str(path)).spec
    assert spec
    return balance(pipeline.agreement(spec), spec)


def report(path: Path) -> bytes:
    """An example's agreement with the report in it, as a page."""
    spec = pipeline.check_file(str(path)).spec
    assert spec
    source = replace(spec.source, data={**spec.source.data, "document": {"annexes": ["balance"]}})
    return html.render(pipeline.agreement(build(source, spec.kind)))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The balance of every example, what differs between each two that follow, and a report inside."""
    folder = tmp_path_factory.mktemp("balances")
    balances = [of(path) for path in STORIES]
    sides = [Side(each.reference, each) for each in balances]
    made = [page.written(each) for each in balances]
    made += [page.compared(change(old, new)) for old, new in pairwise(sides)]
    made += [report(path) for path in STORIES[:2]]
    files = [folder / f"{number}.html" for number in range(len(made))]
    for file, markup in zip(files, made, strict=True):
        file.write_bytes(markup)
    return files


def test_the_nu_html_checker_finds_no_error(pages: list[Path]) -> None:
    assert checked(*pages) == []


def test_axe_finds_no_violation_and_no_page_asks_or_is_too_wide(pages: list[Path]) -> None:
    jobs = [
        {"file": str(file), "size": size, "colorScheme": scheme, "open": []}
        for file, (size, scheme) in zip(pages[::2], cycle(LOOKS), strict=False)
    ]
    clean = {"violations": [], "asked": [], "wider": 0}
    verdicts = judged_by_axe(jobs)
    assert len(verdicts) == len(jobs) > 8
    found = {job["file"]: verdict for job, verdict in zip(jobs, verdicts, strict=True)}
    assert {file: verdict for file, verdict in found.items() if verdict != clean} == {}
