"""The front matter of a gated repository on the Hugging Face Hub: prompt, form and licence.

The fields are those of the Hub's pages on model cards and on gated models. The Hub shows the prompt as
Markdown, so every value in it is escaped; the YAML is a library's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from modelpact.agreement import Agreement, Clause, Line, Paragraph, plain
from modelpact.exports import EXAMPLE, Exported, Sharing
from modelpact.exports.telling import clause, model, model_name, party, recipients, told
from modelpact.exports.withholding import is_hidden, redactions, to_look_for, veiled
from modelpact.renderers.markdown_text import literal
from modelpact.spec import Spec

LICENCES = frozenset(
    {
        *("apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause", "unlicense", "mpl-2.0", "isc"),
        *("cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc-by-nc-sa-4.0"),
        *("cc-by-nc-nd-4.0", "gpl-2.0", "gpl-3.0", "lgpl-3.0", "agpl-3.0", "openrail"),
        *("bigscience-bloom-rail-1.0", "creativeml-openrail-m", "llama2", "llama3", "gemma"),
    }
)
"""Identifiers that the Hub knows; what is not among them is ``other``, with a name and a link."""


def exported(sharing: Sharing) -> Exported:
    """The front matter in UTF-8, between its marks."""
    spec, agreement = sharing.spec, sharing.agreement
    _, found = model(spec, sharing.model)
    fields: dict[str, Any] = {
        **_licence(found, told(spec.at(("id",)))),
        "extra_gated_heading": f"Access to {told(found['name'])} under an agreement",
        "extra_gated_prompt": _prompt(spec, agreement, found),
        "extra_gated_fields": _fields(spec, agreement, found),
        "extra_gated_button_content": "Confirm and ask for access",
    }
    missing = redactions(spec)
    text = yaml.dump(
        _without(fields, [*missing, *map(literal, missing)]),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=10_000,
    )
    notes = (*_notes(spec, found, fields), *to_look_for(missing, "\n".join(_texts(fields))))
    return Exported(f"---\n{text}---\n".encode(), notes)


def _without(value: Any, hidden: list[str]) -> Any:
    """The values without what is to be left out of what the public may see, for the page is public."""
    if isinstance(value, Mapping):
        return {name: _without(each, hidden) for name, each in value.items()}
    if isinstance(value, list):
        return [_without(each, hidden) for each in value]
    return veiled(value, hidden)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(each)


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as it stands, below its name."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


def _notes(spec: Spec, found: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"it is about {model_name(found)}; --model chooses another"
    yield "turn on manual approval in the settings of the repository: the file cannot do that"
    if fields.get("license_link") == "LICENSE.md":
        what = (
            "the text of that licence" if found.get("licence") else "what the public may see of the agreement"
        )
        yield f"put {what} into LICENSE.md, to which the licence leads"
    if found.get("licence"):
        yield "the licence is the model's own; where the agreement is stricter, the agreement holds"
    if is_hidden(found):
        yield "the page of a gated repository is public: it names this model and those who get access"
    if not recipients(spec, found):
        yield "no party receives this model, so the form has nobody to choose"


def _licence(found: Mapping[str, Any], reference: str) -> dict[str, str]:
    licence = found.get("licence") or {}
    name = told(licence["name"]) if licence.get("name") else ""
    id_ = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-")
    if id_ in LICENCES:
        return {"license": id_}
    if id_:
        link = licence.get("url")
        return {"license": "other", "license_name": id_, "license_link": told(link) if link else "LICENSE.md"}
    return {"license": "other", "license_name": reference, "license_link": "LICENSE.md"}


def _prompt(spec: Spec, agreement: Agreement, found: Mapping[str, Any]) -> str:
    """What whoever asks for access confirms, in the words of the agreement."""
    named = _and([literal(party(spec, id_)) for id_ in recipients(spec, found)])
    shared = f"{literal(model_name(found))} is shared under an agreement between {_between(agreement)}"
    said = [
        f"{shared} (reference {literal(agreement.reference)}).",
        f"Only Authorised Users of {named or 'the recipients'} get access.",
        *([EXAMPLE] if spec.get("illustrative") else []),
        "A request changes nothing in that agreement and takes away no right under it.",
        "What follows is part of that agreement, which holds as a whole, with its exceptions.",
        *_quoted(agreement, "licence-grant", ("model-licences",)),
        *_quoted(agreement, "permitted-purpose", ("only", "commercial")),
        *_quoted(agreement, "prohibited-uses", ("list", "tests", "carve-outs")),
        *_quoted(agreement, "no-onward-transfer", ("no-transfer", "transfer")),
    ]
    return "\n\n".join(said)


def _between(agreement: Agreement) -> str:
    return _and([literal(each.text) for each in agreement.parties])


def _quoted(agreement: Agreement, id_: str, names: tuple[str, ...]) -> Iterator[str]:
    """The paragraphs of those names, each with the list that it leads into."""
    found = next((each for each in agreement.clauses() if each.id == id_), None)
    if found is None:
        return
    cited = literal(clause(agreement, id_))
    for lead, items in _paragraphs(found):
        if lead.name in names:
            text = f"{cited[:1].upper()}{cited[1:]}: {_words(lead.lines)}"
            yield "\n".join([text, *([""] if items else []), *(f"- {_words(item.lines)}" for item in items)])


def _paragraphs(found: Clause) -> Iterator[tuple[Paragraph, list[Paragraph]]]:
    numbered = [block for block in found.blocks if isinstance(block, Paragraph)]
    for at, block in enumerate(numbered):
        if block.level == 1:
            following = numbered[at + 1 :]
            until = next((place for place, each in enumerate(following) if each.level <= 1), len(following))
            yield block, following[:until]


def _words(lines: tuple[Line, ...]) -> str:
    """The sentences without their links, which lead into the agreement."""
    return literal(" ".join(map(plain, lines)), starts_line=False)


def _fields(spec: Spec, agreement: Agreement, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the form asks, by its labels."""
    options = [party(spec, id_) for id_ in recipients(spec, found)]
    present = {each.id for each in agreement.clauses()}
    return {
        "Full name": "text",
        **({"Organisation": {"type": "select", "options": options}} if options else {}),
        "Country": "country",
        "Role or group under the agreement": "text",
        "I am an Authorised User under the agreement named above": "checkbox",
        "I use the model only for the permitted purpose": "checkbox",
        **(
            {"I do not publish the model's files or pass them on, save as the agreement allows": "checkbox"}
            if "no-onward-transfer" in present
            else {}
        ),
        "I report security incidents and serious harm as the agreement says": "checkbox",
    }


def _and(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
