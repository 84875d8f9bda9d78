"""One pass over YAML's events: plain data, the place of each part, and what YAML must not do in a spec."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, NoReturn, cast

import yaml

from modelpact import characters
from modelpact.diagnostics import Diagnostic, Path, Position, Related, Severity, Span
from modelpact.yaml_problems import in_plain_words

BREAK = re.compile(r"\r\n|\r|\n")
"""What ends a line; YAML's other line breaks are refused before."""


@lru_cache(maxsize=8)
def lines_of(text: str) -> list[str]:
    """The lines of a text; a report asks for those of one file again and again."""
    return BREAK.split(text)


_MOST_NODES = 100_000
_MOST_DEPTH = 40
_MOST_FINDINGS = 50

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FIRST = "-0123456789"
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

# libyaml's parser is ten times faster; where PyYAML was built without it, its own gives the same events.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Mark(NamedTuple):
    """A place as the parser counts, from 0; its own marks have the same two names."""

    line: int
    column: int


AnyMark = Mark | yaml.Mark


Place = tuple[AnyMark, AnyMark]
"""Start and end of a stretch of the text, as the parser gives them: most spans are never asked for."""

_TOP: Place = (Mark(0, 0), Mark(0, 0))


def span_of(place: Place, file: str) -> Span:
    """The same stretch as people count."""
    start, end = place
    return Span(file, Position(start.line + 1, start.column + 1), Position(end.line + 1, end.column + 1))


class _Open:
    """A map or list whose end has not been read yet."""

    __slots__ = ("end", "flow", "key", "name", "path", "start", "values")

    def __init__(
        self, values: dict[str, object] | list[object], path: Path, name: Place | None, event: yaml.Event
    ) -> None:
        self.values = values
        self.path = path
        self.name = name
        self.flow = getattr(event, "flow_style", False)
        self.start, self.end = _place(event)
        self.key: tuple[str, Place] | None = None
        """The field's name whose value comes next, and where it stands."""

    def awaits_name(self) -> bool:
        return self.key is None and isinstance(self.values, dict)


class _EnoughError(Exception):
    """Reading on makes no sense, and the reason is among the findings."""


