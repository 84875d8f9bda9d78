"""``modelpact.toml``: what a project says once for all its specs."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

from modelpact.characters import quoted
from modelpact.diagnostics import UserError
from modelpact.suggestions import nearest


class Configuration(NamedTuple):
    """What the file says; an empty text where it says nothing."""

    form: str = ""
    """The folder of the house's own form, from the file's folder."""
    playbook: str = ""
    """The file of the house's policy, likewise."""


_AT = re.compile(r" \(at (?:line (?P<line>[0-9]+), column [0-9]+|end of document)\)$")


def parse(name: str, content: bytes) -> Configuration:
    """What a file of that name says. Raises UserError with file, line and a sentence."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UserError(f"{name}:{line}: a character is not UTF-8; save the file as UTF-8") from None
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(_unreadable(name, text, str(error))) from None
    except (ValueError, RecursionError):
        raise UserError(_unreadable(name, text, "a part of it is too deep or too long")) from None
    for key, value in said.items():
        _refuse(f"{name}:{_line(text, key)}", key, value)
    return Configuration(**said)


def _refuse(place: str, key: str, value: Any) -> None:
    """Refuse a key that is not known, and a value that is no text."""
    if key not in Configuration._fields:
        near = nearest(key, Configuration._fields)
        hint = f"did you mean {near}?" if near else f"there are {' and '.join(Configuration._fields)}"
        raise UserError(f"{place}: {quoted(key)} is nothing that modelpact.toml can say; {hint}")
    if not isinstance(value, str) or not value.strip():
        raise UserError(f'{place}: {key} must be a text in quotation marks, such as {key} = "name"')


def _unreadable(name: str, text: str, error: str) -> str:
    """The parser's message with its place in front."""
    at = _AT.search(error)
    line = (at["line"] if at else None) or text.rstrip("\n").count("\n") + 1
    message = _AT.sub("", error)
    return f"{name}:{line}: is not TOML: {message[:1].lower()}{message[1:]}"


def _line(text: str, key: str) -> int:
    """The line on which the key, or the table of that name, stands."""
    found = re.search(rf"^[ \t\[]*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
