"""Options that name one of several things; a name that is none is refused with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from modelpact.suggestions import nearest


def one_of(name: str, names: Iterable[str], option: str, what: str = "not a format") -> str:
    """The name, if it is one of these; usage error where it is ``what``."""
    known = tuple(names)
    if name in known:
        return name
    near = nearest(name, known)
    instead = f", did you mean {near}? There" if near else "; there"
    raise typer.BadParameter(f"{name!r} is {what}{instead} are {', '.join(known)}", param_hint=option)