class Reading:
    """What a text says. A stack of its own instead of recursion: no file can exhaust Python's."""

    def __init__(self, file: str, text: str) -> None:
        self.data: object = None
        self.places: dict[Path, tuple[Place, Place]] = {}
        """Where the name and the value of each path stand; an entry of a list has its value's place twice."""
        self.found: list[Diagnostic] = []
        self.is_whole = False
        """Whether the text was read to its end."""
        self._file = file
        self._lines = lines_of(text)
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._read(text)

    def _read(self, text: str) -> None:
        event = yaml.Event(yaml.Mark("", 0, 0, 0, None, 0))
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                step = self._STEPS.get(type(event))
                if step is not None:
                    step(self, event)
            self.is_whole = True
        except _EnoughError:
            return
        # Without libyaml, PyYAML lets errors of int() and chr() through.
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self._report_broken(error, _place(event))

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second document starts here, and a file holds one agreement only"
            self._stop("several-documents", message, _place(event), "move what follows to a file of its own")
        if event.version or event.tags:
            message = "a line that begins with % gives instructions to the YAML reader"
            self._report("yaml-directive", message, _place(event), "delete this line")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._nodes += 1
        if event.anchor or event.tag or self._nodes > _MOST_NODES:
            self._examine(event)
        if event.style == '"':
            self._examine_escapes(event)
        value = event.value if event.style else _plain(event.value)
        if self._open and self._open[-1].awaits_name():
            self._take_name(self._open[-1], event, value)
        else:
            path, name = self._add(value)
            self._remember(path, name, self._written(event))

    def _alias(self, event: yaml.AliasEvent) -> None:
        message = f"*{event.anchor} repeats what stands elsewhere in the file"
        hint = "write out what it repeats; text that begins with * must stand in quotes"
        self._stop("yaml-alias", message, _place(event), hint)

    def _start_map(self, event: yaml.MappingStartEvent) -> None:
        self._start({}, event)

    def _start_list(self, event: yaml.SequenceStartEvent) -> None:
        self._start([], event)

    def _start(self, values: dict[str, object] | list[object], event: yaml.CollectionStartEvent) -> None:
        self._nodes += 1
        if event.anchor or event.tag or self._nodes > _MOST_NODES:
            self._examine(event)
        if self._open and self._open[-1].awaits_name():
            message = "a list or a group of fields stands where a field's name belongs"
            hint = "a field is a name, a colon and a value"
            self._stop("field-name-not-text", message, _place(event), hint)
        if len(self._open) == _MOST_DEPTH:
            message = f"more than {_MOST_DEPTH} levels of fields and lists stand inside each other"
            self._stop("too-deep", message, _place(event), "a spec needs fewer than ten")
        path, name = self._add(values)
        self._open.append(_Open(values, path, name, event))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        done = self._open.pop()
        # A block's end event stands where the next token begins; a block ends with its last part.
        end = _place(event)[1] if done.flow else done.end
        self._remember(done.path, done.name, (done.start, end))

    def _examine(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if self._nodes > _MOST_NODES:
            message = f"the file has more than {_MOST_NODES:,} names and values"
            self._stop("too-large", message, _place(event))
        if event.anchor:
            message = f"&{event.anchor} names this part for repeating it elsewhere"
            self._report("yaml-alias", message, _place(event), "delete it, or put the text in quotes")
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"{tag} gives instructions to the YAML reader"
            self._report("yaml-tag", message, _place(event), "delete it, or put the text in quotes")

    def _examine_escapes(self, event: yaml.ScalarEvent) -> None:
        for index in characters.hidden(event.value, layout=frozenset("\t\n")):
            message = f"an escape in this text stands for {characters.described(event.value[index])}"
            self._report("hidden-character", message, _place(event), "delete the escape")
            return

    def _take_name(self, inside: _Open, event: yaml.ScalarEvent, name: object) -> None:
        place = _place(event)
        inside.key = event.value, place
        if event.value == "<<" and not event.style:
            self._report("yaml-alias", "<< copies fields from elsewhere", place, "write the fields out")
        elif not isinstance(name, str):
            message = f"{event.value or 'nothing'} stands where a field's name belongs"
            hint = "a field is a name, a colon and a value; put the name in quotes"
            self._report("field-name-not-text", message, place, hint)
        elif name in inside.values:
            first = span_of(self.places[*inside.path, name][0], self._file)
            message = f"{characters.quoted(name)} is given twice"
            hint = f"keep one of the two; the other stands on line {first.start.line}"
            self._report("duplicate-field", message, place, hint, (Related(first, "given here before"),))

    def _add(self, value: object) -> tuple[Path, Place | None]:
        """Puts a value where it belongs; gives its path, and the place of its name if it has one."""
        if not self._open:
            self.data = value
            return (), _TOP
        inside = self._open[-1]
        if isinstance(inside.values, list):
            inside.values.append(value)
            return (*inside.path, len(inside.values) - 1), None
        key, place = cast("tuple[str, Place]", inside.key)
        inside.key = None
        inside.values.setdefault(key, value)
        return (*inside.path, key), place

    def _remember(self, path: Path, name: Place | None, value: Place) -> None:
        self.places.setdefault(path, (name or value, value))
        if self._open:
            self._open[-1].end = value[1]

    def _written(self, event: yaml.ScalarEvent) -> Place:
        """Where a value stands, corrected where the parser's marks lie past it."""
        start, end = _place(event)
        if event.style in ("|", ">"):
            return start, self._last_of_block(start, end)
        if event.value == "" and not event.style:
            nowhere = self._inside(start)
            return nowhere, nowhere
        return start, end

    def _last_of_block(self, start: AnyMark, end: AnyMark) -> Mark:
        """The end of a block's last line: its end mark takes in the blank lines after it."""
        line, column = end.line, end.column
        while line > start.line and not self._lines[line][:column].strip():
            line -= 1
            column = len(self._lines[line])
        return Mark(line, column)

    def _inside(self, mark: AnyMark) -> Mark:
        """The nearest place in the text: at its end, libyaml's marks may lie on a line past it."""
        last = len(self._lines) - 1
        if mark.line > last:
            return Mark(last, len(self._lines[last]))
        return Mark(mark.line, min(mark.column, len(self._lines[mark.line])))

    def _report(
        self, rule: str, message: str, place: Place, hint: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        span = span_of(place, self._file)
        self.found.append(Diagnostic(rule, Severity.ERROR, message, span, hint, related=related))
        if len(self.found) == _MOST_FINDINGS:
            raise _EnoughError

    def _stop(self, rule: str, message: str, place: Place, hint: str = "") -> NoReturn:
        self._report(rule, message, place, hint)
        raise _EnoughError

    def _report_broken(self, error: Exception, latest: Place) -> None:
        mark, (rule, message, hint) = in_plain_words(error, self._lines, latest[0])
        start = self._inside(mark)
        end = self._inside(Mark(start.line, start.column + 1))
        span = span_of((start, end), self._file)
        self.found.append(Diagnostic(rule, Severity.ERROR, message, span, hint))

    _STEPS: ClassVar[dict[type[yaml.Event], Callable[..., None]]] = {
        yaml.DocumentStartEvent: _document,
        yaml.ScalarEvent: _scalar,
        yaml.AliasEvent: _alias,
        yaml.MappingStartEvent: _start_map,
        yaml.SequenceStartEvent: _start_list,
        yaml.MappingEndEvent: _close,
        yaml.SequenceEndEvent: _close,
    }


def _place(event: Any) -> Place:
    """Every parser sets both marks, whatever the types of its events say."""
    return event.start_mark, event.end_mark


def _plain(written: str) -> str | int | None:
    """What an unquoted scalar means: nothing, true, false, a whole number, or itself."""
    if written in _WORDS:
        return _WORDS[written]
    return int(written) if written[0] in _FIRST and _INTEGER.fullmatch(written) else written
