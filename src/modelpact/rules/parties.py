"""Rules about the parties, their roles and the people who act for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from modelpact.characters import as_drawn, quoted
from modelpact.diagnostics import Severity
from modelpact.fields import TBC
from modelpact.predicates import GIVING, RECEIVING, many_parties
from modelpact.rules.rule import Finding, called
from modelpact.spec import Spec

_FEWEST_PARTIES = 2


def provider_or_recipient_missing(spec: Spec) -> Iterator[Finding]:
    """Nobody gives a model, or nobody receives one.

    Almost every clause says what the provider or the recipient must do; with one of them missing those
    clauses bind nobody.

    Fails:

        parties:
          - {id: lab, role: provider}
          - {id: university, role: provider}

    Fixed:

        parties:
          - {id: lab, role: provider}
          - {id: university, role: recipient}
    """
    roles = {party["role"] for party in spec.get("parties")}
    if not roles & GIVING:
        yield Finding(("parties",), "no party gives a model", "one needs the role provider, or both")
    if not roles & RECEIVING:
        yield Finding(("parties",), "no party receives a model", "one needs the role recipient, or both")


def parties_too_few(spec: Spec) -> Iterator[Finding]:
    """There are fewer than two parties, or two of them share an id or a short name.

    Nobody can agree with themselves. Fields point at a party by its id, and clauses name it by its short
    name: where two share one, or differ in capitals or in letters of another alphabet only, no reader can
    tell who is bound.

    Fails:

        parties:
          - {id: lab, role: both}

    Fixed:

        parties:
          - {id: lab, role: provider}
          - {id: university, role: recipient}
    """
    parties = spec.get("parties")
    if len(parties) < _FEWEST_PARTIES:
        yield Finding(
            ("parties",), "an agreement needs two parties, and there is one", "describe the other one"
        )
    yield from _shared(parties, "id")
    yield from _shared(parties, "short_name")


def signatory_missing(spec: Spec) -> Iterator[Finding]:
    """The agreement is final, and a party has nobody named to sign for it.

    A document that is ready to sign says whose signature binds each side. A signatory whose name is still TBC
    counts as named here, and keeps the agreement from being final for that reason.

    Fails:

        status: final
        parties:
          - {id: lab, signatories: [{name: Ada Example, title: Director}]}
          - {id: university}

    Fixed:

        status: final
        parties:
          - {id: lab, signatories: [{name: Ada Example, title: Director}]}
          - {id: university, signatories: [{name: Bo Example, title: Provost}]}
    """
    if spec.get("status") != "final":
        return
    for index, party in enumerate(spec.get("parties")):
        place = ("parties", index, "signatories")
        signatories = party.get("signatories") or ()
        if not any(spec.is_written((*place, position, "name")) for position in range(len(signatories))):
            yield Finding(
                place,
                f"{called(party)} has nobody named to sign, and the agreement is final",
                "name under signatories who may bind the party, or go back to status: review",
            )


def signatory_is_researcher(spec: Spec) -> Iterator[Finding]:
    """At a university, the person who signs is the one who leads the research.

    A researcher usually cannot bind a university: an office of research or of technology transfer signs for
    it. A signature without power may leave the other side without an agreement.

    Fails:

        parties:
          - {id: lab}
          - id: university
            research_lead: {name: Bo Example}
            signatories: [{name: Bo Example}]

    Fixed:

        parties:
          - {id: lab}
          - id: university
            research_lead: {name: Bo Example}
            signatories: [{name: Cy Example, title: Head of the research office}]
    """
    for index, party in enumerate(spec.get("parties")):
        lead = _person(party.get("research_lead") or {})
        for position, signatory in enumerate(party.get("signatories") or ()):
            if party["sector"] == "academic" and lead and _person(signatory) == lead:
                yield Finding(
                    ("parties", index, "signatories", position, "name"),
                    f"{quoted(signatory['name'])} leads the research and is to sign for {called(party)}, "
                    "whom a researcher usually cannot bind",
                    "name the office that signs for the university; the researcher reads and acknowledges",
                    ((("parties", index, "research_lead", "name"), "leads the research"),),
                )


def exchange_role_one_way(spec: Spec) -> Iterator[Finding]:
    """In a mutual exchange, a party only gives or only receives.

    Mutual exchange means that everyone gives and everyone receives, on the same terms. With a party that does
    one of the two, the title and the clauses on equal treatment promise what the roles do not.

    Fails:

        kind: mutual-exchange
        parties:
          - {id: lab, role: both}
          - {id: university, role: recipient}

    Fixed:

        kind: mutual-exchange
        parties:
          - {id: lab, role: both}
          - {id: university, role: both}
        models:
          - {id: small, provider: lab}
          - {id: large, provider: university, release_state: public}
    """
    only = {"provider": "only gives", "recipient": "only receives"}
    for index, party in enumerate(spec.get("parties")):
        if spec.get("kind") == "mutual-exchange" and party["role"] in only:
            yield Finding(
                ("parties", index, "role"),
                f"{called(party)} {only[party['role']]}, and in a mutual exchange each party does both",
                "give it the role both, or choose the kind that runs one way",
            )


def incident_contact_missing(spec: Spec) -> Iterator[Finding]:
    """A party has one mailbox for everything, security incidents included.

    A leak is stopped in hours or not at all, and a mailbox where drafts and contracts arrive is read on
    working days.

    Fails:

        parties:
          - id: lab
            contacts:
              legal: office@laboratory.example.com
              security: office@laboratory.example.com
              incident: office@laboratory.example.com
              publication: office@laboratory.example.com
          - {id: university}

    Fixed:

        parties:
          - id: lab
            contacts:
              legal: office@laboratory.example.com
              security: office@laboratory.example.com
              incident: night-watch@laboratory.example.com
              publication: office@laboratory.example.com
          - {id: university}
    """
    for index, party in enumerate(spec.get("parties")):
        contacts = party["contacts"]
        mailboxes = {contacts[name].lower() for name in ("legal", "security", "incident", "publication")}
        if len(mailboxes) == 1 and TBC.lower() not in mailboxes:
            yield Finding(
                ("parties", index, "contacts", "incident"),
                f"{called(party)} has {contacts['incident']} for everything, and no contact for incidents",
                "name a mailbox that is watched outside office hours too",
            )


def kind_party_count(spec: Spec) -> Iterator[Finding]:
    """The kind of partnership and the number of parties do not fit.

    A consortium is a body of three or more: votes and accession mean nothing between two (an error). The
    other kinds are written for two sides. With three parties or more their text still works, but every duty
    is owed to all, and nobody decides anything together (a warning).

    Fails:

        kind: consortium

    Fixed:

        kind: weights-transfer
    """
    kind, count = spec.get("kind"), len(spec.get("parties"))
    related = ((("parties",), "the parties are described here"),)
    if kind == "consortium" and count >= _FEWEST_PARTIES and not many_parties(spec):
        message = f"a consortium has three parties or more, and there are {count}"
        hint = "choose a kind for two parties, or describe the third"
        yield Finding(("kind",), message, hint, related, Severity.ERROR)
    elif kind != "consortium" and many_parties(spec):
        message = f"{kind} is written for two parties, and there are {count}"
        yield Finding(
            ("kind",), message, "choose consortium, or make one agreement with each partner", related
        )


def _person(entry: Mapping[str, str]) -> str:
    """A name without what differs between two spellings of it; nothing while it is open."""
    name = entry.get("name", TBC)
    return "" if name == TBC else " ".join(name.casefold().split())


def _shared(parties: Sequence[Mapping[str, str]], name: str) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, party in enumerate(parties):
        earlier = first.setdefault(as_drawn(party[name]), index)
        if earlier != index and party[name] != TBC:
            other = parties[earlier][name]
            what = (
                f"the {name} {quoted(other)}"
                if other == party[name]
                else f"a {name} that reads {quoted(other)}"
            )
            related = (("parties", earlier, name), "used here before")
            yield Finding(
                ("parties", index, name), f"two parties have {what}", "each party needs its own", (related,)
            )
