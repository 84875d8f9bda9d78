"""What is wrong in a user's file, and where: the one type that every check makes and every report reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a spec: ``("parties", 0, "name")``."""


class Severity(StrEnum):
    """How much a finding weighs: an error stops rendering, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Position(NamedTuple):
    """A place in a text; lines and columns count from 1, columns in characters."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of a file; ``end`` is the position after its last character."""

    file: str
    start: Position
    end: Position

    def __str__(self) -> str:
        return f"{self.file}:{self.start.line}:{self.start.column}"


class Related(NamedTuple):
    """A second place that a finding speaks of: the other date, the other party."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in a user's file."""

    rule: str
    """Stable kebab-case id: ``term-ends-before-start``, ``unknown-field``, ``yaml-syntax``."""

    severity: Severity
    message: str
    """One line, lower-case start, no full stop."""

    span: Span
    hint: str = ""
    """What to do about it; may be empty."""

    path: Path = ()
    related: tuple[Related, ...] = ()
    clauses: tuple[str, ...] = ()
    """Ids of the clauses that it concerns."""

    def sort_key(self) -> tuple[Span, str]:
        """Order of report: by place, then by rule; what a rule finds at one place stays in its order."""
        return self.span, self.rule


class UserError(Exception):
    """Something around the user's files is wrong: missing file, unwritable folder, missing library.

    Printed as one line; the program exits with 3.
    """


class UnreadableError(UserError):
    """A file that cannot be read, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class FormError(Exception):
    """The form is wrong, not the spec: a broken clause file, a field or a reference that does not exist.

    ``about`` is what the file says where it is wrong: with it, whoever knows the file finds the line.
    """

    def __init__(self, message: str, about: str = "") -> None:
        super().__init__(message)
        self.about = about


def sentence(error: UserError | FormError) -> str:
    """What to print of an error that is not about a spec."""
    return f"the form is wrong: {error}" if isinstance(error, FormError) else str(error)


def dotted(path: Path) -> str:
    """The path as people write it: ``parties[0].name``."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            text += f".{key}" if text else key
    return text
