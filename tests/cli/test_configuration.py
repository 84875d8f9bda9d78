"""What ``modelpact.toml`` settles for a project, and ``check --config``, which takes another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support import Run

PLAYBOOK = """\
modelpact_playbook: 1
title: House policy
positions:
  - {field: publication.review_days, at_most: 20, message: twenty days are enough}
"""


@pytest.fixture
def project(example: Path) -> Path:
    """A spec in a folder of a project whose modelpact.toml names a policy that the spec departs from."""
    top = example.parent
    (top / "modelpact.toml").write_text('playbook = "our.playbook.yaml"\n')
    (top / "our.playbook.yaml").write_text(PLAYBOOK)
    (top / "deals").mkdir()
    return example.rename(top / "deals" / example.name)


def test_specs_are_held_against_the_policy_of_their_project(run: Run, project: Path) -> None:
    outcome = run("check", project)
    assert outcome.code == 1
    assert "twenty days are enough" in outcome.out


def test_a_policy_does_not_keep_a_lawful_bargain_from_being_rendered(run: Run, project: Path) -> None:
    assert run("render", project, "-f", "md").code == 0


def test_another_configuration_takes_the_place_of_the_nearest(
    run: Run, project: Path, tmp_path: Path
) -> None:
    """So a pull request that brings a modelpact.toml of its own is checked with that of the base branch."""
    (project.parent / "modelpact.toml").write_text("")
    assert run("check", project).code == 0
    outcome = run("check", project, "--config", tmp_path / "modelpact.toml")
    assert outcome.code == 1
    assert "twenty days are enough" in outcome.out


def test_an_empty_configuration_settles_nothing(run: Run, project: Path) -> None:
    assert run("check", project, "--config", os.devnull).code == 0


def test_a_policy_given_by_name_is_preferred(run: Run, project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.playbook.yaml"
    other.write_text(PLAYBOOK.replace("20", "90"))
    assert run("check", project, "--playbook", other).code == 0


def test_a_configuration_that_is_not_there_is_one_line(run: Run, project: Path) -> None:
    outcome = run("check", project, "--config", "nosuch.toml")
    assert outcome.code == 3
    assert outcome.err == "modelpact: nosuch.toml: no such file or directory\n"


def test_a_policy_with_errors_checks_nothing(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "our.playbook.yaml").write_text("modelpact_playbook: 1\nnonsense: 1\n")
    outcome = run("check", project)
    assert outcome.code == 3
    assert "our.playbook.yaml: has errors, which modelpact check --playbook" in outcome.err


@pytest.mark.parametrize("place", ["../our.playbook.yaml", "/etc/passwd"])
def test_a_policy_outside_the_project_is_not_read(run: Run, project: Path, place: str) -> None:
    (project.parent / "modelpact.toml").write_text(f'playbook = "{place}"\n')
    outcome = run("check", project)
    assert outcome.code == 3
    assert "lies outside the project folder" in outcome.err
