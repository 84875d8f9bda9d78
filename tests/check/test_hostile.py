"""Files made to harm: each gives one located error, at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from modelpact.check import Checked, check
from modelpact.diagnostics import Severity
from modelpact.inspection import Inspection
from modelpact.reports.text import report


def bomb() -> str:
    """Nine levels of ten aliases: a thousand million entries if they were followed."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    return "\n".join(lines)


def merges() -> str:
    return "".join(
        f"m{number}: &m{number}\n  <<: *m{number - 1}\n  k{number}: x\n" for number in range(1, 2_000)
    )


HOSTILE: dict[str, tuple[str, Callable[[], str]]] = {
    "alias bomb": ("yaml-alias", bomb),
    "merge keys": ("yaml-alias", merges),
    "recursive anchor": ("yaml-alias", lambda: "a: &a\n  b: *a\n"),
    "anchors without end": ("yaml-alias", lambda: "".join(f"f{n}: &x{n} 1\n" for n in range(20_000))),
    "python object": ("yaml-tag", lambda: "a: !!python/object/new:os.system [echo]\n"),
    "deep flow lists": ("too-deep", lambda: "a: " + "[" * 10_000),
    "deep flow maps": ("too-deep", lambda: "{a: " * 10_000),
    "deep block lists": ("too-deep", lambda: "- " * 10_000 + "a"),
    "deep block maps": ("too-deep", lambda: "".join(" " * n + "a:\n" for n in range(1_000))),
    "large file": ("too-large", lambda: "a: " + "x" * 1_000_000),
    "many nodes": ("too-large", lambda: "a: [" + "1," * 110_000 + "1]"),
    "long line without end": ("yaml-syntax", lambda: "a: '" + "x" * 900_000),
    "long key": ("yaml-syntax", lambda: "x" * 900_000 + ": 1\n"),
    "hidden without end": ("hidden-character", lambda: "\u200b" * 300_000),
    "long number": ("missing-field", lambda: "modelpact: 1\nid: " + "9" * 5_000),
    "impossible date": ("missing-field", lambda: "modelpact: 1\nid: 2019-99-99"),
    "lone surrogate": ("yaml-syntax", lambda: 'a: "\\ud800"'),
    "zero byte": ("hidden-character", lambda: "a: b\x00c"),
    "tag handle": ("yaml-directive", lambda: "%TAG ! tag:example.org,2000:\n---\na: !x y\n"),
}


def check_text(text: str) -> Checked:
    return check("deal.agreement.yaml", text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_gives_a_located_error_at_once(name: str) -> None:
    rule, make = HOSTILE[name]
    checked = check_text(make())
    assert rule in {found.rule for found in checked.diagnostics if found.severity is Severity.ERROR}
    assert checked.spec is None
    printed = report(Inspection((checked,)), colour=False)
    assert all(len(line) < 700 and line.isprintable() for line in printed.splitlines())
    assert len(printed.splitlines()) <= 1 + 4 * 51


def test_million_characters_in_a_name_are_one_error(smallest: str) -> None:
    checked = check_text(smallest.replace("Example Laboratory", "x" * 900_000))
    assert [found.rule for found in checked.diagnostics] == ["text-too-long"]
    assert all(len(line) < 200 for line in report(Inspection((checked,)), colour=False).splitlines())


@pytest.mark.parametrize(
    "name",
    [
        "'**Acme** | <img src=x> [x](javascript:1) {{ 7*7 }} {% raw %}'",
        "'[bold]Acme[/foo] :skull:'",
        "'::error file=x::Acme %0A'",
        "'# 1. Acme'",
        r"'\x1b[31mAcme'",
    ],
)
def test_hostile_name_is_only_a_name(smallest: str, name: str) -> None:
    checked = check_text(smallest.replace("Example Laboratory", name))
    assert not checked.diagnostics
    assert checked.spec
    assert checked.spec.get("parties")[0]["name"] == name[1:-1]


@pytest.mark.parametrize(
    "char", ["\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\u200b", "\u2028", "\U000e0041", "\ufeff"]
)
@pytest.mark.parametrize("escaped", [False, True], ids=["raw", "escaped"])
def test_what_hides_is_refused_and_never_printed(smallest: str, char: str, escaped: bool) -> None:
    written = f'"Acme \\U{ord(char):08x} Inc"' if escaped else f'"Acme {char} Inc"'
    checked = check_text(smallest.replace("Example Laboratory", written))
    assert [found.rule for found in checked.diagnostics] == ["hidden-character"]
    printed = report(Inspection((checked,)), colour=True)
    assert f"U+{ord(char):04X}" in printed
    assert char not in printed.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "").replace(
        "\x1b[31m", ""
    )


def test_a_file_made_to_have_many_problems_keeps_nobody_busy(smallest: str) -> None:
    fields = "".join(f"q{number}: 1\n" for number in range(45_000))
    checked = check_text(smallest + fields)
    assert len(checked.diagnostics) == 500
    assert len(report(Inspection((checked,))).splitlines()) < 2500
