"""What came of checking several specs: what every report reads, and what the exit code follows from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from modelpact.check import Checked
from modelpact.diagnostics import Diagnostic, Severity


class Unread(NamedTuple):
    """A file that could not be read, and why; not a problem in the file, so it has no place."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """Every file in the order in which it was named."""

    files: tuple[Checked | Unread, ...]
    strict: bool = False
    """Whether warnings count as failures."""
    folder: str = ""
    """The folder that relative names start from, absolute."""

    @property
    def checked(self) -> Iterator[Checked]:
        """The files that could be read."""
        return (each for each in self.files if isinstance(each, Checked))

    @property
    def unread(self) -> Iterator[Unread]:
        """The files that could not."""
        return (each for each in self.files if isinstance(each, Unread))

    def fails(self, found: Diagnostic) -> bool:
        """Whether a finding makes the check fail."""
        return found.severity is Severity.ERROR or (self.strict and found.severity is Severity.WARNING)

    @property
    def has_failed(self) -> bool:
        """Whether any finding does."""
        return any(self.fails(found) for each in self.checked for found in each.diagnostics)

    def counts(self) -> Counter[Severity]:
        """How many findings there are of each weight; what is silenced is none."""
        return Counter(found.severity for each in self.checked for found in each.diagnostics)

    def summary(self) -> str:
        """The last line of a report: ``1 error, 0 warnings, 0 information, 2 ignored``."""
        counts = self.counts()
        parts = (
            _counted(counts[Severity.ERROR], "error"),
            _counted(counts[Severity.WARNING], "warning"),
            f"{counts[Severity.INFORMATION]:,} information",
            f"{sum(len(each.ignored) for each in self.checked):,} ignored",
        )
        among = f" in {len(self.files):,} files" if len(self.files) > 1 else ""
        unread = sum(1 for _ in self.unread)
        return ", ".join(parts) + among + (f", {unread:,} not read" if unread else "")


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
