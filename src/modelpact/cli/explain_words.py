"""How ``modelpact explain`` shows a clause, a field, a line or a whole agreement to people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from modelpact.balance import Place
from modelpact.cli.browsing import heading, labelled, paragraph
from modelpact.cli.printing import line
from modelpact.diagnostics import dotted
from modelpact.explained.clause import Because, ClauseExplained
from modelpact.explained.field import FieldExplained
from modelpact.explained.line import LineExplained
from modelpact.explained.overview import Entry
from modelpact.explained.stated import Shaped, Stated

_MARGIN = 12
_LONGEST = 70
_SOURCES = {
    "kind": "the default of this kind of agreement",
    "schema": "the default of every spec",
    "nothing": "the spec says nothing",
}
_HOUSE = "house terms"
_NAMED = 3


# --- an overview


def show_overview(entries: Sequence[Entry]) -> None:
    """A line for each clause with why it is there, under its part; then what is not there, and why not."""
    there = [entry for entry in entries if entry.number]
    for part, inside in groupby(there, key=lambda entry: entry.part):
        heading(part or "Schedules")
        shown = list(inside)
        margin = max(len(entry.number) for entry in shown) + 2
        for entry in shown:
            labelled(entry.number, f"{entry.title}: {_why(entry)}", margin=margin)
        line("")
    if len(there) < len(entries):
        heading("Not in this agreement")
    for entry in entries[len(there) :]:
        name = entry.id.rpartition(":")[2]
        paragraph(f"{entry.title} ({name}): {_why(entry)}", indent=2)


def _why(entry: Entry) -> str:
    """In few words: of what is there the values that brought it in, of what is not what it would need."""
    why = entry.because
    if why.own:
        return "; ".join(map(_own, why.own))
    if not why.condition:
        return "always; no spec may leave it out" if entry.mandatory else "always"
    if not why.holds:
        return f"only if {why.condition}"
    values = [_value(value) for value in why.values if value.source != "nothing"]
    more = ", …" if len(values) > _NAMED else ""
    return f"because of {', '.join(values[:_NAMED])}{more}" if values else f"because {why.condition}"


def _own(reason: Stated) -> str:
    what = {"exclude": "left out by the spec", "replace": "reworded by the spec", "add": "added by the spec"}
    said = f", because: “{reason.words}”" if reason.value is not None else ""
    return f"{what[str(reason.path[1])]}{said}{_at(reason)}"


# --- a clause


def show_clause(clause: ClauseExplained) -> None:
    """All about it: why, what it protects, its text, what shaped it, what is usual."""
    number = f"{clause.number} " if clause.number else ""
    heading(f"{number}{clause.title} ({clause.id})")
    if clause.part:
        labelled("part", clause.part)
    _show_because(clause.because, mandatory=clause.mandatory)
    if clause.purpose:
        labelled("protects", clause.purpose)
    for title, holder in clause.reins:
        labelled("reins", f"{holder.name}: {title[:1].lower()}{title[1:]}")
    _show_shares(clause)
    _section("As it stands here", bool(clause.text))
    for words in clause.text:
        paragraph(words.text, mark=f"{words.label} " if words.label else "", indent=2 + 2 * words.level)
    _show_fields(clause.fields)
    _section("What is usual, as modelpact sees it; no legal advice", bool(clause.fallbacks))
    for fallback in clause.fallbacks:
        labelled(fallback.side, fallback.text)
    _section("Rules that look at it", bool(clause.rules))
    if clause.rules:
        paragraph(", ".join(clause.rules), indent=2)
    _section("Modelled on", bool(clause.anchors))
    margin = max((len(anchor.name) for anchor in clause.anchors), default=0) + 2
    for anchor in clause.anchors:
        labelled(anchor.name, " ".join(filter(None, (anchor.what, anchor.url))), margin=margin)


def _show_because(why: Because, *, mandatory: bool) -> None:
    for reason in why.own:
        labelled("here", _own(reason))
    if not why.condition:
        always = (
            "always in the agreement; no spec may leave it out" if mandatory else "always in the agreement"
        )
        labelled("here", always if why.holds and not why.own else "")
        return
    labelled("here" if why.holds else "not here", f"{'because' if why.holds else 'only if'} {why.condition}")
    for value in why.values:
        labelled("", _value(value))


def _show_shares(clause: ClauseExplained) -> None:
    for holder, share in clause.shares:
        gives = f"gains by {_numbers(share.benefits)}" if share.benefits else ""
        binds = f"must by {_numbers(share.bears)}" if share.bears else ""
        labelled("who", f"{holder.name}: {'; '.join(filter(None, (gives, binds)))}")


def _show_fields(fields: Sequence[Stated]) -> None:
    """Each single value; a list of them is one."""
    lists = {field.path for field in fields if isinstance(field.value, list)}
    single = [
        field
        for field in fields
        if not isinstance(field.value, dict) and not _is_groups(field) and field.path[:-1] not in lists
    ]
    stated = [field for field in single if field.source in ("spec", _HOUSE)]
    usual = [field for field in single if field.source in ("kind", "schema")]
    silent = [field for field in single if field.source == "nothing"]
    _section("Shaped by", bool(single))
    for field in (*stated, *usual):
        paragraph(_value(field), indent=2)
    if silent:
        paragraph(f"not stated: {', '.join(dict.fromkeys(map(_name, silent)))}", indent=2)


def _is_groups(field: Stated) -> bool:
    return isinstance(field.value, list) and any(isinstance(entry, dict) for entry in field.value)


# --- a field


def show_field(field: FieldExplained) -> None:
    """All about it: what it does, what it is here and by default, what it shapes, who looks at it."""
    heading(f"{field.title} ({field.name})")
    labelled("is", field.description)
    labelled("accepts", field.accepts)
    if field.examples:
        labelled("example", field.examples[0])
    if field.inside:
        labelled("fields", ", ".join(field.inside))
    if field.favours:
        labelled("favours", field.favours)
    if field.default:
        labelled("default", f"{field.default.words}, {_SOURCES[field.default.source]}")
    for at, value in enumerate(field.here):
        labelled("" if at else "here", _value(value))
    labelled("shapes", _shapes(field.shapes))
    _section("Rules that look at it", bool(field.rules))
    for rule in field.rules:
        paragraph(f"{rule.id} ({rule.severity}): {rule.says}", indent=2)


# --- a line


def show_line(fields: Sequence[LineExplained]) -> None:
    """Each field on it with the clauses that it shapes."""
    for each in fields:
        heading(f"{each.field.title} ({_name(each.field)})")
        labelled("here", _value(each.field))
        labelled("shapes", _shapes(each.shapes))


# --- pieces


def _section(title: str, is_there: bool) -> None:
    if is_there:
        line("")
        heading(title)


def _numbers(places: Sequence[Place]) -> str:
    return ", ".join(place.number for place in places)


def _shapes(shapes: Sequence[Shaped]) -> str:
    named = "; ".join(f"{each.number} {each.title}" for each in shapes)
    return named or "no clause of this agreement"


def _value(field: Stated) -> str:
    """``publication.review_days: 21 (deal.agreement.yaml:40)``; of a group of fields its name and place."""
    if isinstance(field.value, dict) or _is_groups(field):
        return f"{_name(field)}{_at(field)}"
    words = field.words if len(field.words) <= _LONGEST else f"{field.words[: _LONGEST - 1]}…"
    return f"{_name(field)}: {words}{_at(field)}"


def _name(field: Stated) -> str:
    return dotted(field.path)


def _at(field: Stated) -> str:
    if field.span:
        house = f", {_HOUSE}" if field.source == _HOUSE else ""
        return f" ({field.span.file}:{field.span.start.line}{house})"
    return f" ({_SOURCES[field.source]})" if field.source in _SOURCES and field.value is not None else ""
