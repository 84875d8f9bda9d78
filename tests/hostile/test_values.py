"""Values made to harm: each is refused at its place, or is a text like any other."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path as File
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from modelpact.check import Checked, check
from modelpact.diagnostics import Diagnostic, Path, Severity
from modelpact.inspection import Inspection
from modelpact.pipeline import agreement
from modelpact.renderers import FORMATS
from modelpact.reports.text import report
from modelpact.schema import gate
from specs import KINDS, random_spec


@pytest.fixture
def smallest() -> str:
    """A valid spec with little in it."""
    return File(__file__).with_name("base.yaml").read_text(encoding="utf-8")


def check_text(text: str) -> Checked:
    return check("deal.agreement.yaml", text.encode("utf-8", "surrogatepass"))


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


# --- every text of a spec, in every format

ATTACKS = (
    *("{} <img src=x onerror=alert(1)>", "# {}", "1. {}", "| {} | b |", "[{}](javascript:alert(1))", "> {}"),
    *(
        "**{}** _x_ `y`",
        "{{{{ {} }}}} {{% raw %}}",
        "</w:t></w:r><w:r><w:t>{}",
        "- {} &lt;b&gt; &#42;",
        "\\{}\\",
    ),
    *(
        "<!-- {} -->",
        "[[publication]] {} {{#x right=provider}}",
        "$x$ ^{}^ ~y~ H~2~O",
        "@{} ada@x.org",
        "``` {}",
    ),
    *(
        "</title></style><script>{}</script>",
        "{} ](x) ![y](https://example.org/z.png)",
        "::error::{} %0A",
        "={}+1",
    ),
    *("https://example.org/{}?a=1&b=2", "[x]: {}", "{} === --- ***", "(a) {}", "]]>{}<?x?>", "\"{}' “q” --"),
)


class Told(NamedTuple):
    """A spec whose every free text is made to harm, and the same with harmless texts as long."""

    hostile: dict[str, Any]
    harmless: dict[str, Any]
    texts: Mapping[str, tuple[str, str]]
    """Each hostile text and the harmless one, by the mark that stands in both."""

    def compared(self, words: str) -> str:
        """The words with a mark for each text of the spec, and without the fingerprints of the file."""
        for mark in set(MARK.findall(words)):
            for text in self.texts[mark]:
                words = words.replace(text, mark)
        return FINGERPRINT.sub("", words)


MARK = re.compile("q[0-9]+q")
FINGERPRINT = re.compile("[0-9a-f]{64}")


def told(data: dict[str, Any], shift: int) -> Told:
    """What the schema leaves free is told in the words of the attacks, each place in another's."""
    hostile, harmless = copy.deepcopy(data), copy.deepcopy(data)
    texts = {}
    for number, path in enumerate(places(data)):
        mark = f"q{number}q"
        text = ATTACKS[(number + shift) % len(ATTACKS)].format(mark)
        other = mark.join(re.sub(r"\S", "x", part) for part in text.split(mark))
        if is_free(data, path, text) and is_free(data, path, other):
            texts[mark] = text, other
            put(hostile, path, text)
            put(harmless, path, other)
    return Told(hostile, harmless, texts)


def places(data: Any, path: Path = ()) -> Iterator[Path]:
    """Where a text stands, but for a clause's own words, which have a notation of their own."""
    if isinstance(data, str):
        yield path
    for key, value in (
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    ):
        if path or key not in ("clauses", "lint", "master", "extends"):
            yield from places(value, (*path, key))


def put(data: Any, path: Path, value: str) -> None:
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def is_free(data: dict[str, Any], path: Path, text: str) -> bool:
    changed = copy.deepcopy(data)
    put(changed, path, text)
    return gate().passes(changed)


