"""What an agreement says about itself: its deviations from the form, and what it leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from modelpact.agreement import (
    Block,
    Clause,
    Line,
    Paragraph,
    Reference,
    Schedule,
    Table,
    Text,
)
from modelpact.build import Section
from modelpact.diagnostics import Path
from modelpact.fields import TBC, contract
from modelpact.form import Form
from modelpact.in_words import counted, date_in_words, money_in_words
from modelpact.numbering import Chosen
from modelpact.overrides import Override, overrides
from modelpact.spec import Spec, value_at

_CHANGES = {"excluded": "left out", "replaced": "reworded", "added": "added", "term": "defined"}
_NOT_TERMS = frozenset(
    {"modelpact", "extends", "document", "status", "language", "illustrative", "lint", "kind", "clauses"}
)
"""Fields that are about the document and not a term of the agreement."""
_OF_LETTER = frozenset({"id", "title", "structure", "master"})
"""Fields that are about a letter and not a term of it."""


NO_DEVIATIONS: tuple[Block, ...] = (Paragraph(((Text("Nothing differs from the standard form."),),)),)
"""What stands where there is no table of deviations."""

Lines = Callable[[str], Line]
"""Makes inlines of the form's own words, defined terms found."""


def deviations(
    spec: Spec, form: Form, clauses: Mapping[str, Section], chosen: Chosen, line: Lines
) -> tuple[Block, ...]:
    """A table of every value that differs from the kind's default, and one of the spec's own clauses."""
    standard, wording = spec.standard(), _Wording(form, spec)
    rows = tuple(
        (
            (Text(title_of(path)),),
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
    return tables


def _override_row(spec: Spec, form: Form, change: Override, chosen: Chosen) -> tuple[Line, Line, Line]:
    reason = "–" if change.what == "term" else spec.at((*change.path, "reason")) or TBC
    title = form.clauses[change.id].title if change.id in form.clauses else change.id
    number = f"{chosen.numbers[change.id]}. " if change.id in chosen.numbers else ""
    return (
        (Text(f"{number}{title}", (*change.path, "id")),),
        _line(_CHANGES[change.what]),
        (Text(" ".join(str(reason).split()), (*change.path, "reason")),),
    )


def _settled(spec: Spec, standard: Mapping[str, Any]) -> Iterator[Path]:
    """Every field that has a default and another value here, in the order of the schema."""
    for path in contract().values():
        usual = value_at(standard, path)
        if path[0] not in _NOT_TERMS and usual is not None and spec.at(path) != usual:
            yield path


def own_values(spec: Spec, form: Form, sections: Sequence[Section], line: Lines) -> tuple[Block, ...]:
    """A table of what a letter settles and none of its clauses says; a sentence where there is nothing.

    Silence leaves a term to the master, so only what the spec itself writes counts.
    """
    if form.master is None:
        return ()
    said = {read[:end] for section in sections for read in section.reads for end in range(len(read) + 1)}
    terms = (path for path in contract().values() if path[0] not in _NOT_TERMS | _OF_LETTER)
    settled = [path for path in terms if path not in said and spec.is_written(path)]
    if not settled:
        return (Paragraph((line("No value is listed."),)),)
    wording, titles = _Wording(form, spec), _titles_by_field(form.master)
    rows = tuple(
        (
            (Text(title_of(path)),),
            (Text(wording.of(path, spec.source.data), path),),
            (Text(", ".join(_of_readers(path, titles)) or "–"),),
        )
        for path in settled
    )
    header = (_line("Term"), _line("This letter"), _line("Clause of the Master Agreement"))
    return (Table(header, rows, row_headers=True),)


def _titles_by_field(form: Form) -> list[tuple[str, tuple[str, ...]]]:
    """For each clause of the form its title and the fields that it reads."""
    from modelpact.form_fields import reads  # parses every clause, which only a letter needs

    return [(f"“{clause.title}”", reads(clause).fields) for clause in form.clauses.values()]


def _of_readers(path: Path, titles: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """The titles of the clauses that read a field, or a part of it."""
    name = ".".join(map(str, path))
    return (title for title, fields in titles if any(f"{field}.".startswith(f"{name}.") for field in fields))


def title_of(path: Path) -> str:
    """The titles of a field and of what it is in: "Publication: review period"."""
    steps = (contract().at(path[:end]) for end in range(1, len(path) + 1))
    titles = [field.title for field in steps if field and field.title]
    return _joined(titles, ": ")


def _joined(titles: Sequence[str], between: str) -> str:
    """Titles in one line, none but the first with a capital; SHA-256 keeps its own."""
    lower = [title if title[1:2].isupper() else title[:1].lower() + title[1:] for title in titles[1:]]
    return between.join([*titles[:1], *lower]).replace("'", "’")


class _Wording:
    """Puts values into words for a table: choices by their phrases, dates and times as the clauses do."""

    def __init__(self, form: Form, spec: Spec) -> None:
        self._phrases, self._language = form.phrases, str(spec.at(("language",)))

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

    def until_chosen(self, path: Path, data: Any) -> str:
        """What the text says while a closed choice is open: its default."""
        return "as if nothing were said" if value_at(data, path) is None else self.of(path, data)

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
            return money_in_words(**value)
        if isinstance(value, dict):
            named = ((key, self._word(f"{name}.{key}", inner)) for key, inner in value.items())
            return ", ".join(f"{key.replace('_', ' ')} {words}" for key, words in named if key != "id")
        written, known = str(value), self._phrases.get(name, {}).get(str(value))
        if known and written[:1].isupper():  # a name of its own, such as SL3
            known = f"{written}, {known}"
        return " ".join((known or date_in_words(written, self._language) or written).split())


def _clauses_that_read(path: Path, clauses: Mapping[str, Section], chosen: Chosen) -> Line:
    found = (id_ for id_, section in clauses.items() if _touches(section.reads, path))
    return _listed(Reference(id_, str(chosen.numbers[id_])) for id_ in found)


def _touches(reads: Iterable[Path], path: Path) -> bool:
    return any(read[: len(path)] == path for read in reads)


def _listed(references: Iterable[Reference]) -> Line:
    line: list[Reference | Text] = []
    for reference in references:
        line += [Text(", "), reference] if line else [reference]
    return tuple(line) or _line("–")


def to_be_confirmed(
    spec: Spec, form: Form, points: Iterable[Path], sections: Sequence[Clause | Schedule]
) -> tuple[Block, ...]:
    """A table of what is open: each closed choice with what the text says until it is made, the rest TBC."""
    wording = _Wording(form, spec)
    choices: dict[Path, list[Path]] = {}
    values: dict[Path, list[Path]] = {}
    for path in points:
        field = contract().at(path)
        if field and field.is_choice:
            choices.setdefault(_named(path), []).append(path)
        else:
            values.setdefault(_named(path[:-1]), []).append(path)
    rows = [
        (title_of(paths[0]), wording.until_chosen(paths[0], spec.data), paths) for paths in choices.values()
    ]
    rows += [(_titles(paths), TBC, paths) for paths in values.values()]
    lines = tuple(
        (
            (Text(title),),
            (Text(until, paths[0]),),
            _listed(found for place in sections if (found := _reader(place, paths))),
        )
        for title, until, paths in rows
    )
    header = (_line("Point"), _line("What stands in the text until then"), _line("Clause"))
    return (Table(header, lines, caption="Still to be confirmed", row_headers=True),) if lines else ()


def _named(path: Path) -> Path:
    """The path without list positions."""
    return tuple(key for key in path if isinstance(key, str))


def _titles(paths: Sequence[Path]) -> str:
    """The titles of fields that stand side by side, after those of what they are in."""
    fields = (contract().at(path) for path in paths if isinstance(path[-1], str))
    names = dict.fromkeys(field.title for field in fields if field)
    return _joined([*filter(None, (title_of(paths[0][:-1]), _joined([*names], ", ")))], ": ")


def _reader(place: Clause | Schedule, paths: Sequence[Path]) -> Reference | None:
    """The clause or the schedule, if it reads one of the paths."""
    reads = [source.path for source in place.sources]
    if not any(_touches(reads, path) for path in paths):
        return None
    text = str(place.number) if isinstance(place, Clause) else f"Schedule {place.letter}"
    return Reference(place.anchor, text)


def _line(text: str) -> Line:
    return (Text(text),)
