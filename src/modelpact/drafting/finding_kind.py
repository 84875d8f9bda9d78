"""Which kind of partnership it is: seven questions, and what their answers settle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from modelpact.drafting.draft import Draft
from modelpact.drafting.questions import Choice, Question

ABOUT = "Which kind of partnership"
_YES_NO = (Choice("yes"), Choice("no"))


def _asked(id_: str, title: str, sentence: str, *choices: Choice, suggestion: str = "no") -> Question:
    return Question(f"kind.{id_}", ABOUT, title, sentence, (), choices or _YES_NO, suggestion)


FILES = _asked(
    "files",
    "Do files of the model leave the provider?",
    "If not, the partner reaches the model over an interface or inside an enclave.",
)
RELEASE = _asked(
    "release",
    "When is the model public?",
    "A model that becomes public soon is shared in stages, and the terms lapse when it is.",
    Choice("already", "anybody can have it today"),
    Choice("soon", "a public release is planned"),
    Choice("never", "no public release is planned"),
    suggestion="never",
)
ATTACK = _asked(
    "attack",
    "Is the partner asked to attack the model?",
    "Whoever attacks a model needs the promise that nobody acts against them for it.",
)
BOTH_WAYS = _asked(
    "both-ways",
    "Does access run both ways?",
    "Each side then gives a model of its own and receives the other's.",
)
MORE = _asked(
    "more",
    "Are there more than two parties?",
    "Three parties or more decide by vote, and others may join later.",
)
PUBLISH = _asked(
    "publish",
    "Must the partner be free to publish?",
    "If not, the provider sees a paper first and may ask for a short, bounded delay.",
)
PEOPLE = _asked(
    "people",
    "Are personal data used, or people studied?",
    "Personal data bring the clauses on privacy, studied people those on research ethics.",
    Choice("no"),
    Choice("data", "personal data may go into prompts"),
    Choice("people", "people are studied, as in a survey"),
    Choice("both", "both of these"),
)
QUESTIONS = (FILES, RELEASE, ATTACK, BOTH_WAYS, MORE, PUBLISH, PEOPLE)


class Proposal(NamedTuple):
    """A kind, and the answer that speaks for it."""

    kind: str
    because: str


def proposed(answers: Mapping[str, str]) -> Proposal:
    """The kind that the answers, by the questions' ids, speak for."""
    if answers[MORE.id] == "yes":
        return Proposal("consortium", "there are more than two parties")
    if answers[BOTH_WAYS.id] == "yes":
        return Proposal("mutual-exchange", "access runs both ways between two parties")
    if answers[ATTACK.id] == "yes":
        return Proposal("red-team", "the partner is asked to attack the model")
    if answers[FILES.id] == "no":
        return Proposal("hosted-access", "no files of the model leave the provider")
    if answers[RELEASE.id] == "soon":
        return Proposal("staged-release", "files leave the provider, and a public release is planned")
    return Proposal("weights-transfer", "files leave the provider, and no public release is planned")


def settled(draft: Draft, answers: Mapping[str, str]) -> Draft:
    """The draft with what these answers say of it beside its kind."""
    draft = _with_access(draft, answers)
    if answers[RELEASE.id] == "already":
        for index, _ in enumerate(draft.at(("models",))):
            draft = draft.put(("models", index, "release_state"), "public")
    if answers[PUBLISH.id] == "yes":
        draft = draft.put(("publication", "right"), "free")
    people = answers[PEOPLE.id]
    if people in ("data", "both"):
        draft = draft.put(("privacy", "in_prompts"), "yes")
    if people in ("people", "both"):
        draft = draft.put(("ethics", "people_studied"), True).put(("ethics", "status"), "TBC")
    if people in ("no", "people"):
        draft = draft.put(("privacy", "in_prompts"), "no")
    return draft


def _with_access(draft: Draft, answers: Mapping[str, str]) -> Draft:
    """Files or an interface, where that differs from what the kind takes for granted."""
    gives_files = answers[FILES.id] == "yes"
    if gives_files == (draft.at(("access", "mode")) == "weights"):
        return draft
    return draft.put(("access", "mode"), "weights" if gives_files else "api")
