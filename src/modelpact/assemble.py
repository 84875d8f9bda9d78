"""From a checked spec to an agreement: choose the clauses, number them, fill them, build the tree.

Choosing and numbering come first, so that every clause knows whether another is there. Then everything is
filled and parsed, values as tokens; then it is known how each paragraph is cited, and the tree is built.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from types import CodeType
from typing import Any

from modelpact import calendar_tables, computed, numbering, terms
from modelpact.agreement import (
    Agreement,
    Annex,
    Block,
    Clause,
    Definition,
    Line,
    Origin,
    Paragraph,
    Part,
    Schedule,
    Signatory,
    SignatureBlock,
    Strong,
    Text,
    plain,
)
from modelpact.build import Builder, Section, section
from modelpact.conditions import compile_condition
from modelpact.diagnostics import FormError, Path
from modelpact.fields import TBC
from modelpact.fill import Filler
from modelpact.form import Form, Template
from modelpact.house_changes import house_changes
from modelpact.markup import ParagraphDraft, parse_blocks
from modelpact.numbering import Chosen
from modelpact.obligations import Passage, obligations
from modelpact.overrides import overridden, prose
from modelpact.spec import Spec
from modelpact.values import Ledger, Place, Reading

LETTER_PAPER = frozenset({"CA", "CL", "CO", "MX", "PH", "US"})
"""Where US Letter is the common paper (Unicode CLDR, paperSize)."""

Contents = Mapping[str, Sequence[Block]]
"""What stands where a template asks for computed content."""


def assemble(spec: Spec, form: Form, code: Mapping[str, CodeType]) -> Agreement:
    """The agreement that this form makes of this spec; ``code`` holds the form's compiled templates.

    Raises FormError where the form itself is wrong.
    """
    form = overridden(form, spec)
    ledger = Ledger(spec)
    chosen, reasons = choose(form, ledger)
    fill = _filling(Filler(form, code, ledger, chosen), ledger, reasons)
    clauses = {id_: fill(form.clauses[id_], f"{number}.") for id_, number in chosen.numbers.items()}
    schedules = {id_: fill(form.schedules[id_], "") for id_ in chosen.letters}
    meanings = {term.name: fill(term.means, "") for term in form.terms}
    signatures = tuple(_signatures(spec))
    ledger.open_points |= dict.fromkeys(_unsigned(signatures))
    pages = {name: fill(page, "") for name, page in form.pages.items()}  # last: the notices count open points

    finder = terms.TermFinder(form.terms)
    builder = Builder(clauses, chosen, ledger, finder, form)
    built, annexed, printed = (
        {id_: builder.blocks(section) for id_, section in sections.items()}
        for sections in (clauses, schedules, pages)
    )
    passages = tuple(_passages(form, chosen, built, annexed))
    entries = obligations(passages, spec)
    contents: dict[str, tuple[Block, ...]] = {
        "deviations": computed.deviations(spec, form, clauses, chosen, builder.line),
        "calendar": calendar_tables.calendar(entries, spec, builder.line),
        "own_values": computed.own_values(spec, form, (*clauses.values(), *schedules.values()), builder.line),
    }
    reports = _reports(spec, passages, builder, chosen)
    contents["definitions"] = _definitions(builder, finder, meanings)  # last: all that uses a term is built
    _refuse_lost_definitions(form, built, finder)
    contents["deviations"] += house_changes(spec, form, chosen, finder.used)
    contents["deviations"] = contents["deviations"] or computed.NO_DEVIATIONS
    defining = dict.fromkeys(path for name in finder.used for path in meanings[name].reads)
    origins = {
        id_: _origins(spec, (*section.reads, *(defining if Place("definitions") in built[id_] else ())))
        for id_, section in clauses.items()
    }
    parts = _parts(
        form,
        origins,
        chosen,
        {id_: _expanded(form.clauses[id_], blocks, contents) for id_, blocks in built.items()},
    )
    who = tuple(("parties", at) for at in range(len(spec.at(("parties",)))))  # named in the calendar by role
    annexes = tuple(
        Schedule(
            id_,
            letter,
            section.template.title,
            _expanded(section.template, annexed[id_], contents),
            _origins(spec, (*section.reads, *(who if Place("calendar") in annexed[id_] else ()))),
        )
        for (id_, section), letter in zip(schedules.items(), chosen.letters.values(), strict=True)
    )
    readers: list[Clause | Schedule] = [*(clause for part in parts for clause in part.clauses), *annexes]
    contents["to_be_confirmed"] = computed.to_be_confirmed(spec, form, ledger.open_points, readers)
    return Agreement(
        title=form.title or spec.kind.title,
        subject=_value(spec, "title"),
        reference=spec.at(("id",)),
        parties=tuple(_value(spec, "parties", index, "name") for index in range(len(spec.at(("parties",))))),
        language=spec.at(("language",)),
        paper=paper(spec),
        status=spec.at(("status",)),
        open_points=tuple(ledger.open_points),
        notices=tuple(
            plain(line)
            for notice in _paragraphs(form.pages["notices"], printed["notices"])
            for line in notice.lines
        ),
        cover=_expanded(form.pages["cover"], printed["cover"], contents) if "cover" in printed else (),
        parts=parts,
        schedules=annexes,
        signing=_paragraphs(form.pages["signing"], printed["signing"]),
        signatures=signatures,
        obligations=entries,
        closing=_paragraphs(form.pages["closing"], printed["closing"]),
        form_version=form.full_version,
        spec=_told(spec.source.data),
        spec_hash=spec_hash(spec),
        form_hash=form.hash,
        annexes=tuple(_annexes(spec, reports, readers)),
    )


def _annexes(
    spec: Spec, reports: Mapping[str, Annex], sections: Sequence[Clause | Schedule]
) -> Iterator[Annex]:
    """Every report that the spec asks for, each once, in its order."""
    path: Path = ("document", "annexes")
    for name in dict.fromkeys(spec.at(path) or ()):
        if name == "balance":
            from modelpact import balance_annex  # reports are rare, and cost 20 ms
            from modelpact.balance import balanced

            yield replace(balance_annex.annex(balanced(sections, spec)), sources=_origins(spec, (path,)))
        else:
            yield reports[name]


def _reports(spec: Spec, passages: Sequence[Passage], builder: Builder, chosen: Chosen) -> dict[str, Annex]:
    """The reports that the spec asks for and that use defined terms."""
    if "timeline" not in (spec.at(("document", "annexes")) or ()):
        return {}
    from modelpact import timeline

    calendar = partial(obligations, passages)
    drawn = timeline.timeline(calendar, spec, builder.line, chosen.numbers)
    return {"timeline": replace(drawn, sources=_origins(spec, timeline.read(calendar(spec))))}


def choose(form: Form, ledger: Ledger) -> tuple[Chosen, Mapping[str, tuple[Path, ...]]]:
    """Which clauses and schedules the agreement has, and for each the paths that decided it."""
    reasons: dict[str, tuple[Path, ...]] = {}

    def applies(template: Template) -> bool:
        answer = bool(compile_condition(template.when)(Reading(ledger)))
        reasons[template.key] = ledger.take_reads()
        return answer

    present = [id_ for part in form.outline for id_ in part.clauses if applies(form.clauses[id_])]
    letters = {id_: numbering.letter(index) for index, id_ in enumerate(form.schedule_ids)}
    chosen = Chosen(
        numbers={id_: number for number, id_ in enumerate(present, start=1)},
        letters={id_: letter for id_, letter in letters.items() if applies(form.schedules[id_])},
        surviving=tuple(id_ for id_ in present if form.clauses[id_].survives),
    )
    return chosen, reasons


def paper(spec: Spec) -> str:
    """``a4`` or ``letter``: what the spec says, else what is common where the first provider is."""
    stated = spec.get("document.paper")
    if stated:
        return str(stated)
    providers = [party for party in spec.at(("parties",)) if party["role"] in ("provider", "both")]
    return "letter" if providers and providers[0]["country"] in LETTER_PAPER else "a4"


def spec_hash(spec: Spec) -> str:
    """SHA-256 of the resolved spec as canonical JSON, in hexadecimal; what is silenced has no part in it."""
    text = json.dumps(_told(spec.resolved()), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the other side may read: nothing of what is silenced, nor of where the author keeps a master."""
    told = {name: value for name, value in data.items() if name != "lint"}
    if "master" in told:
        told["master"] = {name: told["master"][name] for name in ("id", "sha256")}
    return told


