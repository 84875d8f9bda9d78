"""The balance as files: one module for each format, one line in ``FORMATS`` each."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import cast

from modelpact.balance import Balance
from modelpact.balance_change import Change

FORMATS = {"text": "text", "md": "markdown", "json": "json_balance", "html": "page"}
"""Formats, each with its module here: ``written(balance) -> bytes`` and ``compared(change) -> bytes``."""


def written(balance: Balance, format_: str) -> bytes:
    """One balance in that format."""
    return cast(bytes, _module(format_).written(balance))


def compared(change: Change, format_: str) -> bytes:
    """What differs between two balances, in that format."""
    return cast(bytes, _module(format_).compared(change))


def _module(format_: str) -> ModuleType:
    return import_module(f"{__name__}.{FORMATS[format_]}")
