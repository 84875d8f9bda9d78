"""What an agreement would hold and leave open, the rules know without filling a template."""

from __future__ import annotations

import json
import os
from typing import Any

from house.test_form import FORM
from modelpact.agreement import Agreement
from modelpact.assemble import assemble
from modelpact.check import check
from modelpact.chosen import chosen_clauses
from modelpact.rules.parties import signatory_missing
from modelpact.rules.whole import final_not_ready
from modelpact.spec import Spec
from modelpact.store import standard_form
from specs import random_spec

_, CODE = standard_form(os.environ)
FREE = [id_ for id_, clause in FORM.clauses.items() if not clause.mandatory]
SEEDS = 150


def spec_of(data: dict[str, Any]) -> Spec:
    spec = check("random.agreement.yaml", json.dumps(data).encode()).spec
    assert spec
    return spec


def agreement_of(spec: Spec) -> Agreement:
    return assemble(spec, FORM, CODE)


def test_the_clauses_that_are_chosen_are_those_of_the_agreement() -> None:
    added = {"id": "papers", "title": "Papers", "text": "Papers may appear.", "reason": "Ours"}
    for seed in range(SEEDS):
        exclude = [{"id": FREE[seed % len(FREE)], "reason": "Settled elsewhere"}]
        clauses = {"exclude": exclude, "add": [{**added, "after": "publication"}]}
        spec = spec_of(random_spec(seed) | {"clauses": clauses})
        parts = agreement_of(spec).parts
        assert sorted(chosen_clauses(spec)) == sorted(clause.id for part in parts for clause in part.clauses)


def test_whatever_would_print_as_open_is_found_in_a_final_spec() -> None:
    for seed in range(SEEDS):
        spec = spec_of(random_spec(seed, openness=0.05 * (seed % 2)) | {"status": "final"})
        found = [finding.path for rule in (final_not_ready, signatory_missing) for finding in rule(spec)]
        for path in agreement_of(spec).open_points:
            assert any(path[: len(place)] == place for place in found), f"{path} in seed {seed}"
