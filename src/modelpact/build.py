"""From filled and parsed templates to blocks of the document tree: labels, references, terms, norms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modelpact import norms, numbering
from modelpact.agreement import Block, Inline, Line, Link, Paragraph, Reference, Table, Text
from modelpact.characters import quoted
from modelpact.diagnostics import FormError, Path
from modelpact.form import Form, Template
from modelpact.markup import Draft, ParagraphDraft, TableDraft, parse_line
from modelpact.numbering import Chosen
from modelpact.overrides import overrides
from modelpact.terms import TermFinder
from modelpact.values import TOKEN, Ledger, Place, Printed, Prose, Target

_STOP = re.compile(r"^(”?)\.(?![.\w])")


@dataclass(frozen=True, slots=True)
class Section:
    """A clause, a schedule or a page, filled: its drafts, each draft's labels, and the paths read for it."""

    template: Template
    drafts: tuple[Draft, ...]
    labels: tuple[tuple[str, str], ...]
    """For each draft its label as printed and as cited; both empty where it has none."""
    reads: tuple[Path, ...]


def section(template: Template, drafts: list[Draft], prefix: str, reads: tuple[Path, ...]) -> Section:
    """The section with its paragraphs numbered; tables and running text have no number."""
    levels = [draft.level if isinstance(draft, ParagraphDraft) else 0 for draft in drafts]
    return Section(template, tuple(drafts), tuple(numbering.labels(levels, prefix)), reads)


