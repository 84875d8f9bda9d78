"""What else can be made of a spec: one module for each target, one line in ``EXPORTS`` each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple, cast

from modelpact.agreement import Agreement
from modelpact.spec import Spec


class Export(NamedTuple):
    """One target."""

    module: str
    """Module here with ``exported(sharing) -> Exported``."""
    what: str
    """What it gives, in a few words."""


EXPORTS: dict[str, Export] = {
    "odrl": Export("odrl", "an ODRL 2.2 policy as JSON-LD"),
    "hf": Export("hugging_face", "the front matter of a gated Hugging Face repository"),
    "funding": Export("funding", "a note for a paper on money, interests and review"),
    "summary": Export("summary", "the summary that the public may see"),
    "impact": Export("impact", "the Impact Report form, partly filled"),
}


EXAMPLE = "An example: nobody has signed this agreement."
"""What a text says that is made of an illustrative spec, so that nobody takes it for news."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is exported."""

    spec: Spec
    agreement: Agreement
    model: str = ""
    """The id of the one model that it is about; empty for the one that suggests itself."""


class Exported(NamedTuple):
    """What was made, and what its reader should know that it does not say."""

    content: bytes
    notes: tuple[str, ...] = ()


class NothingToExportError(Exception):
    """The agreement has nothing of the sort; the message says why, and is fit to print."""


def exported(target: str, sharing: Sharing) -> Exported:
    """The export to that target. Raises NothingToExportError."""
    made = cast(Exported, import_module(f"{__name__}.{EXPORTS[target].module}").exported(sharing))
    return made._replace(notes=(*made.notes, *_standing(sharing)))


def _standing(sharing: Sharing) -> Iterator[str]:
    """What the agreement is, as far as its export does not tell."""
    if sharing.agreement.status != "final":
        yield f"the agreement is no final one (status: {sharing.agreement.status})"
