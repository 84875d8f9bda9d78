"""Word files edited in LibreOffice for real, tracked and not, with comments, read back clause by clause."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from judges.engines import run
from modelpact import pipeline
from support import MINIMAL, ROOT

pytestmark = pytest.mark.judge


def edit(find: str, put: str | None, *, tracked: bool = True, comment: str = "") -> dict[str, Any]:
    return {"find": find, "put": put, "tracked": tracked, "comment": comment}


REVIEW = "must answer in writing within 30 days of receiving the draft"
JOBS: dict[str, list[dict[str, Any]]] = {
    "untouched": [],
    "agreed": [
        edit("After a review of 30 days", "After a review of 45 days"),
        edit(REVIEW, REVIEW.replace("30", "45")),
        edit("Naming the passage", None, comment="Our board meets every six weeks."),
    ],
    "silent": [edit(REVIEW, REVIEW.replace("30", "45"), tracked=False)],
    "worded": [
        edit("newly says of the Model.", "newly says of the Model.\nThe Provider pays for translations."),
        edit("must not refuse, delay or ask", "should not refuse, delay or ask"),
    ],
}


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What ``diff`` says of each file, as data."""
    folder = tmp_path_factory.mktemp("returned")
    spec = pipeline.check_file(str(MINIMAL)).spec
    assert spec
    sent = folder / "sent.docx"
    sent.write_bytes(pipeline.render(spec, ["docx"])["docx"])
    jobs = [
        {"file": str(sent), "target": str(folder / f"{name}.docx"), "edits": edits}
        for name, edits in JOBS.items()
    ]
    run("/usr/bin/python3", "tests/judges/edit_in_office.py", stdin=json.dumps(jobs).encode())
    return {name: said(MINIMAL, folder / f"{name}.docx") for name in JOBS}


def said(spec: Path, file: Path) -> dict[str, Any]:
    done = subprocess.run(
        [ROOT / ".venv/bin/modelpact", "diff", spec, file, "-f", "json"],
        capture_output=True, check=True, cwd=ROOT,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_file_that_was_only_saved_has_no_change(returned: dict[str, dict[str, Any]]) -> None:
    assert returned["untouched"]["changes"] == []
    assert returned["untouched"]["notes"] == []


def test_a_value_that_was_changed_everywhere(returned: dict[str, dict[str, Any]]) -> None:
    found = returned["agreed"]
    assert [each["fields"] for each in found["edits"]] == [
        [{"field": "publication.review_days", "old": 30, "new": 45, "span": None}]
    ]
    assert {each["place"] for each in found["changes"]} == {"30.2", "Cover page, row “Publication”"}
    assert all(each["tracked_by"][0]["author"] == "Outside Counsel" for each in found["changes"])
    assert not any(each["untracked"] for each in found["changes"])
    (comment,) = found["comments"]
    assert (comment["author"], comment["text"]) == ("Outside Counsel", "Our board meets every six weeks.")
    assert (comment["place"], comment["about"]) == ("30.2", "Naming the passage")


def test_a_change_that_nobody_tracked(returned: dict[str, dict[str, Any]]) -> None:
    (change,) = returned["silent"]["changes"]
    assert change["untracked"]
    assert change["tracked_by"] == []
    assert [each["field"] for each in returned["silent"]["conflicts"]] == ["publication.review_days"]


def test_words_of_their_own(returned: dict[str, dict[str, Any]]) -> None:
    (words,) = returned["worded"]["for_a_person"]
    assert (words["clause"], words["list"]) == ("publication", "replace")
    assert "newly says of the Model.\n\nThe Provider pays for translations.\n\n" in words["entry"]["text"]
    assert (
        "\n\nThe Provider should not refuse, delay or ask to change a publication" in words["entry"]["text"]
    )


def test_ajv_reads_each_with_the_schema(returned: dict[str, dict[str, Any]]) -> None:
    schema = ROOT / "schemas" / "returned-1.schema.json"
    all_ = json.dumps([*returned.values(), {}]).encode()
    verdicts = json.loads(run("node", "tests/judges/validate.mjs", schema, stdin=all_))
    assert verdicts == [True] * len(returned) + [False]