class Builder:
    """Turns sections into blocks; knows how every clause, paragraph and schedule is cited."""

    def __init__(
        self,
        sections: Mapping[str, Section],
        chosen: Chosen,
        ledger: Ledger,
        terms: TermFinder,
        form: Form,
    ) -> None:
        self._chosen, self._ledger, self._terms, self._form = chosen, ledger, terms, form
        self._cited = {
            (id_, draft.name): cited
            for id_, section in sections.items()
            for draft, (_, cited) in zip(section.drafts, section.labels, strict=True)
            if isinstance(draft, ParagraphDraft) and draft.name
        }
        self._reworded = {change.id for change in overrides(ledger.spec) if change.what == "replaced"}
        self._reworded |= form.changed_clauses()
        self._targeted = {
            (content.id, content.paragraph)
            for content in ledger.contents()
            if isinstance(content, Target) and content.paragraph
        }

        for section in sections.values():
            self._refuse_unclear_targets(section)

    def _refuse_unclear_targets(self, section: Section) -> None:
        """A loop may give several paragraphs one name, but nothing can then refer to it."""
        names = [draft.name for draft in section.drafts if isinstance(draft, ParagraphDraft)]
        for name in names:
            if names.count(name) > 1 and (section.template.id, name) in self._targeted:
                message = f"several paragraphs are named {quoted(name)}, to which something refers"
                raise section.template.located(FormError(message, about=f"#{name}"))

    def blocks(self, section: Section) -> tuple[Block | Place, ...]:
        """The section's blocks, with a placeholder wherever it asks for computed content."""
        try:
            return tuple(
                self._paragraph(section, draft, label)
                if isinstance(draft, ParagraphDraft)
                else self._table(draft)
                for draft, (label, _) in zip(section.drafts, section.labels, strict=True)
            )
        except FormError as error:
            raise section.template.located(error) from None

    def line(self, text: str) -> Line:
        """One line of filled text as inlines."""
        return _without_second_stop(parse_line(text, self._inlines))

    def _paragraph(self, section: Section, draft: ParagraphDraft, label: str) -> Paragraph | Place:
        if len(draft.lines) == 1 and TOKEN.fullmatch(draft.lines[0]):
            content = self._ledger.content(draft.lines[0])
            if isinstance(content, Place):
                return content
        if not draft.lines:
            raise FormError(
                "a numbered paragraph has no words", about=f"{{#{draft.name}" if draft.name else ""
            )
        targeted = draft.name and (section.template.id, draft.name) in self._targeted
        return Paragraph(
            lines=tuple(self.line(line) for line in draft.lines),
            level=draft.level,
            label=label,
            name=draft.name,
            anchor=f"{section.template.id}.{draft.name}" if targeted else "",
            norm=norms.norm(draft.attributes, self._ledger.spec),
        )

    def _table(self, draft: TableDraft) -> Table:
        if TOKEN.search(draft.caption):
            caption = TOKEN.split(draft.caption)[0]
            raise FormError(
                f"the caption {quoted(caption)} has a value in it; put it into a row", about=caption
            )
        if not draft.rows or any(len(row) != len(draft.rows[0]) for row in draft.rows):
            message = f"the table {quoted(draft.caption)} has rows of different lengths, or none"
            raise FormError(message, about=draft.caption)
        header, *rows = draft.rows
        named = header[0].startswith("#")
        cells = tuple(self.line(cell.removeprefix("#").strip()) for cell in header)
        body = tuple(tuple(self.line(cell) for cell in row) for row in rows)
        return Table(cells, body, caption=draft.caption, row_headers=named)

    # --- inlines

    def _inlines(self, text: str) -> Iterator[Inline]:
        at = 0
        for token in TOKEN.finditer(text):
            if token.start() > at:
                yield from self._terms.split(text[at : token.start()])
            content = self._ledger.content(token[0])
            if isinstance(content, Prose):
                yield from self._terms.split(content.text, content.source)
            else:
                yield self._inline(content)
            at = token.end()
        yield from self._terms.split(text[at:])

    def _inline(self, content: Printed | Target | Place) -> Inline:
        match content:
            case Printed(text=text, source=source, format="uri") if text.startswith(("https:", "mailto:")):
                return Link(text, text, source)
            case Printed(text=text, source=source, format="email"):
                return Link(f"mailto:{text}", text, source)
            case Printed(text=text, source=source):
                return Text(text, source)
            case Target():
                return self._reference(content)
        raise FormError(f"{content.name} must stand on a line of its own", about=content.name)

    def _reference(self, target: Target) -> Inline:
        if target.kind == "schedule":
            if target.id not in self._chosen.letters:
                raise _absent("schedule", target.id)
            letter = self._chosen.letters[target.id]
            return Reference(f"schedule-{letter.lower()}", f"Schedule {letter}")
        word = "" if target.kind == "number" else "clause "
        if target.id not in self._chosen.numbers:
            if target.lenient or target.id in self._reworded:
                return Text(f"{word}{self._named(target.id)}")
            raise _absent("clause", target.id)
        if not target.paragraph:
            return Reference(target.id, f"{word}{self._chosen.numbers[target.id]}")
        if (target.id, target.paragraph) not in self._cited:
            if target.lenient or target.id in self._reworded:
                return self._reference(target._replace(paragraph=""))
            raise _absent(f"paragraph {quoted(target.paragraph)} of", target.id)
        return Reference(
            f"{target.id}.{target.paragraph}", f"{word}{self._cited[target.id, target.paragraph]}"
        )

    def _named(self, id_: str) -> str:
        """A clause that has no number here: one of the master above a letter, else one that is left out."""
        master = self._form.master
        if master and id_ in master.clauses:
            return f"“{master.clauses[id_].title}” of the Master Agreement"
        title = self._form.clauses[id_].title if id_ in self._form.clauses else id_
        return f"“{title}” (not in this Agreement)"


def _absent(what: str, id_: str) -> FormError:
    return FormError(
        f"a reference to the {what} {quoted(id_)}, which is not in this agreement", about=f"'{id_}'"
    )


def _without_second_stop(line: Line) -> Line:
    """The line without the form's full stop where a value that already ends in one stands before it."""
    if not any(map(_ends_sentence, line)):
        return line
    kept = [
        Text(_STOP.sub(r"\1", inline.text)) if isinstance(inline, Text) and _ends_sentence(before) else inline
        for before, inline in zip((None, *line), line, strict=False)
    ]
    return tuple(inline for inline in kept if inline != Text(""))


def _ends_sentence(inline: Inline | None) -> bool:
    return isinstance(inline, Text) and inline.source is not None and inline.text.endswith((".", "!", "?"))
