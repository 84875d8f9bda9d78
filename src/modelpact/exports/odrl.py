"""An ODRL 2.2 policy of class Agreement, as JSON-LD with the context of the W3C.

Only what ODRL can say in its own words is said; each rule names its clause. All other clauses are listed as
not expressed, in the policy itself, so that nobody takes it for the agreement.

ODRL Information Model 2.2 and ODRL Vocabulary & Expression 2.2, W3C Recommendations of 15 February 2018.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from modelpact import standard
from modelpact.events import access_start
from modelpact.exports import EXAMPLE, Exported, NothingToExportError, Sharing
from modelpact.exports.telling import clause, entries, recipients, told
from modelpact.fields import TBC
from modelpact.periods import day, last_day, term_start
from modelpact.spec import Spec

CONTEXT = "http://www.w3.org/ns/odrl.jsonld"

ACTS = {"run": "execute", "copy": "reproduce", "modify": "modify", "create_derivatives": "derive"}
"""Acts of the licence that are actions of ODRL on the model; to publish outputs is none on it.

ODRL's ``use`` is none of them: it takes in distribution and all the rest.
"""

_LIMITED = ("modify", "create_derivatives")
"""Acts of which the clause on derivatives allows only some sorts, which ODRL has no words for."""

Json = dict[str, Any]
_Model = Mapping[str, Any]


def exported(sharing: Sharing) -> Exported:
    """The policy, indented. Raises NothingToExportError where no clause of it can be said."""
    found = _Policy(sharing)
    rules = {name: list(made) for name, made in found.rules().items()}
    if not any(rules.values()):
        raise NothingToExportError("no clause of this agreement can be said in ODRL")
    missing = found.not_expressed([rule["rdfs:comment"] for made in rules.values() for rule in made])
    policy = {
        "@context": CONTEXT,
        "@type": "Agreement",
        "uid": found.uid(),
        "dct:title": told(sharing.spec.at(("title",))),
        "dct:description": _DESCRIPTION + (f" {EXAMPLE}" if sharing.spec.get("illustrative") else ""),
        "conflict": "prohibit",
        **{name: made for name, made in rules.items() if made},
        "rdfs:comment": [f"Not expressed: {each}" for each in missing],
    }
    note = f"{len(missing)} points are not expressed; the policy lists them under rdfs:comment"
    text = json.dumps(policy, ensure_ascii=False, indent=1) + "\n"
    return Exported(text.encode(errors="replace"), (note,))


_LIMITING = frozenset({"licence-grant", "permitted-purpose", "access-mode-and-location"})
"""Clauses whose limits go into the permission; in other words than the form's, they may say anything."""

_DESCRIPTION = "Part of an agreement, for programs; the agreement itself says what holds."


