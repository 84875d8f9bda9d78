"""One question: what it asks, how an answer is read, and what is wrong with one; made from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from modelpact import characters
from modelpact.diagnostics import Diagnostic, Path
from modelpact.drafting.draft import Draft
from modelpact.drafting.writing import first_sentence
from modelpact.fields import SPEC, TBC, Field, contract
from modelpact.gate import Gate
from modelpact.standard import countries
from modelpact.suggestions import nearest

_HIDES = "{} hides or changes what a reader sees; type the answer without it"
_NUMBER_DIGITS = 15


class Choice(NamedTuple):
    """An answer that can be picked, and what it says."""

    value: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked next. Two questions of an interview never have the same id."""

    id: str
    about: str
    """What it is about: ``The provider``."""
    title: str
    sentence: str
    """What the answer does."""
    path: Path = ()
    """Where the answer goes; empty where it only leads to further questions."""
    choices: tuple[Choice, ...] = ()
    suggestion: str = ""
    """What an empty answer stands for; where there is none, an empty answer ends a list."""
    example: str = ""


class Refused(NamedTuple):
    """Why an answer is not taken, and what to do about it."""

    message: str
    hint: str = ""


class Taken(NamedTuple):
    """The draft with the answer in it, and what a check would warn of."""

    draft: Draft
    warnings: tuple[Diagnostic, ...] = ()


def question(path: Path, about: str, *, suggestion: str = TBC, title: str = "", id_: str = "") -> Question:
    """The question for a field, in the words of the schema."""
    field = contract().at(path)
    assert field is not None, path
    return Question(
        id=id_ or ".".join(map(str, path)),
        about=about,
        title=title or field.title,
        sentence=str(field.node.get("description", "")),
        path=path,
        choices=tuple(map(Choice, field.choices)) if field.is_choice or _is_closed(field) else (),
        suggestion=suggestion,
        example=_example(field),
    )


def read(asked: Question, text: str) -> str | Refused:
    """What somebody meant by what was typed: the answer itself, or why it is none."""
    hidden = next(characters.hidden(text, layout=frozenset()), None)
    if hidden is not None:
        return Refused(_HIDES.format(characters.described(text[hidden])))
    said = text.strip() or asked.suggestion
    if said.casefold() == TBC.casefold():
        said = TBC
    if not asked.choices:
        return said
    values = [choice.value for choice in asked.choices]
    meant = next((value for value in values if value.casefold() == said.casefold()), None)
    if meant is not None:
        return meant
    near = nearest(said, values)
    hint = f"did you mean {near}?" if near else ""
    return Refused(f"{characters.quoted(said)} is not among the answers: {', '.join(values)}", hint)


def put(draft: Draft, asked: Question, said: str) -> Draft:
    """The draft with an answer that ``read`` gave; as it was where the answer goes nowhere."""
    if not asked.path or not said:
        return draft
    return draft.put(asked.path, meaning(asked.path, said))


def taken(draft: Draft, asked: Question, said: str) -> Taken | Refused:
    """What becomes of an answer: refused with the words of a check, or taken, with warnings about itself.

    Other warnings may be gone once the next question is answered.
    """
    after = put(draft, asked, said)
    if after.data == draft.data:
        return Taken(after)
    known = {_identity(each) for each in draft.checked().diagnostics}
    new = [each for each in after.checked().diagnostics if _identity(each) not in known]
    wrong = next((each for each in new if each.severity == "error"), None)
    if wrong is not None:
        return Refused(wrong.message, wrong.hint)
    own = (each for each in new if each.path[: len(asked.path)] == asked.path)
    return Taken(after, tuple(each for each in own if each.severity == "warning"))


def meaning(path: Path, said: str) -> Any:
    """The value that a text stands for where the schema takes it: a number, yes or no, or the text."""
    for value in (*_values(said), *_country(path, said)):
        if _accepts(path, value):
            return value
    return said


def _values(said: str) -> tuple[Any, ...]:
    if said in ("true", "false"):
        return (said == "true",)
    digits = said.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= _NUMBER_DIGITS and digits == str(int(digits)):
        return (int(digits),)
    return ()


def _country(path: Path, said: str) -> Iterator[str]:
    """The code of a country that was named in words."""
    field = contract().at(path)
    if field is not None and any(shape.get("x-refers") == "countries" for shape in field.branches()):
        yield from (code for code, name in countries().items() if name.casefold() == said.casefold())


def _accepts(path: Path, value: Any) -> bool:
    field = contract().at(path)
    return field is not None and _gate(tuple(key if isinstance(key, str) else 0 for key in path)).passes(
        value
    )


@cache
def _gate(path: Path) -> Gate:
    field = contract().at(path)
    assert field is not None
    return Gate({**field.node, "$defs": SPEC.definitions})


def _is_closed(field: Field) -> bool:
    """Whether each of its forms is a closed set, or the reason for withholding."""
    branches = field.branches()
    return bool(branches) and all(
        "enum" in branch or "const" in branch or branch.get("$ref") in ("#/$defs/withheld", "#/$defs/tbc")
        for branch in branches
    )


def _example(field: Field) -> str:
    telling = (each for each in field.node.get("examples", ()) if isinstance(each, str | int))
    return next((str(each) for each in telling if not isinstance(each, bool) and each != TBC), "")


def _identity(found: Diagnostic) -> tuple[str, Path, str]:
    return found.rule, found.path, found.message


def short(asked: Question) -> str:
    """What the question explains, in one sentence."""
    return first_sentence(asked.sentence)
