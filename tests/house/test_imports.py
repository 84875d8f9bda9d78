"""Heavy libraries are imported only where they are needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "jinja2",
    "weasyprint",
    "pydantic",
    "rich",
    "jsonschema",
    "referencing",
    "markdown_it",
    "icalendar",
    "questionary",
)
PROGRAM = """
import sys
from modelpact.cli import main
try:
    main()
finally:
    sys.stderr.write(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def modules_after(*arguments: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    return set(run.stderr.split())


@pytest.mark.parametrize("heavy", HEAVY)
def test_check_of_a_clean_file_imports_nothing_heavy(heavy: str) -> None:
    modules = modules_after("check", str(ROOT / "tests/check/ok/smallest.agreement.yaml"))
    assert "modelpact" in modules
    assert heavy not in modules


@pytest.mark.parametrize("heavy", HEAVY)
def test_check_with_a_house_s_form_imports_nothing_heavy(heavy: str) -> None:
    spec, form = ROOT / "tests/check/ok/smallest.agreement.yaml", ROOT / "examples/house-form"
    modules = modules_after("check", str(spec), "--form", str(form))
    assert "modelpact" in modules
    assert heavy not in modules


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "junit"])
def test_reports_need_nothing_that_renders(format_: str) -> None:
    """A file with findings of rules, and one option of each sort that looks at rules."""
    spec = str(ROOT / "tests/check/bad/together-everything.agreement.yaml")
    modules = modules_after("check", spec, "-f", format_, "--ignore", "term-long")
    assert "modelpact" in modules
    assert not modules & set(HEAVY)
