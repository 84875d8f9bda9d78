"""Conditions say what a clause file may say and nothing more."""

from typing import Any

import pytest

from modelpact.conditions import ConditionError, compile_condition


class Data:
    """A flat stand-in for a spec: dotted paths to values."""

    def __init__(self, **values: Any) -> None:
        self._values = {name.replace("__", "."): value for name, value in values.items()}

    def get(self, path: str) -> Any:
        return self._values.get(path)

    def says(self, path: str) -> bool:
        return any(name.startswith(path) for name in self._values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("kind == 'red-team'", True),
        ("kind != 'red-team'", False),
        ("kind in ['red-team', 'consortium']", True),
        ("kind not in ['red-team']", False),
        ("publication.review_days > 20", True),
        ("publication.review_days > 30", False),
        ("publication.embargo_until", False),
        ("not publication.embargo_until", True),
        ("evaluation", False),
        ("publication", True),
        ("'fine_tune' in permitted_uses", True),
        ("'teach' in permitted_uses or kind == 'red-team' and true", True),
        ("'teach' in prohibited_uses", False),
        ("term.months > 3", False),
        ("'ed' in kind", False),
        ("1or kind", True),
        ("'red' not in 5", True),
        ("not " * 120 + "true", True),
    ],
)
def test_conditions_are_answered(text: str, expected: bool) -> None:
    data = Data(kind="red-team", publication__review_days=30, permitted_uses=["fine_tune"])
    assert bool(compile_condition(text)(data)) is expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "kind.__class__",
        "(lambda: 1)()",
        "1 + 1",
        "kind[0]",
        "a b",
        "unknown_field",
        "1 < 2 < 3",
        "kind in ['red-team', kind]",
        "kind in ['red-team', 1.5]",
        "kind == 'red\\u002dteam'",
        "kind is 'red-team'",
        "kind == 'a' or " * 40 + "true",
        "(" * 250 + "kind" + ")" * 240,
        "not " * 120 + "1 + 1",
        "9" * 5000,
        "[-" * 240,
        "-" * 499 + "1",
        "kind == [" + "~" * 480 + "1]",
        "a" + ".a" * 240,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        compile_condition(text)
