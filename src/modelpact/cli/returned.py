"""``modelpact diff SPEC RETURNED.docx``: what the other side changed, and the edits that follow."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import typer

from modelpact import files, pipeline, sides
from modelpact.agreement import Agreement
from modelpact.check import Checked
from modelpact.cli import EXIT_CLEAN, EXIT_PROBLEMS
from modelpact.cli.paging import width
from modelpact.cli.printing import colour, columns, line, problem
from modelpact.compare import compare_sections, sections
from modelpact.diagnostics import UserError, dotted
from modelpact.redline import Section
from modelpact.redline import Side as Compared
from modelpact.redlines import REDLINES
from modelpact.redlines.summary import heading
from modelpact.redlines.text import WIDTH, text
from modelpact.returned import reports
from modelpact.returned.changes import words_of
from modelpact.returned.own_words import OwnWords
from modelpact.returned.package import MOST_BYTES, WordError
from modelpact.returned.proposals import Proposal, with_values
from modelpact.returned.reply import Reply, Sent, reply
from modelpact.spec import value_at
from modelpact.spec_edits import Edited, EditError, Scalar, opened, with_entry, with_value


def read(side: sides.Side, name: str, author: str, form: Path | None) -> Reply:
    """What the returned file says. Raises UserError where it can't be read."""
    assert side.spec is not None
    assert side.agreement is not None
    data = files.read_bytes(name, at_most=MOST_BYTES)
    sent = Sent(side.name, side.spec, side.agreement, own_file(side.name), author)
    try:
        return reply(sent, name, data, lambda edited: _made(side.name, edited, form))
    except WordError as error:
        raise UserError(f"{name}: {error}") from None


def own_file(name: str) -> Edited | None:
    """The spec's own file, to be edited; None for a revision, standard input and what was rendered."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        return None
    try:
        return opened(name, files.read_spec(name))
    except EditError:
        return None


def _made(name: str, edited: Edited, form: Path | None) -> Agreement | None:
    """The agreement that an edited spec makes; None where it has errors."""
    checked = pipeline.check_text(name, edited.text.encode(), form)
    if checked.spec is None or pipeline.has_errors(checked):
        return None
    return pipeline.agreement(checked.spec)


def shown(reply: Reply, *, colour: bool, width: int) -> str:
    """What was read, for a terminal."""
    return reports.in_text(reply, colour=colour, width=width)


def written(reply: Reply, format_: str) -> bytes:
    """What was read, as a file: the formats of a redline that are not here show the changes only."""
    match format_:
        case "text":
            return reports.in_text(reply, colour=False, width=WIDTH).encode()
        case "md":
            return reports.in_markdown(reply)
        case "json":
            return reports.in_json(reply)
    return REDLINES[format_].render(reply.redline)


# --- edits


class _Chosen(NamedTuple):
    edits: list[Proposal]
    words: list[OwnWords]


def apply(reply: Reply, name: str, form: Path | None) -> int:
    """Write the edits into the spec, at a terminal those that the reader wants; return the exit code."""
    edited = own_file(name)
    assert edited is not None
    chosen = _chosen(reply)
    if not chosen.edits and not chosen.words:
        problem("there is nothing to write")
        return EXIT_PROBLEMS if any(reply.redline.changed()) else EXIT_CLEAN
    whole = pipeline.check_text(name, edited.text.encode(), form).source
    changed, done = _with_all(edited, chosen, whole.data if whole else {})
    checked = pipeline.check_text(name, changed.text.encode(), form)
    _report(checked)
    if checked.spec is None or pipeline.has_errors(checked):
        problem(f"{name}: with these edits it has errors, so it was left as it is")
        return EXIT_PROBLEMS
    target = Path(name)
    if files.read_spec(name).decode("utf-8-sig") != edited.text or target.is_symlink():
        raise UserError(f"{name}: has changed meanwhile or is a symbolic link, so it was left as it is")
    _write(target, changed)
    line(f"{name}: written; {'; '.join(done) or 'nothing changed'}")
    return _say_what_is_left(reply, chosen, pipeline.agreement(checked.spec))


def _write(target: Path, spec: Edited) -> None:
    mark = b"\xef\xbb\xbf" if target.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    files.write_all({target: mark + spec.text.encode()})


def _chosen(reply: Reply) -> _Chosen:
    """All edits that nothing speaks against; at a terminal, whatever the reader says yes to."""
    edits = [each for each in reply.edits if not each.hindrance]
    if not sys.stdin.isatty():
        return _Chosen(edits, [])
    settled = [each.settled for each in reply.conflicts if each.settled and not each.settled.hindrance]
    words = [each for each in reply.words if each.entry]
    return _Chosen(
        [
            *(each for each in edits if _wanted(f"edit {each.title}", usual=True)),
            *(each for each in settled if _wanted(f"settle by {each.title}", usual=False)),
        ],
        [*_wanted_words(words)],
    )


def _wanted_words(words: Iterable[OwnWords]) -> Iterator[OwnWords]:
    """Those that the reader wants; what would follow a clause that is not wanted follows the one before."""
    instead: dict[Scalar, Scalar] = {}
    for each in words:
        after = each.entry.get("after", "")
        placed = {"after": instead.get(after, after)} if after else {}
        if _wanted(f"{each.what} clause {each.entry['id']}, reason TBC", usual=False):
            yield replace(each, entry={**each.entry, **placed})
        elif placed:
            instead[each.entry["id"]] = placed["after"]


def _wanted(what: str, *, usual: bool) -> bool:
    from modelpact.characters import visible

    return typer.confirm(visible(what), default=usual)


def _with_all(spec: Edited, chosen: _Chosen, whole: Mapping[str, Any]) -> tuple[Edited, list[str]]:
    """The spec with all of it, and what that is; what cannot be written is left out, and said.

    ``whole`` is what the spec says together with the house terms that it extends.
    """
    done: list[str] = []
    steps: list[tuple[str, Callable[[Edited], Edited]]] = [
        *((each.title, partial(_edit, each)) for each in chosen.edits)
    ]
    steps += ((f"clause {each.entry['id']}", partial(_take, each, whole)) for each in chosen.words)
    for what, step in steps:
        try:
            spec = step(spec)
            done.append(what)
        except EditError as error:
            problem(f"{what}: left out, because {error}")
    return spec, done


def _edit(proposal: Proposal, spec: Edited) -> Edited:
    return with_values(spec, {path: new for path, _, new in proposal.values})


def _take(words: OwnWords, whole: Mapping[str, Any], spec: Edited) -> Edited:
    """Their words of a clause; in the place of the spec's own, where it has such already."""
    for what in ("replace", "add"):
        for at, entry in enumerate(value_at(spec.source.data, ("clauses", what)) or ()):
            if entry.get("id") == words.entry["id"] and "text" in words.entry:
                return with_value(spec, ("clauses", what, at, "text"), words.entry["text"])
    path = ("clauses", words.what)
    if value_at(whole, path) and not value_at(spec.source.data, path):
        raise EditError(f"house terms state {dotted(path)}, and the spec's own list would replace that")
    return with_entry(spec, path, words.entry, reports.MARK)


