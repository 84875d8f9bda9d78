"""The interview: which question comes next, given the answers so far. No terminal is needed for it.

The answers are the whole state: going back is leaving out the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from modelpact.diagnostics import Diagnostic
from modelpact.drafting import finding_kind, script
from modelpact.drafting.draft import Draft, begin
from modelpact.drafting.questions import Choice, Question, Refused, read, taken
from modelpact.drafting.steps import Step
from modelpact.kinds import kind


class Taken(NamedTuple):
    """The interview one answer further on."""

    interview: Interview
    warnings: tuple[Diagnostic, ...] = ()


Prepare = Callable[[Draft], Draft]
"""Lays over a draft what is known before anybody is asked: settings, a model card."""


def remembered(prepare: Prepare) -> Prepare:
    """The same, worked out once for each draft: an interview is gone through again for every question."""
    known: dict[str, Draft] = {}

    def recalled(draft: Draft) -> Draft:
        text = draft.text()
        if text not in known:
            known[text] = prepare(draft)
        return known[text]

    return recalled


@dataclass(frozen=True, slots=True)
class Interview:
    """The questions that are asked and the answers so far."""

    prepare: Prepare
    kind: str = ""
    """The kind where it is known; else the interview finds it."""
    answers: tuple[str, ...] = ()

    def next(self) -> Step:
        """The question that comes next, and the draft as it stands; without a question it is finished."""
        run = _questions(self.kind, self.prepare)
        step = next(run)
        try:
            for answer in self.answers:
                step = run.send(answer)
        except StopIteration as done:
            draft: Draft = done.value
            return Step(None, draft)
        return step

    def answered(self, text: str) -> Taken | Refused:
        """The interview with one more answer, or why it is not taken. There must be a question."""
        asked, draft = self.next()
        assert asked is not None
        said = read(asked, text)
        if isinstance(said, Refused):
            return said
        outcome = taken(draft, asked, said) if draft is not None else None
        if isinstance(outcome, Refused):
            return outcome
        return Taken(replace(self, answers=(*self.answers, said)), outcome.warnings if outcome else ())

    def back(self) -> Interview:
        """The interview before its last answer."""
        return replace(self, answers=self.answers[:-1])


def _questions(kind_id: str, prepare: Prepare) -> Generator[Step, str, Draft]:
    answers: dict[str, str] = {}
    if not kind_id:
        for asked in finding_kind.QUESTIONS:
            answers[asked.id] = yield Step(asked, None)
        kind_id = yield Step(_confirmation(answers), None)
    draft = begin(kind_id)
    if answers:
        draft = finding_kind.settled(draft, answers)
    return (yield from script.questions(prepare(draft)))


def _confirmation(answers: Mapping[str, str]) -> Question:
    proposal = finding_kind.proposed(answers)
    others = (id_ for id_ in _kinds() if id_ != proposal.kind)
    return Question(
        id="kind",
        about=finding_kind.ABOUT,
        title="Kind of partnership",
        sentence=f"The answers speak for {proposal.kind}, because {proposal.because}.",
        choices=tuple(Choice(id_, kind(id_).title) for id_ in (proposal.kind, *others)),
        suggestion=proposal.kind,
    )


def _kinds() -> tuple[str, ...]:
    from modelpact.fields import contract

    return contract().children["kind"].choices
