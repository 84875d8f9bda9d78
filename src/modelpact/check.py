"""Everything that is wrong with a spec, from its bytes: YAML, schema, rules, glyphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from modelpact.diagnostics import Diagnostic, Position, Severity, Span
from modelpact.kinds import kind
from modelpact.load import Source, load
from modelpact.rules import findings
from modelpact.schema import validate
from modelpact.spec import Spec, build, is_letter, leaves
from modelpact.standard import STANDARD, FormInUse
from modelpact.yaml_reading import lines_of

if TYPE_CHECKING:
    from datetime import date

    from modelpact.letters import Reader

_CHARACTERS_NAMED = 5


class Silencer(StrEnum):
    """Who silences a finding: the spec, or whoever asked for the check."""

    SPEC = "spec"
    CALLER = "caller"


class Ignored(NamedTuple):
    """A finding that is silenced, why, and by whom."""

    diagnostic: Diagnostic
    reason: str
    by: Silencer = Silencer.SPEC


class Checked(NamedTuple):
    """What came of checking one file."""

    name: str
    texts: Mapping[str, str]
    """Each file's text by name, for showing the line of a finding."""
    source: Source | None
    spec: Spec | None
    """None where the data could not be read or depart from the schema."""
    diagnostics: tuple[Diagnostic, ...]
    ignored: tuple[Ignored, ...] = ()

    def for_reports(self) -> Checked:
        """Only what reports read: the specs of a large folder would not fit into memory."""
        texts = self.texts if self.diagnostics or self.ignored else {}
        return self._replace(texts=texts, source=None, spec=None)


def check(  # noqa: PLR0913 - each is one plain question, asked by its name
    name: str,
    content: bytes,
    *,
    read: Reader | None = None,
    printing: bool = False,
    as_of: date | None = None,
    form: FormInUse = STANDARD,
) -> Checked:
    """All findings at once; a stage with errors ends the checking where the next would only repeat them.

    ``read`` reads the files that the spec names (house terms, a letter's master, model cards); without it
    there are none.
    ``printing``: the agreement is about to be printed, so a character without a glyph is an error. ``as_of``:
    the day that rules about today compare with; without it they do not run. ``form``: what the agreement is
    to be made with.
    """
    texts = {name: content.decode("utf-8-sig", errors="replace")}
    source, found = load(name, content)
    if source is not None and "extends" in source.data:
        from modelpact.extends import extend, no_files

        texts = dict(source.texts)
        source, more = extend(source, read or no_files, texts)
        found = (*found, *more)
    if source is None:
        return Checked(name, texts, None, None, _in_order(found))
    departures = tuple(validate(source))
    if departures:
        return Checked(name, source.texts, source, None, _in_order((*found, *departures)))
    spec = build(source, kind(source.data["kind"]), as_of, form)
    if is_letter(source.data):
        from modelpact.extends import no_files
        from modelpact.letters import with_master

        spec, more = with_master(spec, read or no_files)
        found = (*found, *more)
    if any("model_card_file" in model for model in spec.data.get("models") or ()):
        from modelpact.cards.named import with_cards
        from modelpact.extends import no_files

        spec, more = with_cards(spec, read or no_files)
        found = (*found, *more)
    severity = Severity.ERROR if printing else Severity.WARNING
    found = (*found, *findings(spec), *_without_glyph(source, severity))
    kept, ignored = _sorted_out(spec, found)
    return Checked(name, source.texts, source, spec, kept, ignored)


def _in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=Diagnostic.sort_key))


def _sorted_out(
    spec: Spec, found: Iterable[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], tuple[Ignored, ...]]:
    """What counts, and what the spec silences; an error can't be silenced."""
    reasons = {entry["rule"]: entry["reason"] for entry in spec.get("lint.ignore") or []}
    kept, ignored = [], []
    for each in _in_order(found):
        if each.rule in reasons and each.severity is not Severity.ERROR:
            ignored.append(Ignored(each, reasons[each.rule]))
        else:
            kept.append(each)
    return tuple(kept), tuple(ignored)


def _without_glyph(source: Source, severity: Severity) -> Iterator[Diagnostic]:
    """Each value with characters that the document's fonts can't show, at the first of them."""
    if all(text.isascii() and "\\" not in text for text in source.texts.values()):
        return
    from modelpact.glyphs import missing

    for path, value in leaves(source.data):
        chars = list(dict.fromkeys(char for _, char in missing(value))) if _may_lack_glyphs(value) else []
        if chars:
            shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in chars[:_CHARACTERS_NAMED])
            more = f" and {len(chars) - _CHARACTERS_NAMED} more" if len(chars) > _CHARACTERS_NAMED else ""
            message = f"the document's fonts can't show {shown}{more}"
            hint = _letters(chars)
            span = _place_of(chars[0], source.value_span(path), source)
            yield Diagnostic("glyph-missing", severity, message, span, hint, path)


def _letters(chars: Sequence[str]) -> str:
    """Where to get the characters' fonts, or what to write in their place."""
    from modelpact.script_fonts import script_of

    fonts = [script_of(char) for char in chars]
    if all(fonts):
        scripts = " and ".join(dict.fromkeys(font.script.title() for font in fonts if font))
        return f"install fonts for {scripts}: pip install 'modelpact[fonts]'"
    return "write it in letters that they have: Latin, Greek or Cyrillic"


def _may_lack_glyphs(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not value.isascii()


def _place_of(char: str, span: Span, source: Source) -> Span:
    """Where a character stands in a value; the whole value where an escape stands for it."""
    lines = lines_of(source.texts[span.file])
    for line in range(span.start.line, span.end.line + 1):
        begin = span.start.column - 1 if line == span.start.line else 0
        column = lines[line - 1].find(char, begin) + 1
        if column and Position(line, column) < span.end:
            return Span(span.file, Position(line, column), Position(line, column + 1))
    return span