def _report(checked: Checked) -> None:
    from modelpact.inspection import Inspection
    from modelpact.reports.text import report

    sys.stderr.write(report(Inspection((checked,)), colour=colour(sys.stderr), columns=columns(sys.stderr)))


def _renamed(theirs: Mapping[str, Section], words: Sequence[OwnWords]) -> dict[str, Section]:
    """Their sections, with the ids that those have which the spec now adds."""
    ids = {each.section: str(each.entry["id"]) for each in words}
    return {ids.get(id_, id_): section._replace(id=ids.get(id_, id_)) for id_, section in theirs.items()}


def _say_what_is_left(reply: Reply, chosen: _Chosen, made: Agreement) -> int:
    """What the spec still says otherwise than they want, and what it says otherwise though they left it."""
    ours, name = reply.redline.old, reply.redline.new.name
    wanted = _renamed(reply.theirs, chosen.words)
    left = compare_sections(Compared(name, made), Compared(ours.name, made), wanted, sections(made))
    touched = {edit.place.section for edit in reply.changes.edits}
    changed = [each for each in left.changed() if each.moved or words_of(each.old) != words_of(each.new)]
    differing = [each for each in changed if each.id in touched or each.old is None or each.new is None]
    following = [each for each in changed if each not in differing]
    if following:
        line(f"also changed: {'; '.join(heading(each) for each in following)}")
    if not differing:
        line(f"the agreement now says all that {name} says")
        return EXIT_CLEAN
    problem(f"the agreement still says otherwise than {name}:")
    rest = left._replace(sections=tuple(differing))
    sys.stdout.write(text(rest, colour=colour(sys.stdout), width=width()))
    return EXIT_PROBLEMS
