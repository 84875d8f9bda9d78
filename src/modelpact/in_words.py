"""Amounts, dates and money as the agreement writes them."""

from __future__ import annotations

import re

from modelpact.fields import TBC

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def counted(amount: object, unit: str) -> str:
    """An amount of days, hours, months or years: ``30 days``, ``1 day``, ``TBC days``."""
    return f"{amount} {unit[:-1] if amount == 1 else unit}"


def date_in_words(text: str, language: str) -> str:
    """A date of the spec as the agreement's language writes it; empty where the text is none."""
    found = _DATE.fullmatch(text)
    if not found:
        return ""
    year, month, day = found[1], MONTHS[int(found[2]) - 1], int(found[3])
    return f"{day} {month} {year}" if language == "en-GB" else f"{month} {day}, {year}"


def money_in_words(amount: object, currency: object) -> str:
    """A sum as the agreement writes it: ``USD 1,250.50``."""
    whole, stop, cents = str(amount).partition(".")
    grouped = f"{int(whole):,}{stop}{cents:0<2}" if stop else amount if amount == TBC else f"{amount:,}"
    return f"{currency} {grouped}"
