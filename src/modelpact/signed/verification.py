"""What a PDF proves: that its pages are what a spec makes, or where they are not; and what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from modelpact.renderers.pdf_files import Versions
from modelpact.signed.certificates import Checked
from modelpact.signed.changes import Change
from modelpact.signed.signatures import Signature
from modelpact.signed.wording import Difference


class Proof(StrEnum):
    """What rendering again showed."""

    IDENTICAL = "identical"
    """Every byte is the same."""
    CONTINUED = "continued"
    """Every byte is the same up to where somebody saved something more: signatures, or other things."""
    DIFFERENT = "different"
    """The bytes differ, so the words and the parts of both files were compared."""


class Maker(NamedTuple):
    """What a PDF was made with."""

    versions: Versions
    """Of the program and of the libraries that decide a PDF's bytes; empty where a file does not say."""
    form: str
    """The form's version and the beginning of its hash: ``1.0, hash 822019f8ee51``."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an agreement's PDF has."""

    pages: int
    clauses: int
    sections: int
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A file, or what it was when somebody signed it, beside what its spec makes."""

    proof: Proof
    changes: tuple[Change, ...] = ()
    """All that is otherwise than the spec makes it, harmless or not."""
    words: tuple[Difference, ...] = ()
    """Other words than the spec makes; none are looked for where no page has changed."""

    def harm(self) -> list[Change]:
        """What is otherwise and not harmless."""
        return [change for change in self.changes if not change.harmless]

    @property
    def is_as_made(self) -> bool:
        """Whether it is what the spec makes, signatures aside."""
        return self.proof is not Proof.DIFFERENT and not self.harm()


@dataclass(frozen=True, slots=True)
class Covered:
    """One signature, and what it covers."""

    signature: Signature
    compared: Compared | None
    """What it covers; None where it covers no whole file."""
    after: int
    """Bytes saved after it."""
    drawn: str
    """What it shows and where: ``on page 43 “Signed by …”``; empty where it is not drawn."""
    checked: Checked | None
    """None where the signature itself was not or could not be checked."""
    is_unreadable: bool = False
    """Whether it could not, though there was something to check it with."""

    @property
    def holds(self) -> bool:
        """Whether it covers all that the spec makes and nothing else, and nothing speaks against it."""
        checked = self.checked
        doubtful = self.is_unreadable or (
            checked is not None and not (checked.intact and checked.valid and checked.trusted is not False)
        )
        return self.compared is not None and self.compared.is_as_made and not doubtful


@dataclass(frozen=True, slots=True)
class Verification:
    """All that was found out about a file."""

    compared: Compared
    here: Maker
    """What rendered again."""
    there: Maker
    """What the file says that it was made with."""
    contents: Contents
    """Of what the spec makes."""
    same: int
    """Bytes of the render that the file begins with; 0 where it does not begin with all of them."""
    size: int
    """Bytes of the file."""
    covering: tuple[str, ...] = ()
    """Words of the agreement under the picture of a signature, and pictures without a signature."""
    damage: tuple[str, ...] = ()
    """What is wrong with the file's structure, so that programs may differ in what they show of it."""
    signatures: tuple[Covered, ...] = ()

    def other_versions(self) -> list[tuple[str, str, str]]:
        """What the file says that it was made with, where it is something else here: name, there, here."""
        there = {**self.there.versions, "the form": self.there.form}
        here = {**self.here.versions, "the form": self.here.form}
        return [(name, there.get(name, ""), here[name]) for name in here if there.get(name) != here[name]]

    @property
    def is_proved(self) -> bool:
        """Whether every page shows what the spec makes, and nothing else."""
        return self.compared.is_as_made and not (self.covering or self.damage)

    @property
    def is_clean(self) -> bool:
        """Likewise, and no signature is in doubt."""
        return self.is_proved and all(covered.holds for covered in self.signatures)
