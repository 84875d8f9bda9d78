"""How commands about one agreement get it: from a spec, or from what was rendered before."""

from __future__ import annotations

import sys
from pathlib import Path

from modelpact import sides
from modelpact.cli.printing import colour, columns, problem


def readable(name: str, form: Path | None, otherwise: str) -> sides.Side | None:
    """The agreement of that name; None where its spec has errors, which are then printed.

    ``otherwise`` is what was not done. Raises what reading and assembling raise.
    """
    side = sides.read(name, form)
    if side.agreement is not None:
        return side
    from modelpact.inspection import Inspection
    from modelpact.reports.text import report

    if side.checked:
        sys.stderr.write(
            report(Inspection((side.checked,)), colour=colour(sys.stderr), columns=columns(sys.stderr))
        )
    problem(f"{name}: has errors, so {otherwise}")
    return None
