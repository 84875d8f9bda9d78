"""Pages as others see them: the Nu HTML checker, axe-core in Chromium, and a reader who clicks through."""

from __future__ import annotations

import json
import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from judges.engines import run
from judges.test_redline_judged import pairs
from modelpact import pipeline
from modelpact.compare import compare
from modelpact.redlines import html as redlines
from modelpact.renderers import html
from support import MINIMAL, ROOT

pytestmark = pytest.mark.judge

SPECS = sorted((ROOT / "examples").rglob("*.agreement.yaml"))
CHECKER = ROOT / ".judges" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LOOKS = [(size, scheme) for scheme in ("light", "dark") for size in ("phone", "wide")]


@pytest.fixture(scope="module")
def agreements(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every example as a page."""
    folder = tmp_path_factory.mktemp("pages")
    made = []
    for number, path in enumerate(SPECS):
        spec = pipeline.check_file(str(path)).spec
        assert spec
        made.append(folder / f"{number}-{path.name}.html")
        made[-1].write_bytes(html.render(pipeline.agreement(spec)))
    return made


@pytest.fixture(scope="module")
def redlined(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Some pairs of examples of a kind as pages."""
    folder = tmp_path_factory.mktemp("redlined")
    made = []
    for number, (name, old, new) in enumerate(islice(pairs(), 0, None, 5)):
        made.append(folder / f"{number}.html")
        made[-1].write_bytes(redlines.render(compare(old, new, names=("old", name))))
    return made


@pytest.fixture
def redline(tmp_path: Path) -> Path:
    """A redline as a command makes it, with causes."""
    text = MINIMAL.read_text(encoding="utf-8")
    old, new = tmp_path / "old.agreement.yaml", tmp_path / "new.agreement.yaml"
    old.write_text(text, encoding="utf-8")
    new.write_text(f"{text}publication: {{review_days: 75}}\n", encoding="utf-8")
    program = (sys.executable, "-m", "modelpact")
    run(*program, "diff", old, new, "-f", "html", "-o", tmp_path / "redline.html")
    return tmp_path / "redline.html"


def checked(*pages: Path) -> list[str]:
    """The errors that the Nu HTML checker finds in markup and style sheets."""
    options = ("--errors-only", "--exit-zero-always", "--stdout", "--format", "json")
    answer = json.loads(run("java", "-jar", CHECKER, *options, *pages))
    return [message["message"] for message in answer["messages"]]


def test_the_nu_html_checker_finds_no_error(agreements: list[Path], redlined: list[Path]) -> None:
    assert checked(*agreements, *redlined) == []


def test_the_nu_html_checker_reads_markup_and_style_sheet(agreements: list[Path], tmp_path: Path) -> None:
    """An error in either is found: so that no message means that there is none."""
    broken = tmp_path / "broken.html"
    page = agreements[0].read_text(encoding="utf-8")
    broken.write_text(page.replace("<h1", "<hl").replace("color-scheme:", "shade:"), encoding="utf-8")
    said = " ".join(checked(broken))
    assert "“hl”" in said
    assert "“shade”" in said


def judged_by_axe(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    verdicts: list[dict[str, Any]] = json.loads(
        run("node", "tests/judges/axe.mjs", stdin=json.dumps(jobs).encode())
    )
    return verdicts


def test_axe_finds_no_violation_and_no_page_asks_or_is_too_wide(
    agreements: list[Path], redlined: list[Path]
) -> None:
    """In every look in turn, with all that can be opened open."""
    pages = [(page, "page-fields") for page in agreements] + [(page, "page-sides") for page in redlined]
    jobs = [
        {"file": str(page), "size": size, "colorScheme": scheme, "open": [switch]}
        for (page, switch), (size, scheme) in zip(pages, cycle(LOOKS), strict=False)
    ]
    found = dict(zip((job["file"] for job in jobs), judged_by_axe(jobs), strict=True))
    assert len(found) > len(SPECS)
    clean = {"violations": [], "asked": [], "wider": 0}
    assert {file: verdict for file, verdict in found.items() if verdict != clean} == {}


def test_a_reader_can_click_through_an_agreement(agreements: list[Path]) -> None:
    """Outline, definitions, links, switch; at a desk and on a phone; with scripts and without."""
    (page,) = (each for each in agreements if "gpt-2-cornell" in each.name)
    run("node", "tests/judges/walk_agreement.mjs", page)


def test_a_reader_can_click_through_a_redline(redline: Path) -> None:
    run("node", "tests/judges/walk_redline.mjs", redline)
