"""Rules about the security level. The levels are those of RAND, "Securing AI Model Weights", 2024."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.predicates import academic_recipients, delivered, weights_leave
from modelpact.rules.rule import Finding, called, named
from modelpact.spec import Spec

# Our own yardsticks, not law. Of RAND's levels, SL1 is to stop amateurs, SL4 and SL5 what states undertake.
_LOW = frozenset({"none", "SL1"})
_BEYOND_UNIVERSITIES = frozenset({"SL4", "SL5"})


def security_level_low(spec: Spec) -> Iterator[Finding]:
    """Files of an unreleased model leave the provider at level SL1, or at none.

    SL1 keeps out amateurs only. Weights that leak before their release cannot be called back, and all the
    restrictions of the others are then for nothing. What is low is modelpact's own yardstick, not law.

    Fails:

        security: {level: SL1}

    Fixed:

        security: {level: SL2}
    """
    level, leaving = spec.get("security.level"), delivered(spec)
    for index, model in enumerate(spec.get("models")):
        if level in _LOW and model["id"] in leaving and model["release_state"] == "unreleased":
            protection = "no level protects them" if level == "none" else f"{level} stops amateurs only"
            yield Finding(
                ("security", "level"),
                f"the weights of {called(model)} are not released, and {protection}",
                "ask for SL2 or more, or let the provider host the model",
                ((("models", index, "release_state"), "not released"),),
            )


def security_level_unreachable(spec: Spec) -> Iterator[Finding]:
    """A university is to meet level SL4 or SL5.

    Isolated networks, guarded rooms and logs that are watched by night are beyond the means of most
    universities. One that signs all the same is in breach from the first day. This is modelpact's own
    yardstick, not law.

    Fails:

        security: {level: SL4}

    Fixed:

        security: {level: SL3}
    """
    level, academic = spec.get("security.level"), academic_recipients(spec)
    if academic and level in _BEYOND_UNIVERSITIES:
        hosting = (
            "consider access that the provider hosts" if weights_leave(spec) else "no weights leave here"
        )
        yield Finding(
            ("security", "level"),
            f"{named(academic)} would have to meet level {level}, which few universities can",
            f"{hosting}: a lower level may then be enough",
        )
