"""One pass over YAML's events: plain data, the place of each part, and what YAML must not do in a spec."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, NoReturn

import yaml

from modelpact import characters
from modelpact.diagnostics import Diagnostic, Path, Position, Related, Severity, Span
from modelpact.yaml_problems import in_plain_words

BREAK = re.compile(r"\r\n|\r|\n")
"""What ends a line; YAML's other line breaks are refused before."""

_MOST_NODES = 100_000
_MOST_DEPTH = 40
_MOST_FINDINGS = 50

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

# libyaml's parser is ten times faster; where PyYAML was built without it, its own gives the same events.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Mark(NamedTuple):
    """A place as the parser counts, from 0; its own marks have the same two names."""

    line: int
    column: int


Place = tuple[Any, Any]
"""Marks of the start and the end."""


def span_between(file: str, start: Any, end: Any) -> Span:
    """The stretch between two marks."""
    return Span(file, Position(start.line + 1, start.column + 1), Position(end.line + 1, end.column + 1))


class _Open:
    """A map or list whose end has not been read yet."""

    __slots__ = ("end", "is_map", "key", "name", "path", "start", "values")

    def __init__(self, values: Any, path: Path, start: Any, name: Place | None) -> None:
        self.values = values
        self.is_map = isinstance(values, dict)
        self.path = path
        self.name = name
        self.start = self.end = start
        self.key: Any = None
        """The event of the field's name whose value comes next."""


class _Stop(Exception):
    """Reading on makes no sense, and the reason is among the findings."""


