"""What an agreement says about itself: its deviations from the standard form, and its calendar of duties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from modelpact.agreement import Block, Clock, Line, Paragraph, Reference, Table, Text, plain
from modelpact.build import Section
from modelpact.diagnostics import Path
from modelpact.fields import TBC, contract
from modelpact.fill import Chosen, counted, date_in_words
from modelpact.form import Form
from modelpact.overrides import Override, overrides
from modelpact.spec import Spec, value_at
from modelpact.values import Place

_ROLES = {"each": "each Party", "public": "the public"}
_CHANGES = {"excluded": "left out", "replaced": "reworded", "added": "added", "term": "defined"}
_NOT_TERMS = frozenset(
    {"modelpact", "extends", "document", "status", "language", "illustrative", "lint", "kind", "clauses"}
)
"""Fields that are about the document and not a term of the agreement."""


Lines = Callable[[str], Line]
"""Makes inlines of the form's own words, defined terms found."""


def deviations(
    spec: Spec, form: Form, clauses: Mapping[str, Section], chosen: Chosen, line: Lines
) -> tuple[Block, ...]:
    """A table of every value that differs from the kind's default; a sentence where none does."""
    standard, wording = spec.standard(), _Wording(form, spec.at(("language",)))
    rows = tuple(
        (
            (Text(_title(path)),),
            line(wording.of(path, standard)),
            (Text(wording.of(path, spec.data), path),),
            _clauses_that_read(path, clauses, chosen),
        )
        for path in _settled(spec, standard)
    )
    tables: tuple[Block, ...] = ()
    if rows:
        header = (_line("Term"), _line("Standard form"), _line("This Agreement"), _line("Clause"))
        tables += (
            Table(header, rows, caption="Values that differ from the standard form", row_headers=True),
        )
    if changed := tuple(_override_row(spec, form, change, chosen) for change in overrides(spec)):
        titles = (_line("Clause or term"), _line("Change"), _line("Reason"))
        tables += (Table(titles, changed, caption="Clauses and terms changed", row_headers=True),)
    return tables or (Paragraph((line("Nothing differs from the standard form."),)),)


def _override_row(spec: Spec, form: Form, change: Override, chosen: Chosen) -> tuple[Line, Line, Line]:
    reason = spec.at((*change.path, "reason")) or TBC
    title = form.clauses[change.id].title if change.id in form.clauses else change.id
    number = f"{chosen.numbers[change.id]}. " if change.id in chosen.numbers else ""
    return (
        (Text(f"{number}{title}", (*change.path, "id")),),
        _line(_CHANGES[change.what]),
        (Text(" ".join(str(reason).split()), (*change.path, "reason")),),
    )


def _settled(spec: Spec, standard: Mapping[str, Any]) -> Iterator[Path]:
    """Every field that has a default and another value here, in the order of the schema."""
    for path, _ in contract().leaves():
        if path[0] in _NOT_TERMS:
            continue
        usual = value_at(standard, path)
        if usual is not None and spec.at(path) != usual:
            yield path


def _title(path: Path) -> str:
    """The titles of a field and of what it is in: "Publication: review period"."""
    titles = [field.title for end in range(1, len(path) + 1) if (field := contract().at(path[:end]))]
    return ": ".join([titles[0], *(title[:1].lower() + title[1:] for title in titles[1:])])


class _Wording:
    """Puts values into words for a table: choices by their phrases, dates and times as the clauses do."""

    def __init__(self, form: Form, language: str) -> None:
        self._phrases, self._language = form.phrases, language

    def of(self, path: Path, data: Any) -> str:
        """The value at a path of the data."""
        value, name = value_at(data, path), ".".join(str(key) for key in path)
        if value is None or value == []:
            return "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return "; ".join(self._word(name, entry) for entry in value)
        unit = str(path[-1]).rpartition("_")[2]
        if isinstance(value, int) and unit in ("days", "hours", "months", "years"):
            return counted(value, unit)
        return self._word(name, value)

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, dict):
            inside = (f"{key.replace('_', ' ')} {self._word(name, inner)}" for key, inner in value.items())
            return ", ".join(inside)
        known = self._phrases.get(name, {}).get(str(value)) or date_in_words(str(value), self._language)
        return " ".join((known or str(value)).split())


def _clauses_that_read(path: Path, clauses: Mapping[str, Section], chosen: Chosen) -> Line:
    line: list[Reference | Text] = []
    for id_, section in clauses.items():
        if any(read[: len(path)] == path for read in section.reads):
            line += [Text(", ")] if line else []
            line.append(Reference(id_, str(chosen.numbers[id_])))
    return tuple(line) or _line("–")


def calendar(
    clauses: Mapping[str, Sequence[Block | Place]], chosen: Chosen, line: Lines
) -> tuple[Block, ...]:
    """A table of every duty that has a clock: who, by when, and the paragraph that says so."""
    rows = tuple(
        (
            line(_holders(block)),
            line(_when(block.norm.clock)),
            _sentence(block),
            (_cited(id_, block, chosen),),
        )
        for id_, blocks in clauses.items()
        for block in blocks
        if isinstance(block, Paragraph) and block.norm.clock is not None and block.norm.duties
    )
    header = (_line("Who"), _line("When"), _line("What"), _line("Clause"))
    return (Table(header, rows, caption="Duties with a time limit"),) if rows else ()


def _holders(paragraph: Paragraph) -> str:
    named = [_ROLES.get(role, f"the {role.capitalize()}") for role in paragraph.norm.duties]
    text = " and ".join(named)
    return text[:1].upper() + text[1:]


def _when(clock: Clock) -> str:
    return _span(clock) + (f" after {clock.event}" if clock.event else "")


def _span(clock: Clock) -> str:
    """The time as the clause says it: "30 days"."""
    return counted(TBC if clock.amount is None else clock.amount, clock.unit)


def _sentence(paragraph: Paragraph) -> Line:
    """The sentence that names the time, else the first."""
    clock = paragraph.norm.clock
    time = _span(clock) if clock else ""
    return next((line for line in paragraph.lines if time in plain(line)), paragraph.lines[0])


def _cited(clause_id: str, paragraph: Paragraph, chosen: Chosen) -> Reference:
    number = paragraph.label if paragraph.level == 1 else str(chosen.numbers[clause_id])
    return Reference(paragraph.anchor or clause_id, number)


def _line(text: str) -> Line:
    return (Text(text),)
