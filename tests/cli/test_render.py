"""``modelpact render``: what is written, what is refused, and that nothing is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from modelpact import pipeline
from modelpact.diagnostics import FormError
from support import MINIMAL, Run

BROKEN = "modelpact: 1\ntitle: Only a title\n"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_every_format_is_written_beside_the_spec_and_named_after_it(run: Run, example: Path) -> None:
    outcome = run("render", example, "-f", "md,html,pdf")
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        f"{example.with_name(f'deal.{suffix}')}: written" for suffix in ("md", "html", "pdf")
    ]
    assert names(example.parent) == {example.name, "deal.md", "deal.html", "deal.pdf"}


def test_an_output_folder_is_made(run: Run, example: Path) -> None:
    assert run("render", example, "-f", "md", "-o", example.parent / "a" / "b", "-q").out == ""
    assert names(example.parent / "a" / "b") == {"deal.md"}


def test_standard_input_is_named_by_its_id(run: Run, tmp_path: Path) -> None:
    assert run("render", "-", "-f", "md", "-o", tmp_path, stdin=MINIMAL.read_bytes()).code == 0
    assert names(tmp_path) == {"small-staged-release.md"}


def test_a_spec_with_errors_writes_nothing(run: Run, tmp_path: Path) -> None:
    spec = tmp_path / "bad.agreement.yaml"
    spec.write_text(BROKEN)
    outcome = run("render", spec, "-f", "md")
    assert outcome.code == 1
    assert "has errors, so nothing was rendered" in outcome.err
    assert names(tmp_path) == {"bad.agreement.yaml"}


def test_one_bad_spec_does_not_stop_the_next(run: Run, example: Path) -> None:
    bad = example.with_name("bad.agreement.yaml")
    bad.write_text(BROKEN)
    assert run("render", bad, example, "-f", "md").code == 1
    assert "deal.md" in names(example.parent)


@pytest.mark.parametrize("suffix", ["md", "html", "pdf"])
def test_our_own_untouched_render_is_replaced(run: Run, example: Path, suffix: str) -> None:
    render = example.with_name(f"deal.{suffix}")
    run("render", example, "-f", suffix)
    example.write_text(example.read_text() + "status: review\n")
    before = render.read_bytes()
    assert run("render", example, "-f", suffix).code == 0
    assert render.read_bytes() != before


@pytest.mark.parametrize("suffix", ["md", "html", "pdf"])
def test_a_file_edited_by_hand_is_kept_until_force(run: Run, example: Path, suffix: str) -> None:
    render = example.with_name(f"deal.{suffix}")
    run("render", example, "-f", suffix)
    edited = render.read_bytes()
    edited = edited[:500] + bytes([edited[500] ^ 1]) + edited[501:]
    render.write_bytes(edited)
    outcome = run("render", example, "-f", suffix)
    assert outcome.code == 3
    assert (
        outcome.err
        == f"modelpact: {render}: was edited by hand or not made by modelpact; --force replaces it\n"
    )
    assert render.read_bytes() == edited
    assert run("render", example, "-f", suffix, "--force").code == 0


def test_one_edited_file_holds_back_all_of_its_spec(run: Run, example: Path) -> None:
    example.with_name("deal.md").write_text("my notes\n")
    assert run("render", example, "-f", "html,md").code == 3
    assert names(example.parent) == {example.name, "deal.md"}


def test_a_symbolic_link_is_not_followed(run: Run, example: Path) -> None:
    example.with_name("deal.md").symlink_to(example)
    before = example.read_bytes()
    assert "is a symbolic link" in run("render", example, "-f", "md").err
    assert run("render", example, "-f", "md", "--force").code == 0
    assert example.read_bytes() == before
    assert not example.with_name("deal.md").is_symlink()


def test_a_full_disk_keeps_the_old_files(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("render", example, "-f", "md,html")
    before = {path: path.read_bytes() for path in example.parent.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    outcome = run("render", example, "-f", "md,html", "--force")
    assert outcome.code == 3
    assert outcome.err == f"modelpact: {example.with_name('deal.md')}: no space left on device\n"
    assert {path: path.read_bytes() for path in example.parent.iterdir()} == before


def test_interrupting_leaves_nothing_behind(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    assert run("render", example, "-f", "md").code == 130
    assert names(example.parent) == {example.name}


def test_what_a_killed_run_left_is_removed(run: Run, example: Path) -> None:
    stray = example.with_name(".modelpact-999999999-abc")
    stray.write_text("half")
    ours = example.with_name(f".modelpact-{os.getpid()}-abc")
    ours.write_text("being written")
    run("render", example, "-f", "md")
    assert not stray.exists()
    assert ours.exists()


def test_two_specs_never_share_a_render(run: Run, example: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / example.name
    other.parent.mkdir()
    other.write_bytes(example.read_bytes())
    outcome = run("render", example, other, "-o", tmp_path / "out")
    assert outcome.code == 2
    assert "would both be written to" in outcome.err


@pytest.mark.parametrize("formats", ["doc", "md,doc", ",", ""])
def test_unknown_formats_are_a_usage_error(run: Run, example: Path, formats: str) -> None:
    outcome = run("render", example, "-f", formats)
    assert outcome.code == 2
    assert "md, html, pdf" in outcome.err


def test_a_folder_in_the_way_is_named(run: Run, example: Path) -> None:
    (example.parent / "out").write_text("a file")
    outcome = run("render", example, "-f", "md", "-o", example.parent / "out")
    assert outcome.code == 3
    assert outcome.err.count("\n") == 1


def test_the_same_spec_gives_the_same_bytes(run: Run, example: Path) -> None:
    for folder in ("one", "two"):
        run("render", example, "-f", "md,html,pdf", "-o", example.parent / folder)
    for name in names(example.parent / "one"):
        assert (example.parent / "one" / name).read_bytes() == (example.parent / "two" / name).read_bytes()


def test_a_broken_form_is_one_line_that_names_the_file(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise FormError("clauses/publication.md: 'nosuch' is undefined")

    monkeypatch.setattr(pipeline, "agreement", broken)
    outcome = run("render", example, "-f", "md")
    assert outcome.code == 3
    assert outcome.err == "modelpact: the form is wrong: clauses/publication.md: 'nosuch' is undefined\n"


def test_a_file_in_the_place_of_the_folder_is_one_sentence(run: Run, example: Path) -> None:
    outcome = run("render", example, "-f", "md", "-o", example)
    assert (outcome.code, outcome.err) == (
        3,
        f"modelpact: {example / 'deal.md'}: {example} is not a folder\n",
    )
