"""A YAML file of a form, or the front matter of one, asked for its fields.

A form may come from a stranger: whatever is missing or of the wrong sort is one sentence with file and line.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from modelpact.characters import quoted
from modelpact.diagnostics import FormError, Path, Severity
from modelpact.load import Source, load
from modelpact.suggestions import nearest


class Sheet:
    """What a file says, by path. Every question raises FormError where the answer is of the wrong sort."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def wrong(self, path: Path, message: str) -> FormError:
        """The error to raise about what stands at this path, or where it should stand."""
        return FormError(f"{self._source.name}:{self.line(path)}: {message}")

    def line(self, path: Path) -> int:
        """The line on which the value at the path begins; that of what is around it, where there is none."""
        return self._source.value_span(path).start.line if path else 1

    def first_line(self, path: Path) -> int:
        """The line on which the words of a text begin, be it a block under its name."""
        start = self._source.value_span(path).start
        written = self._source.texts[self._source.name].split("\n")[start.line - 1][start.column - 1 :]
        return start.line + written.startswith(("|", ">"))

    def has(self, path: Path) -> bool:
        """Whether anything is stated at the path."""
        return self._at(path) is not None

    def only(self, path: Path, names: Collection[str]) -> None:
        """Refuse what is no set of fields, and any field that is not one of these."""
        fields = self._at(path)
        if not isinstance(fields, dict):
            raise self.wrong(path, f"{_named(path)} must be fields, each a name, a colon and a value")
        for name in fields:
            if name not in names:
                near = nearest(name, names)
                hint = f"did you mean {near}?" if near else f"there are {', '.join(sorted(names))}"
                raise self.wrong((*path, name), f"{quoted(name)} is not a field here; {hint}")

    def text(self, path: Path, default: str | None = None) -> str:
        """A text on one line; numbers, true and false count as the characters written."""
        return " ".join(self.block(path, default).split())

    def block(self, path: Path, default: str | None = None) -> str:
        """A text as it stands, of several lines it may be."""
        value = self._at(path)
        if value is None and default is not None:
            return default
        if value is None or value == "":
            raise self.wrong(path, f"{_named(path)} is missing")
        if isinstance(value, dict | list):
            raise self.wrong(path, f"{_named(path)} must be a text")
        return value if isinstance(value, str) else json.dumps(value)

    def choice(self, path: Path, choices: Collection[str], default: str) -> str:
        """One of a closed set."""
        return self._chosen(path, self.text(path, default), choices)

    def truth(self, path: Path) -> bool:
        """True or false; false where nothing is said."""
        value = self._at(path)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(path, f"{_named(path)} must be true or false")
        return bool(value)

    def texts(self, path: Path, choices: Collection[str] = ()) -> tuple[str, ...]:
        """A list of texts, each of a closed set where there is one; empty where nothing is said."""
        found = tuple(self.text(entry) for entry in self.entries(path))
        return tuple(
            self._chosen((*path, index), text, choices) if choices else text
            for index, text in enumerate(found)
        )

    def entries(self, path: Path) -> Iterator[Path]:
        """The path of each entry of a list; none where nothing is said."""
        value = self._at(path)
        if value is not None and not isinstance(value, list):
            raise self.wrong(path, f"{_named(path)} must be a list")
        yield from ((*path, index) for index in range(len(value or ())))

    def names(self, path: Path = ()) -> tuple[str, ...]:
        """The names of the fields at the path."""
        fields = self._at(path)
        if not isinstance(fields, dict):
            raise self.wrong(path, f"{_named(path)} must be fields, each a name, a colon and a value")
        return tuple(fields)

    def _at(self, path: Path) -> Any:
        value: Any = self._source.data
        for key in path:
            if isinstance(key, int):
                value = value[key]
            else:
                value = value.get(key) if isinstance(value, dict) else None
        return value

    def _chosen(self, path: Path, text: str, choices: Collection[str]) -> str:
        if text not in choices:
            raise self.wrong(path, f"{quoted(text)} is not one of {', '.join(choices)}")
        return text


def read_sheet(file: str, text: str) -> Sheet:
    """The file of this name, of which ``text`` is the part that is YAML. Raises FormError."""
    source, diagnostics = load(file, text.encode())
    errors = [found for found in diagnostics if found.severity is Severity.ERROR]
    if source is None or errors:
        first = errors[0]
        raise FormError(f"{file}:{first.span.start.line}: {first.message}")
    return Sheet(source)


def _named(path: Path) -> str:
    """The field at a path, as a sentence calls it."""
    if not path:
        return "the file"
    name, *outer = (key for key in reversed(path) if isinstance(key, str))
    inside = f"{'an entry of ' if isinstance(path[-1], int) else ''}{name}"
    return f"{inside} in {outer[0]}" if outer else inside
