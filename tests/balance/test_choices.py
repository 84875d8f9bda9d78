"""What a choice of the spec does to the reins, read from the words that it brings; no example makes these."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from house.test_form import agreement
from modelpact import pipeline
from modelpact.balance import Balance, balance
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.spec import build
from support import MINIMAL

LAB, UNIVERSITY = "lab", "university"
BOTH = f"{LAB} {UNIVERSITY}"
NOBODY = "nobody"

CHOICES: list[tuple[dict[str, Any], str, str]] = [
    ({"termination": {"convenience_days": "none"}}, "end-at-will", NOBODY),
    ({"governance": {"withdrawal": "by letter"}}, "end-at-will", BOTH),
    ({"licence": {"revocable": "at_will"}}, "revoke", LAB),
    ({"licence": {"revocable": "no"}}, "revoke", NOBODY),
    ({"licence": {"revocable": "for_cause"}}, "revoke", NOBODY),
    ({"voice": {"mode": "none"}}, "release-voice", NOBODY),
    ({"voice": {"mode": "none"}}, "decide-release", LAB),
    ({"voice": {"mode": "consult"}}, "release-voice", UNIVERSITY),
    ({"voice": {"mode": "consult"}}, "veto-release", NOBODY),
    ({"voice": {"mode": "veto"}}, "veto-release", UNIVERSITY),
    ({"voice": {"mode": "veto"}}, "decide-release", LAB),
    ({"publication": {"right": "free"}}, "review-publication", NOBODY),
    ({"publication": {"right": "free"}}, "delay-publication", NOBODY),
    ({"publication": {"right": "consent"}}, "veto-publication", LAB),
    ({"publication": {"right": "consent"}}, "delay-publication", LAB),
    ({"publication": {"right": "consent"}}, "publish", UNIVERSITY),
    ({"publication": {"max_delay_days": 0}}, "delay-publication", NOBODY),
    ({"publication": {"max_delay_days": 0}}, "review-publication", LAB),
    ({"liability": {"cap": {"amount": 5, "currency": "USD"}}}, "capped", BOTH),
    ({"liability": {"mutual": False, "cap": {"amount": 5, "currency": "USD"}}}, "capped", LAB),
    ({"indemnity": {"mode": "recipient"}}, "indemnified", LAB),
    ({"indemnity": {"mode": "provider"}}, "indemnified", UNIVERSITY),
    ({"indemnity": {"mode": "mutual"}}, "indemnified", BOTH),
    ({"ip": {"results_owner": "provider"}}, "own-results", LAB),
    ({"ip": {"results_owner": "recipient"}}, "own-results", UNIVERSITY),
    ({"ip": {"results_owner": "joint"}}, "own-results", BOTH),
    ({"ip": {"feedback": "assign"}}, "own-feedback", LAB),
    ({"ip": {"feedback": "none"}}, "use-feedback", NOBODY),
    ({"ip": {"academic_use": False}}, "use-results", LAB),
    ({"derivatives": {"allowed": ["fine_tuned"], "owner": "provider"}}, "own-derivatives", LAB),
    ({"derivatives": {"allowed": ["fine_tuned"], "owner": "joint"}}, "own-derivatives", BOTH),
    ({"derivatives": {"allowed": ["fine_tuned"], "owner": "recipient"}}, "own-derivatives", UNIVERSITY),
    ({"outputs": {"owner": "provider"}}, "own-outputs", LAB),
    ({"outputs": {"owner": "joint"}}, "own-outputs", BOTH),
    ({"outputs": {"owner": "none"}}, "own-outputs", NOBODY),
    ({"purpose": {"commercial": True}}, "use-commercially", UNIVERSITY),
    ({"costs": {"fee": {"amount": 5, "currency": "USD"}}}, "paid", LAB),
    ({"costs": {"reimbursable": ["travel"]}}, "paid", UNIVERSITY),
    ({"independence": {"result_contingent_pay": True}}, "paid", UNIVERSITY),
    ({"access": {"mode": "api", "inputs_used_for_training": True}}, "train-on-inputs", LAB),
    ({"access": {"mode": "api"}}, "train-on-inputs", NOBODY),
    ({"access": {"mode": "api"}}, "watch", LAB),
    ({"access": {"mode": "api"}}, "instruct", LAB),
    ({"safe_harbour": {"enabled": True}}, "safe-harbour", UNIVERSITY),
    ({"safe_harbour": {"enabled": True, "no_legal_action": False}}, "safe-harbour", NOBODY),
    ({"law": {"governing": {"country": "US"}, "forum": "silent"}}, "own-law", BOTH),
    ({"law": {"governing": {"country": "CH"}, "forum": "silent"}}, "own-law", NOBODY),
    ({"law": {"forum": "courts", "court": {"country": "US"}}}, "own-forum", BOTH),
    ({"law": {"forum": "arbitration", "seat": {"country": "CH"}}}, "own-forum", NOBODY),
    ({"governance": {"steering": {"chair": LAB}}}, "chair", LAB),
    ({"governance": {"steering": {"chair": "rotating"}}}, "chair", BOTH),
    ({"governance": {"steering": {"chair": "independent"}}}, "chair", NOBODY),
    ({"transparency": {"publish": "none"}}, "see-agreement", NOBODY),
    ({"transparency": {"publish": "full"}}, "see-agreement", "public"),
    ({"communities": [{"name": "readers"}]}, "complain", "communities"),
]


@cache
def minimal() -> dict[str, Any]:
    spec = pipeline.check_file(str(MINIMAL)).spec
    assert spec
    return dict(spec.source.data)


def balanced(**fields: Any) -> Balance:
    usual = minimal()
    data = {**usual}
    for name, value in fields.items():
        data[name] = {**usual.get(name, {}), **value} if isinstance(value, dict) else value
    source = Source("spec", {"spec": ""}, data, {})
    return balance(agreement(data), build(source, kind(data["kind"])))


@pytest.mark.parametrize(("fields", "rein", "holders"), CHOICES, ids=str)
def test_a_choice_gives_a_rein_to_whom_the_words_give_it(
    fields: dict[str, Any], rein: str, holders: str
) -> None:
    row = next(row for row in balanced(**fields).rows if row.rein.id == rein)
    found = [held.holder for held in row.held]
    assert found == ([] if holders == NOBODY else holders.split())
    assert bool(row.settled) >= (holders == NOBODY)


@pytest.mark.parametrize(("builders", "holders"), [(2, [LAB, UNIVERSITY]), (3, [])])
def test_one_of_two_builders_can_forbid_a_release_and_one_of_three_cannot(
    builders: int, holders: list[str]
) -> None:
    parties = [dict(party) for party in minimal()["parties"]]
    parties.append({**parties[1], "id": "institute", "name": "Institute", "short_name": "Institute"})
    model = {**minimal()["models"][0], "built_by": [LAB, UNIVERSITY, "institute"][:builders]}
    rows = balanced(kind="weights-transfer", parties=parties, models=[model]).rows
    assert [held.holder for row in rows if row.rein.id == "veto-release" for held in row.held] == holders


def test_a_law_of_one_region_is_home_to_the_party_of_that_region_alone() -> None:
    parties = [dict(party) for party in minimal()["parties"]]
    parties[0]["region"], parties[1]["region"] = "California", "New York"
    law = {"governing": {"country": "US", "region": "New York"}, "forum": "silent"}
    rows = balanced(parties=parties, law=law).rows
    assert [held.holder for row in rows if row.rein.id == "own-law" for held in row.held] == [UNIVERSITY]
