"""Periods end on the day that the form's definitions give them."""

from __future__ import annotations

from datetime import date

import pytest

from modelpact.periods import after_days, after_months, day, term_end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2030-01-15", 12, "2031-01-15"),
        ("2030-01-31", 1, "2030-02-28"),
        ("2032-02-29", 12, "2033-02-28"),
        ("2032-02-29", 48, "2036-02-29"),
        ("2030-11-30", 3, "2031-02-28"),
        ("2030-12-31", 0, "2030-12-31"),
        ("9999-06-01", 600, "9999-12-31"),
    ],
)
def test_months_end_on_the_same_date_or_the_last_of_the_month(start: str, months: int, end: str) -> None:
    assert after_months(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_days_end_no_later_than_the_calendar() -> None:
    assert after_days(date(2030, 2, 27), 3) == date(2030, 3, 2)
    assert after_days(date(9999, 12, 30), 1) == date(9999, 12, 31)
    assert after_days(date(9999, 12, 30), 3650) == date.max


@pytest.mark.parametrize("value", ["on_last_signature", "TBC", None, 12])
def test_words_are_no_day(value: object) -> None:
    assert day(value) is None


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2030-01-15", {"months": 12}, date(2031, 1, 15)),
        ("2030-01-15", {"months": 12, "end": "2030-06-30"}, date(2030, 6, 30)),
        ("on_last_signature", {"months": 12, "end": "2030-06-30"}, date(2030, 6, 30)),
        ("2030-01-15", {"months": 12, "end": "TBC"}, None),
        ("2030-01-15", {"months": "TBC"}, None),
        ("on_last_signature", {"months": 12}, None),
        (None, None, None),
    ],
)
def test_term_ends_as_stated_or_after_its_months(start: object, term: object, end: date | None) -> None:
    assert term_end({"effective_date": start, "term": term}) == end
