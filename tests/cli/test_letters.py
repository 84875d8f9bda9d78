"""A letter beside its master's files, as whoever drafts it runs the program."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from support import ROOT, Run

MASTERS = ROOT / "tests" / "check" / "masters"
LETTER = (ROOT / "tests" / "check" / "ok" / "smallest.agreement.yaml").read_text(encoding="utf-8")
NAME = "letter.agreement.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a master's spec and a signed file of it, larger than any spec may be."""
    (tmp_path / "modelpact.toml").touch()
    (tmp_path / "letters").mkdir()
    (tmp_path / "master.agreement.yaml").write_bytes((MASTERS / "small-master.agreement.yaml").read_bytes())
    (tmp_path / "master.pdf").write_bytes(b"%PDF-1.7 signed" + bytes(1_500_000))
    return tmp_path


def written(folder: Path, **fields: str) -> Path:
    """A letter in its own folder that names its master by these fields."""
    stated = {"id": "small-master", "sha256": "TBC", **fields}
    master = f"structure: letter\nmaster: {json.dumps(stated)}\n"
    path = folder / "letters" / NAME
    path.write_text(LETTER.replace("id: small\n", "id: second\n", 1) + master, encoding="utf-8")
    return path


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_letter_agrees_with_the_files_of_its_master(folder: Path, run: Run) -> None:
    signed = folder / "master.pdf"
    path = written(folder, spec="../master.agreement.yaml", file="../master.pdf", sha256=fingerprint(signed))
    checked = run("check", str(path))
    assert (checked.code, checked.err) == (0, "")
    signed.write_bytes(signed.read_bytes() + b"\n")
    changed = run("check", str(path))
    assert changed.code == 1
    assert "[master-file-differs]" in changed.out
    assert fingerprint(signed) in changed.out


def test_letter_prints_the_same_whatever_is_at_hand(folder: Path, run: Run) -> None:
    """What it carries makes it again, and does not tell where its author keeps the master."""
    named = written(folder, spec="../master.agreement.yaml", file="../master.pdf")
    assert run("render", str(named), "-f", "md,json", "-o", str(folder / "a")).code == 0
    assert run("render", str(written(folder)), "-f", "md,json", "-o", str(folder / "b")).code == 0
    for suffix in ("md", "json"):
        one, other = ((folder / name / f"letter.{suffix}").read_text(encoding="utf-8") for name in "ab")
        if suffix == "json":
            one, other = (json.loads(each)["agreement"]["spec"] for each in (one, other))
        assert one == other
    assert "master.pdf" not in (folder / "a" / "letter.json").read_text(encoding="utf-8")


def test_nothing_is_read_outside_the_project_folder(folder: Path, run: Run) -> None:
    (folder / "letters" / "modelpact.toml").touch()
    path = written(folder, spec="../master.agreement.yaml", file="../master.pdf")
    checked = run("check", str(path))
    assert checked.code == 1
    assert checked.out.count("lies outside the project folder") == 2
    assert fingerprint(folder / "master.pdf") not in checked.out


@pytest.mark.parametrize("field", ["spec", "file"])
def test_what_is_no_file_is_one_sentence(folder: Path, run: Run, field: str) -> None:
    path = written(folder, **{field: "../letters"})
    checked = run("check", str(path))
    assert checked.code == 1
    assert "../letters is not a file [master-unreadable]" in checked.out


def test_a_master_that_is_the_letter_itself_ends(folder: Path, run: Run) -> None:
    checked = run("check", str(written(folder, spec=NAME)))
    assert checked.code == 1
    assert "[master-not-a-master]" in checked.out


def test_what_a_letter_renders_to_is_short(folder: Path, run: Run) -> None:
    path = written(folder, spec="../master.agreement.yaml")
    assert run("render", str(path), "-f", "md").code == 0
    text = path.with_name("letter.md").read_text(encoding="utf-8")
    assert text.startswith("# Letter under a Master Agreement\n")
    assert "small-master, the “Master Agreement”" in text
    assert len(text.splitlines()) < 200
