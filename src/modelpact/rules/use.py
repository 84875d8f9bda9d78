"""Rules about what the model may be used for, and what may be made and kept of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from modelpact.cards.licences import NON_COMMERCIAL
from modelpact.characters import quoted
from modelpact.diagnostics import Path, Severity, dotted
from modelpact.predicates import secret_files
from modelpact.rules.rule import Finding, beside, called
from modelpact.spec import Spec

_PROHIBITED: Path = ("prohibited_uses",)

# Our own yardstick, not law: words that each side fills with its own meaning, in a prohibition too short to
# say what is meant.
_VAGUE = (
    r"(?i)\b(?:harm(?:ful|s)?|unethical|improper|inappropriate|immoral|offensive|objectionable|abus(?:e|ive)|"
    r"malicious|irresponsibl[ey]|unsafe|undesirable|misuse|wrongful|bad)\b"
)
_SHORT = 8

_ALLOWED_ELSEWHERE: Mapping[str, tuple[Path, str]] = {
    "fine_tune": (("derivatives", "allowed"), "fine_tuned"),
    "quantise": (("derivatives", "allowed"), "quantised"),
    "competing_model": (("outputs", "competing_model"), "yes"),
}
"""Where else than among the permitted uses the spec may allow what it prohibits."""

_STUDIES = {"detection": "research on detecting outputs", "bias_study": "a study of bias"}


def commercial_use_forbidden(spec: Spec) -> Iterator[Finding]:
    """The purpose is commercial, and the licence that the model comes under allows no commercial use.

    A provider can't pass on a right that it has not got. The stricter term holds, so the partner would pay
    for a use that it may not make. Where only the licence's name speaks against commerce, this is a warning.

    Fails:

        purpose: {commercial: true}
        models:
          - {id: small, licence: {name: CC BY-NC 4.0, commercial: false}}
          - {id: large}

    Fixed:

        purpose: {commercial: false}
        models:
          - {id: small, licence: {name: CC BY-NC 4.0, commercial: false}}
          - {id: large}
    """
    if not spec.get("purpose.commercial"):
        return
    for index, model in enumerate(spec.get("models")):
        path, licence = ("models", index, "licence"), model.get("licence")
        allows = spec.is_open((*path, "commercial")) or (licence or {}).get("commercial")
        if not licence or allows or (allows is None and not NON_COMMERCIAL.search(licence["name"])):
            continue
        verb = "allows no commercial use" if allows is False else "by its name allows no commercial use"
        yield Finding(
            ("purpose", "commercial"),
            f"the use is commercial, and {quoted(licence['name'])}, the licence of {called(model)}, {verb}",
            "leave commercial use out, or get the right to it and state it as licence.commercial",
            (((*path, "commercial" if allows is False else "name"), "the licence"),),
            None if allows is False else Severity.WARNING,
        )


def use_permitted_and_prohibited(spec: Spec) -> Iterator[Finding]:
    """One and the same use is permitted and prohibited.

    Whoever makes that use keeps to one clause and breaks another, and each side will quote its own. The uses
    that the kind permits count, and so do the derivatives and the competing models that the spec allows.

    Fails:

        permitted_uses: [evaluate, benchmark]
        prohibited_uses: [unlawful, benchmark]

    Fixed:

        permitted_uses: [evaluate]
        prohibited_uses: [unlawful, benchmark]
    """
    for index, use in enumerate(spec.get("prohibited_uses") or []):
        path = _allowed_at(use, spec)
        if path is None:
            continue
        field = path[:-1] if isinstance(path[-1], int) else path
        written = spec.is_written(field)
        yield Finding(
            (*_PROHIBITED, index),
            f"{quoted(use)} is prohibited here and allowed in {dotted(field)}"
            f"{'' if written else ', which the kind fills in'}",
            f"take it out of one of the two{'' if written else f'; list your own {dotted(field)}'}",
            beside(spec, path, "allowed here"),
        )


def red_team_without_safe_harbour(spec: Spec) -> Iterator[Finding]:
    """The partner is asked to attack the model, and nothing protects it while it does.

    The attack looks like what the terms of use, the law on computer misuse and the prohibited uses forbid.
    Without the promise of a safe harbour the partner works at the provider's mercy, and careful people will
    not. Concerns the kind red-team, and any agreement that switches safeguards off.

    Fails:

        kind: red-team
        safe_harbour: {enabled: false}

    Fixed:

        kind: red-team
        safe_harbour: {enabled: true}
    """
    enabled: Path = ("safe_harbour", "enabled")
    removed: Path = ("access", "safeguards_removed")
    attacks = spec.get("kind") == "red-team"
    if (attacks or spec.at(removed)) and not spec.at(enabled) and not spec.is_open(enabled):
        asked = "the work is to attack the model" if attacks else "safeguards are switched off for the work"
        yield Finding(
            enabled if spec.is_written(enabled) else removed,
            f"{asked}, and no safe harbour protects the people who test it in good faith",
            "set safe_harbour.enabled to true; its scope can be limited",
        )


def derivative_release_leaks_weights(spec: Spec) -> Iterator[Finding]:
    """Derivatives may be released freely, while the files that are inside them may not be passed on.

    A fine-tuned, merged or quantised model contains the weights that it was made from. Whoever may publish it
    may publish those, whatever the clause on onward transfer says. Silent where every model is public
    already.

    Fails:

        derivatives: {may_release: yes}

    Fixed:

        derivatives: {may_release: delta_only}
    """
    secret = secret_files(spec)
    if not secret or spec.get("onward.allowed"):
        return
    if spec.get("derivatives.may_release") == "yes" and spec.get("derivatives.allowed"):
        yield Finding(
            ("derivatives", "may_release"),
            f"derivatives may be released, and with them the weights of {called(secret[0])}, not yet public",
            "choose delta_only or with_consent, or allow onward transfer",
            beside(spec, ("onward", "allowed"), "not to be passed on"),
        )


def prohibition_vague(spec: Spec) -> Iterator[Finding]:
    """A prohibition in your own words rests on a word that each reader fills with another meaning.

    What is harmful, unethical or improper is what people quarrel about. A ban on it can be read to ban the
    study of harm itself, and a court may find that it bans nothing. modelpact's own yardstick, not law: such
    a word in a prohibition of at most eight words, with no defined term of yours in it.

    Fails:

        prohibited_uses: [unlawful, harmful purposes]

    Fixed:

        prohibited_uses: [unlawful, "harmful advice, such as instructions for making an explosive"]
    """
    terms = [term["name"] for term in spec.at(("clauses", "terms")) or ()]
    for index, use in enumerate(spec.get("prohibited_uses") or []):
        vague = re.search(_VAGUE, use)
        if vague and len(use.split()) <= _SHORT and not any(term in use for term in terms):
            yield Finding(
                (*_PROHIBITED, index),
                f"a reader cannot tell what {quoted(use)} forbids: {quoted(vague[0])} is not defined",
                "say which acts you mean, use the form's own words, or define a term under clauses.terms",
            )


def study_needs_outputs(spec: Spec) -> Iterator[Finding]:
    """The study lives on collections of outputs, and the agreement does not let the partner make or use them.

    A detector is trained on what the model writes, and bias shows only in many answers side by side. A
    partner that may not make or use them can't do what it was asked for without a breach.

    Fails:

        purpose: {category: detection}
        permitted_uses: [evaluate, detect]

    Fixed:

        purpose: {category: detection}
        permitted_uses: [evaluate, detect, generate_dataset]
    """
    study = _STUDIES.get(spec.get("purpose.category"))
    if study is None:
        return
    prohibited, permitted = spec.get("prohibited_uses") or [], spec.get("permitted_uses") or []
    related = ((("purpose", "category"), "the purpose"),)
    if "generate_dataset" in prohibited:
        place: Path = (*_PROHIBITED, prohibited.index("generate_dataset"))
        yield Finding(
            place, f"{study} needs data sets of outputs, and making them is prohibited", "allow it", related
        )
    elif permitted and "generate_dataset" not in permitted:
        yield Finding(
            ("permitted_uses",),
            f"{study} needs data sets of outputs, and generate_dataset is not among the permitted uses",
            "add generate_dataset; the list of permitted uses is closed",
            related,
        )
    if spec.get("purpose.category") == "detection" and spec.get("outputs.training_use") == "no":
        yield Finding(
            ("outputs", "training_use"),
            "a detector is trained on outputs, and no model may be trained on them",
            "choose research_only, which stands for detectors and the like",
            related,
        )


def _allowed_at(use: str, spec: Spec) -> Path | None:
    """Where the spec allows a use, if it does."""
    path, form = _ALLOWED_ELSEWHERE.get(use, (("permitted_uses",), use))
    for field, word in ((("permitted_uses",), use), (path, form)):
        allowed = spec.at(field) or []
        if isinstance(allowed, list) and word in allowed:
            return (*field, allowed.index(word))
        if allowed == word:
            return field
    return None
