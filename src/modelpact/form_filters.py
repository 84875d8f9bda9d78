"""The filters and tests that templates of the form may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Undefined

from modelpact.diagnostics import FormError
from modelpact.fields import TBC
from modelpact.in_words import counted, date_in_words, money_in_words
from modelpact.values import Absent, Disclosure, Group, Items, Ledger, Printed, Scalar, Target, Value

_GROUPED_FROM = 10_000  # smaller numbers in a disclosure may be years

DO_NOT_FIT = (TypeError, AttributeError, LookupError, ValueError, ArithmeticError, RecursionError)
"""What Python raises where a filter or a comparison is given something that it is not for."""


class Function:
    """A function or filter that templates may use; given what it is not for, it says so."""

    def __init__(self, name: str, call: Callable[..., Any]) -> None:
        self._name, self._call = name, call

    def __call__(self, *arguments: Any) -> Any:
        try:
            return self._call(*arguments)
        except DO_NOT_FIT as error:
            raise FormError(f"{self._name} is given what it is not for") from error

    def __str__(self) -> str:
        raise FormError(f"{self._name} is a function: say what of, in brackets")


def printable(value: Any) -> str:
    """What ``{{ … }}`` may print: the form's own words, or a value by its token."""
    if isinstance(value, str):
        return value
    if isinstance(value, Value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Undefined | Function):
        str(value)  # raises, with the name in a sentence
    raise FormError(f"{value!r} cannot be printed")


def _counted(unit: str) -> Callable[[Any], str]:
    def of(value: Any) -> str:
        if isinstance(value, int):
            return counted(value, unit)
        return str(value.printed(counted(value.raw, unit)))

    return of


def _date(value: Scalar | Absent) -> str:
    words = date_in_words(str(value.raw), str(value.ledger.spec.at(("language",))))
    return value.printed(words) if words else str(value)


def _money(value: Any) -> str:
    if not isinstance(value, Group):
        return printable(value)
    words = money_in_words(value.inside("amount").raw, value.inside("currency").raw)
    return value.ledger.token(Printed(words, value.path))


def _count(value: Any) -> str:
    if isinstance(value, Disclosure) and value.state == "stated":
        value = value.stated
    if isinstance(value, Scalar) and isinstance(value.raw, int):
        return value.printed(f"{value.raw:,}")
    return printable(value)


def joined_by(word: str) -> Callable[[Iterable[Any]], str]:
    """Writes items as ``a, b and c``, with that word before the last; an empty list as what is not stated."""

    def joined(items: Iterable[Any]) -> str:
        texts = [printable(item) for item in items]
        if not texts and isinstance(items, Value):
            return str(Absent(items.ledger, items.path, items.field))
        return f" {word} ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)

    return joined


def _disclosed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Absent):
        return "not stated"
    if isinstance(value, Disclosure):
        if value.state == "withheld":
            return f"withheld ({value.reason})"
        if value.state == "none" and value.reason:
            return f"none ({value.reason})"
        if value.state == "stated":
            return _disclosed(value.stated)
    if isinstance(value, Items):
        return joined_by("and")(value)
    is_large = isinstance(value, Scalar) and isinstance(value.raw, int) and value.raw >= _GROUPED_FROM
    return _count(value) if is_large else printable(value)


def refs(clause_ids: Iterable[Any], ledger: Ledger) -> str:
    """References to clauses; ids that come from the spec need not be in the agreement."""
    targets = [
        ledger.token(Target("number", str(getattr(id_, "raw", id_)), lenient=isinstance(id_, Value)))
        for id_ in clause_ids
    ]
    if not targets:
        raise FormError("a list of references has nothing in it")
    return f"{'clause' if len(targets) == 1 else 'clauses'} {joined_by('and')(targets)}"


def _is_state(state: str) -> Callable[[Any], bool]:
    def is_state(value: Any) -> bool:
        if isinstance(value, Disclosure):
            return value.state == state
        if isinstance(value, Absent):
            return state == "unknown"
        if isinstance(value, Scalar) and value.raw in ("unknown", "none"):
            return value.raw == state
        return state == "stated"

    return is_state


def _is_tbc(value: Any) -> bool:
    if isinstance(value, Disclosure):
        return value.state == "stated" and _is_tbc(value.stated)
    return isinstance(value, Absent) or (isinstance(value, Scalar) and value.raw == TBC)


TESTS: Mapping[str, Callable[[Any], bool]] = {
    "unknown": _is_state("unknown"),
    "withheld": _is_state("withheld"),
    "nothing": _is_state("none"),
    "stated": _is_state("stated"),
    "tbc": _is_tbc,
}

OF_AGREEMENT = ("phrase", "country", "country_list", "refs", "number")
"""Filters that need the form or the agreement, made by each ``Filler`` for itself."""

FILTERS: Mapping[str, Callable[..., Any]] = {
    "days": _counted("days"),
    "hours": _counted("hours"),
    "months": _counted("months"),
    "years": _counted("years"),
    "date": _date,
    "money": _money,
    "count": _count,
    "and": joined_by("and"),
    "or": joined_by("or"),
    "disclosed": _disclosed,
    "length": len,
}