class _Policy:
    """The rules of one agreement."""

    def __init__(self, sharing: Sharing) -> None:
        self._spec, self._agreement = sharing.spec, sharing.agreement
        self._standing = frozenset(
            each.id
            for each in self._agreement.clauses()
            if not each.override and _is_standard(each.id, self._spec)
        )

    def uid(self, *more: str) -> str:
        """An address of the agreement, or of something in it."""
        return ":".join(
            ("urn:modelpact", *(quote(part, safe="") for part in (told(self._spec.at(("id",))), *more)))
        )

    def rules(self) -> dict[str, Iterator[Json]]:
        """Permissions, prohibitions and obligations, from clauses that stand in their standard words."""
        shared = [each for each in self._spec.at(("models",)) if recipients(self._spec, each)]
        return {
            "permission": (rule for model in shared for rule in self._permissions(model)),
            "prohibition": (rule for model in shared for rule in self._prohibitions(model)),
            "obligation": (rule for model in shared for rule in self._obligations(model)),
        }

    def not_expressed(self, expressed: list[str]) -> list[str]:
        """What a reader of the policy must not think is not there."""
        return [
            *(
                cited
                for each in self._agreement.clauses()
                if (cited := clause(self._agreement, each.id)) not in expressed
            ),
            *self._in_part(),
        ]

    def _in_part(self) -> Iterator[str]:
        """What limits a rule and is not in it."""
        if "licence-grant" in self._standing:
            yield "that Authorised Users act for a recipient"
            yield "that Access begins only once what other clauses require before it is done"
            yield "that the agreement may end early, the licence be revoked, and Access suspended or recalled"
            yield "that what is to be destroyed must be destroyed sooner after an early end"
            yield "what else the licence allows within the Permitted Purpose, such as publishing outputs"
            yield "further Access to finish work after the end"
            if self._spec.get("licence.exclusive"):
                yield "that the licence is exclusive"
        if self._lapses():
            yield "that a Public Release frees what it makes public, which need not be destroyed"
        if any("site" in each or "cloud" in each for each in entries(self._spec.at(("access", "locations")))):
            yield "the sites at which the model may be kept; only their countries are"
        if "no-onward-transfer" in self._standing:
            yield "that Approved Processors may hold the model"
        if any(model.get("built_by") for model in self._spec.at(("models",))):
            yield "that parties that build a model together may keep and use it after the end"
        if self._spec.at(("destruction", "keep")):
            yield "what may be kept after destruction"

    # --- rules

    def _permissions(self, model: _Model) -> Iterator[Json]:
        """The licence, as far as its acts are actions of ODRL and all its limits can be said."""
        derivatives = clause(self._agreement, "derivatives-and-modifications")
        acts = [
            act
            for act in self._spec.at(("licence", "rights")) or ("run",)
            if not (derivatives and act in _LIMITED)
        ]
        actions = [ACTS[act] for act in acts if act in ACTS]
        if self._standing.issuperset(_LIMITING) and actions and not self._is_open():
            limits = [*self._time(), *self._purpose(), *self._places()]
            yield self._rule(model, actions, "licence-grant") | {"constraint": limits}

    def _is_open(self) -> bool:
        """Whether a limit of the licence is still to be confirmed: without it, too much is permitted."""
        get = self._spec.at
        countries = [each["country"] for each in entries(get(("access", "locations")))]
        return TBC in (get(("purpose", "description")), get(("licence", "territory")), *countries)

    def _prohibitions(self, model: _Model) -> Iterator[Json]:
        """Those that have no exception; they end once the model is public, unless the spec says otherwise."""
        for action, id_ in self._forbidden():
            if id_ in self._standing and not (self._lapses() and model.get("release_state") == "public"):
                until = _constraint("event", "lt", {"@id": self.uid("event", "public-release", model["id"])})
                limits = {"constraint": [until]} if self._lapses() else {}
                yield self._rule(model, [action], id_) | limits

    def _forbidden(self) -> Iterator[tuple[str, str]]:
        get = self._spec.get
        none_released = get("derivatives.may_release") in ("no", "delta_only")
        if get("onward.allowed") is False:
            yield "distribute", "no-onward-transfer"
            if get("licence.sublicensable") is False and none_released:
                yield "grantUse", "licence-grant"
        if get("purpose.commercial") is False:
            yield "cc:CommercialUse", "permitted-purpose"

    def _lapses(self) -> bool:
        return bool(self._spec.get("release.on_public_release") != "continue")

    def _obligations(self, model: _Model) -> Iterator[Json]:
        if "attribution-and-names" in self._standing and self._spec.get("attribution.citation"):
            attributed = {"attributedParty": self._party(model["provider"])}
            yield self._rule(model, ["attribute"], "attribution-and-names") | attributed
        yield from self._destruction(model)
        yield from self._fee(model)

    def _destruction(self, model: _Model) -> Iterator[Json]:
        """By the day that the calendar has for it; what is public, or was built together, may be kept."""
        bound = [each for each in recipients(self._spec, model) if each not in model.get("built_by", ())]
        if not bound or (self._lapses() and model.get("release_state") == "public"):
            return
        for entry in self._agreement.obligations:
            is_this = (entry.section, entry.paragraph) == ("return-or-destruction", "destroy")
            if is_this and entry.section in self._standing and day(entry.day):
                until = _constraint("dateTime", "lteq", _date(entry.day))
                yield self._rule(model, ["delete"], entry.section) | {
                    "assignee": [self._party(each) for each in bound],
                    "constraint": [until],
                }

    def _fee(self, model: _Model) -> Iterator[Json]:
        """What one party pays another; who pays whom is not said where there are more."""
        fee, models = self._spec.at(("costs", "fee")), self._spec.at(("models",))
        alone = len(models) == 1 and len(recipients(self._spec, model)) == 1
        if (
            "costs-and-compute" in self._standing
            and alone
            and isinstance(fee, dict)
            and TBC not in fee.values()
        ):
            amount = {"@value": str(fee["amount"]), "@type": "xsd:decimal"}
            unit = {"unit": {"@id": f"urn:iso:std:iso:4217:{fee['currency']}"}}
            yield self._rule(model, ["compensate"], "costs-and-compute") | {
                "compensatedParty": self._party(model["provider"]),
                "constraint": [_constraint("payAmount", "eq", amount) | unit],
            }

    def _rule(self, model: _Model, actions: list[str], id_: str) -> Json:
        """Who lets or binds whom to do what with which model, and by which clause."""
        return {
            "target": self._asset(model),
            "assigner": self._party(model["provider"]),
            "assignee": [self._party(each) for each in recipients(self._spec, model)],
            "action": actions if len(actions) > 1 else actions[0],
            "rdfs:comment": clause(self._agreement, id_),
        }

    def _asset(self, model: _Model) -> Json:
        name, version = told(model["name"]), told(model["version"])
        uid = self.uid("model", model["id"])
        return {"@type": "Asset", "uid": uid, "dct:title": name, "schema:version": version}

    def _party(self, id_: str) -> Json:
        found = next(each for each in self._spec.at(("parties",)) if each["id"] == id_)
        return {
            "@type": ["Party", "vcard:Organization"],
            "uid": self.uid("party", id_),
            "vcard:fn": told(found["name"]),
        }

    # --- constraints

    def _time(self) -> Iterator[Json]:
        """From the first to the last day of access; where a day is not known, before and after an event."""
        start = access_start(self._spec) or term_start(self._spec)
        stated, term = day(self._spec.get("access.end")), last_day(self._spec)
        end = min(filter(None, (stated, term)), default=None)
        if start:
            yield _constraint("dateTime", "gteq", _date(str(start)))
        else:
            yield _constraint("event", "gt", {"@id": self.uid("event", "the-effective-date")})
        if end:
            yield _constraint("dateTime", "lteq", _date(str(end)))
        else:
            yield _constraint("event", "lt", {"@id": self.uid("event", "the-end-of-access")})

    def _purpose(self) -> Iterator[Json]:
        words = {"@value": told(self._spec.at(("purpose", "description"))), "@language": "en"}
        yield _constraint("purpose", "eq", words)

    def _places(self) -> Iterator[Json]:
        """The countries of the licence, and those where the model may be kept and used."""
        territory = self._spec.at(("licence", "territory"))
        if isinstance(territory, list):
            yield _constraint("spatial", "isAnyOf", territory)
        countries = [each["country"] for each in entries(self._spec.at(("access", "locations")))]
        if countries:
            yield _constraint("spatial", "isAnyOf", list(dict.fromkeys(countries)))


def _constraint(left: str, operator: str, right: Any) -> Json:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _date(day_: str) -> Json:
    return {"@value": day_, "@type": "xsd:date"}


def _is_standard(id_: str, spec: Spec) -> bool:
    """Whether a clause has the standard form's words, which a house's own form may have changed."""
    if spec.form.house is None or id_ not in standard.clause_ids():
        return spec.form.house is None
    return spec.form.clause(id_).body == standard.clause(id_).body
