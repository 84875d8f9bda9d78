"""Rules about a letter and the master agreement that it stands under."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from modelpact import standard
from modelpact.characters import quoted
from modelpact.diagnostics import Path
from modelpact.fields import TBC, contract
from modelpact.letters import is_handed_down
from modelpact.predicates import (
    crosses_border,
    eu_link,
    hosted,
    people_studied,
    personal_data_possible,
    weights_leave,
)
from modelpact.rules.rule import Finding, joined
from modelpact.spec import Spec, is_letter

_CHANGES = {
    "exclude": "leaves out {}, which is no clause of its own",
    "replace": "rewords {}, which is no clause of its own",
    "terms": "defines {}, and a letter defines no terms",
}
_NAMED = 3
_ALWAYS_STATED = {("access", "mode"), ("purpose", "category"), ("purpose", "description")}
"""A letter says these in full sentences, whatever its master says."""

_FACTS: tuple[tuple[Callable[[Any], bool], Path, str], ...] = (
    (weights_leave, ("access",), "files of a model leave their provider"),
    (hosted, ("access",), "a model is used where its provider runs it"),
    (crosses_border, ("parties",), "the parties or the places of access are in more than one country"),
    (eu_link, ("parties",), "a party or a place of access is in the European Economic Area"),
    (people_studied, ("ethics", "people_studied"), "people are studied"),
    (personal_data_possible, ("privacy",), "there are or may be personal data"),
)
"""What brings clauses into an agreement: the question, where a letter answers it, and the answer in words."""


def master_of_no_letter(spec: Spec) -> Iterator[Finding]:
    """A master agreement is named, and the spec is not that of a letter.

    Only a letter stands under a master. This agreement has all clauses of the form itself and says nothing of
    another one, so whoever wrote the field expects a document that will not be made.

    Fails:

        master: {id: small-master, sha256: TBC}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC}
    """
    if not is_letter(spec.data) and spec.is_written(("master",)):
        yield Finding(
            ("master",),
            "a master agreement is named here, and only a letter stands under one",
            "write structure: letter, or take master out",
        )


def master_not_a_master(spec: Spec) -> Iterator[Finding]:
    """The spec that a letter names as its master's is not that of a master agreement.

    Only a master says that letters may stand under it, who must sign them and what becomes of them when it
    ends. Under another agreement, or under another letter, nobody has agreed to any of this.

    Fails:

        structure: letter
        master: {id: small-single, sha256: TBC, spec: small-single.agreement.yaml}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
    """
    master = _master(spec)
    if master and master.at(("structure",)) != "master":
        yield Finding(
            ("master", "spec"),
            f"the agreement named as master says structure: {master.at(('structure',))}",
            "name a spec with structure: master",
        )


def master_id_differs(spec: Spec) -> Iterator[Finding]:
    """The id by which a letter names its master is not the one that the master's own spec has.

    The letter prints it as the reference of the agreement whose terms it takes over. With another id it takes
    over the terms of another agreement, or of none.

    Fails:

        structure: letter
        master: {id: great-master, sha256: TBC, spec: small-master.agreement.yaml}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
    """
    master = _master(spec)
    if master and master.at(("id",)) != spec.at(("master", "id")):
        yield Finding(
            ("master", "id"),
            f"the letter names {quoted(spec.at(('master', 'id')))}, and the master's own id is "
            f"{quoted(master.at(('id',)))}",
            "write the master's id, or name the right spec",
        )


def master_file_differs(spec: Spec) -> Iterator[Finding]:
    """The file at hand does not have the fingerprint by which the letter names its master.

    Either the letter was written for another version of the master, or the file has changed since. A letter
    that is signed so stands under a text that one side cannot show. Silent while the fingerprint is open.

    Fails:

        structure: letter
        master:
          id: small-master
          file: small-master.agreement.yaml
          sha256: "0000000000000000000000000000000000000000000000000000000000000000"

    Fixed:

        structure: letter
        master: {id: small-master, file: small-master.agreement.yaml, sha256: TBC}
    """
    stated = spec.get("master.sha256")
    actual = spec.master.sha256 if spec.master else ""
    if stated and actual and stated.lower() != actual:
        yield Finding(
            ("master", "sha256"),
            f"{quoted(spec.at(('master', 'file')))} has another SHA-256, {actual}",
            "name the file that was signed; if it is this one, write its SHA-256 here",
            ((("master", "file"), "the file"),),
        )


def letter_kind_differs(spec: Spec) -> Iterator[Finding]:
    """A letter is of another kind than its master.

    The kind decides which clauses an agreement has, and all clauses of a letter are its master's. So a letter
    of another kind seems to promise what it does not hold, such as the safe harbour of a red-team agreement.

    Fails:

        structure: letter
        kind: red-team
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}

    Fixed:

        structure: letter
        kind: staged-release
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
    """
    master = _master(spec)
    if master and master.kind.id != spec.kind.id:
        yield Finding(
            ("kind",),
            f"the letter is of the kind {spec.kind.id}, and its master of the kind {master.kind.id}",
            "take the master's kind, or sign a master of this kind",
        )


def letter_party_outside_master(spec: Spec) -> Iterator[Finding]:
    """A party to a letter is not a party to its master.

    By signing the letter it accepts terms that it had no say in. That may be meant, for it may have joined
    since; often it is another spelling, or another body of the same house. Parties are the same where their
    names are or, while a name is open, their ids.

    Fails:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
        parties:
          - {name: Another Laboratory}
          - {name: Example University}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
    """
    master = _master(spec)
    known = master.at(("parties",)) if master else ()
    for index, party in enumerate(spec.at(("parties",)) if master else ()):
        if not any(_are_same(party, other) for other in known):
            yield Finding(
                ("parties", index, "name"),
                f"{_full_name(party)} is not a party to the master",
                f"that is between {joined(map(_full_name, known))}; write the name as there, "
                "or have this party read the master",
            )


def letter_beyond_master(spec: Spec) -> Iterator[Finding]:
    """A letter brings in what its master has no clauses for.

    The form writes an agreement for its facts: where no file leaves, nothing is said of copies, of onward
    transfer or of deletion. A letter that hands over files under such a master leaves all that open.

    Fails:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
        access: {mode: mixed}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
        access: {mode: weights}
    """
    master = _master(spec)
    for holds, path, words in _FACTS if master else ():
        if holds(spec) and not holds(master):
            yield Finding(
                path,
                f"under this letter {words}, and its master was written for the case that it is not so",
                "add what is missing under clauses.add, or amend the master first",
            )


def letter_repeats_master(spec: Spec) -> Iterator[Finding]:
    """A letter states terms that its master states with the same words.

    A letter is short because it is silent on all that the master says. What it repeats makes it longer, and
    whoever reads it looks in vain for what is new.

    Fails:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
        publication: {review_days: 30}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC, spec: small-master.agreement.yaml}
        publication: {review_days: 45}
    """
    master = _master(spec)
    if master is None:
        return
    stated = (path for path in contract().values() if spec.is_written(path) and is_handed_down(path))
    same = [path for path in stated if path not in _ALWAYS_STATED and spec.at(path) == master.at(path)]
    if same:
        named = [".".join(map(str, path)) for path in same[:_NAMED]]
        named += [f"{len(same) - _NAMED} more"] if len(same) > _NAMED else []
        yield Finding(
            same[0],
            f"the letter states what the master states too: {joined(named)}",
            "leave it out; the master holds wherever a letter is silent",
        )


def letter_changes_clauses(spec: Spec) -> Iterator[Finding]:
    """A letter leaves out or rewords clauses of the form, or defines terms.

    They are clauses of its master, which was signed as it stands, and not of the letter. What the letter
    wants otherwise it must say in words of its own, where those who sign it read them.

    Fails:

        structure: letter
        master: {id: small-master, sha256: TBC}
        clauses:
          exclude:
            - {id: environmental-disclosure, reason: No figures exist.}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC}
        clauses:
          add:
            - id: no-energy-figures
              after: letter-values
              title: Energy
              text: "[[environmental-disclosure]] does not apply."
    """
    for change, words in _CHANGES.items() if is_letter(spec.data) else ():
        for index, entry in enumerate(spec.at(("clauses", change)) or ()):
            name = "id" if "id" in entry else "name"
            yield Finding(
                ("clauses", change, index, name),
                f"the letter {words.format(quoted(entry[name]))}",
                "say in a clause under clauses.add what is to hold instead",
            )


def letter_clause_misplaced(spec: Spec) -> Iterator[Finding]:
    """A clause that a letter adds is to follow a clause of the master.

    The letter has no such clause, so the added one has no place in it and its words would be lost.

    Fails:

        structure: letter
        master: {id: small-master, sha256: TBC}
        clauses:
          add:
            - {id: papers, after: publication, title: Papers, text: Papers may appear.}

    Fixed:

        structure: letter
        master: {id: small-master, sha256: TBC}
        clauses:
          add:
            - {id: papers, after: letter-values, title: Papers, text: Papers may appear.}
    """
    for index, entry in enumerate((spec.at(("clauses", "add")) or ()) if is_letter(spec.data) else ()):
        if entry["after"] in spec.form.clause_ids():
            yield Finding(
                ("clauses", "add", index, "after"),
                f"{quoted(entry['after'])} is a clause of the master, and the letter has none of these",
                f"name one of the letter's own: {', '.join(standard.letter_clause_ids())}",
            )


def _master(spec: Spec) -> Spec | None:
    return spec.master.spec if spec.master else None


def _full_name(party: Mapping[str, Any]) -> str:
    return quoted(party["short_name"] if party["name"] == TBC else party["name"])


def _are_same(party: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    names = [_plain(entry["name"]) for entry in (party, other)]
    return names[0] == names[1] if TBC.lower() not in names else party["id"] == other["id"]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
