"""Rules about where the model comes from, who paid, who gains and who is heard."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.diagnostics import Path
from modelpact.predicates import GIVING, recipients
from modelpact.rules.rule import Finding, beside, is_named, named
from modelpact.spec import Spec


def provenance_withheld_unexplained(spec: Spec) -> Iterator[Finding]:
    """The training data are withheld, and no reason is given.

    To withhold is allowed; to withhold in silence is what this form is made against. A reader who knows the
    reason, a contract or a trade secret, can judge the gap. Without one, nobody can.

    Fails:

        provenance: {datasets: unknown, statement: withheld}

    Fixed:

        provenance: {datasets: unknown, statement: {withheld: The data are under a licence that forbids it.}}
    """
    path: Path = ("provenance", "statement")
    if spec.at(path) == "withheld":
        yield Finding(
            path,
            "the account of the training data is withheld, and no reason is given",
            "write {withheld: the reason}; the agreement prints it",
        )


def funding_undisclosed(spec: Spec) -> Iterator[Finding]:
    """The list of who paid for the work is empty.

    An empty list leaves open whether nobody paid or nobody was asked. Readers of the results will want to
    know, and most journals ask.

    Fails:

        funding: []

    Fixed:

        funding: none
    """
    if spec.at(("funding",)) == []:
        yield Finding(
            ("funding",),
            "the list of who paid for the work is empty",
            "name the sources, own funds too, or write none, unknown or {withheld: the reason}",
        )


def labour_unknown(spec: Spec) -> Iterator[Finding]:
    """Nobody knows who labelled, moderated and wrote what the model learned from.

    Unknown is an honest answer, and this is information only: the agreement will say it to every reader, and
    will oblige the provider to ask its suppliers.

    Fails:

        labour: unknown

    Fixed:

        labour:
          workforce: [{task: Labelling of answers, where: unknown}]
    """
    path: Path = ("labour",) if spec.at(("labour",)) == "unknown" else ("labour", "workforce")
    if spec.at(path) == "unknown":
        yield Finding(
            path,
            "the agreement will say that nobody knows whose work went into the model",
            "ask the suppliers; a group of workers may be named with unknown in its fields",
        )


def benefits_one_sided(spec: Spec) -> Iterator[Finding]:
    """Nobody gains from the work but the provider, and nothing says why.

    Researchers who find faults for free, and people whose data and work made the model, see a text in which
    every gain is on one side. There may be a reason, such as a replication that brings nothing new. Then the
    text should give it.

    Fails:

        benefits: none

    Fixed:

        benefits: {none_reason: The work repeats a published study and creates nothing new.}
    """
    benefits = spec.at(("benefits",))
    if benefits in ("none", []):
        yield Finding(
            ("benefits",),
            "no benefit is promised to anybody, and no reason is given",
            "name who gains what, or write {none_reason: the reason}",
        )
    elif isinstance(benefits, list):
        givers = [party for party in spec.get("parties") if party["role"] == "provider"]
        if all(any(is_named(party, benefit["to"]) for party in givers) for benefit in benefits):
            yield Finding(
                ("benefits",),
                f"nobody but {named(givers)} gains on this text",
                "name what the others and the public gain, be it credit or findings",
            )


def partner_work_unrewarded(spec: Spec) -> Iterator[Finding]:
    """A company becomes the owner of a university's suggestions, and the text gives the university nothing.

    Feedback from a study improves a product. A university that assigns it works for the provider unpaid,
    often with public money, and may not be allowed to. A licence to use the suggestions gives the provider
    all that it needs.

    Fails:

        ip: {feedback: assign}

    Fixed:

        ip: {feedback: assign}
        benefits:
          - {to: public, kind: findings}
          - {to: university, kind: compute, when: at the start}
    """
    benefits = spec.at(("benefits",))
    rewarded = [entry["to"] for entry in benefits] if isinstance(benefits, list) else []
    givers = [
        party for party in spec.get("parties") if party["role"] in GIVING and party["sector"] == "company"
    ]
    academic = [party for party in recipients(spec) if party["sector"] == "academic"]
    unpaid = [party for party in academic if not any(is_named(party, to) for to in rewarded)]
    if spec.get("ip.feedback") == "assign" and givers and unpaid and not spec.get("costs.compute_credits"):
        yield Finding(
            ("ip", "feedback"),
            f"{named(givers)} will own the feedback of {named(unpaid)}, and the text gives nothing for it",
            "choose nonexclusive, or name a benefit or compute credits",
        )


def pay_depends_on_result(spec: Spec) -> Iterator[Finding]:
    """Whoever tests the model is paid by what the test finds.

    A reward for each weakness is common, and lawful; the agreement then tells the public of it in every
    publication. It still moves the result: what is paid for is found, and what is not paid for is not. Looked
    at in the kind red-team.

    Fails:

        kind: red-team
        independence: {result_contingent_pay: true}

    Fixed:

        kind: red-team
        independence: {result_contingent_pay: false}
    """
    path: Path = ("independence", "result_contingent_pay")
    if spec.get("kind") == "red-team" and spec.at(path) is True:
        yield Finding(
            path,
            "what the testers are paid depends on what they find",
            "pay for the work, or keep the reward and expect readers to discount the results",
        )


def bias_study_unscoped(spec: Spec) -> Iterator[Finding]:
    """A study of bias names no groups, or no languages.

    Bias is against somebody, in some language. A study that does not say whom and which it looks at can't be
    repeated, and what it leaves out stays unseen.

    Fails:

        purpose: {category: bias_study}
        bias: {groups: [women in technical jobs]}

    Fixed:

        purpose: {category: bias_study}
        bias: {groups: [women in technical jobs], languages: [English, Hindi]}
    """
    if spec.get("purpose.category") != "bias_study":
        return
    for name, question in (("groups", "bias against whom"), ("languages", "bias in which languages")):
        path: Path = ("bias", name)
        if not spec.at(path):
            category: Path = ("purpose", "category")
            yield Finding(
                path if spec.is_written(("bias",)) else category,
                f"a study of bias names no {name}: {question}?",
                f"list them in bias.{name}; what is not listed shows as a gap",
            )


def affected_communities_no_route(spec: Spec) -> Iterator[Finding]:
    """The work may weigh heavily on people who do not sign, and they have no way in.

    The agreement then tells the parties to agree on one, and until then a complaint goes to the contact for
    incidents. That is little for somebody who has never heard of the project.

    Fails:

        purpose: {high_impact: true}

    Fixed:

        purpose: {high_impact: true}
        complaint_contact: complaints@university.example.com
    """
    heard = any(community.get("route") for community in spec.get("communities") or ())
    if spec.get("purpose.high_impact") and not heard and spec.at(("complaint_contact",)) is None:
        yield Finding(
            ("purpose", "high_impact"),
            "the work may weigh on people who do not sign, and nothing says how they are heard",
            "name a complaint_contact, or communities with a route",
            beside(spec, ("communities",), "listed, with no route"),
        )
