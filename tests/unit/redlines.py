"""Redlines of random specs, one pair for each kind, made once for all tests of a format."""

from __future__ import annotations

from functools import cache

from modelpact.redline import Redline
from specs import KINDS, random_spec
from unit.test_compare import redline_of

SEEDS = range(len(KINDS))


@cache
def random_redline(seed: int) -> Redline:
    """From one random spec to another of the same kind, with causes."""
    return redline_of(random_spec(seed, kind=KINDS[seed]), random_spec(seed + 900, kind=KINDS[seed]))
