"""The document tree as JSON, for programs: ids, numbers, text, and the fields and lines behind each clause.

``schemas/agreement-1.schema.json`` describes it. The last line is the seal, as the last member.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modelpact.agreement import Agreement
from modelpact.characters import hidden
from modelpact.renderers.seal import sealed
from modelpact.tree_data import VERSION, TreeError, from_data, to_data

SCHEMA = f"urn:modelpact:agreement:{VERSION}"
_SEAL_LINE = ' "seal": "{seal}"}}'


def render(agreement: Agreement) -> bytes:
    """The JSON in UTF-8, indented, ending in its seal."""
    text = json.dumps(_whole(to_data(agreement)), ensure_ascii=False, indent=1)
    return sealed(text.removesuffix("\n}") + ",\n", agreement, _SEAL_LINE)


def without_places(agreement: Agreement) -> bytes:
    """Likewise, in few lines and without the places in the spec's files: the same wherever these lie."""
    text = json.dumps(_whole(to_data(agreement, places=False)), ensure_ascii=False, separators=(",", ":"))
    return sealed(text.removesuffix("}") + ",\n", agreement, _SEAL_LINE)


def parsed(data: bytes) -> Agreement:
    """The agreement that was rendered to this. Raises TreeError."""
    try:
        tree = json.loads(data)["agreement"]
        if any(next(hidden(text), None) is not None for text in _texts(tree)):
            raise ValueError("a character in it hides something, as none in a spec may")
        return from_data(tree)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise TreeError("is not an agreement that modelpact rendered to JSON") from error


def _texts(tree: Any) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _whole(tree: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "modelpact_agreement": VERSION, "agreement": tree}
