"""The agreement in time: what is drawn, and the tables that say the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from modelpact.agreement import Annex, Band, Bar, Line, Obligation, Paragraph, Table, Text, Timeline, plain
from modelpact.computed import Lines
from modelpact.diagnostics import Path
from modelpact.in_words import date_in_words
from modelpact.periods import day, term_start
from modelpact.spec import Spec
from modelpact.time_bars import Numbers, dated, lengths

TITLE = "Report: this Agreement in time"
LENGTHS = "Periods that run from an event"

ZERO = date(2001, 1, 1)
"""Stands for the Effective Date where that has no day yet; no leap year follows for three years."""

Calendar = Callable[[Spec], Sequence[Obligation]]
"""The entries that the agreement has for a spec."""


def timeline(calendar: Calendar, spec: Spec, line: Lines, numbers: Numbers) -> Annex:
    """The report on what falls when; ``numbers`` are those of the clauses.

    Where the Effective Date has no day yet, what follows from it is drawn in days after it, and what has a
    day all the same stands in the tables only.
    """
    entries, language = calendar(spec), spec.at(("language",))
    stated = _bands(dated(entries, spec, line, numbers))
    counted = () if term_start(spec) or spec.at(("term", "end")) else _counted(calendar, spec, line, numbers)
    drawn = {plain(bar.label) for band in counted for bar in band.bars}
    periods = (bar for bar in lengths(entries, line) if plain(bar.label) not in drawn)
    more = _bands([(LENGTHS, periods)])
    tables = [
        *(_times(band, line) for band in counted),
        *(_days_table(band, language) for band in stated),
        *(_times(band, line) for band in more),
    ]
    picture = Timeline((*(counted or stated), *more), str(ZERO) if counted else "")
    none = Paragraph((line("No day of this Agreement is known yet."),))
    blocks = (_lead(line, is_counted=bool(counted)), *(tables or (none,)))
    return Annex("timeline", TITLE, blocks, picture if picture.bands else None)


def _counted(calendar: Calendar, spec: Spec, line: Lines, numbers: Numbers) -> tuple[Band, ...]:
    """What would have a day if the Effective Date had one, and has none now."""
    if not isinstance(spec.at(("term", "months")), int):
        return ()
    as_if = replace(spec, data={**spec.data, "effective_date": str(ZERO)})
    known = {_key(entry) for entry in calendar(spec) if day(entry.day)}
    entries = [entry for entry in calendar(as_if) if _key(entry) not in known]
    without = {**as_if.data, "release": {}, "access": {**as_if.data["access"], "start": None, "end": None}}
    is_whole = not (spec.at(("access", "start")) or spec.at(("access", "end")))
    bands = _bands(dated(entries, replace(as_if, data=without), line, numbers))
    return tuple(
        replace(band, bars=tuple(bar for bar in band.bars if is_whole or bar.kind != "access"))
        for band in bands
    )


def _key(entry: Obligation) -> tuple[str, str, str, str]:
    return entry.section, entry.paragraph, entry.about.text if entry.about else "", entry.rule


def _bands(found: Iterable[tuple[str, Iterable[Bar]]]) -> tuple[Band, ...]:
    """Those that have anything in them."""
    return tuple(Band(title, bars) for title, each in found if (bars := _in_order(each)))


def read(entries: Sequence[Obligation]) -> tuple[Path, ...]:
    """The fields that settle what it shows."""
    groups: tuple[Path, ...] = (("effective_date",), ("term",), ("access",), ("release", "stages"))
    counted = (entry.clock.source for entry in entries if entry.clock.source)
    days = (path for entry in entries for path in entry.sources)
    return tuple(dict.fromkeys((("document", "annexes"), *groups, *counted, *days)))


def _lead(line: Lines, *, is_counted: bool) -> Paragraph:
    says = (
        "This report informs the Parties and is no part of this Agreement; the clauses say what holds.",
        "Its days hold if everything happens on the day stated or planned.",
        "As the Effective Date has no day yet, the picture counts days from it." if is_counted else "",
    )
    return Paragraph(tuple(line(each) for each in says if each))


def _in_order(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """In the order of their days; those that say the same of the same days once, with all that they cite."""
    known: dict[tuple[str, str, str], Bar] = {}
    for bar in sorted(bars, key=lambda bar: (bar.first, bar.last, bar.days)):
        same = (plain(bar.label), bar.first, bar.last)
        cited = known[same].references if same in known else ()
        known[same] = replace(bar, references=tuple(dict.fromkeys((*cited, *bar.references))))
    return tuple(known.values())


# --- the same in words


def _days_table(band: Band, language: str) -> Table:
    return _table(band, ("From", "Until"), [_days(bar, language) for bar in band.bars])


def _times(band: Band, line: Lines) -> Table:
    return _table(band, ("Time",), [(line(_capital(bar.rule)),) for bar in band.bars])


def _table(band: Band, header: tuple[str, ...], times: Sequence[tuple[Line, ...]]) -> Table:
    """What each bar is, when, and where it says so."""
    names = tuple((Text(word),) for word in ("What", *header, "Clause"))
    rows = tuple((bar.label, *time, _cited(bar)) for bar, time in zip(band.bars, times, strict=True))
    return Table(names, rows, caption=band.title, row_headers=True)


def _days(bar: Bar, language: str) -> tuple[Line, Line]:
    """A day alone stands for its whole; one that may go on says so."""
    first, last = date_in_words(bar.first, language), date_in_words(bar.last, language)
    more = " or later, as it renews itself" if bar.goes_on else ""
    return (Text(first if bar.first != bar.last else "–"),), (Text(f"{last}{more}"),)


def _cited(bar: Bar) -> Line:
    inlines = [inline for reference in bar.references for inline in (Text(", "), reference)]
    return tuple(inlines[1:])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
