"""Which clauses and schedules of an agreement a field shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from modelpact.agreement import Agreement, Clause, Schedule, key
from modelpact.diagnostics import Path
from modelpact.explained.clause import template_of
from modelpact.explained.stated import Shaped, shaped
from modelpact.explained.tracing import Names, reads_of
from modelpact.form import Form
from modelpact.form_fields import reads
from modelpact.predicates import PREDICATES
from modelpact.spec import Spec


class Shaping:
    """Told from what was read to choose and fill each of them.

    A list may have been read as a whole, by a question such as whether anything crosses a border. Then a
    field in its entries shapes the clause only if the clause, or such a question of it, asks for that field.
    """

    def __init__(self, agreement: Agreement, spec: Spec, form: Form) -> None:
        self._sections = tuple(agreement.sections())
        self._spec, self._form = spec, form
        self._asked: dict[str, frozenset[Names]] = {}

    def by(self, path: Path) -> Iterator[Shaped]:
        """What the field at a path, or something in it, shapes."""
        return (shaped(section) for section in self._sections if self._does(path, section))

    def _does(self, path: Path, section: Clause | Schedule) -> bool:
        names = tuple(key for key in path if isinstance(key, str))
        for source in section.sources:
            if source.path[: len(path)] == path:
                return True
            if path[: len(source.path)] == source.path:
                whole = self._spec.at(source.path)
                if not _has_fields(whole) or any(
                    asked[: len(names)] == names for asked in self._asks(key(section))
                ):
                    return True
        return False

    def _asks(self, id_: str) -> frozenset[Names]:
        """The fields that a section of the form asks for by name, in its text and by its questions."""
        if id_ not in self._asked:
            template = template_of(id_, self._form)
            found: set[Names] = set()
            if template:
                asked = reads(template)
                found = {tuple(name.split(".")) for name in asked.fields}
                found |= {names for name in asked.predicates for names in self._questions[name]}
            self._asked[id_] = frozenset(found)
        return self._asked[id_]

    @cached_property
    def _questions(self) -> Mapping[str, set[Names]]:
        return {name: reads_of(question, self._spec) for name, question in PREDICATES.items()}


def _has_fields(value: object) -> bool:
    """Whether it is a group of fields, or a list of groups."""
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
    )
