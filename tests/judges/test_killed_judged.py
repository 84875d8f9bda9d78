"""Killed at any moment, by the system or by whoever waits no longer, a run leaves whole files."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from modelpact.renderers import FORMATS
from support import MINIMAL, ROOT

pytestmark = pytest.mark.judge


def test_a_process_killed_while_it_writes_leaves_the_old_file_or_the_new() -> None:
    command = [sys.executable, "tests/killing.py", "--moments", "60"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    for format_, line in zip(FORMATS, run.stdout.splitlines(), strict=True):
        left = {
            what: int(count) for count, what in re.findall(r"(\d+) ([a-z ]+)", line.partition("moments: ")[2])
        }
        assert line.startswith(format_)
        assert left["old"] + left["new"] == 60
        assert min(left["old"], left["new"], left["with a stray"]) > 0, "not one moment was one of writing"


def test_processes_that_are_killed_cost_no_render(tmp_path: Path) -> None:
    """The first two processes of the pool are killed, each when it has written something."""
    for number in range(12):
        text = MINIMAL.read_text().replace("id: small-staged-release", f"id: deal-{number}")
        (tmp_path / f"{number:02}.agreement.yaml").write_text(text)
    command = [sys.executable, "-u", "-m", "modelpact", "render", str(tmp_path), "-f", "md,html", "-j", "2"]
    chance = random.Random(1)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for _ in range(2):
            assert running.stdout.readline().endswith("written\n")
            workers = workers_of(running.pid)
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
        out, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (0, "")
    assert out.splitlines()[-1] == "12 specs: 12 written, 0 up to date, 0 refused, 0 failed"
    assert not list(tmp_path.glob(".modelpact-*"))
    whole = tmp_path / "whole"
    subprocess.run([*command[:5], str(tmp_path), "-f", "md,html", "-q", "-o", str(whole)], check=True)
    for path in whole.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def workers_of(process: int) -> list[int]:
    """The processes that render: children of the process from which they are forked."""
    return [worker for server in children_of(process) for worker in children_of(server)]


def children_of(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
