"""Who may, who must and by when: what a paragraph's braces say. See ``templates/README.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from modelpact.agreement import Clock, Gift, Norm
from modelpact.characters import quoted
from modelpact.diagnostics import FormError
from modelpact.events import EVENTS
from modelpact.fields import contract
from modelpact.reins import FOUND, NOBODY, REINS
from modelpact.spec import Spec

BRACES = re.compile(r"\s*\{(?P<inside>[^{}%][^{}]*)\}$")
"""At the end of a line; neither a value nor a tag of the template."""

ROLES = ("provider", "recipient", "each", "coordinator", "public", "workers", "communities", "contributors")
SOME = ("public-body", "with-affiliates", "builders")
"""Parties that braces can name although no role does: those that a spec calls so."""
_PROMPTLY = (10, "days")
"""What the form's definitions mean by promptly."""

_PERIOD, _DATE = 'a period, such as "5 days" or destruction.days', "a date, such as term.end"
_TAKES = {
    "within": _PERIOD,
    "for": _PERIOD,
    "every": _PERIOD,
    "from": f"{_PERIOD}, or {_DATE}",
    "by": _DATE,
    "on": _DATE,
}
"""What each setting of a time names."""
_KEYS = frozenset({"right", "duty", "to", *_TAKES, "after", "before", "bears", "benefits", "gives"})

_SETTING = re.compile(
    r'\s*(?:#(?P<name>[a-z0-9-]+)|(?P<key>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+)))'
)
_UNIT = re.compile(r"(?:^|_)(hours|days|months|years)(?:_|$)")
_FIXED = re.compile(r"([0-9]{1,4}) (hour|day|week|month|year)s?")


def settings(inside: str) -> tuple[str, Mapping[str, str]]:
    """The name and the settings in a paragraph's braces. Raises FormError."""
    name, found, at = "", {}, 0
    while at < len(inside.rstrip()):
        setting = _SETTING.match(inside, at)
        if setting is None:
            raise FormError(f"cannot read {{{inside}}} at {inside[at:].strip()!r}", about=f"{{{inside}}}")
        at = setting.end()
        name = setting["name"] or name
        if key := setting["key"]:
            if key not in _KEYS:
                raise FormError(f"{quoted(key)} is no setting of a paragraph", about=f"{{{inside}}}")
            found[key] = setting["bare"] if setting["quoted"] is None else setting["quoted"]
    return name, found


def norm(said: Mapping[str, str], spec: Spec) -> Norm:
    """The norm that these settings make of a paragraph of this spec's agreement. Raises FormError."""
    found = _norm(said)
    if found.clock and found.clock.source:
        value = spec.at(found.clock.source)
        amount = value if isinstance(value, int) else None
        return replace(found, clock=replace(found.clock, amount=amount))
    return found


def check(body: str, file: str, line: int) -> None:
    """Raise FormError, with file and line, for the first braces of a template that are wrong.

    Braces that hold a value of the template are looked at once they are filled.
    """
    for number, text in enumerate(body.splitlines(), start=line):
        if braces := BRACES.search(text):
            try:
                _norm(settings(braces["inside"])[1])
            except FormError as error:
                raise FormError(f"{file}:{number}: {error}") from None


def fields_read(body: str) -> Iterator[tuple[str, ...]]:
    """The fields of a spec that the times in a template's braces name."""
    for text in body.splitlines():
        if braces := BRACES.search(text):
            said = settings(braces["inside"])[1]
            for name in (name for key in _TAKES if key in said for name in said[key].split(", ")):
                if path := _field(name):
                    yield path


def _norm(said: Mapping[str, str]) -> Norm:
    """The norm without its numbers, which are the spec's."""
    rights = _roles("right", said)
    gives = tuple(_gift(item, rights) for item in said.get("gives", "").split(",") if item)
    return Norm(
        rights,
        _roles("duty", said),
        _roles("to", said),
        _clock(said),
        _roles("bears", said),
        _roles("benefits", said),
        gives,
    )


def _gift(item: str, rights: tuple[str, ...]) -> Gift:
    """What one item of ``gives`` says: ``suspend``, ``consent:provider`` or ``revoke:nobody``."""
    rein, _, holder = item.partition(":")
    if rein not in REINS:
        raise FormError(f"{quoted(rein)} is no rein; there are {', '.join(REINS)}", about=item)
    known = (NOBODY, *ROLES, *SOME, *FOUND)
    if holder and holder not in known:
        raise FormError(f"{quoted(holder)} holds no rein; there are {', '.join(known)}", about=item)
    if not (holder or rights):
        raise FormError(f"gives {quoted(rein)} names nobody; add right, or {rein}:ROLE", about=item)
    return Gift(rein, () if holder == NOBODY else (holder,) if holder else rights)


def _roles(key: str, said: Mapping[str, str]) -> tuple[str, ...]:
    roles = tuple(said[key].split(",")) if key in said else ()
    for role in (role for role in roles if role not in (*ROLES, *SOME)):
        raise FormError(
            f"{quoted(role)} is no role; there are {', '.join((*ROLES, *SOME))}", about=f"{key}={said[key]}"
        )
    return roles


def _clock(said: Mapping[str, str]) -> Clock | None:
    limits = [key for key in _TAKES if key in said]
    events = [key for key in ("after", "before") if key in said]
    for first, second, *_ in (keys for keys in (limits, events) if len(keys) > 1):
        raise FormError(f"{first} and {second} cannot both be said", about=f"{second}=")
    event, is_before = (said[events[0]], events[0] == "before") if events else ("", False)
    if limits:
        return _limited(limits[0], said[limits[0]], event, is_before=is_before)
    if event and (event not in EVENTS or not is_before):
        raise FormError(f"{events[0]} {quoted(event)} says no time; add within", about=event)
    return Clock("by", event=event, before=True) if event else None


def _limited(key: str, value: str, event: str, *, is_before: bool) -> Clock:
    limit = "by" if key == "within" else key
    amount, unit, source = _period(value)
    if unit and "period" in _TAKES[key]:
        if not event and key != "every":
            raise FormError(f"{key} {quoted(value)} has no event; add after or before", about=value)
        return Clock(limit, (), amount, unit, event, is_before, source)
    days = tuple(value.split(", "))
    if "date" not in _TAKES[key] or not all(map(_is_day, days)):
        raise FormError(f"{key} {quoted(value)} is not {_TAKES[key]}", about=value)
    if event:
        raise FormError(f"{key} {quoted(value)} is a date; no event goes with it", about=value)
    return Clock(limit, days)


def _period(value: str) -> tuple[int | None, str, tuple[str, ...] | None]:
    """Its amount, its unit, and the field that holds the amount; the unit is empty where it is no period."""
    if value == "promptly":
        return (*_PROMPTLY, None)
    if fixed := _FIXED.fullmatch(value):
        return int(fixed[1]), f"{fixed[2]}s", None
    path = _field(value)
    unit = _UNIT.search(path[-1]) if path else None
    return None, unit[1] if unit else "", path


def _field(value: str) -> tuple[str, ...] | None:
    path = tuple(value.split("."))
    return path if contract().named(path) else None


def _is_day(value: str) -> bool:
    field = contract().named(tuple(value.split(".")))
    return value in EVENTS or (field is not None and field.format == "date")
