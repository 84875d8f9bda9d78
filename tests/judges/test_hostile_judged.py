"""What the system is asked for while hostile specs are checked and rendered, as strace sees it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from support import ROOT

pytestmark = pytest.mark.judge

RENDERED = "markup/html-attachment.agreement.yaml"
ASKED = "openat,open,creat,rename,renameat2,unlink,mkdir,%network"
CALL = re.compile(r"(?P<name>[a-z0-9]+)\((?P<rest>.*)")
SYSTEM = (
    *(
        "/usr/",
        "/lib",
        "/var/cache/fontconfig",
        "/etc/fonts",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/locale",
    ),
    *("/etc/mime.types", "/etc/ssl/openssl.cnf", "/proc/self/maps", "/proc/self/status", "/proc/filesystems"),
    *("/proc/meminfo", "/proc/cpuinfo", "/proc/sys/", "/sys/", "/dev/null", "/dev/shm/"),
)
"""What programs read of a system: libraries, fonts, the time zone. No word of it comes from a spec."""


class Asked(NamedTuple):
    """What a run asked the system for."""

    code: int
    reads: frozenset[str]
    writes: frozenset[str]
    connects: tuple[str, ...]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile files in a folder of their own, and beside it what some of them would like to read."""
    top = tmp_path_factory.mktemp("judged").resolve()
    shutil.copytree(ROOT / "tests/hostile", top / "hostile", ignore=shutil.ignore_patterns("*.py", "*.out"))
    shutil.copytree(ROOT / "tests/check/ok", top / "check/ok")
    for place in ("temporary", "cache", "home"):
        (top / place).mkdir()
    return top


def asked(folder: Path, *arguments: str) -> Asked:
    log = folder / "log"
    command = [str(Path(sys.executable).with_name("modelpact")), *arguments]
    places = {"TMPDIR": "temporary", "XDG_CACHE_HOME": "cache", "HOME": "home"}
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "signal=none", "-e", f"trace={ASKED}", "-o", str(log), *command],
        cwd=folder / "hostile",
        env={**os.environ, **{name: str(folder / place) for name, place in places.items()}},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=600,
    )
    calls = [match for line in log.read_text(errors="replace").splitlines() if (match := CALL.search(line))]
    opened = [(match, named) for match in calls if (named := re.search(r'"(.*?)"', match["rest"]))]
    there = {
        (path_of(folder, named[1]), is_writing(match))
        for match, named in opened
        if " = -1 " not in match["rest"]
    }
    return Asked(
        done.returncode,
        frozenset(path for path, writing in there if not writing),
        frozenset(path for path, writing in there if writing),
        tuple(match[0] for match in calls if match["name"] in ("connect", "socket", "sendto", "bind")),
    )


def path_of(folder: Path, named: str) -> str:
    return os.path.realpath(folder / "hostile" / named)


def is_writing(match: re.Match[str]) -> bool:
    return match["name"] not in ("open", "openat") or bool(
        re.search("O_WRONLY|O_RDWR|O_CREAT", match["rest"])
    )


def elsewhere(folder: Path, paths: frozenset[str], *mine: str) -> list[str]:
    places = [*(str(folder / name) for name in mine), str(ROOT), sys.prefix, sys.base_prefix, *SYSTEM]
    return sorted(path for path in paths if not path.startswith(tuple(map(os.path.realpath, places))))


def test_a_check_of_hostile_specs_reads_its_project_and_asks_for_nothing_else(folder: Path) -> None:
    run = asked(folder, "check", "-q", ".")
    assert run.code == 1
    assert sum(path.endswith(".agreement.yaml") for path in run.reads) > 300
    assert not elsewhere(folder, run.reads, "hostile")
    assert not run.writes
    assert not run.connects


def test_a_render_of_a_hostile_spec_writes_its_renders_and_connects_to_nothing(folder: Path) -> None:
    run = asked(folder, "render", "-q", RENDERED, "-f", "md,html,pdf,docx,json", "-o", "../out")
    assert run.code == 0
    assert len(list((folder / "out").iterdir())) == 5
    own = ("hostile", "out", "temporary", "cache", "home")
    assert not elsewhere(folder, run.reads, *own)
    outside = [
        path for path in run.writes if not path.startswith(tuple(str(folder / name) for name in own[1:]))
    ]
    assert set(outside) <= {"/dev/null"}
    assert not run.connects
