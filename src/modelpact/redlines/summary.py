"""What every format of a redline says in words: headings, causes, the count at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from modelpact.agreement import Definition, Paragraph
from modelpact.diagnostics import Span, dotted
from modelpact.redline import Cause, Change, ParagraphChange, Redline, SectionChange

READING_AID = "a reading aid, no grade"
_LONGEST = 90


def heading(section: SectionChange) -> str:
    """Number, title and what happened: ``34. Publication: reworded (was 33)``."""
    latest, old = section.latest, section.old
    was = f" (was {old.label})" if old and section.renumbered else ""
    retitled = f", titled “{old.title}” before" if old and section.new and old.title != latest.title else ""
    return f"{numbered_title(section)}: {happened(section)}{was}{retitled}"


def numbered_title(section: SectionChange) -> str:
    """Number and title: ``34. Publication``, ``Schedule B Access and users``."""
    return f"{number(section)} {section.latest.title}".strip()


def number(section: SectionChange) -> str:
    """What stands before the title: ``34.`` for a clause, ``Schedule B``, or nothing."""
    label = section.latest.label
    return f"{label}." if label.isdigit() else label


def happened(section: SectionChange) -> str:
    """``reworded``, ``added``, ``removed``, ``moved`` or ``moved and reworded``."""
    if not section.moved:
        return str(section.change)
    return "moved" if section.change is Change.SAME else f"moved and {section.change}"


def reason(cause: Cause) -> str:
    """One line: the field, its values and its place, whom it favours; or what else it was."""
    if cause.because:
        return f"because {cause.because}"
    place = "".join(f", {each}" for each in dict.fromkeys(_places(cause)))
    favoured = f"; favours the {cause.favours}" if cause.favours else ""
    return f"{dotted(cause.path)}: {_short(cause.old)} -> {_short(cause.new)}{place}{favoured}"


def _places(cause: Cause) -> Iterator[str]:
    """Where the values stand: the new one's place, and the old one's where it is another file."""
    spans: list[Span] = [span for span in (cause.new_span, cause.old_span) if span]
    yield from (str(span) for span in spans[:1])
    yield from (f"was {span}" for span in spans[1:])


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"


def label(paragraph: ParagraphChange) -> str:
    """The paragraph's number as it is now; as it was, where it is gone."""
    side: Paragraph | Definition | None = paragraph.new or paragraph.old
    return side.label if isinstance(side, Paragraph) else ""


def lean_counts(redline: Redline) -> Counter[str]:
    """How many fields changed in whose favour."""
    causes = {cause for section in redline.changed() for cause in section.causes if cause.favours}
    return Counter(cause.favours for cause in causes)


def counts(redline: Redline) -> dict[str, int]:
    """How many clauses and other parts changed in what way, and how many were only renumbered."""
    clauses = [section for section in redline.changed() if section.latest.label.isdigit()]
    found = Counter(section.change for section in clauses)
    return {
        **{str(change): found[change] for change in (Change.REWORDED, Change.ADDED, Change.REMOVED)},
        "moved": sum(section.moved for section in clauses),
        "other parts changed": sum(1 for _ in redline.changed()) - len(clauses),
        "only renumbered": sum(_only_renumbered(redline.sections)),
    }


def counted(redline: Redline) -> str:
    """The last line: how much changed, how much was only renumbered, and whom it favours."""
    found = counts(redline)
    others, renumbered = found.pop("other parts changed"), found.pop("only renumbered")
    line = f"clauses: {', '.join(f'{count} {how}' for how, count in found.items())}"
    line += f"; other parts changed: {others}"
    line += f"; only renumbered: {renumbered}" if renumbered else ""
    leans = lean_counts(redline)
    if leans:
        sides = (f"{count} the {whom}" for whom, count in sorted(leans.items()))
        line += f"; fields that changed in favour of: {', '.join(sides)} ({READING_AID})"
    return line


def _only_renumbered(sections: Iterable[SectionChange]) -> Iterator[bool]:
    return (each.renumbered and not each.moved and each.change is Change.SAME for each in sections)
