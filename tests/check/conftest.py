"""What the tests of checking share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def smallest() -> str:
    """A valid spec with little in it."""
    return (Path(__file__).parent / "ok" / "smallest.agreement.yaml").read_text(encoding="utf-8")
