"""Rules about the people who are studied, exports, and the papers that law asks for."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.diagnostics import Path, Severity
from modelpact.facts import fact
from modelpact.fields import TBC
from modelpact.predicates import crosses_border, eu_link, people_studied
from modelpact.rules.rule import Finding, beside, joined
from modelpact.spec import Spec


def ethics_approval_missing(spec: Spec) -> Iterator[Finding]:
    """People are studied, and nothing is said of an approval by an ethics body.

    Journals refuse a study without one, and in many places the law does. The agreement makes the study wait
    for it, so a pending approval is enough here; in a final agreement silence is an error.

    Fails:

        ethics: {people_studied: true}

    Fixed:

        ethics: {people_studied: true, status: pending}
    """
    if people_studied(spec) and not spec.get("ethics.status") and not spec.is_open(("ethics", "status")):
        yield Finding(
            ("ethics", "status"),
            "people are studied, and nothing says whether an ethics body has approved it",
            "state ethics.status: approved, pending, exempt or not_required",
            beside(spec, ("ethics", "people_studied"), "people are studied"),
            Severity.ERROR if spec.get("status") == "final" else None,
        )


def export_unscreened(spec: Spec) -> Iterator[Finding]:
    """The model crosses a border, and nothing is recorded of a check under export control and sanctions.

    To give somebody abroad a file, or access to it, can be an export that needs a licence; so can access for
    a foreign national at home. A check before signature costs an hour, a licence takes months. Where a party
    or a place is in a country on one of the lists that modelpact keeps, the finding says so, with the list's
    date. Those lists are a reminder, neither complete nor law.

    Fails:

        parties:
          - {country: US}
          - {country: JP}

    Fixed:

        parties:
          - {country: US}
          - {country: JP}
        export: {screened: true}
    """
    screened: Path = ("export", "screened")
    if spec.get("export.screened") or spec.is_open(screened) or not crosses_border(spec):
        return
    places = list(_places(spec))
    home = next(code for _, code in places)
    abroad = next(path for path, code in places if code != home)
    codes = list(dict.fromkeys(code for _, code in places))
    yield Finding(
        screened if spec.is_written(screened) else abroad,
        f"the model crosses the border between {joined(codes)}, and no export check is recorded",
        "check parties, places and people, foreign nationals too; then set export.screened to true",
    )
    for path, code in places:
        for found in (each for each in fact("sanctions")["lists"] if code in each["countries"]):
            yield Finding(
                path,
                f"{code} {found['says']} as of {found['as_of']}, and no export check is recorded",
                "ask counsel before you share anything; the list is a reminder, not law",
            )


def regulatory_documents_missing(spec: Spec) -> Iterator[Finding]:
    """A European partner may build on the model and gets no technical documents, or an exemption is claimed.

    Whoever builds a model into a system needs its documents to keep to the EU AI Act, Regulation (EU)
    2024/1689, whose Article 53 and Annex XII say what a provider of a general-purpose model owes. Looked at
    where the purpose is commercial or the evaluation for a product, and a party or a place is in the European
    Economic Area. A claim to the exemption for research is information: the text does not decide if it holds.

    Fails:

        parties:
          - {country: DE}
          - {country: DE}
        purpose: {category: product_evaluation}

    Fixed:

        parties:
          - {country: DE}
          - {country: DE}
        purpose: {category: product_evaluation}
        regulation: {annex_xii_pack: true}
    """
    pack: Path = ("regulation", "annex_xii_pack")
    builds = _building_upon(spec)
    if builds and eu_link(spec) and not spec.at(pack) and not spec.is_open(pack):
        yield Finding(
            pack if spec.is_written(pack) else builds,
            "a partner may build on the model in Europe, without the documents of Annex XII to the EU AI Act",
            "set regulation.annex_xii_pack to true, or ask counsel whether any are owed",
        )
    if spec.get("regulation.research_exemption_claimed"):
        yield Finding(
            ("regulation", "research_exemption_claimed"),
            "the parties rely on the EU AI Act's exemption for research, which the agreement does not decide",
            "ask counsel whether it holds, above all if results may reach a product",
            severity=Severity.INFORMATION,
        )


def _building_upon(spec: Spec) -> Path | None:
    """Where the spec says that the model may be built into something."""
    if spec.at(("purpose", "commercial")) is True:
        return ("purpose", "commercial")
    return ("purpose", "category") if spec.at(("purpose", "category")) == "product_evaluation" else None


def _places(spec: Spec) -> Iterator[tuple[Path, str]]:
    """The countries of the parties and of the places of access, each with its path."""
    for field in (("parties",), ("access", "locations")):
        for index, entry in enumerate(spec.at(field) or ()):
            if entry["country"] != TBC:
                yield (*field, index, "country"), entry["country"]
