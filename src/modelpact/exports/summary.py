"""What the public may see of an agreement, as ``transparency`` says, in Markdown.

The points are those that the clause on what the public may see lists. What the parties agreed to leave out is
left out, and that something is missing shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelpact import standard
from modelpact.exports import EXAMPLE, Exported, Sharing
from modelpact.exports.telling import (
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
from modelpact.exports.withholding import (
    hidden_names,
    is_hidden,
    public_name,
    redactions,
    to_look_for,
    veiled,
)
from modelpact.fields import TBC
from modelpact.renderers.markdown_text import literal
from modelpact.spec import Spec

_Section = tuple[str, list[str]]
"""A heading and its points, values not yet escaped."""


def exported(sharing: Sharing) -> Exported:
    """The summary; where the parties publish nothing, what each of them may still say."""
    spec = sharing.spec
    how = spec.get("transparency.publish")
    sections = list(_brief(sharing) if how == "none" else _whole(sharing))
    text = "\n".join(_lines(spec, sections))
    said = "\n".join([told(spec.at(("title",))), *(point for _, points in sections for point in points)])
    return Exported(text.encode(), (*_notes(sharing), *to_look_for(redactions(spec), said)))


def _notes(sharing: Sharing) -> Iterator[str]:
    how = sharing.spec.get("transparency.publish")
    cited = clause(sharing.agreement, "public-summary")
    if how == "none":
        yield f"the parties publish no summary ({cited}); this is what each may still say"
    if how == "full":
        yield f"the parties publish the whole agreement ({cited}); this is only its summary"
    if how != "none":
        yield "the other parties have 10 days to answer before it is published"
    if hidden_names(sharing.spec):
        yield "models that are not public yet are not named, as their provider may want"


def _lines(spec: Spec, sections: Iterable[_Section]) -> Iterator[str]:
    hidden = [*redactions(spec), *hidden_names(spec)]
    if spec.get("transparency.publish") == "none":
        yield "# Summary"
    else:
        yield f"# Summary: {_shown(told(spec.at(('title',))), hidden)}"
        yield ""
        yield f"Reference: {_shown(told(spec.at(('id',))), hidden)}"
    if spec.get("illustrative"):
        yield ""
        yield EXAMPLE
    for heading, points in sections:
        yield from ("", f"## {heading}", "")
        yield from (f"- {_shown(point, hidden)}" for point in points)
    if count := len(redactions(spec)):
        how_many = "1 point" if count == 1 else f"{count} points"
        yield from ("", "## What is missing here", "")
        yield f"- {how_many} that the parties agreed to leave out"
    yield ""


def _shown(words: str, hidden: Iterable[str]) -> str:
    """The words, escaped, without what is to be left out."""
    return literal(veiled(words, hidden))


# --- what it says


def _whole(sharing: Sharing) -> Iterator[_Section]:
    spec = sharing.spec
    yield "Who", list(_parties(spec))
    yield "Which models", list(_models(spec))
    yield "For what, and how", list(_purpose(spec))
    yield "Who pays", list(_support(spec))
    yield "Who gains", list(_benefits(spec))
    yield "Who may review or delay a publication", list(_review(sharing))
    yield "Where to complain", [_complaint(spec)]


def _brief(sharing: Sharing) -> Iterator[_Section]:
    """That it exists, who the parties are, who pays, and whether publications are reviewed: no more."""
    spec = sharing.spec
    yield "Who", [told(each["name"]) for each in spec.at(("parties",))]
    yield "Who pays", list(_payers(spec))
    yield "Who may review or delay a publication", list(_review(sharing))[:1]


def _parties(spec: Spec) -> Iterator[str]:
    for each in spec.at(("parties",)):
        country = standard.countries().get(each["country"], told(each["country"]))
        role = phrase("parties.role", each["role"])
        yield f"{told(each['name'])} ({told(each['short_name'])}), {country}: {role}"


def _models(spec: Spec) -> Iterator[str]:
    for model in spec.at(("models",)):
        name = public_name(model).capitalize() if is_hidden(model) else public_name(model)
        to = listed(party(spec, id_) for id_ in recipients(spec, model))
        yield f"{name}, from {party(spec, model['provider'])}{f' to {to}' if to else ''}"


def _purpose(spec: Spec) -> Iterator[str]:
    category = phrase("purpose.category", spec.at(("purpose", "category")))
    yield f"Purpose: {category}. {told(spec.at(('purpose', 'description')))}"
    mode = spec.at(("access", "mode"))
    if mode:
        yield f"Access by {phrase('access.mode', mode)}"
    yield f"Access {access_time(spec)}"


def _payers(spec: Spec) -> Iterator[str]:
    """The sources alone, each once."""
    support = spec.at(("funding",))
    if isinstance(support, list):
        yield from dict.fromkeys(told(each["source"]) for each in support)
    else:
        yield f"Support for the work: {told(support)}"


def _support(spec: Spec) -> Iterator[str]:
    support = spec.at(("funding",))
    if not isinstance(support, list):
        yield f"Support for the work: {told(support)}"
    for each in entries(support):
        to = f", to {party(spec, each['to'])}" if "to" in each else ""
        if each["source"] == TBC:
            yield f"A source to be confirmed{to}"
            continue
        form = f" ({phrase('funding.form', each['form'])})" if "form" in each else ""
        band = f", {told(each['amount_band'])}" if "amount_band" in each else ""
        say = f"; its say in the work: {told(each['influence'])}" if "influence" in each else ""
        yield f"{told(each['source'])}{form}{band}{to}{say}"
    fee = spec.at(("costs", "fee"))
    yield f"Fee that the recipient pays: {told(fee) if fee else 'none'}"
    yield from (f"{words[:1].upper()}{words[1:]}" for words in given(spec))


def _benefits(spec: Spec) -> Iterator[str]:
    benefits = spec.at(("benefits",))
    if not isinstance(benefits, list):
        yield f"Benefits: {told(benefits)}"
    for each in entries(benefits):
        when = f", {told(each['when'])}" if "when" in each else ""
        yield f"{party(spec, each['to'])}: {phrase('benefits.kind', each.get('kind', TBC))}{when}"


def _review(sharing: Sharing) -> Iterator[str]:
    spec = sharing.spec
    if in_own_words(sharing.agreement, "publication"):
        yield f"As {clause(sharing.agreement, 'publication')} says, in the parties' own words"
        return
    right = spec.get("publication.right")
    yield f"The recipient may publish {phrase('publication.right', right)}"
    if right != "free":
        yield f"Time to answer a draft: {told(spec.at(('publication', 'review_days')))} days"
        yield f"Longest delay after that: {told(spec.at(('publication', 'max_delay_days')))} days"
    if embargo := spec.at(("publication", "embargo_until")):
        yield f"Nothing is published before {date_of(embargo, spec) or told(embargo)}"


def _complaint(spec: Spec) -> str:
    """Where people may complain; the channel for reports of harm is the parties' own."""
    contact = spec.at(("complaint_contact",))
    return told(contact) if contact else "The incident contact of any party"
