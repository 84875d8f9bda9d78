"""Why the words of an agreement changed: the fields of the spec that differ, the form, or another clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from modelpact.agreement import Definition, Emphasis, Inline, Line, Reference, Strong, Term
from modelpact.diagnostics import Path
from modelpact.fields import TBC, contract
from modelpact.redline import (
    BlockChange,
    Cause,
    Change,
    LineChange,
    ParagraphChange,
    Redline,
    SectionChange,
)
from modelpact.spec import Spec, value_at

NOT_STATED = "not stated"
_ABOUT_THE_FILE = frozenset({"modelpact", "extends", "lint"})


def explained(redline: Redline, old: Spec, new: Spec) -> Redline:
    """The redline with the cause of each change, told from the two specs that its agreements were made of."""
    differing = tuple(differences(old, new))
    sections = tuple(_Explainer(redline, section, differing).explained() for section in redline.sections)
    return redline._replace(sections=sections)


def differences(old: Spec, new: Spec) -> Iterator[Cause]:
    """Every field whose value differs between two specs, defaults filled in, in the order of the new one."""
    for differing in _differing(_Fields(old.data), _Fields(new.data)):
        path, was, now = differing.path, differing.old.value, differing.new.value
        if path[0] not in _ABOUT_THE_FILE:
            yield Cause(
                path,
                _written(was),
                _written(now),
                old.stated_span(differing.old.path),
                new.stated_span(differing.new.path),
                favours(path, was, now),
            )
    yield from _stated_by_one(old, new)


def _stated_by_one(old: Spec, new: Spec) -> Iterator[Cause]:
    """Groups that one of the specs states with nothing but default values: enough to bring in a clause."""
    for name in contract().children:
        path = (name,)
        if old.is_stated(path) != new.is_stated(path) and (old.at(path) or {}) == (new.at(path) or {}):
            was, now = ("stated", NOT_STATED) if old.is_stated(path) else (NOT_STATED, "stated")
            yield Cause(path, was, now, old.stated_span(path), new.stated_span(path))


def favours(path: Path, old: Any, new: Any) -> str:
    """Whom a field's change favours, ``provider`` or ``recipient``; empty where the schema does not say.

    ``x-favours`` of a field says whom a ``higher`` number favours, or gives its values in ``order``, from the
    best for the provider to the best for the recipient.
    """
    field = contract().at(tuple(key for key in path if isinstance(key, str)))
    said = field.node.get("x-favours") if field else None
    if not said:
        return ""
    before, after = _rank(said, old), _rank(said, new)
    if before is None or after is None or before == after:
        return ""
    return "recipient" if after > before else "provider"


def _rank(said: Mapping[str, Any], value: Any) -> float | None:
    """The greater, the better for the recipient; None where nothing is said of the value."""
    if "order" in said:
        return float(said["order"].index(value)) if value in said["order"] else None
    if not isinstance(value, int):
        return None
    return float(value) if said["higher"] == "recipient" else -float(value)


class _Fields(NamedTuple):
    """A value of one of the specs, and where it is."""

    value: Any
    path: Path = ()

    def inside(self, key: str | int | None) -> _Fields:
        """What is below; nothing where the key is None."""
        return _Fields(
            None if key is None else value_at(self.value, (key,)), (*self.path, "" if key is None else key)
        )


class _Differing(NamedTuple):
    old: _Fields
    new: _Fields

    @property
    def path(self) -> Path:
        """Where it is now; where it was, if it is gone."""
        return self.old.path if self.new.value is None else self.new.path


def _differing(old: _Fields, new: _Fields) -> Iterator[_Differing]:
    if _is_whole_group(old, new):
        old, new = (side._replace(value=side.value or type(new.value or old.value)()) for side in (old, new))
    if isinstance(old.value, Mapping) and isinstance(new.value, Mapping):
        for name in dict.fromkeys((*new.value, *old.value)):
            yield from _differing(old.inside(name), new.inside(name))
    elif _are_groups(old.value) and _are_groups(new.value):
        for before, after in _paired(old.value, new.value):
            yield from _differing(old.inside(before), new.inside(after))
    elif old.value != new.value or type(old.value) is not type(new.value):
        yield _Differing(old, new)


def _is_whole_group(old: _Fields, new: _Fields) -> bool:
    """Whether one side lacks a group of fields of which each is worth naming by itself."""
    there = new.value if old.value is None else old.value
    lacking = old.value is None or new.value is None
    is_named = len(old.path) == 1 or (old.path[:1] == ("clauses",) and len(old.path) == 2)  # noqa: PLR2004
    return lacking and is_named and isinstance(there, Mapping | list)


def _are_groups(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value)


def _paired(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int | None, int | None]]:
    """The places of entries that answer to each other: by id or name first, what is left in order."""
    named = {_name(entry): index for index, entry in enumerate(old) if _name(entry)}
    pairs = {index: named.pop(_name(entry)) for index, entry in enumerate(new) if _name(entry) in named}
    left = [index for index in range(len(old)) if index not in pairs.values()]
    for index in range(len(new)):
        yield pairs[index] if index in pairs else left.pop(0) if left else None, index
    yield from ((index, None) for index in left)


def _name(entry: Mapping[str, Any]) -> Any:
    return entry.get("id") or entry.get("name")


def _written(value: Any) -> str:
    """A value on one line, much as YAML writes it."""
    match value:
        case None:
            return NOT_STATED
        case bool():
            return "true" if value else "false"
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{key}: {_written(inner)}' for key, inner in value.items())}}}"
    return " ".join(str(value).split())


# --- what caused which change


@dataclass(frozen=True, slots=True)
class _Explainer:
    redline: Redline
    section: SectionChange
    differing: tuple[Cause, ...]

    def explained(self) -> SectionChange:
        blocks = tuple(self._block(block) for block in self.section.blocks)
        if self.section.change in (Change.ADDED, Change.REMOVED):
            return self.section._replace(causes=self._of_presence())
        own = (*self._of_title(), *(cause for block in blocks for cause in block.causes))
        return self.section._replace(blocks=blocks, causes=tuple(dict.fromkeys(own)))

    def _block(self, block: BlockChange) -> BlockChange:
        if block.change is Change.SAME or self.section.old is None or self.section.new is None:
            return block
        causes = (cause for part in _parts(block) for cause in self._of_block(part))
        return block._replace(causes=tuple(dict.fromkeys(causes)))

    def _of_presence(self) -> tuple[Cause, ...]:
        """Its own entry under ``clauses``, else what its condition and its words read."""
        own = (cause for cause in self.differing if cause.path[:1] == ("clauses",))
        named = f"id: {self.section.id},"
        said = tuple(cause for cause in own if named in cause.old or named in cause.new)
        return said or self._read(self.section) or self._form()

    def _of_title(self) -> tuple[Cause, ...]:
        old, new = self.section.old, self.section.new
        retitled = old and new and old.title != new.title
        return self._read(self.section) or self._form() if retitled else ()

    def _of_block(self, block: BlockChange) -> tuple[Cause, ...]:
        inlines = [inline for line in _lines(block) for inline in _changed(line)]
        shown = tuple(cause for cause in self.differing if any(_shows(inline, cause) for inline in inlines))
        return (
            shown
            or self._other_sections(block, inlines)
            or self._read(self.section)
            or tuple(cause for section in self._cited(block) for cause in self._read(section))
            or self._form()
            or tuple(Cause(because=f"{_named(section)} changed") for section in self._cited(block))
            or tuple(cause for cause in self.differing if (TBC in cause.old) != (TBC in cause.new))
        )

    def _other_sections(self, block: BlockChange, inlines: Sequence[Inline]) -> tuple[Cause, ...]:
        """A reference that came or went with its clause; a definition with the words that use it."""
        anchors = {inline.anchor for inline in inlines if isinstance(inline, Reference)}
        gone = [
            s for s in self.redline.sections if s.id in anchors and s.change in (Change.ADDED, Change.REMOVED)
        ]
        term = _term(block)
        using = [s for s in self.redline.changed() if s.id != self.section.id and term and _uses(s, term)]
        return (
            *(Cause(because=f"{_named(section)} was {section.change}") for section in gone),
            *(Cause(because=f"{_named(section)} {_did(section)} the term") for section in using[:1]),
        )

    def _read(self, section: SectionChange) -> tuple[Cause, ...]:
        paths = {path for side in (section.old, section.new) if side for path in side.sources}
        return tuple(cause for cause in self.differing if any(_related(path, cause.path) for path in paths))

    def _form(self) -> tuple[Cause, ...]:
        old, new = self.redline.old.agreement, self.redline.new.agreement
        if old.form_hash == new.form_hash:
            return ()
        return (Cause(because=f"the form changed from version {old.form_version} to {new.form_version}"),)

    def _cited(self, block: BlockChange) -> list[SectionChange]:
        """The changed clauses that the rows or lines of the block refer to."""
        lines = (
            line for each in _lines(block) if each.change is not Change.SAME for line in (each.old, each.new)
        )
        anchors = {
            leaf.anchor.partition(".")[0]
            for line in lines
            for leaf in _leaves(line or ())
            if isinstance(leaf, Reference)
        }
        return [s for s in self.redline.changed() if s.id in anchors and s.id != self.section.id]


def _parts(block: BlockChange) -> Iterator[BlockChange]:
    """What is explained by itself: each row of a table that both agreements have."""
    if isinstance(block, ParagraphChange) or not (block.old and block.new):
        yield block
    else:
        yield from (block._replace(rows=(row,)) for row in block.rows if row.change is not Change.SAME)


def _lines(block: BlockChange) -> Iterator[LineChange]:
    if isinstance(block, ParagraphChange):
        yield from block.lines
    else:
        yield from (cell for row in block.rows for cell in row.cells)


def _changed(line: LineChange) -> Iterator[Inline]:
    """What came or went."""
    for passage in line.passages:
        if passage.change is not Change.SAME:
            yield from _leaves((*passage.old, *passage.new))


def _leaves(line: Line) -> Iterator[Inline]:
    for inline in line:
        if isinstance(inline, Strong | Emphasis):
            yield from _leaves(inline.children)
        else:
            yield inline


def _shows(inline: Inline, cause: Cause) -> bool:
    """Whether the words are the value of the field, or of one in it."""
    source: Path | None = getattr(inline, "source", None)
    return source is not None and _related(source, cause.path)


def _related(path: Path, other: Path) -> bool:
    """Whether one of them is in the other, or they are one."""
    length = min(len(path), len(other))
    return path[:length] == other[:length]


def _named(section: SectionChange) -> str:
    latest = section.latest
    return (
        f"{latest.label} “{latest.title}”"
        if latest.label.startswith("Schedule")
        else f"clause “{latest.title}”"
    )


def _did(section: SectionChange) -> str:
    return "used" if section.new is None else "uses"


def _term(block: BlockChange) -> str:
    """The anchor of the definition that came or went."""
    side = block.new or block.old
    return (
        side.anchor if isinstance(side, Definition) and block.change in (Change.ADDED, Change.REMOVED) else ""
    )


def _uses(section: SectionChange, term: str) -> bool:
    inlines = (inline for block in section.blocks for line in _lines(block) for inline in _changed(line))
    return any(isinstance(inline, Term) and inline.anchor == term for inline in inlines)
