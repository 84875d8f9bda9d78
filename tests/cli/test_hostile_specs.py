"""Specs and surroundings made to harm: one clear sentence, the right exit code, nothing read unasked."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from modelpact.cache import cache_folder
from support import Run


def extending(example: Path, *names: str) -> Path:
    example.write_text(f"extends: [{', '.join(map(repr, names))}]\n" + example.read_text())
    return example


def with_clauses(example: Path, text: str) -> Path:
    example.write_text(f"{example.read_text()}clauses:\n{text}")
    return example


def rendered(run: Run, example: Path, suffix: str) -> str:
    assert run("render", example, "-f", suffix).code == 0
    return example.with_name(f"deal.{suffix}").read_text(encoding="utf-8")


# --- what a spec extends, and what it is


def loop(folder: Path) -> None:
    (folder / "house.yaml").symlink_to("house.yaml")


def queue(folder: Path) -> None:
    os.mkfifo(folder / "house.yaml")


def outside(folder: Path) -> None:
    (folder.parent / "secret.yaml").write_text("password: hunter2\n")
    (folder / "house.yaml").symlink_to("../secret.yaml")


def malformed(folder: Path) -> None:
    (folder / "house.yaml").write_text("extends: other.yaml\n")


def bomb(folder: Path) -> None:
    """Eight levels of files that each name the next one eight times: sixteen million reads."""
    for level in range(8):
        following = ", ".join([f"b{level + 1}.yaml"] * 8)
        (folder / f"b{level}.yaml").write_text(f"extends: [{following}]\n")
    (folder / "b8.yaml").write_text("x-end: 1\n")
    (folder / "house.yaml").write_text("extends: [b0.yaml]\n")


@pytest.mark.parametrize("lay", [loop, queue, outside, malformed, bomb])
def test_house_terms_that_harm_are_refused_with_their_place(
    run: Run, example: Path, lay: Callable[[Path], None]
) -> None:
    lay(example.parent)
    outcome = run("check", extending(example, "house.yaml"))
    assert outcome.code == 1
    assert re.search(r"\.yaml:1:\d+: error: ", outcome.out)
    assert "hunter2" not in outcome.out


@pytest.mark.parametrize("name", ["a" * 290, "/etc/passwd", "../" * 9 + "etc/passwd", "-", "sub/../../x"])
def test_a_name_that_leads_nowhere_good_is_refused(run: Run, example: Path, name: str) -> None:
    outcome = run("check", extending(example, name))
    assert outcome.code == 1
    assert "root:" not in outcome.out


def test_house_terms_in_a_folder_that_is_shut(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shut(path: Path, **_: object) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    extending(example, "shut/house.yaml")
    monkeypatch.setattr(Path, "exists", shut)
    outcome = run("check", example)
    assert outcome.code == 1
    assert "shut/house.yaml cannot be read: permission denied" in outcome.out


def test_a_spec_that_links_out_of_its_folder_is_not_read(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "secret").write_text("token: hunter2 [\n")
    link = folder / "deal.agreement.yaml"
    link.symlink_to("../secret")
    outcome = run("check", link)
    assert outcome.code == 3
    assert outcome.err == f"modelpact: {link}: is a symbolic link to a file outside its project folder\n"
    assert "hunter2" not in outcome.out


def test_a_spec_that_links_inside_its_folder_is_read(run: Run, example: Path) -> None:
    link = example.with_name("again.agreement.yaml")
    link.symlink_to(example.name)
    assert run("check", link).code == 0


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_a_device_that_never_ends_is_too_large(run: Run, example: Path) -> None:
    link = example.with_name("zero.agreement.yaml")
    link.symlink_to("/dev/zero")
    outcome = run("check", link)
    assert outcome.code == 1
    assert "[too-large]" in outcome.out


# --- the spec's own clauses and terms


def test_a_list_deeper_than_the_form_has_levels_is_flattened(run: Run, example: Path) -> None:
    lines = "\n".join(f"{'   ' * level}1. level{level}" for level in range(6))
    with_clauses(example, f"  replace: [{{id: attribution-and-names, text: {json.dumps(lines)}}}]\n")
    text = rendered(run, example, "md")
    assert all(f"level{level}" in text for level in range(6))


def test_a_definition_is_printed_whole(run: Run, example: Path) -> None:
    with_clauses(
        example,
        "  replace: [{id: attribution-and-names, text: A Thesis counts.}]\n"
        '  terms: [{name: Thesis, definition: "a first paper\\n\\nand a second\\n1. and a third"}]\n',
    )
    assert "a first paper and a second 1. and a third" in rendered(run, example, "md")


def test_replaced_definitions_still_define_the_terms(run: Run, example: Path) -> None:
    with_clauses(example, "  replace: [{id: definitions, text: Words mean what they say.}]\n")
    page = rendered(run, example, "html")
    anchors = set(re.findall(r' id="([^"]*)"', page))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= anchors
    assert "Words mean what they say." in page


def test_a_clause_added_after_one_that_is_left_out_is_kept(run: Run, example: Path) -> None:
    with_clauses(
        example,
        "  exclude: [{id: environmental-disclosure, reason: No figures exist.}]\n"
        "  add: [{id: papers, after: environmental-disclosure, title: Papers, text: Papers may appear.}]\n",
    )
    text = rendered(run, example, "md")
    assert "Papers may appear." in text


def test_the_spec_can_not_forge_a_second_address(run: Run, example: Path) -> None:
    with_clauses(example, "  add: [{id: schedule-a, after: publication, title: Fake, text: Fake.}]\n")
    assert "[clause-id-taken]" in run("check", example).out


# --- surroundings


def modelpact(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "modelpact", *map(str, arguments)],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_terminal_without_the_letters_gets_their_numbers(example: Path) -> None:
    example.write_text(example.read_text(encoding="utf-8") + "łódź: 1\n", encoding="utf-8")
    done = modelpact("check", example, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "\\u0142" in done.stdout
    assert not done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_our_output_is_one_line(example: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "modelpact", "check", str(example)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "modelpact: cannot print: No space left on device\n"


def test_closed_standard_input_is_one_line() -> None:
    program = "import sys; sys.stdin = None; from modelpact.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "-"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (3, "modelpact: <stdin>: is closed\n")


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders are Linux's")
def test_the_cache_never_lies_where_a_stranger_may_put_files() -> None:
    home = {"HOME": "/home/me"}
    assert cache_folder({**home, "XDG_CACHE_HOME": "cache"}) == Path("/home/me/.cache/modelpact")
    assert cache_folder({**home, "XDG_CACHE_HOME": "/caches"}) == Path("/caches/modelpact")
    assert cache_folder({}).name == f"modelpact-{os.getuid()}"
    assert cache_folder({"XDG_CACHE_HOME": "/caches"}) == Path("/caches/modelpact")