class _Page(HTMLParser):
    """Every tag with its attributes, and the words between two of them as one text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[Any] = []
        self._pictures = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, attrs))
        self._pictures += tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")
        self._pictures -= tag == "svg"

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("declaration", decl))

    def handle_data(self, data: str) -> None:
        if self._pictures:  # which cut off what is too long for them
            data = re.sub(r"\S", "x", data)
        if self.parts and isinstance(self.parts[-1], list):
            self.parts[-1].append(data)
        else:
            self.parts.append([data])


def page(content: str) -> list[str]:
    return ["".join(each) if isinstance(each, list) else repr(each) for each in _Page(content).parts]


def word(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        elements = ET.fromstring(package.read("word/document.xml")).iter()
        return [f"{each.tag} {each.attrib} {each.text}" for each in elements]


def tree(content: bytes) -> list[str]:
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict | list):
            found.append(str([*value]) if isinstance(value, dict) else "[")
            for each in value.values() if isinstance(value, dict) else value:
                walk(each)
        elif isinstance(value, int):
            found.append("number")  # among them columns of the file, where JSON writes some characters as two
        else:
            found.append(str(value))

    walk(json.loads(content))
    return found


READ: dict[str, Callable[[bytes], list[str]]] = {
    "html": lambda content: page(content.decode()),
    "md": lambda content: page(MarkdownIt("commonmark").enable("table").render(content.decode())),
    "docx": word,
    "json": tree,
}
"""What a reader of each format finds: its structure and its texts, one after the other."""


@pytest.fixture(scope="module", params=KINDS)
def rich(request: pytest.FixtureRequest) -> Told:
    """A spec of each kind that says something in every field that it can."""
    specs = (without_cards(random_spec(seed, kind=request.param, richness=1.0)) for seed in range(50))
    data = next(filter(is_sound, specs))
    return told(data, KINDS.index(request.param) * 4)


def without_cards(data: dict[str, Any]) -> dict[str, Any]:
    """No file lies beside these specs."""
    for model in data["models"]:
        model.pop("model_card_file", None)
    return data


def is_sound(data: dict[str, Any]) -> bool:
    return all(found.severity is not Severity.ERROR for found in checked_data(data).diagnostics)


def checked_data(data: dict[str, Any]) -> Checked:
    return check("deal.agreement.yaml", json.dumps(data, ensure_ascii=False).encode())


def test_every_hostile_text_is_a_text_and_nothing_more_in_every_format(rich: Told) -> None:
    assert len(rich.texts) > 100
    made = []
    for data in (rich.hostile, rich.harmless):
        checked = checked_data(data)
        assert not [found for found in checked.diagnostics if found.severity is Severity.ERROR]
        assert checked.spec
        made.append(agreement(checked.spec))
    for name, read in READ.items():
        hostile, harmless = (read(FORMATS[name].render(each)) for each in made)
        assert [rich.compared(each) for each in hostile] == [rich.compared(each) for each in harmless], name


def test_what_no_field_may_say_is_refused_at_its_place_in_every_field() -> None:
    """A character that hides, in each text of a spec; an attack, in each text that is not free."""
    data = random_spec(4, kind="consortium", richness=1.0)
    refused = 0
    for path in places(data):
        assert [each.rule for each in found_at(data, path, "q\u202eq")] == ["hidden-character"], path
        if not is_free(data, path, ATTACKS[0]):
            refused += 1
            assert found_at(data, path, ATTACKS[0]), path
    assert refused > 100


def found_at(data: dict[str, Any], path: Path, text: str) -> list[Diagnostic]:
    """The errors of the spec with this text in that place, all of which must lie there."""
    changed = copy.deepcopy(data)
    put(changed, path, text)
    lines = json.dumps(changed, ensure_ascii=False, indent=1)
    line = next(number for number, each in enumerate(lines.split("\n"), 1) if text in each)
    found = check("deal.agreement.yaml", lines.encode()).diagnostics
    errors = [each for each in found if each.severity is Severity.ERROR]
    assert {each.span.start.line for each in errors} == {line}, errors
    return errors
