"""A Dask cluster of two processes on this machine renders what this machine renders."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import MINIMAL

pytestmark = [pytest.mark.judge, pytest.mark.filterwarnings("default")]  # Dask's own warnings


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers, each of which takes two tasks at a time."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight specs, one of them with errors, and the renders of another edited by hand."""
    for number in range(8):
        text = MINIMAL.read_text().replace("id: small-staged-release", f"id: deal-{number}")
        (tmp_path / f"{number}.agreement.yaml").write_text(text)
    (tmp_path / "3.agreement.yaml").write_text("modelpact: 1\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "5.md").write_text("my notes\n")
    return tmp_path


def render(folder: Path, output: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "modelpact", "render", ".", "-f", "md,docx", "-o", output, *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_cluster_renders_the_same(scheduler: str, folder: Path) -> None:
    there = render(folder, "out", "--dask", scheduler)
    assert there.returncode == 3
    assert there.stdout.splitlines()[-1] == "8 specs: 6 written, 0 up to date, 1 refused, 1 failed"
    assert "3.agreement.yaml: has errors" in there.stderr
    assert "5.md: was edited by hand" in there.stderr
    render(folder, "here")
    made = {path.name: path.read_bytes() for path in (folder / "out").iterdir() if path.name != "5.md"}
    assert len(made) == 12
    assert made == {name: (folder / "here" / name).read_bytes() for name in made}


def test_what_the_cluster_rendered_is_up_to_date(scheduler: str, folder: Path) -> None:
    render(folder, "out", "--dask", scheduler)
    again = render(folder, "out")
    assert again.stdout.splitlines()[-1] == "8 specs: 0 written, 6 up to date, 1 refused, 1 failed"


def test_nobody_at_the_address_is_one_sentence(folder: Path) -> None:
    outcome = render(folder, "out", "--dask", "127.0.0.1:1")
    assert outcome.returncode == 3
    assert outcome.stderr == "modelpact: 127.0.0.1:1: no Dask scheduler answers there\n"
