"""Rules about what fields point at: parties, models, stages, clauses, rules, countries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeGuard

from modelpact import standard
from modelpact.characters import quoted
from modelpact.diagnostics import Path, Severity
from modelpact.fields import TBC, Field, contract
from modelpact.own_findings import OWN_FINDINGS
from modelpact.rules.rule import Finding
from modelpact.spec import Spec, is_letter
from modelpact.suggestions import nearest

# Reserved in ISO 3166-1 for a country that has another code; both are in wide use.
_MEANT = {"EL": "GR", "UK": "GB"}
_CODE_LENGTH = 2


def reference_unknown(spec: Spec) -> Iterator[Finding]:
    """A field points at a party, a model, a stage, a clause or a rule that there is not.

    Usually a misspelt id. The clause would speak of somebody who has not signed, or of a model that nobody
    shares; a change to a clause that is not there changes nothing.

    Fails:

        funding:
          - {source: Own funds, to: labb}

    Fixed:

        funding:
          - {source: Own funds, to: lab}
    """
    described = dict(_described(spec.data))
    for path, id_, group in _references(spec.data, contract()):
        known = _OUTSIDE[group](spec) if group in _OUTSIDE else described.get(group)
        if known is not None and id_ not in known:
            near = nearest(id_, known)
            missing = f"not the id of a {group[:-1]}" if group in _OUTSIDE else f"not described in {group}"
            listed = (
                f"ids are such as {', '.join(known[:3])}"
                if group in _OUTSIDE
                else f"described there: {', '.join(known)}"
            )
            hint = f"did you mean {near}?" if near else listed
            severity = Severity.WARNING if group == "rules" else None  # it silences nothing, and harms nobody
            yield Finding(path, f"{quoted(id_)} is mentioned here and {missing}", hint, severity=severity)


def country_code_unknown(spec: Spec) -> Iterator[Finding]:
    """A country is written with two letters that are no country's code.

    The code decides which clauses the agreement has: whether data and files cross a border, whether European
    law has a part in it, whether the courts are abroad. A wrong one answers all of that wrongly, and prints
    as it is written. The codes are those of ISO 3166-1, and XK for Kosovo.

    Fails:

        parties:
          - {country: UK}
          - {country: UK}

    Fixed:

        parties:
          - {country: GB}
          - {country: GB}
    """
    for path, code, group in _references(spec.data, contract()):
        if group == "countries" and _may_be_code(code) and code not in standard.country_codes():
            meant = _MEANT.get(code)
            hint = f"did you mean {meant}?" if meant else "write its ISO 3166-1 code, such as DE or US"
            yield Finding(path, f"{quoted(code)} is not the code of a country", hint)


def _clauses(spec: Spec) -> list[str]:
    added = spec.at(("clauses", "add")) or ()
    own = standard.letter_clause_ids() if is_letter(spec.data) else ()
    return [*own, *spec.form.clause_ids(), *(entry["id"] for entry in added)]


def _rules(_: Spec) -> list[str]:
    from modelpact.rules import RULES  # they hold this rule, so they come after it

    return [*(rule.id for rule in RULES), *OWN_FINDINGS]


_OUTSIDE: Mapping[str, Callable[[Spec], list[str]]] = {"clauses": _clauses, "rules": _rules}
"""Lists of ids that the spec points at and that stand in the form or in the program."""


def _described(data: object) -> Iterator[tuple[str, list[str]]]:
    """For each list whose entries have ids, its name and those ids; fields of your own describe nothing."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name.startswith("x-"):
                continue
            if isinstance(value, list):
                yield name, [entry["id"] for entry in value if isinstance(entry, dict) and "id" in entry]
            yield from _described(value)


class _Reference(NamedTuple):
    """An id by which the data point at something."""

    path: Path
    id: str
    group: str
    """The list that it must be in."""


def _references(data: object, field: Field, path: Path = ()) -> Iterator[_Reference]:
    """Every one of them in the data of a field; where none can be, nobody looks."""
    if isinstance(data, dict):
        for name, child in _pointing(field).items():
            if name in data:
                yield from _references(data[name], child, (*path, name))
    elif isinstance(data, list):
        if field.item and _points_somewhere(field.item):
            for index, value in enumerate(data):
                yield from _references(value, field.item, (*path, index))
    elif _is_id(data, field):
        yield from (_Reference(path, data, group) for group in _groups(field))


def _is_id(data: object, field: Field) -> TypeGuard[str]:
    """Whether it is none of the words that the field also takes."""
    shapes = (field.node, *field.branches())
    return (
        isinstance(data, str) and data != TBC and not any(data in shape.get("enum", ()) for shape in shapes)
    )


@cache
def _groups(field: Field) -> list[str]:
    """The lists that the field's own value points into."""
    shapes = (field.node, *field.branches())
    return list(dict.fromkeys(shape["x-refers"] for shape in shapes if "x-refers" in shape))


@cache
def _pointing(field: Field) -> Mapping[str, Field]:
    """The fields inside that point into a list, or have some that do."""
    return {name: child for name, child in field.children.items() if _points_somewhere(child)}


@cache
def _points_somewhere(field: Field) -> bool:
    """Whether the field, or any inside it, points into a list."""
    return bool(_groups(field) or _pointing(field) or (field.item and _points_somewhere(field.item)))


def _may_be_code(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) == _CODE_LENGTH and value.isupper()
