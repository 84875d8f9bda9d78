"""Proves the standard form over specs of every kind and prints what was found: ``make proof``, ``make soak``.

The checks of each agreement are those of ``tests/house/test_form.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice, product
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple
from unittest.mock import patch

import covering
import effects
import tracing
import wording
from house import test_form
from house.test_form import FORM, FORMS, LETTER, form_of
from modelpact.agreement import Agreement, plain
from modelpact.assemble import assemble
from modelpact.check import Checked, check
from modelpact.cli.printing import line
from modelpact.compare import compare
from modelpact.diagnostics import Severity
from modelpact.kinds import kind
from modelpact.load import Source
from modelpact.pipeline import check_file
from modelpact.redlines import docx as redlines
from modelpact.renderers import FORMATS, docx
from modelpact.spec import build, is_letter
from specs import KINDS, as_agreement, as_letter, random_spec
from support import ROOT
from tracked import settled

Data = dict[str, Any]
Groups = Mapping[str, Sequence[Data]]
Finding = tuple[str, str]
"""The check that failed, or ``assembles``, and what it said."""

OF_EACH_KIND = 60
CHECKS: tuple[Callable[[], None], ...] = (
    test_form.test_no_word_has_a_capital_that_no_definition_explains,
    test_form.test_terms_are_defined_if_and_only_if_they_are_used,
    test_form.test_references_lead_somewhere,
    test_form.test_every_clause_and_schedule_says_something,
    test_form.test_no_word_space_or_stop_is_doubled,
)
_UNRESOLVED = re.compile(r"[{}\ue000-\uf8ff]")
_MISCOUNTED = re.compile(r"\b1 (?:hour|day|month|year)s\b|\b(?!1\b)[0-9]+ (?:hour|day|month|year)\b")


def main() -> int:
    """Prove or soak; 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soak", type=int, metavar="COUNT", help="random specs to Markdown and HTML instead")
    parser.add_argument("--redlines", type=int, metavar="COUNT", help="Word redlines of random pairs instead")
    parser.add_argument("--minutes", type=float, default=60, help="stop a soak after so long (60)")
    options = parser.parse_args()
    if options.redlines:
        return soak_redlines(options.redlines)
    return soak(options.soak, options.minutes) if options.soak else prove()


# --- the proof


@dataclass(slots=True)
class Proved:
    """What a number of specs showed; small enough to pass between processes."""

    findings: dict[Finding, list[str]] = field(default_factory=dict)
    """Each with the names of the specs that have it."""
    present: Counter[str] = field(default_factory=Counter)
    """How many agreements have a clause or a schedule, by its id."""
    agreements: int = 0
    sentences: set[str] = field(default_factory=set)
    taken: set[tracing.Branch] = field(default_factory=set)

    def add(self, other: Proved) -> None:
        """Take in what other specs showed."""
        for finding, names in other.findings.items():
            self.findings.setdefault(finding, []).extend(names)
        self.present.update(other.present)
        self.agreements += other.agreements
        self.sentences |= other.sentences
        self.taken |= other.taken


def prove() -> int:
    """Every agreement is whole, every clause and branch is used, the language is plain."""
    pairwise = tuple(covering.covering_specs(1))
    randoms = tuple(spec for name in KINDS for spec in islice(valid_specs(name), OF_EACH_KIND))
    examples = tuple(_example(path) for path in sorted((ROOT / "examples").rglob("*.agreement.yaml")))
    letters = tuple(spec for name in KINDS for spec in islice(valid_specs(name, letter=True), OF_EACH_KIND))
    groups = {
        "pairwise": pairwise,
        "pairwise master": tuple(map(as_agreement, filter(is_letter, pairwise))),
        "pairwise letter": tuple(map(as_letter, pairwise)),
        "random": randoms,
        "random letter": letters,
        "excluding": tuple(_excluding()),
        "example": examples,
    }
    named, workers = tuple(_named(groups)), os.cpu_count() or 1
    every = Proved()
    with ProcessPoolExecutor(workers) as pool:
        for proved in pool.map(proved_of, (named[at::workers] for at in range(workers))):
            every.add(proved)
        idle = [
            pair
            for pairs in pool.map(effects.without_effect, covering.choices(), chunksize=4)
            for pair in pairs
        ]
    _say_specs(groups)
    wrong = _say_findings(every.findings)
    wrong |= _say_clauses(every)
    _say_branches(every.taken)
    wrong |= _say_effects(idle)
    wrong |= _say_language(wording.figures(every.sentences))
    return int(wrong)


def proved_of(named: Sequence[tuple[str, Data]]) -> Proved:
    """What these specs show, each given with its name."""
    proved, trace = Proved(), tracing.Trace()
    with trace.templates(*FORMS) as code:
        for name, data in named:
            tree, findings = examined(data, code)
            for finding in findings:
                proved.findings.setdefault(finding, []).append(name)
            if tree:
                proved.agreements += 1
                proved.present.update(section.id for section in tree.sections())
                proved.sentences |= wording.sentences(tree)
    proved.taken = trace.taken
    return proved


