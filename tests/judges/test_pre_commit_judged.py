"""The real pre-commit clones, builds and runs our hooks, and git commits nothing that they stop."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from judges.engines import run
from judges.repository import Repository, copied_checkout
from support import MINIMAL

pytestmark = pytest.mark.judge

CONFIGURATION = """\
repos:
  - repo: {hooks}
    rev: {revision}
    hooks: [{{id: modelpact-check}}, {{id: modelpact-render-check}}]
"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a spec, its render and our hooks, which every commit has to pass."""
    hooks = copied_checkout(tmp_path_factory.mktemp("hooks"))
    made = Repository(tmp_path_factory.mktemp("guarded"))
    configuration = CONFIGURATION.format(hooks=hooks.folder, revision=hooks.head)
    (made.folder / ".pre-commit-config.yaml").write_text(configuration)
    (made.folder / "other.yaml").write_text("this: is no spec\n")
    spec = Path(shutil.copy(MINIMAL, made.folder / "deal.agreement.yaml"))
    run(sys.executable, "-m", "modelpact", "render", spec, "-f", "md")
    made.pre_commit("install", "--install-hooks")
    return made


def test_hooks_pass_good_specs_and_stop_the_others(guarded: Repository) -> None:
    code, said = guarded.commit()
    assert code == 0, said
    assert said.count("Passed") == 2

    spec = guarded.folder / "deal.agreement.yaml"
    good = spec.read_text(encoding="utf-8")
    line = len(good.splitlines()) + 1
    spec.write_text(f"{good}nonsense: 1\n", encoding="utf-8")
    code, said = guarded.commit()
    assert code == 1
    assert f'deal.agreement.yaml:{line}:1: error: "nonsense" is not a field of a spec [unknown-field]' in said
    assert "this: is no spec" not in said

    spec.write_text(f"{good}publication: {{review_days: 75}}\n", encoding="utf-8")
    code, said = guarded.commit()
    assert code == 1
    assert said.count("Passed") == 1
    assert "deal.md: stale; its spec has changed since; " in said

    spec.write_text(good, encoding="utf-8")
    render = guarded.folder / "deal.md"
    render.write_text(render.read_text(encoding="utf-8").replace("must", "may", 1), encoding="utf-8")
    code, said = guarded.commit()
    assert code == 1
    assert "deal.md: edited by hand or not made by modelpact; " in said