class Reading:
    """What a text says. A stack of its own instead of recursion: no file can exhaust Python's."""

    def __init__(self, name: str, text: str) -> None:
        self.data: Any = None
        self.marks: dict[Path, tuple[Place, Place]] = {}
        """Places of each path's name and value."""
        self.found: list[Diagnostic] = []
        self._file = name
        self._lines = BREAK.split(text)
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._read(text)

    def _read(self, text: str) -> None:
        latest: Any = Mark(0, 0)
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                latest = event.start_mark
                step = _STEPS.get(type(event))
                if step is not None:
                    step(self, event)
        except _Stop:
            return
        # Without libyaml, PyYAML lets errors of int() and chr() through.
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self._report_broken(error, latest)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second document starts here, and a file holds one agreement only"
            self._stop("several-documents", message, event, "move what follows to a file of its own")
        if event.version or event.tags:
            message = "a line that begins with % gives instructions to the YAML reader"
            self._report("yaml-directive", message, event, "delete this line")

    def _scalar(self, event: Any) -> None:
        self._examine(event)
        if event.style == '"':
            self._examine_escapes(event)
        inside = self._open[-1] if self._open else None
        value = event.value if event.style else _plain(event.value)
        if inside and inside.is_map and inside.key is None:
            self._name(inside, event, value)
        else:
            path, name = self._add(value)
            place = event.start_mark, self._end(event)
            self._remember(path, name or place, place)

    def _alias(self, event: Any) -> None:
        message = f"*{event.anchor} repeats what stands elsewhere in the file"
        hint = "write out what it repeats; text that begins with * must stand in quotes"
        self._stop("yaml-alias", message, event, hint)

    def _start_map(self, event: Any) -> None:
        self._start({}, event)

    def _start_list(self, event: Any) -> None:
        self._start([], event)

    def _start(self, values: Any, event: Any) -> None:
        self._examine(event)
        if self._open and self._open[-1].is_map and self._open[-1].key is None:
            message = "a list or a group of fields stands where a field's name belongs"
            self._stop("field-name-not-text", message, event, "a field is a name, a colon and a value")
        if len(self._open) == _MOST_DEPTH:
            self._stop("too-deep", f"here is level {_MOST_DEPTH + 1}; at most {_MOST_DEPTH} are read", event)
        path, name = self._add(values)
        self._open.append(_Open(values, path, event.start_mark, name))

    def _close(self, event: Any) -> None:
        done = self._open.pop()
        # The end event of a block stands where the next token begins: a block ends with its last part.
        end = event.end_mark if event.end_mark.index > event.start_mark.index else done.end
        place = done.start, end
        self._remember(done.path, done.name or place, place)

    def _examine(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            self._stop("too-large", f"the file has more than {_MOST_NODES:,} names and values", event)
        if event.anchor:
            message = f"&{event.anchor} names this part for repeating it elsewhere"
            self._report("yaml-alias", message, event, "delete it, or put the text in quotes")
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"{tag} gives instructions to the YAML reader"
            self._report("yaml-tag", message, event, "delete it, or put the text in quotes")

    def _examine_escapes(self, event: Any) -> None:
        for index in characters.hidden(event.value, layout=frozenset("\t\n")):
            message = f"an escape in this text stands for {characters.described(event.value[index])}"
            self._report("hidden-character", message, event, "delete the escape")
            return

    def _name(self, inside: _Open, event: Any, name: Any) -> None:
        inside.key = event
        if event.value == "<<" and not event.style:
            self._report("yaml-alias", "<< copies fields from elsewhere", event, "write the fields out")
        elif not isinstance(name, str):
            message = f"{event.value or 'nothing'} stands where a field's name belongs"
            self._report("field-name-not-text", message, event, "a field is a name, a colon and a value")
        elif name in inside.values:
            first = self.marks[*inside.path, name][0]
            related = Related(span_between(self._file, *first), "given here before")
            message = f"{characters.quoted(name)} is given twice"
            self._report("duplicate-field", message, event, "keep one of the two", (related,))

    def _add(self, value: Any) -> tuple[Path, Place | None]:
        """Puts a value where it belongs: its path, and the place of its name if it has one."""
        if not self._open:
            self.data = value
            return (), (Mark(0, 0), Mark(0, 0))
        inside = self._open[-1]
        if not inside.is_map:
            inside.values.append(value)
            return (*inside.path, len(inside.values) - 1), None
        key, inside.key = inside.key, None
        inside.values.setdefault(key.value, value)
        return (*inside.path, key.value), (key.start_mark, key.end_mark)

    def _remember(self, path: Path, name: Place, value: Place) -> None:
        self.marks.setdefault(path, (name, value))
        if self._open:
            self._open[-1].end = value[1]

    def _end(self, event: Any) -> Any:
        """Where a scalar's last character stands; a block's end mark lies past the blank lines after it."""
        if event.style not in ("|", ">"):
            return event.end_mark
        line, column = event.end_mark.line, event.end_mark.column
        while line > event.start_mark.line and not self._lines[line][:column].strip():
            line -= 1
            column = len(self._lines[line])
        return Mark(line, column)

    def _report(
        self, rule: str, message: str, event: Any, hint: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        span = span_between(self._file, event.start_mark, event.end_mark)
        self.found.append(Diagnostic(rule, Severity.ERROR, message, span, hint, related=related))
        if len(self.found) == _MOST_FINDINGS:
            raise _Stop

    def _stop(self, rule: str, message: str, event: Any, hint: str = "") -> NoReturn:
        self._report(rule, message, event, hint)
        raise _Stop

    def _report_broken(self, error: Exception, latest: Any) -> None:
        mark, problem = in_plain_words(error, self._lines, latest)
        line = min(mark.line, len(self._lines) - 1)
        column = min(mark.column, len(self._lines[line]))
        end = min(column + 1, len(self._lines[line]))
        span = span_between(self._file, Mark(line, column), Mark(line, end))
        self.found.append(Diagnostic(problem.rule, Severity.ERROR, problem.message, span, problem.hint))


_STEPS = {
    yaml.DocumentStartEvent: Reading._document,
    yaml.ScalarEvent: Reading._scalar,
    yaml.AliasEvent: Reading._alias,
    yaml.MappingStartEvent: Reading._start_map,
    yaml.SequenceStartEvent: Reading._start_list,
    yaml.MappingEndEvent: Reading._close,
    yaml.SequenceEndEvent: Reading._close,
}


def _plain(written: str) -> Any:
    """What an unquoted scalar means: nothing, true, false, a whole number, or itself."""
    if written in _WORDS:
        return _WORDS[written]
    return int(written) if _INTEGER.fullmatch(written) else written
