"""What an export for the public leaves out: what ``transparency`` says, and what is not public yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from modelpact.exports.telling import model_name, told
from modelpact.fields import TBC
from modelpact.spec import Spec

LEFT_OUT = "[left out]"
NOT_PUBLIC = "a model that is not public yet"


def redactions(spec: Spec) -> list[str]:
    """What the parties agreed to leave out of what is published, in their words."""
    return [told(each) for each in spec.at(("transparency", "redact")) or () if each != TBC]


def is_hidden(model: Mapping[str, Any]) -> bool:
    """Whether a model is not public, so that its name may be left out until it is."""
    return model.get("release_state") == "unreleased"


def hidden_names(spec: Spec) -> list[str]:
    """The names of such models, as far as they have one."""
    hidden = filter(is_hidden, spec.at(("models",)))
    return [told(model["name"]) for model in hidden if model["name"] != TBC]


def public_name(model: Mapping[str, Any]) -> str:
    """Its name and version where the public may know them."""
    return NOT_PUBLIC if is_hidden(model) else model_name(model)


def veiled(words: str, hidden: Iterable[str]) -> str:
    """The words without what is to be left out."""
    for each in filter(None, hidden):
        words = re.sub(re.escape(each), LEFT_OUT, words, flags=re.IGNORECASE)
    return words


def to_look_for(missing: Iterable[str], words: str) -> Iterator[str]:
    """A note on each thing to be left out that stands nowhere word for word: a person must look for it."""
    for each in missing:
        if each.casefold() not in words.casefold():
            yield f"to be left out, and for a person to look for: {each}"
