"""``--set``: what an argument sets, and what is said of one that sets nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpact.drafting.draft import Draft, begin
from modelpact.drafting.questions import Refused
from modelpact.drafting.settings import parsed, put, with_short_names


def after(text: str) -> Draft | Refused:
    setting = parsed(text)
    return setting if isinstance(setting, Refused) else put(begin("staged-release"), setting)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("title=A study: its terms", ("title",), "A study: its terms"),
        ("parties[1].name=Cornell University", ("parties", 1, "name"), "Cornell University"),
        ("parties.recipient.country=US", ("parties", 1, "country"), "US"),
        ("parties.recipient.country=norway", ("parties", 1, "country"), "NO"),
        ("parties.0.public_body=true", ("parties", 0, "public_body"), True),
        ("models.second.parameters=1558M", ("models", 1, "parameters"), "1558M"),
        ("models[0].version=1", ("models", 0, "version"), 1),
        ('models[0].version="1"', ("models", 0, "version"), "1"),
        ("publication.review_days=45", ("publication", "review_days"), 45),
        ("permitted_uses=[evaluate, benchmark]", ("permitted_uses",), ["evaluate", "benchmark"]),
        ("costs.fee={amount: 5, currency: EUR}", ("costs", "fee"), {"amount": 5, "currency": "EUR"}),
        ("privacy=unknown", ("privacy",), "unknown"),
        (
            "release.stages[2]={id: third, model: second}",
            ("release", "stages", 2),
            {"id": "third", "model": "second"},
        ),
    ],
)
def test_a_setting_stands_in_the_spec(text: str, path: tuple[str | int, ...], value: Any) -> None:
    draft = after(text)
    assert isinstance(draft, Draft)
    assert draft.at(path) == value
    assert not draft.errors()


def test_a_short_name_is_made_of_a_name_that_was_set_and_of_no_other() -> None:
    draft = (
        begin("red-team").put(("parties", 0, "name"), "OpenAI, Inc.").put(("parties", 0, "name"), "Lab Ltd")
    )
    assert [party["short_name"] for party in with_short_names(draft).data["parties"]] == [
        "Lab",
        "Second Party",
    ]
    taken = draft.put(("parties", 1, "short_name"), "Lab")
    assert with_short_names(taken).at(("parties", 0, "short_name")) == "First Party"
    said = draft.put(("parties", 0, "short_name"), "LabCo")
    assert with_short_names(said).at(("parties", 0, "short_name")) == "LabCo"


def test_an_id_is_changed_wherever_it_is_meant() -> None:
    draft = after("parties.provider.id=openai")
    assert isinstance(draft, Draft)
    assert {model["provider"] for model in draft.data["models"]} == {"openai"}
    assert not draft.errors()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title", "is not a setting"),
        ("=x", "is not a setting"),
        ("a b=x", "is not a setting"),
        ("../x=y", "is not a setting"),
        ("title=", "set to nothing"),
        ("kind=red-team", "kind is not set this way"),
        ("parties.nobody.name=x", 'parties has no entry "nobody"; there are provider, recipient'),
        ("parties[7].name=x", 'parties has no entry "7"'),
        ("title=a\x1b[2J", "U+001B"),
        ("title=[a", "cannot be read"),
        ("title=&a [*a]", None),
        ("permitted_uses=[&a x, *a]", "cannot be read"),
        ('title="a" b', "cannot be read"),
    ],
)
def test_what_is_no_setting_is_said_in_a_sentence(text: str, message: str | None) -> None:
    outcome = after(text)
    if message is None:
        assert isinstance(outcome, Draft)
        assert outcome.at(("title",)) == "&a [*a]"
    else:
        assert isinstance(outcome, Refused)
        assert message in outcome.message
        assert "\n" not in outcome.message


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_argument_brings_the_program_down(name: str, value: str) -> None:
    after(f"{name}={value}")
    after(f"title={value}")
    after(f"parties{name}=x")
