"""What the public may see of an agreement, as ``transparency`` says, in Markdown.

The points are those that the clause on what the public may see lists. What the parties agreed to leave out is
left out, and that something is missing shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from modelpact import standard
from modelpact.exports import Exported, Sharing
from modelpact.exports.telling import (
    access_time,
    clause,
    date_of,
    entries,
    listed,
    model_name,
    party,
    phrase,
    recipients,
    told,
)
from modelpact.fields import TBC
from modelpact.renderers.markdown_text import literal
from modelpact.spec import Spec

LEFT_OUT = "[left out]"

_Section = tuple[str, list[str]]
"""A heading and its points, values not yet escaped."""


def exported(sharing: Sharing) -> Exported:
    """The summary; where the parties publish nothing, what each of them may still say."""
    spec = sharing.spec
    how = spec.get("transparency.publish")
    sections = list(_brief(spec) if how == "none" else _whole(spec))
    redactions = [told(each) for each in spec.at(("transparency", "redact")) or () if each != TBC]
    names = [told(model["name"]) for model in spec.at(("models",)) if _is_hidden(model)]
    said = [("", [told(spec.at(("title",)))]), *sections]
    hidden = [each for each in (*redactions, *names) if _occurs(each, said)]
    text = "\n".join(_lines(spec, sections, redactions, hidden))
    return Exported(text.encode(), tuple(_notes(sharing, redactions, hidden)))


def _notes(sharing: Sharing, redactions: list[str], hidden: list[str]) -> Iterator[str]:
    how = sharing.spec.get("transparency.publish")
    cited = clause(sharing.agreement, "public-summary")
    if how == "none":
        yield f"the parties publish no summary ({cited}); this is what each may still say"
    if how == "full":
        yield f"the parties publish the whole agreement ({cited}); this is only its summary"
    if how != "none":
        yield "the other parties have 10 days to answer before it is published"
    if any(_is_hidden(model) for model in sharing.spec.at(("models",))):
        yield "models that are not public yet are not named, as their provider may want"
    for each in redactions:
        if each not in hidden:
            yield f"to be left out, and for a person to look for: {each}"


def _is_hidden(model: object) -> bool:
    return isinstance(model, dict) and model.get("release_state") == "unreleased"


def _lines(
    spec: Spec, sections: Iterable[_Section], redactions: list[str], hidden: list[str]
) -> Iterator[str]:
    yield f"# Summary: {_shown(told(spec.at(('title',))), hidden)}"
    yield ""
    yield f"Reference: {_shown(told(spec.at(('id',))), hidden)}"
    if spec.get("illustrative"):
        yield ""
        yield "An example: nobody has signed this agreement."
    for heading, points in sections:
        yield from ("", f"## {heading}", "")
        yield from (f"- {_shown(point, hidden)}" for point in points)
    if redactions:
        yield from ("", "## What is missing here", "")
        yield from (f"- {LEFT_OUT_ESCAPED if each in hidden else literal(each)}" for each in redactions)
    yield ""


LEFT_OUT_ESCAPED = literal(LEFT_OUT)


def _shown(words: str, hidden: Iterable[str]) -> str:
    """The words, escaped, without what is to be left out."""
    for each in hidden:
        words = re.sub(re.escape(each), LEFT_OUT, words, flags=re.IGNORECASE)
    return literal(words)


def _occurs(words: str, sections: Iterable[_Section]) -> bool:
    """Whether what is to be left out stands in the summary, word for word."""
    return bool(words) and any(
        words.casefold() in point.casefold() for _, points in sections for point in points
    )


# --- what it says


def _whole(spec: Spec) -> Iterator[_Section]:
    yield "Who", list(_parties(spec))
    yield "Which models", list(_models(spec))
    yield "For what, and how", list(_purpose(spec))
    yield "Who pays", list(_support(spec))
    yield "Who gains", list(_benefits(spec))
    yield "Who may review or delay a publication", list(_review(spec))
    yield "Where to complain", [_complaint(spec)]


def _brief(spec: Spec) -> Iterator[_Section]:
    """That it exists, who makes it, who pays, and whether publications are reviewed."""
    yield "Who", list(_parties(spec))
    yield "Who pays", list(_support(spec))
    yield "Who may review or delay a publication", list(_review(spec))[:1]


def _parties(spec: Spec) -> Iterator[str]:
    for each in spec.at(("parties",)):
        country = standard.countries().get(each["country"], told(each["country"]))
        role = phrase("parties.role", each["role"])
        yield f"{told(each['name'])} ({told(each['short_name'])}), {country}: {role}"


def _models(spec: Spec) -> Iterator[str]:
    for model in spec.at(("models",)):
        name = "A model that is not public yet" if _is_hidden(model) else model_name(model)
        to = listed(party(spec, id_) for id_ in recipients(spec, model))
        yield f"{name}, from {party(spec, model['provider'])}{f' to {to}' if to else ''}"


def _purpose(spec: Spec) -> Iterator[str]:
    category = phrase("purpose.category", spec.at(("purpose", "category")))
    yield f"Purpose: {category}. {told(spec.at(('purpose', 'description')))}"
    mode = spec.at(("access", "mode"))
    if mode:
        yield f"Access by {phrase('access.mode', mode)}"
    yield f"Access {access_time(spec)}"


def _support(spec: Spec) -> Iterator[str]:
    support = spec.at(("funding",))
    if not isinstance(support, list):
        yield f"Support for the work: {told(support)}"
    for each in entries(support):
        if each["source"] == TBC:
            yield f"A source to be confirmed, to {party(spec, each.get('to'))}"
            continue
        form = f" ({phrase('funding.form', each['form'])})" if "form" in each else ""
        band = f", {told(each['amount_band'])}" if "amount_band" in each else ""
        to = f", to {party(spec, each['to'])}" if "to" in each else ""
        yield f"{told(each['source'])}{form}{band}{to}"
    fee = spec.at(("costs", "fee"))
    yield f"Fee that the recipient pays: {told(fee) if fee else 'none'}"


def _benefits(spec: Spec) -> Iterator[str]:
    benefits = spec.at(("benefits",))
    if not isinstance(benefits, list):
        yield f"Benefits: {told(benefits)}"
    for each in entries(benefits):
        when = f", {told(each['when'])}" if "when" in each else ""
        yield f"{party(spec, each['to'])}: {phrase('benefits.kind', each['kind'])}{when}"


def _review(spec: Spec) -> Iterator[str]:
    right = spec.get("publication.right")
    yield f"The recipient may publish {phrase('publication.right', right)}"
    if right != "free":
        yield f"Time to answer a draft: {told(spec.at(('publication', 'review_days')))} days"
        yield f"Longest delay after that: {told(spec.at(('publication', 'max_delay_days')))} days"
    if embargo := spec.at(("publication", "embargo_until")):
        yield f"Nothing is published before {date_of(embargo, spec) or told(embargo)}"


def _complaint(spec: Spec) -> str:
    contact = spec.at(("complaint_contact",)) or spec.at(("harms", "channel"))
    return told(contact) if contact else "The incident contact of any party"