def valid_specs(name: str | None = None, *, letter: bool = False) -> Iterator[Data]:
    """Random specs that ``check`` finds no error in."""
    first = 1000 * KINDS.index(name) if name else 0  # else the kinds would get the same draws
    specs = (random_spec(seed, kind=name, letter=letter) for seed in count(first))
    return filter(is_valid, specs)


def _excluding() -> Iterator[Data]:
    """Specs of every kind that exclude one clause, for each that may be, or all of these at once."""
    free = [id_ for id_, clause in FORM.clauses.items() if not clause.mandatory]
    for seed, (name, left_out) in enumerate(product(KINDS, [*([id_] for id_ in free), free])):
        exclude = [{"id": id_, "reason": "Another agreement settles this"} for id_ in left_out]
        yield {**random_spec(seed, kind=name, richness=1.0), "clauses": {"exclude": exclude}}


def _example(path: Path) -> Data:
    """What a shipped example says, with what it extends."""
    source = check_file(str(path)).source
    assert source is not None, path
    return dict(source.data)


def is_valid(data: Data) -> bool:
    """Whether ``check`` finds no error."""
    return not any(each.severity is Severity.ERROR for each in _checked(data).diagnostics)


def _checked(data: Data) -> Checked:
    return check("spec", json.dumps(data, ensure_ascii=False).encode())


def examined(data: Data, code: Mapping[str, CodeType]) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """The agreement, and every check that it fails."""
    try:
        spec = build(Source("spec", {"spec": ""}, data, {}), kind(data["kind"]))
        tree = assemble(spec, form_of(data), code)
    except Exception as error:  # noqa: BLE001 - whatever stops an agreement is what is looked for
        return None, (("assembles", f"{type(error).__name__}: {error}"),)
    findings: list[Finding] = []
    with patch.object(test_form, "agreements", lambda: (tree,)):
        for holds in (*CHECKS, _nothing_is_unresolved, _units_agree_with_their_numbers):
            try:
                holds()
            except AssertionError as error:
                findings.append((holds.__name__.removeprefix("test_").strip("_"), str(error)[:300]))
    return tree, tuple(findings)


def _nothing_is_unresolved() -> None:
    _no_line_has(_UNRESOLVED)


def _units_agree_with_their_numbers() -> None:
    _no_line_has(_MISCOUNTED)


def _no_line_has(wrong: re.Pattern[str]) -> None:
    for tree in test_form.agreements():
        for place, each in test_form.lines(tree):
            found = wrong.search(plain(each))
            assert not found, f"{found[0]!r} in {place}: {plain(each)}"


def _named(groups: Groups) -> Iterator[tuple[str, Data]]:
    for group, specs in groups.items():
        yield from ((f"{group} {number} ({data['kind']})", data) for number, data in enumerate(specs))


# --- what it prints


def _say_specs(groups: Groups) -> None:
    every = tuple(covering.choices())
    wanted = set(covering.feasible_pairs(every))
    met = {pair for spec in groups["pairwise"] for pair in covering.pairs(spec, every)}
    options = sum(len(choice.options) for choice in every)
    line(f"specs: {', '.join(f'{len(specs)} {group}' for group, specs in groups.items())}")
    line(
        f"  pairwise: {len(wanted & met)} of {len(wanted)} pairs of {options} options of {len(every)} choices"
    )
    keeping = sum(_checked(spec).spec is not None for spec in groups["pairwise"])
    line(
        f"  {keeping} of them keep to the schema, {sum(map(is_valid, groups['pairwise']))} to every rule too"
    )


def _say_findings(found: Mapping[Finding, Sequence[str]]) -> bool:
    line(f"agreements: {len(CHECKS) + 2} checks each, {len(found)} findings")
    for (check_, message), specs in sorted(found.items(), key=lambda entry: -len(entry[1])):
        line(f"  {check_}, {len(specs)} specs, the first {specs[0]}: {message}")
    return bool(found)


def _say_clauses(proved: Proved) -> bool:
    clauses, sections = (
        {**FORM.clauses, **LETTER.clauses},
        {**FORM.clauses, **LETTER.clauses, **FORM.schedules},
    )
    never = [id_ for id_ in sections if not proved.present[id_]]
    always = [
        id_ for id_, section in sections.items() if section.when and proved.present[id_] == proved.agreements
    ]
    line(f"clauses: {sum(bool(proved.present[id_]) for id_ in clauses)} of {len(clauses)}")
    line(f"schedules: {sum(bool(proved.present[id_]) for id_ in FORM.schedules)} of {len(FORM.schedules)}")
    for id_ in never:
        line(f"  never there: {id_}")
    for id_ in always:
        line(f"  never left out, in spite of its condition: {id_}")
    return bool(never)


