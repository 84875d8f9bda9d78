"""The Impact Report form of an agreement as Markdown, with what the spec knows already filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from modelpact.agreement import Agreement, Schedule, Table, plain
from modelpact.exports import Exported, NothingToExportError, Sharing
from modelpact.exports.telling import entries, listed, model, model_name, party, phrase, recipients, told
from modelpact.renderers.markdown_text import literal
from modelpact.spec import Spec

_FORM = "impact-report"
_OPEN = "…"
"""What whoever fills in the form has to say."""

_Model = Mapping[str, Any]


def exported(sharing: Sharing) -> Exported:
    """The form. Raises NothingToExportError where the agreement has none."""
    form = _schedule(sharing.agreement)
    _, found = model(sharing.spec, sharing.model)
    rows = [plain(row[0]) for table in form.blocks if isinstance(table, Table) for row in table.rows]
    answers = [FILLED[row](sharing.spec, found) if row in FILLED else _OPEN for row in rows]
    text = "\n".join(_lines(sharing.agreement, form, zip(rows, answers, strict=True)))
    about = f"it is about {model_name(found)}; --model chooses another"
    left = f"{answers.count(_OPEN)} of {len(rows)} answers are still to be written; none may be left empty"
    return Exported(text.encode(), (about, left))


def _schedule(agreement: Agreement) -> Schedule:
    for each in agreement.schedules:
        if each.id == _FORM:
            return each
    message = "the agreement asks for no Impact Report; derivatives.report: impact_report would"
    raise NothingToExportError(message)


def _lines(agreement: Agreement, form: Schedule, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"# Impact Report under {literal(agreement.reference)}"
    yield ""
    yield f"The form of Schedule {literal(form.letter)} of “{literal(agreement.subject.text)}”."
    yield "An answer may be “none” or “unknown”; replace each … by one."
    yield ""
    yield from ("| Point | Answer |", "| --- | --- |")
    for row, answer in rows:
        yield f"| {literal(row)} | {literal(answer)} |"
    yield ""


# --- what the spec knows


def _origin(_: Spec, found: _Model) -> str:
    return f"Name and version: {_OPEN}; made from {model_name(found)}"


def _made(_: Spec, found: _Model) -> str:
    licence = (found.get("licence") or {}).get("name")
    known = f"; the licence of the model it was made from: {told(licence)}" if licence else ""
    return f"How: {_OPEN}; from which data: {_OPEN}; under which licence: {_OPEN}{known}"


def _makers(spec: Spec, found: _Model) -> str:
    makers = recipients(spec, found)
    support = spec.at(("funding",))
    paid = (
        [told(each["source"]) for each in entries(support) if each.get("to") in makers]
        if isinstance(support, list)
        else [told(support)]
    )
    return f"{listed(party(spec, id_) for id_ in makers) or _OPEN}; support stated: {listed(paid) or 'none'}"


def _kept(spec: Spec, _: _Model) -> str:
    release = phrase("derivatives.may_release", spec.at(("derivatives", "may_release")))
    return f"Kept at: {_OPEN}; reached by: {_OPEN}; release: {_OPEN} (the agreement on release: {release})"


def _use(spec: Spec, _: _Model) -> str:
    return (
        f"Use and users: {_OPEN} (the purpose agreed: {told(spec.at(('purpose', 'description')))}); "
        f"not to be relied on for: {_OPEN}"
    )


def _tested(spec: Spec, _: _Model) -> str:
    planned = [
        f"{word}: {told(spec.at(('bias', name)))}"
        for word, name in (("groups", "groups"), ("languages", "languages"))
        if spec.at(("bias", name))
    ]
    plan = f" (planned: {'; '.join(planned)})" if planned else ""
    return f"Tested: {_OPEN}; not tested: {_OPEN}{plan}"


def _personal(spec: Spec, _: _Model) -> str:
    privacy = spec.at(("privacy",))
    said = privacy.get("in_weights") if isinstance(privacy, Mapping) else privacy
    return f"{_OPEN} (what the agreement says of the model it was made from: {told(said)})"


def _complaints(spec: Spec, _: _Model) -> str:
    known = [told(each) for each in (spec.at(("harms", "channel")), spec.at(("complaint_contact",))) if each]
    return listed(known) or _OPEN


FILLED: Mapping[str, Callable[[Spec, _Model], str]] = {
    "Name and version; made from which Model": _origin,
    "How it was made, from which data, under which licence": _made,
    "Who made it, and with whose money": _makers,
    "Where it is kept, who can reach it, and whether it is or will be released": _kept,
    "Intended use and users; uses for which it must not be relied on": _use,
    "Groups and languages tested, and those not tested": _tested,
    "Personal Data that it may give away": _personal,
    "Where people can report harm or complain": _complaints,
}
"""Points of the form, by their words there, to which the spec has at least a part of the answer."""
