"""A note to paste into a paper: who paid, who gains, what access there was, and who could review the text.

Plain text: a value of the spec stands on one line and means nothing to any program.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.exports import EXAMPLE, Exported, Sharing
from modelpact.exports.telling import (
    OPEN,
    access_time,
    clause,
    date_of,
    entries,
    given,
    in_own_words,
    listed,
    party,
    phrase,
    recipients,
    told,
)
from modelpact.exports.withholding import hidden_names, public_name, redactions, to_look_for, veiled
from modelpact.fields import TBC
from modelpact.spec import Spec


def exported(sharing: Sharing) -> Exported:
    """The note in UTF-8, a paragraph for each matter; what is still open is noted."""
    spec = sharing.spec
    paragraphs = (
        EXAMPLE if spec.get("illustrative") else "",
        *(
            _access(spec),
            _funding(spec),
            _payments(sharing),
            _interests(spec),
            _review(sharing),
            _pay(sharing),
        ),
    )
    said = "\n\n".join(filter(None, paragraphs)) + "\n"
    text = veiled(said, [*redactions(spec), *hidden_names(spec)])
    return Exported(text.encode(), (*_notes(spec, text), *to_look_for(redactions(spec), said)))


def _notes(spec: Spec, text: str) -> Iterator[str]:
    if OPEN in text:
        yield f"the note says {OPEN!r} where the spec says TBC"
    if hidden_names(spec):
        yield "models that are not public yet are not named"
    if spec.get("transparency.publish") == "none":
        yield "the parties publish no summary; see whether the paper may say all of the note"
    yield from _citation_missing(spec)


def _citation_missing(spec: Spec) -> Iterator[str]:
    if spec.get("attribution.citation") is None:
        yield "the spec states no citation (attribution.citation), so the note has none"


def _access(spec: Spec) -> str:
    under = f"Under an agreement (reference {told(spec.at(('id',)))})"
    citation = spec.get("attribution.citation")
    cited = f" The model is to be cited as: {told(citation)}." if citation else ""
    said = list(_given_models(spec))
    each = "; each" if len(said) > 1 else ","
    return f"Access. {under}, {'; '.join(said)}{each} {access_time(spec)}.{cited}"


def _given_models(spec: Spec) -> Iterator[str]:
    """Who gives whom which models; those of one provider for the same recipients together."""
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for model in spec.at(("models",)):
        if to := recipients(spec, model):
            together.setdefault((model["provider"], to), []).append(public_name(model))
    for (provider, to), models in together.items():
        named = listed(party(spec, id_) for id_ in to)
        yield f"{party(spec, provider)} agreed to give {named} access to {listed(dict.fromkeys(models))}"


def _funding(spec: Spec) -> str:
    support = spec.at(("funding",))
    if not isinstance(support, list):
        return f"Funding. Support for the work: {told(support)}."
    return (
        f"Funding. Support for the work: {'; '.join(_support(spec, index) for index in range(len(support)))}."
    )


def _support(spec: Spec, index: int) -> str:
    """One source, its form, its size, who received it and what say it had."""
    entry = spec.at(("funding", index))
    if entry["source"] == TBC:
        return f"a source {OPEN} (received by {party(spec, entry.get('to'))})"
    facts = [
        phrase("funding.form", entry["form"]) if "form" in entry else "",
        f"amount: {told(entry['amount_band'])}" if "amount_band" in entry else "",
        f"received by {party(spec, entry['to'])}" if "to" in entry else "",
        f"say in the work: {told(entry['influence'])}" if "influence" in entry else "",
    ]
    return f"{told(entry['source'])} ({', '.join(filter(None, facts)) or 'not stated in what form'})"


def _payments(sharing: Sharing) -> str:
    """What the recipient has to pay, and what it is to be given besides the model."""
    if in_own_words(sharing.agreement, "costs-and-compute"):
        return f"Payments between the parties. [Say what {_own_words(sharing, 'costs-and-compute')}.]"
    fee = sharing.spec.at(("costs", "fee"))
    paid = "no fee" if fee in (0, None) else f"a fee of {told(fee)}"
    said = "; ".join([f"the recipient pays {paid}", *given(sharing.spec)])
    return f"Payments between the parties. Under the agreement, {said}."


def _own_words(sharing: Sharing, id_: str) -> str:
    return f"{clause(sharing.agreement, id_)} says, which is in the parties' own words"


def _interests(spec: Spec) -> str:
    interests = entries(spec.at(("interests",)))
    if not interests:
        return "Interests. None of the parties stated an interest."
    said = (f"{party(spec, each['party'])}: {told(each['interest'])}" for each in interests)
    return f"Interests. {'; '.join(said)}."


def _review(sharing: Sharing) -> str:
    if in_own_words(sharing.agreement, "publication"):
        return f"Review. [Say what {_own_words(sharing, 'publication')}.]"
    embargo = sharing.spec.at(("publication", "embargo_until"))
    until = date_of(embargo, sharing.spec) or told(embargo) if embargo else ""
    return f"{_right(sharing.spec)}{f' No party could publish before {until}.' if until else ''}"


def _right(spec: Spec) -> str:
    right = spec.get("publication.right")
    days, delay = spec.at(("publication", "review_days")), spec.at(("publication", "max_delay_days"))
    if right == "free":
        return "Review. The provider had no right to review this publication."
    if right == "consent":
        return (
            "Review. This publication needed the provider's consent. "
            "[Say, in general terms, what the provider asked to have changed.]"
        )
    return (
        f"Review. The provider could review this publication for {told(days)} days before it appeared, "
        f"and ask for a delay of at most {told(delay)} days more. "
        "[Say whether the provider asked for a change or a delay.]"
    )


def _pay(sharing: Sharing) -> str:
    """What the agreement says of pay that depends on results; nothing where that is in words of its own."""
    independence = clause(sharing.agreement, "independence-and-non-retaliation")
    saying = "independence-and-non-retaliation" if independence else "costs-and-compute"
    if in_own_words(sharing.agreement, saying) or not clause(sharing.agreement, saying):
        return ""
    if sharing.spec.get("independence.result_contingent_pay"):
        return "Independence. Part of what the recipient gets depends on what it finds. [Say how.]"
    return "Independence. The agreement lets no payment depend on what is found."
