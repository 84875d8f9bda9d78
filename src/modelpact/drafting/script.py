"""What is asked of a spec whose kind is known: only what has no good default, and nothing known already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from modelpact.diagnostics import Path
from modelpact.drafting import disclosures
from modelpact.drafting.draft import Draft, slug
from modelpact.drafting.names import short_name
from modelpact.drafting.steps import Asking, another, ask, ask_words
from modelpact.fields import TBC, contract
from modelpact.kinds import kind

_GIVING = ("provider", "both")
_MAILBOXES = ("legal", "security", "incident", "publication")


def questions(draft: Draft) -> Asking:
    """Asks about a draft, and gives it back with the answers in it."""
    draft = yield from ask(draft, ("title",), "The agreement", suggestion=kind(draft.data["kind"]).title)
    draft = _with_id(draft)
    draft = yield from _project(draft)
    draft = yield from _parties(draft)
    draft = yield from _models(draft)
    draft = yield from _work(draft)
    draft = yield from disclosures.asked(draft)
    return (yield from _people(draft))


def _with_id(draft: Draft) -> Draft:
    title = draft.at(("title",))
    if draft.at(("id",)) != "new-agreement" or title == TBC:
        return draft
    return draft.put(("id",), slug(title))


def _project(draft: Draft) -> Asking:
    draft = yield from ask(draft, ("project", "title"), "The project")
    return (yield from ask(draft, ("project", "summary"), "The project"))


def _parties(draft: Draft) -> Asking:
    for index in range(len(draft.at(("parties",)))):
        draft = yield from _party(draft, index)
    while draft.data["kind"] == "consortium":
        count = len(draft.at(("parties",)))
        more = another(f"parties.{count}.more", "The consortium", "Another party: its legal name", "party")
        name = yield from ask_words(draft, more)
        if not name or count == _most("parties"):
            break
        draft = yield from _party(_with_party(draft, name), count)
    return draft


def _most(name: str) -> int:
    most: int = contract().children[name].node["maxItems"]
    return most


def _with_party(draft: Draft, name: str) -> Draft:
    """The draft with one more party, which receives."""
    parties = draft.at(("parties",))
    fresh = {
        **parties[-1],
        "id": slug("party", [each["id"] for each in parties]),
        "name": name,
        "country": TBC,
        "short_name": TBC,
        "address": TBC,
        "contacts": dict.fromkeys(_MAILBOXES, TBC),
    }
    place: Path = ("parties", len(parties))
    after = draft.put(place, fresh)
    return replace(after, assumed=after.assumed | {(*place, "sector")})


def _party(draft: Draft, index: int) -> Asking:
    place: Path = ("parties", index)
    about = _called(draft, index)
    draft = yield from ask(draft, (*place, "name"), about)
    name = draft.at((*place, "name"))
    if name != TBC:
        draft = yield from _short_name(draft, index, about)
    for field in ("country", "sector", "address"):
        draft = yield from ask(draft, (*place, field), about)
    for box in _MAILBOXES:
        if box != "legal" and draft.at((*place, "contacts", "legal")) == TBC:
            break  # who has no mailbox at hand for the first has none for the others
        draft = yield from ask(draft, (*place, "contacts", box), about)
    return draft


def _short_name(draft: Draft, index: int, about: str) -> Asking:
    place: Path = ("parties", index)
    if (*place, "short_name") in draft.assumed:
        draft = draft.put((*place, "short_name"), TBC)
    suggestion = short_name(draft.at((*place, "name")))
    draft = yield from ask(draft, (*place, "short_name"), about, suggestion=suggestion)
    return _renamed(draft, place, draft.at((*place, "short_name")))


def _renamed(draft: Draft, place: Path, name: str) -> Draft:
    """The draft with the entry's id made of its name."""
    if name == TBC:
        return draft
    old = draft.at((*place, "id"))
    others = [each["id"] for each in draft.at((place[0],)) if each["id"] != old]
    return draft.renamed(place, old, slug(name, others, otherwise=old))


def _called(draft: Draft, index: int) -> str:
    """What the heading calls a party that may have no name yet."""
    parties = draft.at(("parties",))
    role = parties[index]["role"]
    if [each["role"] for each in parties].count(role) == 1 and role in ("provider", "recipient"):
        return f"The {role}"
    return f"Party {index + 1} of {len(parties)}"


def _models(draft: Draft) -> Asking:
    for index in range(len(draft.at(("models",)))):
        draft = yield from _model(draft, index)
    while draft.data["kind"] == "staged-release":
        count = len(draft.at(("models",)))
        more = another(f"models.{count}.more", "The models", "Another size of the model: its name", "size")
        name = yield from ask_words(draft, more)
        if not name or count == _most("models"):
            break
        draft = yield from _model(_with_model(draft, name), count)
    for index in range(len(draft.at(("release", "stages")) or ())):
        about = f"The release of {_model_called(draft, draft.at(('release', 'stages', index, 'model')))}"
        draft = yield from ask(draft, ("release", "stages", index, "planned"), about)
    return draft


def _with_model(draft: Draft, name: str) -> Draft:
    """The draft with one more model, and the stage in which it is released."""
    models, stages = draft.at(("models",)), draft.at(("release", "stages")) or []
    id_ = slug(name, [each["id"] for each in models], otherwise="model")
    place: Path = ("models", len(models))
    fresh = {
        "id": id_,
        "name": name,
        "version": TBC,
        "provider": models[-1]["provider"],
        "parameters": TBC,
        "release_state": "unreleased",
    }
    stage = {"id": slug(f"stage-{len(stages) + 1}", [each["id"] for each in stages]), "model": id_}
    after = draft.put(place, fresh).put(("release", "stages", len(stages)), {**stage, "planned": TBC})
    return replace(after, assumed=after.assumed | {(*place, "release_state")})


def _model_called(draft: Draft, id_: str) -> str:
    model = next(each for each in draft.at(("models",)) if each["id"] == id_)
    return str(model["id"] if model["name"] == TBC else model["name"])


def _model(draft: Draft, index: int) -> Asking:
    place: Path = ("models", index)
    count = len(draft.at(("models",)))
    about = "The model" if count == 1 else f"Model {index + 1} of {count}"
    givers = [each for each in draft.at(("parties",)) if each["role"] in _GIVING]
    if count > 1 and len(givers) == count:
        about = f"The model of {givers[index]['short_name']}"
    draft = yield from ask(draft, (*place, "name"), about)
    draft = _renamed(draft, place, draft.at((*place, "name")))
    for field in ("version", "parameters", "release_state"):
        draft = yield from ask(draft, (*place, field), about)
    return draft


def _work(draft: Draft) -> Asking:
    for field in ("category", "description"):
        draft = yield from ask(draft, ("purpose", field), "The purpose")
    if draft.at(("access", "quota")) is not None:
        draft = yield from ask(draft, ("access", "quota"), "Access to the model")
    return draft


def _people(draft: Draft) -> Asking:
    about = "Personal data and people"
    if isinstance(draft.at(("privacy",)), Mapping):
        for field in ("in_training", "in_prompts", "in_weights"):
            draft = yield from ask(draft, ("privacy", field), about, suggestion="unknown")
    if draft.at(("ethics", "people_studied")) is True:
        draft = yield from ask(draft, ("ethics", "status"), about)
    return draft
