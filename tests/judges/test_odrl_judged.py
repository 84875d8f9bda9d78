"""ODRL policies as readers of linked data have them: PyLD with ODRL's context, RDFLib with its vocabulary."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import ODRL2, Namespace

from modelpact.exports import NothingToExportError, Sharing, exported
from modelpact.exports.odrl import CONTEXT
from modelpact.sides import read
from support import ROOT

pytestmark = pytest.mark.judge

SPECS = sorted((ROOT / "examples").glob("*.agreement.yaml")) + sorted(
    (ROOT / "examples" / "minimal").glob("*.agreement.yaml")
)
IDS = [path.name.partition(".")[0] for path in SPECS]
CONTEXTS = ROOT / ".judges/node_modules/@digitalbazaar/odrl-context/contexts/odrl.jsonld"
"""The context of ODRL 2.2, from a package of npm: nothing is fetched."""

NAMESPACE = str(ODRL2)
CC = Namespace("http://creativecommons.org/ns#")
ACTIONS_ELSEWHERE = {CC.CommercialUse}
"""Actions that the vocabulary of ODRL takes from Creative Commons (ODRL Vocabulary & Expression 2.2, 4.1)."""


def loader(url: str, _: Any) -> dict[str, Any]:
    assert url == CONTEXT, f"a reader would fetch {url}"
    document = json.loads(CONTEXTS.read_text(encoding="utf-8"))
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
        "contentType": "application/ld+json",
    }


def policy(spec: Path) -> Any:
    side = read(str(spec))
    assert side.spec
    assert side.agreement
    return json.loads(exported("odrl", Sharing(side.spec, side.agreement)).content)


def graph(spec: Path) -> Graph:
    quads = jsonld.to_rdf(policy(spec), {"documentLoader": loader, "format": "application/n-quads"})
    made = Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # RDFLib's own
        made.parse(data=quads, format="nt")
    return made


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_every_key_means_something(spec: Path) -> None:
    """What a context does not know falls away when JSON-LD is expanded."""

    def leaves(node: Any) -> int:
        if isinstance(node, dict):
            return sum(leaves(value) for key, value in node.items() if key not in ("@context", "@language"))
        return sum(map(leaves, node)) if isinstance(node, list) else 1

    def expanded_leaves(node: Any) -> int:
        if isinstance(node, dict):
            return sum(expanded_leaves(value) for key, value in node.items() if key != "@language")
        return sum(map(expanded_leaves, node)) if isinstance(node, list) else 1

    said = policy(spec)
    expanded = jsonld.expand(said, {"documentLoader": loader})
    assert expanded_leaves(expanded) == leaves(said)
    again = jsonld.compact(expanded, {"@context": CONTEXT}, {"documentLoader": loader})
    assert jsonld.expand(again, {"documentLoader": loader}) == expanded


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_every_term_is_in_the_vocabulary(spec: Path) -> None:
    found = graph(spec)
    terms = {term for triple in found for term in triple if isinstance(term, URIRef)}
    ours = {term for term in terms if str(term).startswith(NAMESPACE)}
    assert len(ours) > 12
    assert [term for term in ours if term not in ODRL2] == []
    actions = set(found.objects(None, ODRL2.action))
    assert actions
    assert {each for each in actions if each not in ours} <= ACTIONS_ELSEWHERE


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_each_rule_has_what_an_agreement_asks_of_it(spec: Path) -> None:
    """ODRL Information Model 2.2: a policy has rules, and each of an agreement's has both parties."""
    found = graph(spec)
    [subject] = found.subjects(RDF.type, ODRL2.Agreement)
    rules = [
        rule
        for relation in (ODRL2.permission, ODRL2.prohibition, ODRL2.obligation)
        for rule in found.objects(subject, relation)
    ]
    assert rules
    for rule in rules:
        for needed in (ODRL2.action, ODRL2.target, ODRL2.assigner, ODRL2.assignee):
            assert list(found.objects(rule, needed)), (rule, needed)
        for party in found.objects(rule, ODRL2.assignee):
            assert (party, RDF.type, ODRL2.Party) in found
        for limit in found.objects(rule, ODRL2.constraint):
            for needed in (ODRL2.leftOperand, ODRL2.operator, ODRL2.rightOperand):
                assert list(found.objects(limit, needed)), (limit, needed)


def test_a_letter_makes_no_policy() -> None:
    with pytest.raises(NothingToExportError):
        policy(ROOT / "examples" / "master" / "second-model.agreement.yaml")
