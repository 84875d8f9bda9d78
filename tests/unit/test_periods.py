"""Periods end on the day that the form's definitions give them."""

from __future__ import annotations

from datetime import date

import pytest

from modelpact.periods import after_days, after_months, day, period_end, term_end, working_day


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


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2032-02-28", 1, "days", "2032-02-29"),
        ("2030-02-28", 1, "days", "2030-03-01"),
        ("2030-03-01", -1, "days", "2030-02-28"),
        ("2030-12-25", 2, "weeks", "2031-01-08"),
        ("2030-01-31", 1, "months", "2030-02-28"),
        ("2032-01-31", 1, "months", "2032-02-29"),
        ("2030-03-31", -1, "months", "2030-02-28"),
        ("2030-01-15", -1, "months", "2029-12-15"),
        ("2032-02-29", 1, "years", "2033-02-28"),
        ("2032-02-29", -4, "years", "2028-02-29"),
        ("2030-05-05", 0, "days", "2030-05-05"),
        ("0001-01-05", -14, "days", "0001-01-01"),
        ("0001-01-05", -1, "months", "0001-01-01"),
        ("9999-12-31", 1, "years", "9999-12-31"),
    ],
)
def test_a_period_ends_as_the_definitions_count(start: str, amount: int, unit: str, end: str) -> None:
    assert period_end(date.fromisoformat(start), amount, unit) == date.fromisoformat(end)


def test_hours_run_from_a_time_of_day_and_so_have_no_date() -> None:
    assert period_end(date(2030, 1, 1), 72, "hours") is None


@pytest.mark.parametrize(
    ("last", "country", "working"),
    [
        ("2030-06-14", "US", "2030-06-14"),  # a Friday
        ("2030-06-15", "US", "2030-06-17"),
        ("2030-06-16", "GB", "2030-06-17"),
        ("2030-06-14", "SA", "2030-06-16"),
        ("2030-06-15", "IL", "2030-06-16"),
        ("2030-06-16", "SA", "2030-06-16"),
        ("2030-06-13", "AF", "2030-06-15"),
        ("2030-06-14", "IR", "2030-06-15"),
        ("2030-06-15", "IN", "2030-06-15"),
        ("9999-12-31", "IR", "9999-12-31"),  # a Friday, and the calendar's last day
    ],
)
def test_a_weekend_is_that_of_the_country(last: str, country: str, working: str) -> None:
    assert working_day(date.fromisoformat(last), country) == date.fromisoformat(working)


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