def _filling(
    filler: Filler, ledger: Ledger, reasons: Mapping[str, tuple[Path, ...]]
) -> Callable[[Template, str], Section]:
    def fill(template: Template, prefix: str) -> Section:
        text = prose(ledger, template) if template.override else filler.fill(template)
        try:
            drafts = parse_blocks(text)
        except FormError as error:
            raise template.located(error) from None
        reads = dict.fromkeys((*reasons.get(template.key, ()), *ledger.take_reads()))
        return section(template, drafts, prefix, tuple(reads))

    return fill


def _passages(
    form: Form,
    chosen: Chosen,
    clauses: Mapping[str, Sequence[Block | Place]],
    schedules: Mapping[str, Sequence[Block | Place]],
) -> Iterator[Passage]:
    for id_, number in chosen.numbers.items():
        yield Passage(form.clauses[id_], id_, str(number), clauses[id_])
    for id_, letter in chosen.letters.items():
        anchor = f"schedule-{letter.lower()}"
        yield Passage(form.schedules[id_], anchor, f"Schedule {letter}", schedules[id_])


def _definitions(
    builder: Builder, finder: terms.TermFinder, meanings: Mapping[str, Section]
) -> tuple[Definition, ...]:
    """The terms in use, and those that their definitions use, in alphabetical order."""
    found: dict[str, Definition] = {}
    while waiting := [name for name in finder.used if name not in found]:
        for name in waiting:
            first, *rest = _meaning(meanings[name], builder)
            lead = (Strong((Text(name),)), Text(" means "), *first)
            found[name] = Definition(name, terms.anchor(name), (lead, *rest))
    return tuple(found[name] for name in sorted(found, key=str.lower))


