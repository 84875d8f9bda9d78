"""Rules about the models and their files."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.characters import quoted
from modelpact.diagnostics import Severity
from modelpact.predicates import weights_leave
from modelpact.rules.rule import Finding
from modelpact.spec import Spec


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
    if not weights_leave(spec):
        return
    severity = Severity.ERROR if spec.get("status") == "final" else None
    for index, model in enumerate(spec.get("models")):
        for position, artifact in enumerate(model.get("artifacts") or []):
            if artifact.get("sha256") is None:
                name = quoted(artifact["path"])
                yield Finding(
                    ("models", index, "artifacts", position, "sha256"),
                    f"{name} has no checksum, so nobody can tell that the right file came",
                    "add sha256 with the file's SHA-256, or TBC while it is not known",
                    severity=severity,
                )
