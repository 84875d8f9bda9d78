"""The wheel is whole: installed where nothing of the checkout is in reach, it renders the example offline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from support import EXAMPLE, ROOT

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
WHERE = "from modelpact import resources; print(resources.templates()); print(resources.schemas())"


def run(*command: str | Path, cwd: Path) -> str:
    """What a program prints; without index, network settings and the checkout's own path."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))
    }
    environment |= {
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "XDG_CACHE_HOME": str(cwd / "cache"),
    }
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    name = run(sys.executable, "-c", BUILD, folder, cwd=ROOT).splitlines()[-1]
    return folder / name


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The programs of an environment with the wheel in it; what it depends on is seen through a path file."""
    home = wheel.parent / "environment"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    paths = {"base": str(home), "platbase": str(home)}
    programs = Path(sysconfig.get_path("scripts", vars=paths))
    packages = Path(sysconfig.get_path("purelib", vars=paths))
    pip = (sys.executable, "-m", "pip", "--python", programs / "python")
    run(*pip, "install", "--quiet", "--no-deps", wheel, cwd=wheel.parent)
    # A plain path line: path files in that folder, the checkout's own among them, are not followed.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def test_the_form_and_the_schemas_are_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "schemas"):
        tracked = (path for path in (ROOT / folder).rglob("*") if path.is_file())
        shipped = {
            f"modelpact/{path.relative_to(ROOT).as_posix()}" for path in tracked if path.name[0] != "."
        }
        assert shipped
        assert shipped <= names


def test_licences_travel_with_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for licence in ("LICENSE", "LICENSES/Apache-2.0.txt", "LICENSES/CC0-1.0.txt"):
        assert any(name.endswith(f".dist-info/licenses/{licence}") for name in names), licence


def test_the_form_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    for folder in run(installed / "python", "-c", WHERE, cwd=tmp_path).splitlines():
        assert Path(folder).is_relative_to(installed.parent)


def test_the_wheel_renders_the_example_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE.parent, tmp_path / "examples")
    spec = tmp_path / "examples" / EXAMPLE.name
    run(installed / "modelpact", "render", spec, "-f", "md,html,pdf", "-o", tmp_path / "out", cwd=tmp_path)
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "out").iterdir()}
    assert sorted(sizes) == ["gpt-2-cornell.html", "gpt-2-cornell.md", "gpt-2-cornell.pdf"]
    assert min(sizes.values()) > 10_000