def _meaning(section: Section, builder: Builder) -> tuple[Line, ...]:
    """The sentences of a definition, which are one paragraph."""
    match section.drafts:
        case (ParagraphDraft(lines=[*lines]),) if lines:
            pass
        case _:
            place = f"{section.template.file}:{section.template.line}"
            raise FormError(f"{place}: a meaning is one paragraph, with no list or table")
    try:
        return tuple(map(builder.line, lines))
    except FormError as error:
        raise section.template.located(error) from None


def _refuse_lost_definitions(
    form: Form, built: Mapping[str, Sequence[Block | Place]], finder: terms.TermFinder
) -> None:
    """The definitions stand once in an agreement that uses defined terms."""
    count = sum(blocks.count(Place("definitions")) for blocks in built.values())
    if finder.used and count != 1:
        raise FormError(
            f"{form.clauses['definitions'].file}: the definitions must stand once in the clauses, "
            f"and stand there {count} times"
        )


def _parts(
    form: Form,
    origins: Mapping[str, tuple[Origin, ...]],
    chosen: Chosen,
    blocks: Mapping[str, tuple[Block, ...]],
) -> tuple[Part, ...]:
    """The parts that have a clause in this agreement, lettered."""

    def clause(id_: str) -> Clause:
        template = form.clauses[id_]
        return Clause(
            id=id_,
            number=chosen.numbers[id_],
            title=template.title,
            blocks=blocks[id_],
            kind=template.kind,
            bears=template.bears,
            benefits=template.benefits,
            mandatory=template.mandatory,
            override=template.override,
            sources=origins[id_],
        )

    present = [(part.title, [id_ for id_ in part.clauses if id_ in chosen.numbers]) for part in form.outline]
    return tuple(
        Part(numbering.letter(index), title, tuple(clause(id_) for id_ in ids))
        for index, (title, ids) in enumerate((title, ids) for title, ids in present if ids)
    )


def _expanded(template: Template, blocks: Sequence[Block | Place], contents: Contents) -> tuple[Block, ...]:
    """The blocks with computed content in its place."""
    for block in blocks:
        if isinstance(block, Place) and block.name not in contents:
            raise template.located(FormError(f"{block.name} can stand on the cover page only", block.name))
    return tuple(
        found
        for block in blocks
        for found in (contents[block.name] if isinstance(block, Place) else (block,))
    )


def _origins(spec: Spec, reads: Iterable[Path]) -> tuple[Origin, ...]:
    folder = os.path.dirname(spec.source.name) or "."  # noqa: PTH120 - pathlib cannot walk up before 3.12
    stated = [(path, spec.stated_span(path)) for path in reads]
    files = {span.file for _, span in stated if span}
    named = {file: os.path.relpath(file, folder).replace("\\", "/") for file in files}
    return tuple(Origin(path, span and span._replace(file=named[span.file])) for path, span in stated)


def _paragraphs(template: Template, blocks: Sequence[Block | Place]) -> tuple[Paragraph, ...]:
    """The blocks of a page that has nothing but paragraphs."""
    paragraphs = tuple(block for block in blocks if isinstance(block, Paragraph))
    if len(paragraphs) < len(blocks):
        raise template.located(FormError("this page can have paragraphs only"))
    return paragraphs


def _value(spec: Spec, *path: str | int) -> Text:
    """The text at a path as it prints; TBC where there is none."""
    value = spec.at(path)
    return Text(TBC if value is None else " ".join(str(value).split()), path)


def _signatures(spec: Spec) -> Iterator[SignatureBlock]:
    for index, party in enumerate(spec.at(("parties",))):
        people = party.get("signatories") or [{}]
        yield SignatureBlock(
            party=_value(spec, "parties", index, "name"),
            signatories=tuple(
                _signatory(spec, "parties", index, "signatories", at) for at in range(len(people))
            ),
            acknowledgements=(
                (_signatory(spec, "parties", index, "research_lead"),) if party.get("research_lead") else ()
            ),
        )


def _unsigned(blocks: Iterable[SignatureBlock]) -> Iterator[Path]:
    """Where a name or a title under a signature is still to be confirmed."""
    people = (person for block in blocks for person in (*block.signatories, *block.acknowledgements))
    texts = (text for person in people for text in (person.name, person.title))
    yield from (text.source for text in texts if text.text == TBC and text.source)


def _signatory(spec: Spec, *path: str | int) -> Signatory:
    return Signatory(_value(spec, *path, "name"), _value(spec, *path, "title"))
