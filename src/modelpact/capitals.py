"""Words of a form that have a capital letter in the middle of a sentence, and no definition."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from modelpact.form import Template

_OPENING = re.compile(r"\{%|\{\{|<!--")
_CLOSING = {"{%": "%}", "{{": "}}", "<!--": "-->"}
_SETTINGS = re.compile(r"\s\{[a-z#][^{}]*\}$", re.MULTILINE)
"""What the braces at the end of a line say of a paragraph."""
_CAPITALISED = re.compile(r"(?<!\w)[A-Z]\w*")
_INSIDE_A_SENTENCE = re.compile(r"(?<=[a-z,;] )[A-Z]\w")
_WORD_END = re.compile(r"(?<=\w)(?!\w)")
_LONGEST_NAME = 100


def undefined(template: Template, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Each such word with its line in the file; ``known`` are the terms, in every form, and proper names."""
    text = _SETTINGS.sub("", "".join(_words(template.body)))
    named_to = 0
    for word in _CAPITALISED.finditer(text):
        if word.start() < named_to:
            continue
        if end := _end_of_name(text, word.start(), known):
            named_to = end
        elif _INSIDE_A_SENTENCE.match(text, word.start()):
            yield template.line + text.count("\n", 0, word.start()), word[0]


def _end_of_name(text: str, start: int, known: Collection[str]) -> int:
    """Where the longest known name that begins here ends; 0 where none begins."""
    ends = [found.start() for found in _WORD_END.finditer(text, start, start + _LONGEST_NAME)]
    return next((end for end in reversed(ends) if text[start:end] in known), 0)


def _words(body: str) -> Iterator[str]:
    """The body without tags, values and remarks; their line breaks stay."""
    at = 0
    while opening := _OPENING.search(body, at):
        end = body.find(_CLOSING[opening[0]], opening.end())
        if end < 0:
            break
        end += len(_CLOSING[opening[0]])
        yield body[at : opening.start()]
        yield _stand_in(body, opening.start(), end)
        at = end
    yield body[at:]


def _stand_in(body: str, start: int, end: int) -> str:
    """A value stands for a word of its own or for nothing inside a word; a tag begins something new."""
    joined = body[max(0, start - 1) : start].isalnum() or body[end : end + 1].isalnum()
    mark = "|" if body.startswith("{%", start) else "" if joined or body.startswith("<", start) else "x"
    return mark + "\n" * body.count("\n", start, end)
