"""What a field may have to be so that the agreement prints what a file says: candidates to try.

Nothing here is sure. Each candidate is put into the spec and the agreement made again; only if that prints
the words of the file is it proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from modelpact.diagnostics import Path
from modelpact.fields import TBC, Field
from modelpact.in_words import MONTHS
from modelpact.spec_edits import Scalar

Values = Mapping[Path, Scalar]
"""Fields with what they are to be; several where one place prints several, such as a sum and its currency."""

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_MONEY = re.compile(r"([A-Z]{3}) ([0-9][0-9,]*)(\.[0-9]{1,2})?")
_US_DATE = re.compile(r"(\w+) ([0-9]{1,2}), ([0-9]{4})")
_GB_DATE = re.compile(r"([0-9]{1,2}) (\w+) ([0-9]{4})")
_MOST_CHOICES = 40


def readings(path: Path, field: Field | None, now: Any, words: str) -> Iterator[Values]:
    """What the field at the path, ``now`` with this value, may have to be to print these words."""
    money = _MONEY.fullmatch(words)
    if money and isinstance(now, Mapping):
        whole = int(money[2].replace(",", ""))
        amount: Scalar = f"{whole}{money[3]}" if money[3] else whole
        yield {(*path, "amount"): amount, (*path, "currency"): money[1]}
    if isinstance(now, Mapping | list):
        return
    yield from ({path: value} for value in dict.fromkeys(_single(field, now, words)) if value != now)


def _single(field: Field | None, now: Any, words: str) -> Iterator[Scalar]:
    choices = [each for each in field.choices if each != TBC] if field else []
    if choices:
        yield from (_choice(each) for each in choices[:_MOST_CHOICES])
        return
    numbers = _NUMBER.findall(words)
    if len(numbers) == 1 and "." not in numbers[0] and (isinstance(now, int) or now in (None, TBC)):
        yield int(numbers[0].replace(",", ""))
    yield from _date(words)
    if not isinstance(now, int):
        yield words


def _choice(written: str) -> Scalar:
    return {"true": True, "false": False}.get(written, written)


def _date(words: str) -> Iterator[str]:
    american, british = _US_DATE.fullmatch(words), _GB_DATE.fullmatch(words)
    month, day, year = american.groups() if american else ("", "", "")
    if british:
        day, month, year = british.groups()
    if month in MONTHS:
        yield f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}"
