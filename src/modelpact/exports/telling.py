"""Values of a spec in words, each on one line, for texts that are no agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from modelpact import standard
from modelpact.agreement import Agreement
from modelpact.diagnostics import Path
from modelpact.events import access_start
from modelpact.fields import TBC
from modelpact.in_words import counted, date_in_words, money_in_words
from modelpact.periods import day, last_day, term_start
from modelpact.predicates import RECEIVING
from modelpact.spec import Spec

OPEN = "to be confirmed"


def told(value: Any) -> str:
    """A value as it reads: that it is unknown, open or withheld, and why, is said too."""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping) and "withheld" in value:
        return f"withheld ({told(value['withheld'])})"
    if isinstance(value, Mapping) and "none_reason" in value:
        return f"none ({told(value['none_reason'])})"
    if isinstance(value, Mapping) and "amount" in value:
        return money_in_words(value["amount"], value.get("currency", TBC))
    if isinstance(value, list):
        return listed(map(told, value))
    return OPEN if value == TBC else " ".join(str(value).split())


def listed(items: Iterable[str], word: str = "and") -> str:
    """``a, b and c``."""
    texts = list(items)
    return f" {word} ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def phrase(field: str, value: Any) -> str:
    """A choice in the form's words."""
    return standard.phrases().get(field, {}).get(str(value)) or told(value)


def entries(value: Any) -> Sequence[Mapping[str, Any]]:
    """The entries of a list; none where it is disclosed in a word."""
    return value if isinstance(value, list) else ()


def party(spec: Spec, id_: Any) -> str:
    """The short name of the party with that id; what is no id reads as it stands."""
    names = {each["id"]: told(each["short_name"]) for each in spec.at(("parties",))}
    return names.get(id_) or told(id_)


def model_name(model: Mapping[str, Any]) -> str:
    """``GPT-2 1558M, version 3``."""
    return f"{told(model['name'])} ({told(model['version'])})"


def recipients(spec: Spec, model: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the parties that get access to a model."""
    per_party = entries(spec.at(("access", "per_party")))
    named = [entry["to"] for entry in per_party if entry["model"] == model["id"]]
    usual = [
        each["id"]
        for each in spec.at(("parties",))
        if each["role"] in RECEIVING and each["id"] != model["provider"]
    ]
    return tuple(dict.fromkeys(named or usual))


def date_of(value: Any, spec: Spec) -> str:
    """A date in the agreement's language; empty where it is none."""
    return date_in_words(str(value), spec.at(("language",)))


def access_time(spec: Spec) -> str:
    """From when to when there is access, as far as it is known."""
    start = access_start(spec) or term_start(spec)
    stated, term = day(spec.get("access.end")), last_day(spec)
    end = min(filter(None, (stated, term)), default=None)
    begins = date_of(start, spec) if start else "the start of the agreement"
    months = spec.get("term.months")
    if end is None and months and spec.at(("term", "end")) is None and spec.at(("access", "end")) is None:
        more = ", renewed unless a party says no" if spec.get("term.renewal.auto") else ""
        return f"for {counted(months, 'months')} from {begins}{more}"
    return f"from {begins} until {date_of(end, spec) if end else 'the end of the agreement'}"


def clause(agreement: Agreement, id_: str) -> str:
    """How a clause is cited: ``clause 34 (Publication)``; empty where the agreement has none."""
    found = (each for each in agreement.clauses() if each.id == id_)
    return next((f"clause {each.number} ({each.title})" for each in found), "")


def in_own_words(agreement: Agreement, id_: str) -> bool:
    """Whether the spec puts words of its own in the place of a clause, which its fields do not tell."""
    return any(each.id == id_ and each.override for each in agreement.clauses())


def given(spec: Spec) -> list[str]:
    """What the recipient is given in money or computing besides what funders give."""
    credits_, costs = spec.at(("costs", "compute_credits")), spec.at(("costs", "reimbursable"))
    promised = [each for each in entries(spec.at(("benefits",))) if each.get("kind") in _WORTH_MONEY]
    return [
        *([f"the provider gives computing worth {told(credits_)}"] if credits_ else []),
        *([f"the provider repays costs of {told(costs)}"] if costs else []),
        *(
            f"{party(spec, each['to'])} is promised {phrase('benefits.kind', each['kind'])}"
            for each in promised
        ),
    ]


_WORTH_MONEY = ("payment", "profit_share", "compute")


def model(spec: Spec, id_: str) -> tuple[Path, Mapping[str, Any]]:
    """A model and its path: with that id, else the first that is not public yet, else the first."""
    models = list(enumerate(spec.at(("models",))))
    wanted = [each for each in models if each[1]["id"] == id_]
    hidden = [each for each in models if each[1].get("release_state") != "public"]
    at, found = (wanted or hidden or models)[0]
    return ("models", at), found
