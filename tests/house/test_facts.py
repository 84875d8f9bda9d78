"""Facts are dated and name their source; those about countries speak of countries that there are."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modelpact import standard
from support import ROOT

FACTS = sorted((ROOT / "schemas" / "facts").glob("*.json"))
OF_COUNTRIES = [path for path in FACTS if path.stem not in ("languages", "licences")]


def groups(data: Any) -> list[dict[str, Any]]:
    """Every group of fields inside."""
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return ([data] if isinstance(data, dict) else []) + [found for each in inside for found in groups(each)]


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_a_fact_has_its_date_and_its_source(path: Path) -> None:
    dated = [group for group in groups(json.loads(path.read_text())) if "as_of" in group]
    assert dated
    for group in dated:
        date.fromisoformat(group["as_of"])
        assert group["source"]


@pytest.mark.parametrize("path", OF_COUNTRIES, ids=lambda path: path.stem)
def test_a_fact_speaks_of_countries_that_there_are(path: Path) -> None:
    codes = re.findall(r'"([A-Z]{2})"', path.read_text())
    assert codes
    assert set(codes) <= standard.country_codes()


def test_every_code_of_a_country_has_its_name() -> None:
    assert set(standard.countries()) == standard.country_codes()
