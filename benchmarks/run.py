"""Times our commands and their peers in turn, whole processes, and prints the ratios of the medians."""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from statistics import median

import peers
from peers import Command, Peers

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
EXAMPLE = ROOT / "examples" / "llama-2023.agreement.yaml"  # extends nothing, so the peers load all of it
SCHEMA = ROOT / "schemas" / "modelpact-1.schema.json"
PYTHON, MODELPACT = sys.executable, str(Path(sys.executable).with_name("modelpact"))
BARE = [str(SCHEMA), str(EXAMPLE), str(ROOT / "templates")]
"""What the peers that begin with a spec are given."""

CHANGES = (
    ("weights_hours: 24", "weights_hours: 48"),
    ("wind_down_days: 90", "wind_down_days: 60"),
    ("auditor: self_certified", "auditor: provider"),
    ("may_release: delta_only", "may_release: no"),
    ("opt_out_honoured: unknown", "opt_out_honoured: no"),
)
"""What a redline is made of, as old and new text of the example."""

_SHOWN = 8
"""Words of a command that are printed."""


@dataclass(frozen=True)
class Time:
    """How long a command took, in seconds."""

    clock: float
    processor: float
    """Of all cores together: what else the machine does counts for little in it."""


@dataclass(frozen=True)
class Work:
    """Something that we and others do."""

    name: str
    ours: Command
    peers: Peers
    runs: int
    targets: dict[str, float] = field(default_factory=dict)
    """What our time may be at most, as a share of a peer's, by the peer's name."""
    by_clock: bool = False
    """Whether targets are about the clock: where more than one core works."""
    specs: int = 1
    """How many one run works on."""
    more: float | None = None
    """By how many seconds our time may be longer than a peer's at most; None where only the share counts."""


def main() -> None:
    """Run every comparison that is asked for and print a line for each peer."""
    works: tuple[Callable[[Path, int, int], Iterator[Work]], ...]
    works = (check, check_many, text, pdf, word, redlines, batch, unchanged)
    names = ", ".join(each.__name__ for each in works)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help=f"the work of this name: {names}")
    parser.add_argument("--runs", type=int, default=15, help="runs of each command; fewer of the slow ones")
    parser.add_argument("--pdfs", type=int, default=200, help="specs that one worker and two render to PDF")
    asked = parser.parse_args()
    # As pip does with the peers; a checkout is compiled on first use, unless the environment forbids it.
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # where pandoc leaves its page
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))  # filled by the first, warming run
        for make in works:
            for work in (
                make(Path(folder), asked.runs, asked.pdfs) if asked.only in ("", make.__name__) else ()
            ):
                report(work, timed(work))


def check(_: Path, runs: int, __: int) -> Iterator[Work]:
    """Checking one spec."""
    others = {"check-jsonschema": schema_checker(EXAMPLE), "yaml and jsonschema": bare_check(EXAMPLE)}
    targets = {"check-jsonschema": 0.5, "yaml and jsonschema": 1.0}
    yield Work("check", [MODELPACT, "check", str(EXAMPLE)], others, runs, targets)


