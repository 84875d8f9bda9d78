"""What a returned file says, for a terminal, as Markdown, and as data for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from modelpact.agreement import cited
from modelpact.characters import visible
from modelpact.diagnostics import dotted
from modelpact.redlines import markdown, text
from modelpact.redlines.painted import said, wrapped
from modelpact.redlines.summary import happened
from modelpact.renderers.markdown_text import literal
from modelpact.returned.own_words import OwnWords
from modelpact.returned.proposals import Conflict, Proposal
from modelpact.returned.reply import Reply, some
from modelpact.spec_edits import entry_lines
from modelpact.tree_data import to_data

MARK = "their words: read, and shorten, take or refuse them; reason is TBC until a person has"
VERSION = 1

Blocks = list[tuple[str, list[str]]]
"""Headings, each with its lines."""


def in_text(reply: Reply, *, colour: bool, width: int) -> str:
    """The redline, then comments and what to do."""
    parts = [text.text(reply.redline, colour=colour, width=width)]
    for title, lines in sections_of(reply, block=partial(_in_lines, width)):
        parts.append("\n".join((title, *lines)) + "\n")
    return "\n".join(parts)


def _in_lines(width: int, words: str) -> list[str]:
    """One item of a list; its first line is broken, and those of a spec below it stay as they are."""
    first, *others = words.splitlines()
    return [*wrapped([said(first)], width, "  ", "    "), *(f"  {visible(line)}".rstrip() for line in others)]


def in_markdown(reply: Reply) -> bytes:
    """Likewise."""
    parts = [markdown.render(reply.redline).decode()]
    for title, lines in sections_of(reply, block=_as_code):
        parts.append(f"## {literal(title)}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts).encode()


def sections_of(reply: Reply, block: Callable[[str], list[str]] | None = None) -> Blocks:
    """All but the redline, under headings; none without lines; ``block`` writes one item."""
    write = block or str.splitlines
    found: Blocks = [
        ("About the file", [line for note in reply.changes.notes for line in write(note)]),
        ("Comments", [line for each in _comments(reply) for line in write(each)]),
        ("Edits to the spec", [line for each in reply.edits for line in write(proposed(reply, each))]),
        ("Conflicts", [line for each in reply.conflicts for line in write(conflict(reply, each))]),
        ("For a person", [line for each in reply.words for line in write(for_a_person(reply, each))]),
    ]
    return [(title, lines) for title, lines in found if lines]


def _as_code(words: str) -> list[str]:
    """One item of a list; what has several lines is a block of code, its fence longer than any inside."""
    first, *others = words.splitlines()
    if not others:
        return [f"- {literal(first)}"]
    fence = "`" * max(3, 1 + max((len(run) for line in others for run in _ticks(line)), default=0))
    return [
        f"- {literal(first)}",
        "",
        f"  {fence}yaml",
        *(f"  {visible(line)}" for line in others),
        f"  {fence}",
        "",
    ]


def _ticks(line: str) -> Iterator[str]:
    run = ""
    for char in [*line, ""]:
        if char == "`":
            run += char
        elif run:
            yield run
            run = ""


def _comments(reply: Reply) -> Iterator[str]:
    for place, remark in reply.changes.comments:
        about = f" on “{remark.about}”" if remark.about else ""
        day = f", {remark.hand.date}" if remark.hand.date else ""
        yield f"{reply.named(place)}: {remark.hand.author}{day}{about}: {remark.text}"


def proposed(reply: Reply, each: Proposal) -> str:
    """One line: the fields with both values, where they stand, where the file prints them."""
    spans = dict.fromkeys(str(span) for span in each.spans if span)
    places = dict.fromkeys(reply.named(at.place) for at in each.places)
    stands = f"; stands at {', '.join(spans)}" if spans else "; a default until now"
    hindrance = f"; to be edited by hand: {each.hindrance}" if each.hindrance else ""
    return f"{each.title} ({', '.join(places)}{stands}{hindrance})"


def conflict(reply: Reply, each: Conflict) -> str:
    """One line: what the file says of a field here and there."""
    said: dict[str, dict[str, None]] = {}
    for at in each.places:
        words = f"“{at.theirs}”" if at.theirs != at.ours else f"still “{at.ours}”"
        said.setdefault(words, {})[reply.named(at.place)] = None
    found = [f"{words} in {some([*places], _MOST_NAMED, ' places')}" for words, places in said.items()]
    found += [f"this would say it everywhere: {each.settled.title}"] if each.settled else []
    return f"{dotted(each.path)}: {'; '.join(found)}"


_MOST_NAMED = 4


def for_a_person(reply: Reply, each: OwnWords) -> str:
    """What it is about, and the block of the spec that says it."""
    section = reply.theirs.get(each.section)
    section = section or next(s.old for s in reply.redline.sections if s.id == each.section and s.old)
    first = cited(section.label, section.title)
    if each.hindrance:
        first += f": {each.hindrance}"
    if not each.entry:
        return first
    lines = ("clauses:", f"  {each.what}:", *(f"    {line}" for line in entry_lines(each.entry, MARK)))
    return "\n".join((first, *lines))


# --- for programs


def in_json(reply: Reply) -> bytes:
    """Everything as data, as ``schemas/returned-1.schema.json`` describes it."""
    data = {
        "$schema": f"urn:modelpact:returned:{VERSION}",
        "modelpact_returned": VERSION,
        "spec": reply.redline.old.name,
        "file": reply.redline.new.name,
        "notes": list(reply.changes.notes),
        "clauses": [
            {"id": each.id, "number": each.latest.label, "title": each.latest.title, "what": happened(each)}
            for each in reply.redline.changed()
        ],
        "changes": [_edit(reply, edit) for edit in reply.changes.edits],
        "comments": [
            {
                "clause": place.section,
                "place": reply.named(place),
                "author": remark.hand.author,
                "date": remark.hand.date,
                "about": remark.about,
                "text": remark.text,
            }
            for place, remark in reply.changes.comments
        ],
        "edits": [_proposal(reply, each) for each in reply.edits],
        "conflicts": [
            {
                "field": dotted(each.path),
                "places": [_at(reply, at) for at in each.places],
                "settled_by": _proposal(reply, each.settled) if each.settled else None,
            }
            for each in reply.conflicts
        ],
        "for_a_person": [
            {"clause": each.section, "list": each.what, "entry": dict(each.entry), "mind": each.hindrance}
            for each in reply.words
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def _edit(reply: Reply, edit: Any) -> dict[str, Any]:
    return {
        "clause": edit.place.section,
        "place": reply.named(edit.place),
        "ours": edit.ours.text if edit.ours else None,
        "theirs": edit.theirs,
        "tracked_by": [{"author": hand.author, "date": hand.date} for hand in edit.hands],
        "untracked": edit.is_silent,
    }


def _proposal(reply: Reply, each: Proposal) -> dict[str, Any]:
    values = [
        {"field": dotted(path), "old": old, "new": new, "span": to_data(span)}
        for (path, old, new), span in zip(each.values, each.spans, strict=True)
    ]
    return {"fields": values, "places": [_at(reply, at) for at in each.places], "mind": each.hindrance}


def _at(reply: Reply, at: Any) -> dict[str, Any]:
    return {
        "clause": at.place.section,
        "place": reply.named(at.place),
        "ours": at.ours,
        "theirs": at.theirs,
    }
