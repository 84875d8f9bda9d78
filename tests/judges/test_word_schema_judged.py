"""Word files against the schemas of Office Open XML, by a validator that is not ours (openxml-audit)."""

from __future__ import annotations

import json
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from judges.test_word_judged import SPECS
from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.compare import compare
from modelpact.redlines import docx as redlines
from modelpact.renderers import docx
from support import ROOT
from surgery import edited

pytestmark = pytest.mark.judge

OPTIONAL = ("relationships/fontTable' is missing", "relationships/theme' is missing")
"""The validator asks for these parts; a package may do without (ISO/IEC 29500-1, 11.3.5 and 14.2.7)."""


@pytest.fixture(scope="module")
def agreements() -> dict[str, Agreement]:
    made = {}
    for path in SPECS:
        spec = pipeline.check_file(str(path)).spec
        assert spec
        made[f"{path.parent.name}-{path.name}"] = pipeline.agreement(spec)
    return made


def findings(folder: Path) -> dict[str, list[str]]:
    """What is wrong with the files of a folder, by their names."""
    command = (ROOT / ".venv/bin/openxml-audit", "--format=microsoft365", "--output=json", "--max-errors=0")
    done = subprocess.run([*command, "--recursive", folder], capture_output=True, check=False, timeout=600)
    assert done.returncode in (0, 1), done.stderr.decode()
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return {
        Path(file["file"]).name: [
            f"{error['description']} {error['part_uri']}{error['path']}"
            for error in file["errors"]
            if not error["description"].rstrip(".").endswith(OPTIONAL)
        ]
        for file in said
    }


def test_every_example_keeps_to_the_schemas(agreements: dict[str, Agreement], tmp_path: Path) -> None:
    for name, agreement in agreements.items():
        (tmp_path / f"{name}.docx").write_bytes(docx.render(agreement))
    assert findings(tmp_path) == {f"{name}.docx": [] for name in agreements}


def test_so_does_a_redline_of_every_two_of_a_kind(agreements: dict[str, Agreement], tmp_path: Path) -> None:
    pairs = [
        (one, other)
        for one, other in combinations(agreements, 2)
        if agreements[one].title == agreements[other].title
    ]
    for number, (one, other) in enumerate(pairs):
        redline = redlines.render(compare(agreements[one], agreements[other]))
        (tmp_path / f"{number}.docx").write_bytes(redline)
    assert findings(tmp_path) == {f"{number}.docx": [] for number in range(len(pairs))}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<w:tblLayout ", "<w:tblLayouts "),
        ('<w:fldChar w:fldCharType="end"/>', '<w:fldChar w:fldCharType="over"/>'),
        ("</w:tcPr><w:p>", "</w:tcPr><w:tbl/><w:p>"),
    ],
)
def test_the_validator_sees_a_fault(
    agreements: dict[str, Agreement], tmp_path: Path, right: str, wrong: str
) -> None:
    data = docx.render(next(iter(agreements.values())))
    (tmp_path / "faulty.docx").write_bytes(edited(data, lambda body: body.replace(right, wrong, 1)))
    assert findings(tmp_path)["faulty.docx"] != []
