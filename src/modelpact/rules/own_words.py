"""The rule about why a spec changes the form, and which capitalised words it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelpact import standard
from modelpact.characters import quoted
from modelpact.diagnostics import Path, Severity
from modelpact.rules.rule import Finding
from modelpact.spec import Spec, is_letter, leaves

_CHANGES = {"exclude": "left out", "replace": "reworded", "add": "added"}
_WORDS = {"replace": "text", "add": "text", "terms": "definition"}

# A word with a capital after one of these is meant as a defined term, or is a name.
_CAPITALISED = (
    r"\b(?i:the|a|an|each|every|any|no|such|this|that|its|their|all|other|another)\s+"
    r"([A-Z][a-z]+(?:[ -][A-Z][a-z]+)*)(?![\w-])"
)


def override_unexplained(spec: Spec) -> Iterator[Finding]:
    """A clause is left out, reworded or added without a reason, or in words that nothing defines.

    The agreement lists each such change with its reason, which the other side reads first; where there is
    none, the list says TBC, so in a final agreement that is an error. A word with a capital letter that no
    definition explains looks like a term and has no meaning. Names that the spec uses elsewhere are no terms.

    Fails:

        clauses:
          exclude:
            - {id: environmental-disclosure}

    Fixed:

        clauses:
          exclude:
            - {id: environmental-disclosure, reason: No figures exist.}
    """
    final = spec.get("status") == "final"
    for change, what in _CHANGES.items():
        for index, entry in enumerate(spec.at(("clauses", change)) or ()):
            if "reason" not in entry and not is_letter(spec.data):
                yield Finding(
                    ("clauses", change, index, "id"),
                    f"{quoted(entry['id'])} is {what}, and no reason is given",
                    "add a reason; the agreement prints it for the other side",
                    severity=Severity.ERROR if final else None,
                )
    for path, words in words_of_its_own(spec):
        undefined = [
            word for word in dict.fromkeys(re.findall(_CAPITALISED, words)) if not _is_known(word, spec)
        ]
        for word in undefined:
            yield Finding(
                path,
                f"{quoted(word)} has a capital letter here, and no definition explains it",
                "define it under clauses.terms, use a term of the form, or write it in lower case",
            )


def words_of_its_own(spec: Spec) -> Iterator[tuple[Path, str]]:
    """The words of its own that a spec puts into clauses and definitions, each with its place."""
    for change, name in _WORDS.items():
        for index, entry in enumerate(spec.at(("clauses", change)) or ()):
            yield ("clauses", change, index, name), entry[name]


def _is_known(word: str, spec: Spec) -> bool:
    """Whether it is a term, a country, or a name that stands elsewhere in the spec."""
    terms = {form for term in spec.form.terms() for form in term.forms}
    terms |= {"Master Agreement"} if is_letter(spec.data) else set()
    own = {entry["name"] for entry in spec.at(("clauses", "terms")) or ()}
    if word in terms | own or word in standard.countries().values():
        return True
    return any(
        isinstance(value, str) and re.search(rf"\b{re.escape(word)}\b", value)
        for path, value in leaves(spec.data)
        if path[0] != "clauses"
    )
