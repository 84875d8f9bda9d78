"""A note to paste into a paper: who paid, who gains, what access there was, and who could review the text.

Plain text: a value of the spec stands on one line and means nothing to any program.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.exports import Exported, Sharing
from modelpact.exports.telling import (
    OPEN,
    access_time,
    entries,
    listed,
    model_name,
    party,
    phrase,
    recipients,
    told,
)
from modelpact.fields import TBC
from modelpact.spec import Spec


def exported(sharing: Sharing) -> Exported:
    """The note in UTF-8, a paragraph for each matter; what is still open is noted."""
    spec = sharing.spec
    paragraphs = (_access(spec), _funding(spec), _payments(spec), _interests(spec), _review(spec), _pay(spec))
    text = "\n\n".join(filter(None, paragraphs)) + "\n"
    notes = (f"the note says {OPEN!r} where the spec says TBC",) if OPEN in text else ()
    return Exported(text.encode(), (*notes, *_citation_missing(spec)))


def _citation_missing(spec: Spec) -> Iterator[str]:
    if spec.get("attribution.citation") is None:
        yield "the spec states no citation (attribution.citation), so the note has none"


def _access(spec: Spec) -> str:
    reference = f"under an agreement (reference {told(spec.at(('id',)))})"
    citation = spec.get("attribution.citation")
    cited = f" The work cites: {told(citation)}." if citation else ""
    return f"Access. {'; '.join(_given_models(spec))} {reference}, {access_time(spec)}.{cited}"


def _given_models(spec: Spec) -> Iterator[str]:
    """Who gave whom which models; those of one provider for the same recipients together."""
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for model in spec.at(("models",)):
        if to := recipients(spec, model):
            together.setdefault((model["provider"], to), []).append(model_name(model))
    for (provider, to), models in together.items():
        named = listed(party(spec, id_) for id_ in to)
        yield f"{party(spec, provider)} gave {named} access to {listed(models)}"


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


def _payments(spec: Spec) -> str:
    """What the recipient paid, and what it was given besides the model."""
    fee, credits_ = spec.at(("costs", "fee")), spec.at(("costs", "compute_credits"))
    paid = "no fee" if fee in (0, None) else f"a fee of {told(fee)}"
    more = f" and was given computing worth {told(credits_)}" if credits_ else ""
    return f"Payments between the parties. The recipient paid {paid}{more}."


def _interests(spec: Spec) -> str:
    interests = entries(spec.at(("interests",)))
    if not interests:
        return "Interests. None of the parties stated an interest."
    said = (f"{party(spec, each['party'])}: {told(each['interest'])}" for each in interests)
    return f"Interests. {'; '.join(said)}."


def _review(spec: Spec) -> str:
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


def _pay(spec: Spec) -> str:
    if spec.get("independence.result_contingent_pay"):
        return "Independence. A payment depends on what was found."
    return "Independence. No payment depends on what was found."
