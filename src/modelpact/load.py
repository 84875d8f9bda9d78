"""A spec's YAML to plain data, and the place of every part of it.

YAML 1.2 core meaning, and less: only ``true`` and ``false`` are booleans, only decimal integers are numbers,
all else stays the characters written. What YAML could hide from a reader is refused with its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from modelpact import characters
from modelpact.diagnostics import Diagnostic, Path, Position, Severity, Span
from modelpact.yaml_reading import BREAK, Place, Reading, span_of

MOST_BYTES = 1_000_000
_MOST_FINDINGS = 50
_BOM = b"\xef\xbb\xbf"

# Findings that leave the data whole, so that the schema and the rules still have something to say.
_HARMLESS = frozenset({"duplicate-field", "yaml-directive"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has been read: its data, and where each name and value stands."""

    name: str
    texts: Mapping[str, str]
    """Each file's text by the file's name."""
    data: dict[str, Any]
    spans: Mapping[Path, tuple[Span, Span]]
    """Name span and value span by path; an entry of a list has no name, and its value's span twice."""

    def key_span(self, path: Path) -> Span:
        """Where a field's name stands; if it isn't written, that of the nearest field around it."""
        return self.spans[self._nearest(path)][0]

    def value_span(self, path: Path) -> Span:
        """Where a field's value stands; if it isn't written, the name of the nearest field around it."""
        nearest = self._nearest(path)
        return self.spans[nearest][nearest == path]

    def is_near(self, path: Path) -> bool:
        """Whether the file writes the field, or one around it."""
        return self._nearest(path) != ()

    def _nearest(self, path: Path) -> Path:
        while path not in self.spans:
            path = path[:-1]
        return path


def load(
    name: str, content: bytes, beginning: str = "modelpact: 1"
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """What a file says, and all that is wrong with how it says it.

    There is no source where any of the data is unknown. An error can come with a source, too: fields given
    twice leave enough for the schema and the rules to look at. ``beginning`` is the line with which files of
    this kind begin, named where one does not look like any.
    """
    if len(content) > MOST_BYTES:
        message = f"the file has more than the {MOST_BYTES:,} bytes that are read"
        return None, (_error("too-large", message, _Text(name, "").span(0, 0)),)
    try:
        text = content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        return None, (_not_utf_8(name, error),)
    hidden = tuple(_hidden(_Text(name, text)))
    return (None, hidden) if hidden else _read(name, text, beginning)


def _read(name: str, text: str, beginning: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    reading = Reading(name, text)
    found = [*reading.found, *_doubtful(_Text(name, text))]
    source = None
    if isinstance(reading.data, dict):
        source = Source(name, {name: text}, reading.data, _Spans(name, reading.places))
    elif not reading.found:
        found.append(_without_fields(_Text(name, text), reading.data, beginning))
    known = reading.is_whole and all(finding.rule in _HARMLESS for finding in reading.found)
    return source if known else None, tuple(sorted(found, key=Diagnostic.sort_key))


class _Spans(Mapping[Path, tuple[Span, Span]]):
    """Spans made when they are asked for: most files are right, and then nobody asks."""

    __slots__ = ("_file", "_places")

    def __init__(self, file: str, places: Mapping[Path, tuple[Place, Place]]) -> None:
        self._file = file
        self._places = places

    def __getitem__(self, path: Path) -> tuple[Span, Span]:
        name, value = self._places[path]
        return span_of(name, self._file), span_of(value, self._file)

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Text:
    """A file's text, to find the line and column of what was found in it by counting characters."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in BREAK.finditer(self.text))]

    def span(self, index: int, length: int = 1) -> Span:
        """The span of some characters of one line; shorter at the text's end."""
        line = bisect_right(self._lines, index)
        column = index - self._lines[line - 1] + 1
        length = min(length, len(self.text) - index)
        return Span(self.name, Position(line, column), Position(line, column + length))


def _not_utf_8(name: str, error: UnicodeDecodeError) -> Diagnostic:
    readable = error.object[: error.start].decode()
    message = f"byte {error.object[error.start]:02X} at offset {error.start} is not UTF-8"
    return _error("not-utf-8", message, _Text(name, readable).span(len(readable)), "save the file as UTF-8")


def _without_fields(text: _Text, data: object, beginning: str) -> Diagnostic:
    if data is None:
        hint = "modelpact new writes one by asking; or copy one from the folder examples"
        return _error("empty-file", "the file says nothing", text.span(0, 0), hint)
    message = "the file is not a set of fields, each a name, a colon and a value"
    return _error("fields-missing", message, text.span(0, 0), f"begin with a line that says: {beginning}")


def _hidden(text: _Text) -> Iterator[Diagnostic]:
    for index in islice(characters.hidden(text.text), _MOST_FINDINGS):
        message = f"{characters.described(text.text[index])} hides or changes what a reader sees"
        yield _error("hidden-character", message, text.span(index), "delete it")
    for index in islice(characters.lone_returns(text.text), _MOST_FINDINGS):
        message = "U+000D (carriage return) begins a new line that some programs write over this one"
        hint = "end every line of the file in the same way"
        yield _error("hidden-character", message, text.span(index, 0), hint)


def _doubtful(text: _Text) -> Iterator[Diagnostic]:
    """Warnings about characters that could be taken for others."""
    for index, word, scripts in islice(characters.mixed_words(text.text), _MOST_FINDINGS):
        message = f"{characters.quoted(word)} mixes {' and '.join(scripts)} letters that look alike"
        yield _warning("mixed-scripts", message, text.span(index, len(word)), "retype the word")
    for index, word in islice(characters.uncomposed(text.text), _MOST_FINDINGS):
        message = f"{characters.quoted(word)} is not in Unicode's normal form C, so a search may miss it"
        yield _warning("not-normalised", message, text.span(index, len(word)), "retype the word")
    for index, digits in islice(characters.foreign_digits(text.text), _MOST_FINDINGS):
        message = f"{characters.quoted(digits)} is not written in the digits 0 to 9"
        yield _warning("foreign-digits", message, text.span(index, len(digits)), "use the digits 0 to 9")


def _error(rule: str, message: str, span: Span, hint: str = "") -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, message, span, hint)


def _warning(rule: str, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(rule, Severity.WARNING, message, span, hint)