def _say_branches(taken: AbstractSet[tracing.Branch]) -> None:
    branches = tracing.branches(*FORMS)
    for name, of_clauses in (("clauses", True), ("schedules, pages, terms", False)):
        every = {branch for branch in branches if branch.file.startswith("clauses/") == of_clauses}
        known = len(every & taken)
        line(f"branches of {name}: {known} of {len(every)} ({known / len(every):.1%})")
    for branch in sorted(branches - taken):
        line(f"  {tracing.described(branch, *FORMS)}")


def _say_effects(idle: Sequence[str]) -> bool:
    number = sum(1 for _ in covering.choices())
    line(f"choices: {number}, {len(idle)} pairs of words that make the same agreement")
    for pair in idle:
        line(f"  {pair}")
    return bool(idle)


def _say_language(found: wording.Figures) -> bool:
    line(f"language: {found.sentences} distinct sentences of the clauses, a value of the spec being one word")
    line(
        f"  words a sentence: mean {found.mean:.1f} (at most 18), 90th percentile {found.ninetieth:.0f} (28)"
    )
    line(f"  longest {found.longest} (40); {len(found.over_forty)} over 40")
    line(f"  passive, a form of be with a participle: {found.passive:.0%} of sentences")
    line(f"  forbidden words: {len(found.forbidden)}")
    for sentence in (*found.over_forty, *found.forbidden):
        line(f"  {sentence}")
    return bool(found.over_forty or found.forbidden) or found.mean > 18 or found.ninetieth > 28


# --- the soak


def soak(wanted: int, minutes: float) -> int:
    """Random valid specs through the checks and to Markdown and HTML, on every core, for so long at most."""
    start = time.monotonic()
    done, found = 0, Counter[Finding]()
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers) as pool:
        for first in range(0, wanted, _BATCH * workers):
            seeds = range(first, min(first + _BATCH * workers, wanted))
            for findings in pool.map(soaked, seeds, chunksize=25):
                done += 1
                found.update(findings)
            elapsed = time.monotonic() - start
            line(f"{done} of {wanted}, {sum(found.values())} findings, {elapsed:.0f} s")
            sys.stdout.flush()
            if elapsed > minutes * 60:
                line(f"stopped after {minutes:g} minutes")
                break
    for (check_, message), number in found.most_common():
        line(f"  {check_}, {number} specs: {message}")
    line(f"soak: {done} valid specs to Markdown and HTML, {len(found)} findings")
    return int(bool(found) or done < wanted)


_BATCH = 250


def soaked(seed: int) -> tuple[Finding, ...]:
    """Every check that the first valid spec from this seed fails."""
    letter = seed % 5 == 0
    specs = (random_spec(seed + 1_000_000 * again, letter=letter) for again in count())
    data = next(filter(is_valid, specs))
    tree, findings = examined(data, test_form.CODE)
    if tree is None:
        return findings
    return (*findings, *(finding for name in ("md", "html") for finding in _rendered(tree, name)))


def soak_redlines(wanted: int) -> int:
    """Word redlines of random pairs of a kind, accepted and rejected by reading their XML."""
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(_redlined, range(wanted), chunksize=25))
    wrong = [each for each in found if not each.held]
    slow = [each for each in found if each.seconds > _MOST_SECONDS]
    slowest = max(each.seconds for each in found)
    line(f"redlines: {wanted} pairs in Word, accepted and rejected; {len(wrong)} findings")
    line(f"  the slowest took {slowest:.1f} s of one processor (at most {_MOST_SECONDS})")
    for each in (*wrong, *slow):
        line(f"  {each.pair}")
    return int(bool(wrong or slow))


_MOST_SECONDS = 5


class _Redlined(NamedTuple):
    """One pair: whether its redline holds both, and how long it took to make."""

    pair: str
    held: bool
    seconds: float


def _redlined(seed: int) -> _Redlined:
    name = KINDS[seed % len(KINDS)]
    old, new = (test_form.agreement(random_spec(each, kind=name)) for each in (seed, seed + 100_000))
    start = time.process_time()
    redline = redlines.render(compare(old, new))
    seconds = time.process_time() - start
    held = all(
        settled(redline, changes) == settled(docx.render(plain), changes)
        for changes, plain in (("reject", old), ("accept", new))
    )
    return _Redlined(f"{name}, seeds {seed} and {seed + 100_000}", held, seconds)


def _rendered(tree: Agreement, name: str) -> Iterator[Finding]:
    try:
        data = FORMATS[name].render(tree)
    except Exception as error:  # noqa: BLE001 - whatever stops a render is what is looked for
        yield name, f"{type(error).__name__}: {error}"
        return
    if not FORMATS[name].untouched(data):
        yield name, "the render does not know itself"
    if re.search("[\ue000-\uf8ff]", data.decode()):
        yield name, "a token is left in it"


if __name__ == "__main__":
    sys.exit(main())
