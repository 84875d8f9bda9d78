"""Facts of countries, languages and licences, each from a dated file with its source; read when asked for."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from modelpact import resources


@cache
def fact(name: str) -> Any:
    """What the file of that name under ``schemas/facts`` says, its date and its source included."""
    return json.loads(resources.read_text(f"schemas/facts/{name}.json"))


@cache
def eea() -> frozenset[str]:
    """Country codes of the European Economic Area."""
    return frozenset(fact("eea")["countries"])


def weekend(country: str) -> tuple[str, ...]:
    """The days of the week on which a country rests."""
    usual = "Saturday Sunday"
    other = (days for days, countries in fact("weekends")["weekends"].items() if country in countries)
    return tuple(next(other, usual).split())
