"""The interview without a terminal: which question comes, how answers are read, and the way back."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest

from modelpact.check import check
from modelpact.drafting import finding_kind, settings
from modelpact.drafting.draft import Draft, begin
from modelpact.drafting.finished import SCHEMA, spec_text
from modelpact.drafting.interview import Interview, Taken, remembered
from modelpact.drafting.names import short_name
from modelpact.drafting.questions import Question, Refused
from modelpact.fields import TBC, contract
from modelpact.kinds import kind
from specs import KINDS

Answer = Callable[[Question], str]


def as_it_is(draft: Draft) -> Draft:
    return draft


def enter(_: Question) -> str:
    return ""


def telling(question: Question) -> str:
    """An answer that says something, another for each question."""
    if question.id.endswith(".how"):
        return "state"
    if question.id.endswith(".more"):
        return ""
    if question.choices:
        return question.suggestion
    if question.id.endswith(("name", "title")):
        return f"{question.example} {question.id.replace('.', ' ')}"
    return question.example if question.suggestion in ("", TBC) else ""


@cache
def finished(
    answer: Answer, kind_id: str = "", interview: Interview | None = None
) -> tuple[Interview, Draft]:
    """The interview after every question was answered so."""
    interview = interview or Interview(as_it_is, kind_id)
    while (step := interview.next()).question is not None:
        outcome = interview.answered(answer(step.question))
        assert isinstance(outcome, Taken), (step.question.id, outcome)
        interview = outcome.interview
    assert step.draft is not None
    return interview, step.draft


@pytest.mark.parametrize("id_", KINDS)
def test_a_spec_with_everything_tbc_has_no_error_and_no_warning(id_: str) -> None:
    text = spec_text(begin(id_))
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert not check("new", text.encode()).diagnostics


@pytest.mark.parametrize("id_", KINDS)
@pytest.mark.parametrize("answer", [enter, telling])
def test_every_interview_ends_with_a_spec_without_errors(id_: str, answer: Answer) -> None:
    _, draft = finished(answer, id_)
    checked = check("new", spec_text(draft).encode())
    assert not [each for each in checked.diagnostics if each.severity == "error"]
    assert draft.data["kind"] == id_
    if answer is telling:
        assert not draft.assumed


@pytest.mark.parametrize("id_", KINDS)
def test_what_was_answered_stands_in_the_spec_and_the_rest_is_tbc(id_: str) -> None:
    _, draft = finished(telling, id_)
    assert "Cornell University parties 0 name" in str(draft.data["parties"][0])
    left = {path[-1] for path in draft.open_points()}
    assert left <= {"planned", "status", "form"}


@pytest.mark.parametrize("id_", KINDS)
def test_going_back_to_the_start_gives_the_first_question_again(id_: str) -> None:
    interview, draft = finished(telling, id_)
    asked = []
    while interview.answers:
        interview = interview.back()
        asked.append(interview.next().question)
    assert len({question.id for question in asked if question}) == len(asked)
    assert asked[-1] == Interview(as_it_is, id_).next().question
    assert finished(telling, interview=interview)[1] == draft


@pytest.mark.parametrize("seed", range(12))
def test_answers_at_random_with_steps_back_never_leave_an_error(seed: int) -> None:
    chance = random.Random(seed)
    interview = Interview(as_it_is)
    for _ in range(120):
        step = interview.next()
        if step.question is None:
            break
        if interview.answers and chance.random() < 0.1:
            interview = interview.back()
            continue
        wild = [
            "",
            "TBC",
            "NO",
            "[a",
            "{}",
            "12",
            "x: y",
            "-",
            "2030-02-30",
            "\u2028",
            "a\x1b[2J",
            "a@b.org",
            "state",
        ]
        choices = [choice.value for choice in step.question.choices]
        outcome = interview.answered(chance.choice(choices or [*wild, telling(step.question)]))
        if isinstance(outcome, Taken):
            interview = outcome.interview
    draft = interview.next().draft
    assert draft is None or not draft.errors()


def test_what_is_known_is_worked_out_once() -> None:
    drafts = []

    def prepare(draft: Draft) -> Draft:
        drafts.append(draft)
        return draft.put(("title",), "A study")

    _, draft = finished(enter, interview=Interview(remembered(prepare), "red-team"))
    assert draft.at(("title",)) == "A study"
    assert len(drafts) == 1


def test_what_is_known_is_not_asked() -> None:
    def prepare(draft: Draft) -> Draft:
        return draft.put(("models", 0, "name"), "GPT-2", "README.md, line 1").put(("title",), "A study")

    interview, asked = Interview(prepare, "red-team"), []
    while (step := interview.next()).question is not None:
        asked.append(step.question.id)
        outcome = interview.answered("")
        assert isinstance(outcome, Taken)
        interview = outcome.interview
    assert "title" not in asked
    assert "models.0.name" not in asked
    assert "models.0.version" in asked


@pytest.mark.parametrize("id_", KINDS)
def test_each_question_about_a_field_explains_it_in_the_words_of_the_schema(id_: str) -> None:
    interview, _ = finished(telling, id_)
    while interview.answers:
        interview = interview.back()
        question = interview.next().question
        assert question is not None
        assert question.sentence
        if question.path:
            field = contract().at(question.path)
            assert field is not None
            assert (question.title, question.sentence) == (field.title, field.node["description"])


YES = {question.id: "no" for question in finding_kind.QUESTIONS} | {
    "kind.files": "yes",
    "kind.release": "never",
}


@pytest.mark.parametrize(
    ("answers", "kind_id"),
    [
        ({}, "weights-transfer"),
        ({"kind.release": "soon"}, "staged-release"),
        ({"kind.release": "already"}, "weights-transfer"),
        ({"kind.files": "no"}, "hosted-access"),
        ({"kind.files": "no", "kind.release": "soon"}, "hosted-access"),
        ({"kind.attack": "yes"}, "red-team"),
        ({"kind.files": "no", "kind.attack": "yes"}, "red-team"),
        ({"kind.both-ways": "yes", "kind.attack": "yes"}, "mutual-exchange"),
        ({"kind.more": "yes", "kind.both-ways": "yes"}, "consortium"),
    ],
)
def test_seven_answers_find_the_kind(answers: dict[str, str], kind_id: str) -> None:
    said = {**YES, **answers}
    interview = Interview(as_it_is)
    for question in finding_kind.QUESTIONS:
        assert interview.next().question == question
        outcome = interview.answered(said[question.id])
        assert isinstance(outcome, Taken)
        interview = outcome.interview
    confirmation = interview.next().question
    assert confirmation is not None
    assert confirmation.suggestion == kind_id
    assert confirmation.choices[0].value == kind_id
    assert {choice.says for choice in confirmation.choices} == {kind(each).title for each in KINDS}


def test_what_the_seven_answers_say_beside_the_kind_stands_in_the_spec() -> None:
    said = {**YES, "kind.files": "no", "kind.attack": "yes", "kind.publish": "yes", "kind.people": "both"}
    said["kind.release"] = "already"

    def answer(question: Question) -> str:
        return said.get(question.id, "")

    _, draft = finished(answer)
    assert draft.at(("publication", "right")) == "free"
    assert draft.at(("models", 0, "release_state")) == "public"
    assert draft.at(("privacy", "in_prompts")) == "yes"
    assert draft.at(("ethics", "people_studied")) is True
    assert draft.at(("access", "mode")) == "api"


def test_the_access_that_was_answered_wins_over_the_kind_s() -> None:
    said = {**YES, "kind.attack": "yes"}
    _, draft = finished(lambda question: said.get(question.id, ""))
    assert (draft.data["kind"], draft.at(("access", "mode"))) == ("red-team", "weights")


def interview_at(id_: str, kind_id: str = "staged-release") -> Interview:
    """The interview that asks this question next."""
    interview = Interview(as_it_is, kind_id)
    while (question := interview.next().question) is not None and question.id != id_:
        outcome = interview.answered(telling(question))
        assert isinstance(outcome, Taken)
        interview = outcome.interview
    assert question is not None
    return interview


@pytest.mark.parametrize(
    ("id_", "answer"),
    [
        ("parties.0.country", "Atlantis"),
        ("parties.0.country", "UK"),
        ("parties.0.contacts.legal", "nobody"),
        ("models.0.parameters", "1 billion"),
        ("release.stages.0.planned", "2030-02-30"),
        ("release.stages.0.planned", "soon"),
    ],
)
def test_a_wrong_answer_is_refused_in_the_words_of_a_check(id_: str, answer: str) -> None:
    interview = interview_at(id_)
    refused = interview.answered(answer)
    assert isinstance(refused, Refused)
    step = interview.next()
    assert step.question is not None
    assert step.draft is not None
    wrong = check("new", spec_text(step.draft.put(step.question.path, answer)).encode()).diagnostics
    assert (refused.message, refused.hint) in {(each.message, each.hint) for each in wrong}


@pytest.mark.parametrize(
    "answer", ["Bob\x1b[2J", "a\x07b", "a\u202eb", "a\u200bb", "a\u2028b", "a\x00", "a\nb", "a\tb"]
)
def test_an_answer_with_hidden_characters_is_refused_in_a_sentence(answer: str) -> None:
    refused = interview_at("parties.0.name").answered(answer)
    assert isinstance(refused, Refused)
    assert refused.message.startswith("U+")
    assert refused.message.isprintable()


@pytest.mark.parametrize(
    ("id_", "answer", "value"),
    [
        ("parties.0.country", "norway", "NO"),
        ("parties.0.country", "tbc", "TBC"),
        ("parties.0.sector", "ACADEMIC", "academic"),
        ("models.0.parameters", "1558000000", 1558000000),
        ("models.0.parameters", "1,558,000,000", 1558000000),
        ("models.0.version", "2019", 2019),
        ("models.0.name", "2019", "2019"),
        ("models.0.name", "true", "true"),
        ("parties.0.short_name", "", "Cornell University parties 0 name"),
    ],
)
def test_an_answer_means_what_the_field_takes(id_: str, answer: str, value: object) -> None:
    interview = interview_at(id_)
    question = interview.next().question
    assert question is not None
    outcome = interview.answered(answer)
    assert isinstance(outcome, Taken)
    draft = outcome.interview.next().draft
    assert draft is not None
    assert draft.at(question.path) == value


def test_ids_are_made_of_names_wherever_they_are_meant() -> None:
    _, draft = finished(telling, "staged-release")
    ids = [party["id"] for party in draft.data["parties"]]
    assert ids[0].startswith("cornell")
    assert {model["provider"] for model in draft.data["models"]} == {ids[0]}
    assert {stage["model"] for stage in draft.data["release"]["stages"]} == {
        model["id"] for model in draft.data["models"]
    }


def test_a_consortium_and_a_staged_release_take_more_parties_and_models() -> None:
    more = {"parties.3.more": "Fourth University", "models.2.more": "GPT-2 355M"}

    def answer(question: Question) -> str:
        return more.get(question.id, "")

    _, consortium = finished(answer, "consortium")
    assert [party["name"] for party in consortium.data["parties"]][3] == "Fourth University"
    assert consortium.data["parties"][3]["id"] == "fourth-university"
    _, staged = finished(answer, "staged-release")
    assert staged.data["models"][2]["name"] == "GPT-2 355M"
    assert staged.data["release"]["stages"][2]["model"] == staged.data["models"][2]["id"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("OpenAI, Inc.", "OpenAI"),
        ("The Alan Turing Institute", "Alan Turing Institute"),
        ("Beispiel GmbH & Co. KG", "Beispiel GmbH & Co. KG"),
        ("Mistral AI SAS", "Mistral AI"),
        ("Inc.", "Inc."),
        ("Cornell University", "Cornell University"),
    ],
)
def test_a_short_name_lacks_the_legal_form(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    "setting",
    [
        "privacy=unknown",
        "provenance=unknown",
        "labour=none",
        "funding=none",
        "benefits=none",
        "benefits={none_reason: x}",
        "provenance={withheld: x}",
        "release.stages=[]",
        "parties[0].contacts={legal: a@b.org, security: TBC, incident: TBC, publication: TBC}",
        "models=[{id: one, name: One, version: 1, provider: provider, release_state: public}]",
    ],
)
def test_the_interview_goes_on_from_whatever_was_set(setting: str) -> None:
    def prepare(draft: Draft) -> Draft:
        said = settings.parsed(setting)
        assert isinstance(said, settings.Setting)
        after = settings.put(draft, said)
        assert isinstance(after, Draft)
        return after

    _, draft = finished(enter, interview=Interview(prepare, "red-team"))
    assert not draft.errors()
