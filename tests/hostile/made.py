"""The hostile files that are too large to keep: each is made when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

_BASE = Path(__file__).with_name("base.yaml").read_text(encoding="utf-8")
_MILLION = 1_000_000
"""The bytes that are read of a file."""


def _filled(piece: str) -> Callable[[], str]:
    """As much of the piece, again and again, as is read."""
    return lambda: piece * (_MILLION // len(piece.encode()))


def _over(text: Callable[[], str]) -> Callable[[], str]:
    return lambda: f"extends: [../base.yaml]\n{text()}"


def _many(field: str, count: int) -> str:
    return "".join(f"{field}{number}: 1\n" for number in range(count))


def _parties(count: int) -> str:
    before, rest = _BASE.split("  - id: university")
    university, after = rest.split("project:", 1)
    others = "".join(f"  - id: u{number}{university}" for number in range(count))
    return f"{before}{others}project:{after}"


MADE: Mapping[str, Callable[[], str]] = {
    "file-of-two-million-letters": lambda: f"title: {'x' * 2 * _MILLION}\n",
    "aliases": lambda: "a: &a x\nb: [" + "*a," * 300_000 + "]\n",
    "anchors": lambda: "".join(f"f{number}: &x{number} 1\n" for number in range(20_000)),
    "merges": lambda: "".join(
        f"m{number}: &m{number}\n  <<: *m{number - 1}\n  k{number}: x\n" for number in range(1, 2_000)
    ),
    "ampersands": _filled("&a "),
    "asterisks": _filled("*"),
    "at-signs": _filled("@"),
    "backslashes-in-quotes": _over(lambda: 'title: "' + "\\\\" * 450_000 + '"\n'),
    "blank-lines": _filled("\n"),
    "blanks": _filled(" "),
    "brackets-open": _filled("["),
    "brackets-closed": _filled("]"),
    "braces-open": _filled("{a: "),
    "colons": _filled(": "),
    "comments": _filled("# x\n"),
    "commas": _filled(","),
    "dashes": _filled("- "),
    "directives": _filled("%A B\n"),
    "documents": _filled("---\n"),
    "exclamations": _filled("!a "),
    "question-marks": _filled("? "),
    "question-marks-by-line": _filled("? a\n"),
    "quote-open": lambda: "title: '" + "x" * 900_000,
    "quotes": _filled("'"),
    "returns": _filled("\r"),
    "tabs": _filled("\t"),
    "indentation-deeper-and-deeper": lambda: "".join(" " * depth + "a:\n" for depth in range(1_300)),
    "nodes": lambda: "a: [" + "1," * 110_000 + "1]\n",
    "name-of-900000-letters": lambda: _BASE.replace("Example Laboratory", "x" * 900_000),
    "field-of-900000-letters": _over(lambda: "x" * 900_000 + ": 1\n"),
    "key-of-900000-letters-quoted": _over(lambda: f'"{"x" * 900_000}": 1\n'),
    "text-of-300000-lines": _over(lambda: "title: |\n" + " x\n" * 300_000),
    "hidden-characters": lambda: "\u200b" * 300_000,
    "mixed-words": _over(lambda: "# " + "аa " * 240_000),
    "words-not-composed": _over(lambda: "# " + "e\u0301 " * 240_000),
    "marks-on-one-letter": _over(lambda: "title: a" + "\u0301" * 400_000),
    "foreign-digits": _over(lambda: "# " + "٤x" * 300_000),
    "fields-unknown": _over(lambda: _many("q", 45_000)),
    "fields-of-our-own": _over(lambda: _many("x-q", 45_000)),
    "fields-nearly-right": _over(lambda: _many("titel", 45_000)),
    "fields-twice": _over(lambda: "title: a\n" * 40_000),
    "parties": lambda: _parties(1_000),
    "uses-prohibited": _over(lambda: "prohibited_uses:\n" + "".join(f"  - use {n}\n" for n in range(40_000))),
    "uses-all-the-same": _over(lambda: "prohibited_uses:\n" + "  - weapons\n" * 40_000),
    "terms": _over(
        lambda: (
            "clauses:\n  terms:\n"
            + "".join(f"    - {{name: Thing {n}, definition: A Thing {n + 1}.}}\n" for n in range(10_000))
        )
    ),
    "clause-of-900000-letters": _over(
        lambda: (
            "clauses: {add: [{id: own, after: publication, title: Own, reason: None, text: "
            + "word " * 180_000
            + "}]}\n"
        )
    ),
    "references-open": _over(
        lambda: (
            "clauses: {add: [{id: own, after: publication, title: Own, reason: None, text: '"
            + "[[" * 9_000
            + "'}]}\n"
        )
    ),
    "number-of-900000-digits": _over(lambda: f"publication: {{review_days: {'9' * 900_000}}}\n"),
    "date-of-900000-digits": _over(lambda: f"effective_date: {'9' * 900_000}\n"),
    "email-of-900000-letters": lambda: _BASE.replace("legal@laboratory", "a." * 450_000 + "@laboratory", 1),
    "web-address-of-900000-letters": _over(
        lambda: f"results: {{repository: 'https://{'a.' * 400_000}example.org/'}}\n"
    ),
    "id-of-900000-hyphens": _over(lambda: f"id: {'a-' * 450_000}a\n"),
    "house-terms": lambda: "modelpact: 1\nextends:\n" + "  - ../base.yaml\n" * 50_000,
    "house-terms-long": lambda: "modelpact: 1\nextends: [" + "../" * 300_000 + "x]\n",
}
"""By name, without the folder ``sizes``."""
