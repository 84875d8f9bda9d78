"""What the schema's formats accept: the same checks for every validator, and stricter than the libraries'."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")


def is_date(text: str) -> bool:
    """A day of the calendar, written year-month-day (ISO 8601)."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_email(text: str) -> bool:
    """One address with a domain of two labels or more."""
    return _ADDRESS.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """A web address with https, or a mailto link: nothing that a browser would run."""
    return re.fullmatch(r"https://[^\s/?#]+\S*", text) is not None or (
        text.startswith("mailto:") and is_email(text.removeprefix("mailto:"))
    )


FORMATS: dict[str, Callable[[str], bool]] = {"date": is_date, "email": is_email, "uri": is_uri}
