"""What is asked about origins: whose data, whose labour, who pays, who gains. Not to know is an answer."""

from __future__ import annotations

from collections.abc import Generator

from modelpact.diagnostics import Path
from modelpact.drafting.draft import Draft
from modelpact.drafting.questions import Choice
from modelpact.drafting.steps import Asking, Step, another, ask, ask_words, how
from modelpact.fields import TBC, contract

_STATE = Choice("state", "say what is known")
_UNKNOWN = Choice("unknown", "nobody here knows; the agreement says so")
_WITHHELD = Choice("withheld", "known, and not told; the agreement prints the reason")
_NONE = Choice("none", "there is nothing to state")


def asked(draft: Draft) -> Asking:
    """Asks whose data and labour it is, who pays and who gains."""
    draft = yield from _provenance(draft)
    draft = yield from _labour(draft)
    draft = yield from _funding(draft)
    return (yield from _benefits(draft))


def _how(draft: Draft, name: str, about: str, *choices: Choice) -> Generator[Step, str, str]:
    """How a disclosure is made; the schema's own words say what it is about."""
    field = contract().children[name]
    sentence = str(field.node.get("description", ""))
    return (yield from ask_words(draft, how(f"{name}.how", about, field.title, sentence, *choices)))


def _reason(draft: Draft, name: str, about: str) -> Asking:
    """The draft with a reason for withholding in the disclosure's place."""
    draft = draft.put((name,), {"withheld": TBC})
    return (yield from ask(draft, (name, "withheld"), about))


def _disclosed(
    draft: Draft, name: str, about: str, *choices: Choice
) -> Generator[Step, str, tuple[Draft, bool]]:
    """The draft, and whether that is all there is to ask; it is not where the facts are to be stated."""
    way = yield from _how(draft, name, about, _STATE, *choices)
    if way == "withheld":
        return (yield from _reason(draft, name, about)), True
    if way in ("unknown", "none"):
        return draft.put((name,), way), True
    return draft, way == TBC


def _provenance(draft: Draft) -> Asking:
    about = "Whose data"
    if draft.at(("provenance", "datasets")) != TBC:
        return draft
    draft, is_all = yield from _disclosed(draft, "provenance", about, _UNKNOWN, _WITHHELD)
    if is_all:
        return draft
    draft = draft.put(("provenance",), {"statement": "summary", "datasets": [{"name": TBC}]})
    index = 0
    while True:
        place: Path = ("provenance", "datasets", index)
        draft = yield from ask(draft, (*place, "name"), about)
        for field in ("source", "licence"):
            draft = yield from ask(draft, (*place, field), about, suggestion="unknown")
        index += 1
        asked = another(f"provenance.{index}.more", about, "Another set of data: its name", "set of data")
        name = yield from ask_words(draft, asked)
        if not name:
            return draft
        draft = draft.put(("provenance", "datasets", index), {"name": name})


def _labour(draft: Draft) -> Asking:
    about = "Whose labour"
    if draft.at(("labour", "workforce")) != TBC:
        return draft
    draft, is_all = yield from _disclosed(draft, "labour", about, _UNKNOWN, _NONE, _WITHHELD)
    if is_all:
        return draft
    place: Path = ("labour", "workforce", 0)
    draft = draft.put(("labour", "workforce"), [{"task": TBC}])
    draft = yield from ask(draft, (*place, "task"), about)
    for field in ("where", "pay_basis"):
        draft = yield from ask(draft, (*place, field), about, suggestion="unknown")
    return draft


def _funding(draft: Draft) -> Asking:
    about = "Who pays"
    place: Path = ("funding", 0)
    if draft.at((*place, "source")) != TBC:
        return draft
    draft, is_all = yield from _disclosed(draft, "funding", about, _UNKNOWN, _NONE, _WITHHELD)
    if is_all:
        return draft
    draft = yield from ask(draft, (*place, "source"), about)
    return (yield from ask(draft, (*place, "form"), about))


def _benefits(draft: Draft) -> Asking:
    about = "Who gains"
    place: Path = ("benefits", 0)
    if draft.at((*place, "to")) != TBC:
        return draft
    way = yield from _how(draft, "benefits", about, _STATE, _UNKNOWN, _NONE, _WITHHELD)
    if way == "withheld":
        return (yield from _reason(draft, "benefits", about))
    if way == "unknown":
        return draft.put(("benefits",), way)
    if way == "none":
        draft = draft.put(("benefits",), {"none_reason": TBC})
        return (yield from ask(draft, ("benefits", "none_reason"), about))
    if way == TBC:
        return draft
    draft = yield from ask(draft, (*place, "to"), about, suggestion="public")
    draft = yield from ask(draft, (*place, "kind"), about, suggestion="findings")
    return (yield from ask(draft, (*place, "when"), about, suggestion="on publication"))
