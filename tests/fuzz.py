"""Checks, reports and renders specs changed at random, and prints what went wrong: ``make fuzz``.

The same seed and number make the same spec again. What goes wrong is kept as a file to look at.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from modelpact import files, sides
from modelpact.check import Checked, check
from modelpact.cli.printing import line
from modelpact.compare import compare
from modelpact.diagnostics import Diagnostic, Severity, Span, UserError
from modelpact.inspection import Inspection
from modelpact.load import MOST_BYTES
from modelpact.own_findings import OWN_FINDINGS
from modelpact.pipeline import agreement, held_against, playbook_file
from modelpact.playbook import Playbook
from modelpact.redlines import REDLINES
from modelpact.renderers import FORMATS
from modelpact.reports import REPORTS
from modelpact.rules import RULES
from modelpact.yaml_reading import lines_of
from mutated import mutated
from support import AS_OF, ROOT, read_master

KNOWN = {*(rule.id for rule in RULES), *OWN_FINDINGS}
_MASTERS = {path.name for path in (ROOT / "tests" / "check" / "masters").iterdir()}
SLOW = 2.0
"""Seconds of the processor that no spec may take to be checked and reported."""
ENDLESS = 30.0
"""After so many seconds of the processor no end is awaited any more."""

_CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
"""What a report must not have: controls, breaks of lines but its own, marks and overrides of direction."""


class Examined(NamedTuple):
    """What became of one spec."""

    stage: str
    """How far it came: ``unread``, ``departs`` from the schema, ``with errors``, ``without errors``."""
    wrong: str
    """Empty where all went well."""
    rules: frozenset[str]


def main() -> int:
    """Examine as many specs as wanted; 0 where nothing went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many specs (100,000)")
    parser.add_argument("--seed", default="1", help="what they are made from (1)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first (0)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time")
    parser.add_argument(
        "--keep", type=Path, default=ROOT / "build" / "fuzz", help="folder for what went wrong"
    )
    options = parser.parse_args()
    numbers = range(options.first, options.first + options.count)
    return fuzz(options.seed, numbers, options.jobs, options.keep)


def fuzz(seed: str, numbers: range, jobs: int, keep: Path) -> int:
    """Print the figures and each spec that went wrong; 1 where there is one."""
    start = time.monotonic()
    stages, rules, wrong = Counter[str](), Counter[str](), 0
    os.chdir(ROOT / "tests" / "hostile" / "paths")  # where hostile files find others
    with ProcessPoolExecutor(jobs) as pool:
        for number, each in zip(
            numbers, pool.map(partial(_numbered, seed), numbers, chunksize=50), strict=True
        ):
            stages[each.stage] += 1
            rules.update(each.rules)
            if each.wrong:
                wrong += 1
                line(f"  {_keep(keep, f'{seed}-{number}')}: {each.wrong}")
                sys.stdout.flush()
    line(", ".join(f"{count:,} {stage}" for stage, count in stages.most_common()))
    line(f"{len(rules)} of {len(KNOWN)} findings were made; never: {', '.join(sorted(KNOWN - set(rules)))}")
    line(f"fuzz: {len(numbers):,} specs, {wrong} went wrong, {time.monotonic() - start:.0f} s")
    return int(wrong > 0)


def _keep(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.agreement.yaml"
    path.write_bytes(mutated(name))
    return path


def _numbered(seed: str, number: int) -> Examined:
    return examined(mutated(f"{seed}-{number}"), number)


def examined(content: bytes, number: int = 0) -> Examined:
    """What becomes of a spec. Checks and some reports are cheap, renders are not.

    Each is reported as text and in one other format, which ``number`` chooses; each fifth that has no errors
    is rendered, each twentieth in every format but PDF and beside the standard form.
    """
    signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
    try:
        start = time.process_time()
        checked = check("deal.agreement.yaml", content, read=_read, as_of=AS_OF)
        checked = held_against(_playbook(), checked)
        _examine_findings(checked)
        _examine_reports(checked, number)
        seconds = time.process_time() - start
        stage = _stage(checked)
        if stage == "without errors" and number % 5 == 0:
            _render(checked, thoroughly=number % 20 == 0)
    except Exception as error:  # noqa: BLE001 - whatever a spec brings to fall is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}: {error!s:.300}"
        return Examined("fell", said, frozenset())
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    wrong = f"took {seconds:.1f} s" if seconds > SLOW else ""
    return Examined(stage, wrong, frozenset(found.rule for found in checked.diagnostics))


def _give_up(*_: object) -> None:
    raise TimeoutError("no end in sight")


def _stage(checked: Checked) -> str:
    if checked.source is None:
        return "unread"
    if checked.spec is None:
        return "departing from the schema"
    errors = any(found.severity is Severity.ERROR for found in checked.diagnostics)
    return "with errors" if errors else "without errors"


def _examine_findings(checked: Checked) -> None:
    """Every finding is known, in one line, and lies in its file; who has no spec has an error."""
    if checked.spec is None:
        assert any(found.severity is Severity.ERROR for found in checked.diagnostics), "no error"
    for found in checked.diagnostics:
        assert found.rule in KNOWN, found.rule
        assert "\n" not in found.message, found.message
        for span in (found.span, *(other.span for other in found.related)):
            _examine_place(found, span, checked)


def _examine_place(found: Diagnostic, span: Span, checked: Checked) -> None:
    if span.file not in checked.texts:
        return  # a playbook's
    lines = lines_of(checked.texts[span.file])
    assert span.start <= span.end, f"{found.rule} ends before it starts"
    for position in (span.start, span.end):
        assert 1 <= position.line <= len(lines), f"{found.rule} lies on line {position.line}"
        assert 1 <= position.column <= len(lines[position.line - 1]) + 1, f"{found.rule} at {position}"


def _examine_reports(checked: Checked, number: int) -> None:
    inspection = Inspection((checked.for_reports(),), folder="/work")
    _examine_lines("text", REPORTS["text"].write(inspection))
    name = sorted(_READ)[number % len(_READ)]
    _READ[name](REPORTS[name].write(inspection))


def _examine_lines(name: str, written: str) -> None:
    assert not _CONTROLS.search(written), f"{name} has a control character"


_READ: Mapping[str, Callable[[str], object]] = {
    "github": partial(_examine_lines, "github"),
    "json": json.loads,
    "junit": ET.fromstring,
    "sarif": json.loads,
}


def _render(checked: Checked, *, thoroughly: bool) -> None:
    assert checked.spec is not None
    tree = agreement(checked.spec)
    for name in ("md", "html", "json", "docx") if thoroughly else ("md",):
        FORMATS[name].render(tree)
    if thoroughly:
        standard = sides.standard(checked.spec).agreement
        assert standard is not None
        for format_ in REDLINES.values():
            format_.render(compare(standard, tree))


def _read(name: str, by: str, most: int = MOST_BYTES) -> tuple[str, bytes]:
    """What a spec in the folder of the hostile paths finds, and the masters of the letters."""
    try:
        return files.read_named(name, by, most)
    except UserError:
        if name in _MASTERS:
            return read_master(name, by, most)
        raise


@cache
def _playbook() -> Playbook:
    playbook, _ = playbook_file(str(ROOT / "examples" / "playbooks" / "university.playbook.yaml"))
    assert playbook is not None
    return playbook


if __name__ == "__main__":
    sys.exit(main())
