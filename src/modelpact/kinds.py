"""The kinds of partnership and what each settles by default: ``templates/kinds/<kind>.yaml``."""

from __future__ import annotations

from functools import cache

from modelpact import resources
from modelpact.diagnostics import FormError
from modelpact.load import load
from modelpact.spec import Kind


@cache
def kind(id_: str) -> Kind:
    """The kind with that id. Raises FormError where its file is broken."""
    name = f"kinds/{id_}.yaml"
    source, diagnostics = load(name, resources.read_bytes(f"templates/{name}"))
    if source is None:
        raise FormError(f"{diagnostics[0].span}: {diagnostics[0].message}")
    data = source.data
    return Kind(id_, data["title"], data["summary"], data["use_when"], data["defaults"])
