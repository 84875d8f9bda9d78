"""One step of an interview, and how a question is put about a field of the draft."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from modelpact.diagnostics import Path
from modelpact.drafting.draft import Draft
from modelpact.drafting.questions import Choice, Question, put, question
from modelpact.fields import TBC


class Step(NamedTuple):
    """A question, and the draft before its answer; no draft while the kind is not known."""

    question: Question | None
    draft: Draft | None


Asking = Generator[Step, str, Draft]
"""Asks about a draft, and gives it back with the answers in it."""


def ask(draft: Draft, path: Path, about: str, *, suggestion: str = TBC) -> Asking:
    """The draft with the answer to one question; as it is where somebody has said it already."""
    if not draft.is_open(path):
        return draft
    chosen = draft.at(path) if path in draft.assumed else suggestion
    asked = question(path, about, suggestion=str(chosen))
    said = yield Step(asked, draft)
    return put(draft, asked, said).confirmed(path)


def ask_words(draft: Draft, asked: Question) -> Generator[Step, str, str]:
    """An answer that goes nowhere by itself."""
    return (yield Step(asked, draft))


def another(id_: str, about: str, title: str, what: str) -> Question:
    """The question whether a list goes on."""
    return Question(id_, about, title, f"An empty answer means that there is no other {what}.")


def how(id_: str, about: str, title: str, sentence: str, *choices: Choice) -> Question:
    """The question in which way something is stated; it may be left for later."""
    later = Choice(TBC, "to be filled in later")
    return Question(id_, about, title, sentence, (), (*choices, later), TBC)
