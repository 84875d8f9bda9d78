"""The YAML parser's complaints in plain words, each at the place that a person has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar


class _Mark(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


M = TypeVar("M", bound=_Mark)


class Problem(NamedTuple):
    """What is wrong, and what to do about it."""

    rule: str
    message: str
    hint: str


def _syntax(message: str, hint: str) -> Problem:
    return Problem("yaml-syntax", message, hint)


_UNREADABLE = _syntax(
    "this can't be read as YAML",
    "check the indentation, the colons, the quotes and the brackets of this line and the one before",
)
_TAB = _syntax("a tab stands where a line is indented", "indent with spaces")
_START = _syntax("an unquoted text can't begin with this character", "put the text in quotes")
_OPEN_QUOTE = _syntax("the quotation mark that opens here is never closed", "close it")
_OPEN_BRACKET = _syntax(
    "the bracket that opens here is never closed", "close it, or put a comma between its entries"
)
_COLON = _syntax(
    "a colon is not expected here",
    "put text that contains a colon and a space in quotes, or check how this line is indented",
)
_INDENTATION = _syntax(
    "this line does not fit those above it", "indent it as far as its neighbours in the same group"
)
_LEFTOVER = _syntax(
    "this does not belong to what stands before it on the line", "check the quotes, brackets and commas"
)
_NO_COLON = _syntax(
    "a field's name stands here without a colon after it", "write a name, a colon and a value"
)
_DASH = _syntax("a list entry can't begin here", "begin each entry on a line of its own under the field")
_ESCAPE = _syntax(
    "the backslash and what follows mean nothing here",
    "put the text in single quotes, or double the backslash",
)
_HEADER = _syntax("only a line break may follow | or > here", "begin the text on the next line")
_DIRECTIVE = Problem(
    "yaml-directive", "a line that begins with % gives instructions to the YAML reader", "delete this line"
)
_DEPTH = Problem(
    "too-deep",
    "too many levels of fields and lists stand inside each other",
    "a spec needs fewer than ten",
)
_ALIAS = Problem("yaml-alias", "an unquoted text can't begin with * or &", "put the text in quotes")
_TAG = Problem("yaml-tag", "an unquoted text can't begin with !", "put the text in quotes")

# The beginnings of what libyaml and PyYAML's own parser say. A context, where it is listed, tells more.
_CONTEXTS = {
    "while scanning a directive": _DIRECTIVE,
    "while scanning a %": _DIRECTIVE,
    "while scanning an a": _ALIAS,
    "while scanning a tag": _TAG,
    "while parsing a tag": _TAG,
    "while scanning a block scalar": _HEADER,
}
_PROBLEMS = {
    "found a tab": _TAB,
    "found character '\\t'": _TAB,
    "found character": _START,
    "found unknown escape": _ESCAPE,
    "did not find expected hexdecimal": _ESCAPE,
    "expected escape sequence": _ESCAPE,
    "found invalid Unicode": _ESCAPE,
    "found unexpected end of stream": _OPEN_QUOTE,
    "found unexpected document indicator": _OPEN_QUOTE,
    "found unexpected document separator": _OPEN_QUOTE,
    "found undefined tag": _TAG,
    "mapping values are not allowed": _COLON,
    "block sequence entries are not allowed": _DASH,
    "sequence entries are not allowed": _DASH,
    "could not find expected ':'": _NO_COLON,
    "did not find expected ','": _OPEN_BRACKET,
    "expected ','": _OPEN_BRACKET,
    "did not find expected key": _INDENTATION,
    "did not find expected '-'": _INDENTATION,
    "expected <block end>": _INDENTATION,
    "did not find expected <document start>": _INDENTATION,
    "expected '<document start>'": _INDENTATION,
    "exceeded maximum nesting depth": _DEPTH,  # libyaml from PyYAML 6.0.4 on, at a thousand levels
}
_SHOWN_WHERE_IT_BEGINS = frozenset({_OPEN_QUOTE, _OPEN_BRACKET, _NO_COLON, _DIRECTIVE, _ALIAS, _TAG})


def in_plain_words(error: Exception, lines: Sequence[str], latest: M) -> tuple[M, Problem]:
    """The mark to look at and what is wrong there; ``latest`` is where the last readable part began."""
    mark = getattr(error, "problem_mark", None) or latest
    problem = _translated(getattr(error, "context", None) or "", getattr(error, "problem", None) or "")
    # libyaml puts the end of a text without a last line break on a line that isn't there.
    line = lines[mark.line] if mark.line < len(lines) else ""
    before, after = line[: mark.column], line[mark.column :]
    if problem is _START and after.startswith("\t"):
        problem = _TAB
    if problem is _INDENTATION and before.strip():
        problem = _LEFTOVER
    if problem in _SHOWN_WHERE_IT_BEGINS:
        mark = getattr(error, "context_mark", None) or mark
    return mark, problem


def _translated(context: str, problem: str) -> Problem:
    for said, table in ((context, _CONTEXTS), (problem, _PROBLEMS)):
        for beginning, meaning in table.items():
            if said.startswith(beginning):
                return meaning
    return _UNREADABLE
