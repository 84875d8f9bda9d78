"""Rules about the models and their files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from modelpact.characters import quoted
from modelpact.diagnostics import Path, Severity
from modelpact.fields import TBC
from modelpact.predicates import GIVING, delivered
from modelpact.rules.rule import Finding, called
from modelpact.spec import Spec

_DIGITS = 64
_SHA_256 = re.compile(rf"[0-9A-Fa-f]{{{_DIGITS}}}")
_OTHER_SUMS = {32: "an MD5", 40: "a SHA-1", 96: "a SHA-384", 128: "a SHA-512"}

_THOUSANDS = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
# A count inside a name, such as the 774M of "GPT-2 774M"; K is left out, as in 32K it is a length of context.
_COUNT_IN_NAME = re.compile(r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)([MBT])(?![\w])", re.IGNORECASE)


def checksum_missing(spec: Spec) -> Iterator[Finding]:
    """Files leave the provider, and one of them has no checksum.

    Without it the recipient cannot tell that the right file came and whole, and after a leak nobody can prove
    whose copy it was. TBC may stand for it in a draft. In a final agreement this is an error.

    Fails:

        access: {mode: weights}
        models:
          - {id: small, artifacts: [{path: small/model.bin, kind: weights}]}
          - {id: large}

    Fixed:

        access: {mode: weights}
        models:
          - {id: small, artifacts: [{path: small/model.bin, kind: weights, sha256: TBC}]}
          - {id: large}
    """
    severity = Severity.ERROR if spec.get("status") == "final" else None
    leaving = delivered(spec)
    for path, model, artifact in _artifacts(spec):
        if model["id"] in leaving and artifact.get("sha256") is None:
            yield Finding(
                (*path, "sha256"),
                f"{quoted(artifact['path'])} has no checksum, so nobody can tell that the right file came",
                "add sha256 with the file's SHA-256, or TBC while it is not known",
                severity=severity,
            )


def checksum_invalid(spec: Spec) -> Iterator[Finding]:
    """A checksum is not a SHA-256.

    It fits no file, so the recipient would have to reject the right one, or to accept any. A shorter sum is
    mostly a SHA-1 or an MD5: for these, two different files can be made that have the same.

    Fails:

        models:
          - id: small
            artifacts: [{path: model.bin, kind: weights, sha256: 9e107d9d372bb6826bd81d3542a419d6}]
          - {id: large}

    Fixed:

        models:
          - id: small
            artifacts: [{path: model.bin, kind: weights, sha256: TBC}]
          - {id: large}
    """
    for path, _, artifact in _artifacts(spec):
        checksum = artifact.get("sha256") or TBC
        if checksum == TBC or _SHA_256.fullmatch(checksum):
            continue
        length = len(checksum)
        has = "other letters" if length == _DIGITS else f"{length} characters"
        looks = f"this has the length of {_OTHER_SUMS[length]}; " if length in _OTHER_SUMS else ""
        yield Finding(
            (*path, "sha256"),
            f"the checksum of {quoted(artifact['path'])} is no SHA-256: "
            f"that has {_DIGITS} digits of 0 to 9 and a to f, and this has {has}",
            f"{looks}compute the SHA-256 of the file, such as with sha256sum",
        )


def parameter_count_mismatch(spec: Spec) -> Iterator[Finding]:
    """A model's name and its parameter count disagree, or files of a model leave and there is no count.

    The count tells two sizes of a model apart, so with two different ones nobody knows which was meant. They
    may differ by their rounding: 1.5B and 1558M agree. The first counts of GPT-2 were wrong: 117M and 345M
    became 124M and 355M.

    Fails:

        models:
          - {id: small, name: Model 774M, parameters: 355M}
          - {id: large}

    Fixed:

        models:
          - {id: small, name: Model 774M, parameters: 774M}
          - {id: large}
    """
    leaving = delivered(spec)
    for index, model in enumerate(spec.get("models")):
        place = ("models", index, "parameters")
        stated, said = model.get("parameters"), _COUNT_IN_NAME.findall(str(model["name"]))
        if stated is None and model["id"] in leaving:
            yield Finding(
                place,
                f"{called(model)} has no parameter count, which tells it from the other sizes of the model",
                "state parameters, such as 774M, or TBC while the number is not known",
            )
        elif stated not in (None, TBC) and said and not any(_agree(count, stated) for count in said):
            yield Finding(
                place,
                f"the name {quoted(model['name'])} and the parameter count {_shown(stated)} disagree",
                "mend the one that is wrong",
                ((("models", index, "name"), "the name says another count"),),
            )


def model_provider_not_provider(spec: Spec) -> Iterator[Finding]:
    """A model is shared by a party whose role is not to share.

    Every duty of the provider of that model would fall on a party that is described as receiving only, or as
    coordinating. Silent where nobody shares anything, which is another rule's to say.

    Fails:

        models:
          - {id: small, provider: university}
          - {id: large}

    Fixed:

        models:
          - {id: small, provider: lab}
          - {id: large}
    """
    parties = list(enumerate(spec.get("parties")))
    giving = {party["id"] for _, party in parties if party["role"] in GIVING}
    others = {party["id"]: (index, party) for index, party in parties if party["id"] not in giving}
    for number, model in enumerate(spec.get("models")):
        if giving and model["provider"] in others:
            index, party = others[model["provider"]]
            does = "receiving only" if party["role"] == "recipient" else "coordinating only"
            yield Finding(
                ("models", number, "provider"),
                f"{called(party)} shares {called(model)} and is described as {does}",
                "name the party that shares the model, or give this one the role both",
                ((("parties", index, "role"), "its role is stated here"),),
            )


def _artifacts(spec: Spec) -> Iterator[tuple[Path, Mapping[str, Any], Mapping[str, Any]]]:
    """Every file of every model: its place, its model and itself."""
    for index, model in enumerate(spec.get("models")):
        for position, artifact in enumerate(model.get("artifacts") or ()):
            yield ("models", index, "artifacts", position), model, artifact


def _shown(count: str | int) -> str:
    return count if isinstance(count, str) else f"{count:,}"


def _agree(said: tuple[str, str], stated: str | int) -> bool:
    """Whether two counts are the same, as far as the rounder of the two is exact."""
    digits, suffix = (str(stated)[:-1], str(stated)[-1]) if isinstance(stated, str) else (str(stated), "")
    (one, unit), (other, other_unit) = _number(*said), _number(digits, suffix)
    return abs(one - other) <= max(unit, other_unit)


def _number(digits: str, suffix: str) -> tuple[int, int]:
    """A count and what its last digit stands for: 1,500,000,000 and 100,000,000 of 1.5B."""
    whole, _, fraction = digits.partition(".")
    unit = _THOUSANDS.get(suffix.upper(), 1) // 10 ** len(fraction)
    return int(whole + fraction) * unit, unit
