"""When periods end, counted as the form's definitions count them: for rules, and for the calendar of duties.

A function that takes ``fields`` takes anything with ``get`` (a dotted path to a plain value, None where there
is none or it is open).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

_YEAR = 12


def day(value: object) -> date | None:
    """A day of the calendar; None for words such as on_last_signature and for what is open."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def after_days(start: date, days: int) -> date:
    """That many days later; the calendar's last day where it ends before."""
    return date.max if days > (date.max - start).days else start + timedelta(days)


def after_months(start: date, months: int) -> date:
    """The same date of the last month or, if that has none, its last day."""
    years, month = divmod(start.month - 1 + months, _YEAR)
    if start.year + years > date.max.year:
        return date.max
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


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
