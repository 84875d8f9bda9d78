"""The same spec gives the same bytes, whoever renders it, where and when."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import sums
from modelpact.renderers import FORMATS
from support import ROOT

pytestmark = pytest.mark.judge

ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Pacific/Pago_Pago")
LOCALES = ("C", "tr_TR", "de_DE", "ar_SA")
DATES = ("2001-02-03 04:05:06", "2038-01-20 23:59:59")
UMASKS = ("022", "077")
SPEC = ROOT / "examples" / "gpt-2-cornell.agreement.yaml"


def test_pdfs_have_the_committed_hashes(tmp_path: Path, *, update: bool) -> None:
    if not update and sums.libraries() != sums.committed_libraries():
        pytest.skip(
            f"the PDFs' hashes were made with {sums.committed_libraries()}, here is {sums.libraries()}"
        )
    modelpact("render", *sums.SPECS, "-f", "pdf", "-q", "-o", tmp_path)
    rendered = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(rendered) == len(sums.SPECS)
    if update:
        sums.rewrite(rendered, sums.libraries())
    lines = [line for line in sums.SUMS.read_text().splitlines(keepends=True) if line.endswith(".pdf\n")]
    assert len(lines) == len(rendered)
    check = ["sha256sum", "--check", "--strict", "--quiet"]
    judged = subprocess.run(
        check, input="".join(lines), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (judged.returncode, judged.stdout) == (0, ""), judged.stdout


def test_nothing_around_it_changes_a_render(tmp_path: Path) -> None:
    """Ten hash seeds and folders, five time zones, four locales, two dates, two umasks; every format."""
    locales = tmp_path / "locales"
    locales.mkdir()
    for name in LOCALES[1:]:
        command = ["localedef", "-i", name, "-f", "UTF-8", str(locales / f"{name}.UTF-8")]
        subprocess.run(command, check=True, capture_output=True)
    with ThreadPoolExecutor(2) as both:
        renders = list(both.map(lambda number: rendered(number, tmp_path, locales), range(10)))
    assert set(renders[0]) == {sums.render_of(SPEC, format_) for format_ in FORMATS}
    assert all(render == renders[0] for render in renders[1:])


def rendered(number: int, folder: Path, locales: Path) -> dict[str, bytes]:
    """The renders of a run unlike those of the other numbers, by their names."""
    here = folder / f"run {number}"
    here.mkdir()
    environ = {
        "PYTHONHASHSEED": str(number),
        "TZ": ZONES[number % len(ZONES)],
        "LC_ALL": LOCALES[number % len(LOCALES)],
        "LOCPATH": str(locales),
    }
    if environ["LC_ALL"] != "C":
        environ["LC_ALL"] += ".UTF-8"
    spec = SPEC if number % 2 else os.path.relpath(SPEC, here)
    program = [sys.executable, "-m", "modelpact", "render", spec, "-f", ",".join(FORMATS), "-o", "out", "-q"]
    moment = DATES[number % len(DATES)]
    command = [
        "faketime",
        "-f",
        f"@{moment}",
        "sh",
        "-c",
        'umask "$0"; exec "$@"',
        UMASKS[number // 5],
        *program,
    ]
    subprocess.run(command, cwd=here, env={**os.environ, **environ}, check=True, capture_output=True)
    for path in (here / "out").iterdir():
        assert path.stat().st_mode & 0o777 == 0o666 & ~int(UMASKS[number // 5], 8)
    return {path.name: path.read_bytes() for path in (here / "out").iterdir()}


def modelpact(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "modelpact", *map(str, arguments)], check=True)
