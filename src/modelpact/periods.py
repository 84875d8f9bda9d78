"""When periods end, counted as the form's definitions count them: for rules, and for the calendar of duties.

A function that takes ``fields`` takes anything with ``get`` (a dotted path to a plain value, None where there
is none or it is open).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from modelpact.facts import weekend

_YEAR = 12
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(value: object) -> date | None:
    """A day of the calendar; None for words such as on_last_signature and for what is open."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def period_end(start: date, amount: int, unit: str) -> date | None:
    """The last day of a period that runs from an event on that day; back from it where it is negative.

    None for hours, which run from a time of day.
    """
    match unit:
        case "days" | "weeks":
            return after_days(start, amount * (len(WEEKDAYS) if unit == "weeks" else 1))
        case "months" | "years":
            return after_months(start, amount * (_YEAR if unit == "years" else 1))
    return None


def after_days(start: date, days: int) -> date:
    """That many days later, or earlier; the calendar's last or first day where it ends before."""
    if days > (date.max - start).days:
        return date.max
    return date.min if -days > (start - date.min).days else start + timedelta(days)


def after_months(start: date, months: int) -> date:
    """The same date of the last month or, if that has none, its last day."""
    years, month = divmod(start.month - 1 + months, _YEAR)
    year, month = start.year + years, month + 1
    if year > date.max.year:
        return date.max
    return date.min if year < date.min.year else date(year, month, min(start.day, monthrange(year, month)[1]))


def working_day(last: date, country: str) -> date:
    """That day or, if it is on the weekend of the country, the next that is not. Holidays are not known."""
    while WEEKDAYS[last.weekday()] in weekend(country) and last < date.max:
        last += timedelta(1)
    return last


def term_start(fields: Any) -> date | None:
    """The effective date; None while it is open or waits for the last signature."""
    return day(fields.get("effective_date"))


def last_day(fields: Any) -> date | None:
    """The day on which the agreement ends if no party ends it before; None where it renews itself."""
    return None if fields.get("term.renewal.auto") else term_end(fields)


def term_end(fields: Any) -> date | None:
    """The last day of the term, renewals aside: the end that is stated, else its months after the start."""
    term, start = fields.get("term") or {}, term_start(fields)
    if "end" in term:
        return day(term["end"])
    months = term.get("months")
    return after_months(start, months) if start and isinstance(months, int) else None
