"""The balance as JSON, for programs. ``schemas/balance-1.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from modelpact.balance import Balance, Counts, Held, Holder, Place, Row, SectionRow
from modelpact.balance_change import Change, Side
from modelpact.reins import GROUPS
from modelpact.silences import Silence

VERSION = 1
"""Of the format."""
SCHEMA = f"urn:modelpact:balance:{VERSION}"


def written(balance: Balance) -> bytes:
    """The JSON in UTF-8, indented."""
    return _text({"balance": _balance(balance)})


def compared(change: Change) -> bytes:
    """Both balances, and what differs between them."""
    return _text({"old": _side(change.old), "new": _side(change.new), "change": _change(change)})


def _text(data: dict[str, Any]) -> bytes:
    whole = {"$schema": SCHEMA, "modelpact_balance": VERSION, **data}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _side(side: Side) -> dict[str, Any]:
    return {"name": side.name, "balance": _balance(side.balance)}


def _balance(balance: Balance) -> dict[str, Any]:
    return {
        "id": balance.reference,
        "title": balance.title,
        "master": balance.master or None,
        "holders": [_holder(holder, balance) for holder in balance.holders],
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "reins": [_row(row) for row in balance.rows if row.group == group.id],
            }
            for group in GROUPS
        ],
        "sections": [_section(section) for section in balance.sections],
        "promises": [
            {"to": each.to, "holder": each.holder or None, "kind": each.kind, "when": each.when or None}
            for each in balance.promises
        ],
        "silences": _silences(balance.silences),
        "uncounted": [
            {"id": each.id, "number": each.number, "title": each.title, "how": each.how}
            for each in balance.uncounted
        ],
    }


def _holder(holder: Holder, balance: Balance) -> dict[str, Any]:
    return {
        "id": holder.id,
        "name": holder.name,
        "roles": list(holder.roles),
        "party": holder.is_party,
        "counts": _counts(balance.counted(holder.id)),
    }


def _counts(counts: Counts) -> dict[str, int]:
    return counts._asdict()


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.rein.id,
        "title": row.rein.title,
        "held": [_held(held) for held in row.held],
        "nobody": _places(row.settled),
    }


def _held(held: Held) -> dict[str, Any]:
    return {"holder": held.holder, "places": _places(held.places)}


def _places(places: Sequence[Place]) -> list[dict[str, str]]:
    return [
        {"section": place.section, "number": place.number, "anchor": place.anchor, "words": place.words}
        for place in places
    ]


def _section(section: SectionRow) -> dict[str, Any]:
    shares = [
        {
            "holder": share.holder,
            "binds": [place.number for place in share.bears],
            "gives": [place.number for place in share.benefits],
        }
        for share in section.shares
    ]
    return {"id": section.id, "number": section.number, "title": section.title, "shares": shares}


def _silences(silences: Iterable[Silence]) -> list[dict[str, Any]]:
    return [
        {
            "path": list(each.path),
            "title": each.title,
            "state": each.state,
            "reason": each.reason or None,
            "numbers": list(each.numbers),
        }
        for each in silences
    ]


def _change(change: Change) -> dict[str, Any]:
    return {
        "moves": [
            {
                "rein": move.row.rein.id,
                "title": move.row.rein.title,
                "holder": move.holder.id,
                "gained": move.gained,
                "places": _places(move.places),
                "nobody": _places(move.settled),
            }
            for move in change.moves
        ],
        "counts": [
            {
                "holder": shift.holder.id,
                "name": shift.holder.name,
                "old": shift.old and _counts(shift.old),
                "new": shift.new and _counts(shift.new),
            }
            for shift in change.shifts
        ],
        "said": _silences(change.said),
        "unsaid": _silences(change.unsaid),
    }
