"""``models[].model_card_file``: a card in the project is compared with the spec, and nothing else is read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from support import Run

CARD = "---\nlicense: cc-by-nc-4.0\n---\n"
MODEL = "  - {id: large, "


@pytest.fixture
def project(example: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the example is the project's only spec; beside it lies what it must not read."""
    folder = example.parent / "project"
    folder.mkdir()
    (example.parent / "secret.md").write_text("---\nlicense: top-secret\n---\n")
    example.rename(folder / "deal.agreement.yaml")
    monkeypatch.chdir(folder)
    return folder


def names(project: Path, card: str) -> None:
    spec = project / "deal.agreement.yaml"
    text = spec.read_text(encoding="utf-8")
    assert MODEL in text
    spec.write_text(text.replace(MODEL, f"{MODEL}model_card_file: {card}, "), encoding="utf-8")


def test_a_card_beside_the_spec_is_compared(run: Run, project: Path) -> None:
    (project / "cards").mkdir()
    (project / "cards" / "large.md").write_text(CARD)
    names(project, "cards/large.md")
    outcome = run("check", "deal.agreement.yaml")
    assert "[card-licence-differs]" in outcome.out
    assert outcome.code == 0
    render = run("render", "deal.agreement.yaml", "-f", "md")
    assert render.code == 0
    assert "cards/large.md" not in (project / "deal.md").read_text(encoding="utf-8")


def test_a_card_above_is_compared_where_it_lies_in_the_project(run: Run, project: Path) -> None:
    (project.parent / "modelpact.toml").write_text("")
    (project.parent / "large.md").write_text(CARD)
    names(project, "../large.md")
    assert "[card-licence-differs]" in run("check", "deal.agreement.yaml").out


def test_a_spec_from_standard_input_names_its_card_from_here(run: Run, project: Path) -> None:
    (project / "large.md").write_text(CARD)
    names(project, "large.md")
    spec = (project / "deal.agreement.yaml").read_bytes()
    assert "[card-licence-differs]" in run("check", "-", stdin=spec).out


def link_out(place: Path) -> None:
    place.symlink_to("../secret.md")


def circle(place: Path) -> None:
    place.symlink_to(place.name)


def device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def huge(place: Path) -> None:
    place.write_bytes(b"---\nlicense: mit\n---\n" + b"x" * 2_000_000)


def binary(place: Path) -> None:
    place.write_bytes(b"\x89PNG\r\n\x1a\n\0\xff")


def hostile(place: Path) -> None:
    place.write_text("---\na: &a [x]\nb: [*a, *a]\n---\n")


def odd(place: Path) -> None:
    place.write_text("---\nlicense: [{a: [1]}]\nbase_model: {x: y}\nlanguage: 7\n---\n")


WAYS = [link_out, circle, device, huge, binary, hostile, Path.mkdir, os.mkfifo]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_card_that_is_not_to_be_read_is_one_error(
    run: Run, project: Path, way: Callable[[Path], None]
) -> None:
    way(project / "large.md")
    names(project, "large.md")
    outcome = run("check", "deal.agreement.yaml")
    assert outcome.code == 1
    assert outcome.out.count("[card-unreadable]") == 1
    assert outcome.out.endswith("1 error, 0 warnings, 0 information, 0 ignored\n")
    assert "top-secret" not in outcome.out + outcome.err


@pytest.mark.parametrize("card", ["../secret.md", "../project/../secret.md", "nowhere.md"])
def test_a_path_that_leads_out_or_nowhere_is_one_error(run: Run, project: Path, card: str) -> None:
    names(project, card)
    outcome = run("check", "deal.agreement.yaml")
    assert outcome.out.count("[card-unreadable]") == 1
    assert "top-secret" not in outcome.out


@pytest.mark.parametrize("card", ["/etc/passwd", "'C:\\\\secret.md'", "https://lab.example/card.md"])
def test_a_path_that_is_none_is_refused_by_the_schema(run: Run, project: Path, card: str) -> None:
    names(project, card)
    outcome = run("check", "deal.agreement.yaml")
    assert outcome.code == 1
    assert "top-secret" not in outcome.out


def test_a_card_with_odd_values_is_compared_as_far_as_it_goes(run: Run, project: Path) -> None:
    odd(project / "large.md")
    names(project, "large.md")
    assert "card" not in run("check", "deal.agreement.yaml").out