def check_many(folder: Path, runs: int, __: int) -> Iterator[Work]:
    """Checking a thousand."""
    many = variants(folder / "checked", 1_000)
    ours = [MODELPACT, "check", "-q", str(many[0].parent)]
    others = {"check-jsonschema": schema_checker(*many), "yaml and jsonschema": bare_check(*many)}
    targets = {"check-jsonschema": 0.2, "yaml and jsonschema": 0.6}
    yield Work("check of 1,000 specs", ours, others, max(3, runs // 5), targets, specs=1_000)


def text(folder: Path, runs: int, _: int) -> Iterator[Work]:
    """Markdown."""
    bare = [PYTHON, str(HERE / "bare_markdown.py"), *BARE]
    plain, cached = "plain jinja2", "jinja2 with its cache"
    others = {plain: bare, cached: [*bare, str(folder)]}
    yield Work("render -f md", rendering(folder, "md"), others, runs, {plain: 1.2, cached: 1.2})


def pdf(folder: Path, runs: int, _: int) -> Iterator[Work]:
    """One PDF, against bare WeasyPrint on the same page, and against others on the same text."""
    page, markdown, word_file, variant = inputs(folder)
    others = peers.pdf_peers(page, markdown, word_file, variant)
    targets = {"WeasyPrint alone": 1.05}
    yield Work("render -f pdf", rendering(folder, "pdf"), others, max(3, runs // 3), targets)


def word(folder: Path, runs: int, _: int) -> Iterator[Work]:
    """One Word file: ours from the spec, theirs from the finished text."""
    others = peers.word_peers(inputs(folder)[1], [*BARE, str(folder)])
    yield Work("render -f docx", rendering(folder, "docx"), others, runs, dict.fromkeys(others, 1.0))


def batch(folder: Path, _: int, count: int) -> Iterator[Work]:
    """Many PDFs, by two processes and by one."""
    many = variants(folder / "many", count)[0].parent
    two, one = ([MODELPACT, "render", str(many), "-f", "pdf", "--force", "-q", "-j", jobs] for jobs in "21")
    targets = {"one worker": 1 / 1.8}
    name = f"render -f pdf of {count} specs by two workers"
    yield Work(name, two, {"one worker": one}, 1, targets, by_clock=True, specs=count)


def redlines(folder: Path, runs: int, _: int) -> Iterator[Work]:
    """What changed between two agreements: as a Word file, and as text; others begin with the renders."""
    old, new = folder / "old", folder / "new"
    terms = EXAMPLE.read_text(encoding="utf-8")
    assert all(before in terms for before, _ in CHANGES)
    changed = reduce(lambda text, change: text.replace(*change, 1), CHANGES, terms)
    specs = [Path(f"{side}.agreement.yaml") for side in (old, new)]
    for spec, text in zip(specs, (terms, changed), strict=True):
        spec.write_text(text, encoding="utf-8")
    rendered = [MODELPACT, "render", *map(str, specs), "-f", "md,docx", "-q"]
    subprocess.run(rendered, check=True, stderr=subprocess.DEVNULL)
    diff = [MODELPACT, "diff", *map(str, specs), "--force", "-o"]
    in_word, in_text = peers.redline_peers(old, new)
    targets = dict.fromkeys((*in_word, *in_text), 1.0)
    word = [*diff, f"{folder}/ours.docx", "-f", "docx"]
    yield Work("diff -f docx", word, in_word, max(3, runs // 3), targets)
    yield Work("diff -f md", [*diff, f"{folder}/ours.md", "-f", "md"], in_text, runs, targets)


def unchanged(folder: Path, runs: int, _: int) -> Iterator[Work]:
    """A thousand specs that are up to date, against one of them: the difference is what the others take."""
    many = variants(folder / "unchanged", 1_000)
    ours = [MODELPACT, "render", str(many[0].parent), "-f", "md", "-q"]
    subprocess.run(ours, check=True, stderr=subprocess.DEVNULL)
    others = {"one such spec": [MODELPACT, "render", str(many[2]), "-f", "md", "-q"]}
    yield Work("render of 1,000 specs that are up to date", ours, others, runs, specs=1_000, more=0.1)


def bare_check(*specs: Path) -> Command:
    """The least that checking can be."""
    return [PYTHON, str(HERE / "bare_check.py"), str(SCHEMA), *map(str, specs)]


def schema_checker(*specs: Path) -> Command:
    """check-jsonschema, if it is installed."""
    program = shutil.which(str(Path(PYTHON).with_name("check-jsonschema")))
    return [program, "--schemafile", str(SCHEMA), *map(str, specs)] if program else []


def rendering(folder: Path, format_: str) -> Command:
    """Our command for one example."""
    return [MODELPACT, "render", str(EXAMPLE), "--force", "-q", "-o", str(folder), "-f", format_]


def inputs(folder: Path) -> tuple[Path, Path, Path, str]:
    """What others start from: our page for WeasyPrint, our Markdown, our Word file; and the PDF's variant."""
    from modelpact import pipeline
    from modelpact.renderers import pdf

    subprocess.run(rendering(folder, "md,docx"), check=True, stderr=subprocess.DEVNULL)
    spec = pipeline.check_file(str(EXAMPLE)).spec
    assert spec is not None
    fonts = (ROOT / "templates" / "page").as_uri() + "/"
    page = folder / "page.html"
    page.write_text(pdf.markup(pipeline.agreement(spec)).replace(pdf.FILES, fonts), encoding="utf-8")
    made = folder / EXAMPLE.name.removesuffix(".agreement.yaml")
    return page, made.with_suffix(".md"), made.with_suffix(".docx"), pdf.VARIANT


def variants(folder: Path, count: int) -> list[Path]:
    """As many specs, made from the examples that need no other file; no two are the same."""
    folder.mkdir()
    examples = sorted((ROOT / "examples").rglob("*.agreement.yaml"))
    texts = [path.read_text(encoding="utf-8") for path in examples]
    alone = [each for each in texts if "\nextends:" not in each and "\nmaster:" not in each]
    made = [folder / f"{number:04}.agreement.yaml" for number in range(count)]
    for number, path in enumerate(made):
        path.write_text(f"{alone[number % len(alone)]}x-variant: {number}\n", encoding="utf-8")
    return made


def timed(work: Work) -> dict[str, Time]:
    """The median times of each command, run in turn after one warming run; ours has no name."""
    commands = {"": work.ours, **{name: command for name, command in work.peers.items() if command}}
    times: dict[str, list[Time]] = {name: [] for name in commands}
    for run in range(work.runs + (work.runs > 1)):
        for name, command in commands.items():
            time_ = time_of(command)
            if run or work.runs == 1:
                times[name].append(time_)
    return {
        name: Time(median(each.clock for each in all_), median(each.processor for each in all_))
        for name, all_ in times.items()
    }


def time_of(command: Command) -> Time:
    """How long one run takes, with the processes that it starts and waits for."""
    begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clock, total = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Time(clock, total.ru_utime + total.ru_stime - used.ru_utime - used.ru_stime)


def report(work: Work, times: dict[str, Time]) -> None:
    """Print our times, and their ratios to each peer's, with the target if there is one."""
    ours = times[""]
    print(f"{work.name}: {_shown(ours, work.ours, work)}")
    for name, command in work.peers.items():
        if name not in times:
            print(f"  {name}: not installed")
            continue
        theirs = times[name]
        processor, clock = ours.processor / theirs.processor, ours.clock / theirs.clock
        verdict = _verdict(clock if work.by_clock else processor, work.targets.get(name))
        ratios = (
            f"{clock:.2f} (clock)" if work.by_clock else f"{processor:.2f} (processor), {clock:.2f} (clock)"
        )
        print(f"  {ratios} of {name}{verdict}")
        if work.more is not None:
            longer = ours.processor - theirs.processor
            print(f"  {longer * 1000:.0f} ms more{_verdict(longer * 1000, work.more * 1000)}")
        print(f"    {_shown(theirs, command, work)}", flush=True)


def _verdict(figure: float, target: float | None) -> str:
    if target is None:
        return ""
    return f" (target at most {target:.3g}: {'reached' if figure <= target else 'MISSED'})"


def _shown(time_: Time, command: Command, work: Work) -> str:
    words = shlex.join(command[:_SHOWN]) + (" ..." if len(command) > _SHOWN else "")
    if work.by_clock:  # processes that others start for us are not counted
        return f"{time_.clock:.0f} s by the clock, {work.specs / time_.clock:.2f} specs a second  {words}"
    pace = f", {work.specs / time_.processor:,.0f} specs a second of the processor" if work.specs > 1 else ""
    times = f"{time_.processor * 1000:.0f} ms of the processor, {time_.clock * 1000:.0f} ms by the clock"
    return f"{times}{pace}  {words}"


if __name__ == "__main__":
    main()
