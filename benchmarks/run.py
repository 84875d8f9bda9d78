"""Times our commands and their peers in turn, whole processes, and prints the ratio of the medians."""

from __future__ import annotations

import argparse
import resource
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
EXAMPLE = ROOT / "examples" / "llama-2023.agreement.yaml"  # extends nothing, so the peers load all of it
SCHEMA = ROOT / "schemas" / "modelpact-1.schema.json"

Command = Sequence[str]
_SHOWN = 8
"""Words of a command that are printed."""


class Comparison(NamedTuple):
    """One piece of work, done by ours and by a peer."""

    work: str
    target: float
    """The ratio of the times to reach."""
    ours: Command
    peer: Command
    runs: int
    specs: int = 1
    """How many one run works on."""


def main() -> None:
    """Run every comparison and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="those whose name begins so")
    parser.add_argument("--runs", type=int, default=15, help="runs of each command")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for each in comparisons(Path(folder), options.runs):
            if each.work.startswith(options.only):
                report(each, *timed(each.ours, each.peer, each.runs))


def comparisons(folder: Path, runs: int) -> list[Comparison]:
    """Each piece of work, the one check first."""
    python, modelpact = sys.executable, str(Path(sys.executable).with_name("modelpact"))
    render = [modelpact, "render", str(EXAMPLE), "--force", "-q", "-o", str(folder)]
    bare = [str(SCHEMA), str(EXAMPLE)]
    jsonschema = [str(Path(sys.executable).with_name("check-jsonschema")), "--schemafile", str(SCHEMA)]
    cache = str(folder)
    bare_markdown = [python, str(HERE / "bare_markdown.py"), *bare, str(ROOT / "templates")]
    many = variants(folder / "many", 1_000)
    one, all_ = [modelpact, "check", str(EXAMPLE)], [modelpact, "check", "-q", str(many[0].parent)]
    bare_check = [python, str(HERE / "bare_check.py")]
    few, count = max(3, runs // 5), len(many)
    return [
        Comparison("check, check-jsonschema", 0.5, one, [*jsonschema, str(EXAMPLE)], runs),
        Comparison("check, bare", 1.0, one, [*bare_check, *bare], runs),
        Comparison(
            f"check of {count:,}, check-jsonschema", 0.2, all_, [*jsonschema, *map(str, many)], few, count
        ),
        Comparison(
            f"check of {count:,}, bare", 0.6, all_, [*bare_check, str(SCHEMA), *map(str, many)], few, count
        ),
        Comparison("render -f md, plain jinja2", 1.2, [*render, "-f", "md"], bare_markdown, runs),
        Comparison(
            "render -f md, jinja2 with its cache", 1.2, [*render, "-f", "md"], [*bare_markdown, cache], runs
        ),
        Comparison("render -f pdf", 1.1, [*render, "-f", "pdf"], pdf_peer(python, folder), max(3, runs // 3)),
    ]


def variants(folder: Path, count: int) -> list[Path]:
    """As many specs, made from the examples that need no other file; no two are the same."""
    folder.mkdir()
    texts = [
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*.agreement.yaml"))
    ]
    alone = [text for text in texts if "\nextends:" not in text and "\nmaster:" not in text]
    made = [folder / f"{number:04}.agreement.yaml" for number in range(count)]
    for number, path in enumerate(made):
        path.write_text(f"{alone[number % len(alone)]}x-variant: {number}\n", encoding="utf-8")
    return made


def pdf_peer(python: str, folder: Path) -> Command:
    """The bare script with the very page, style sheet inside, that ours gives to WeasyPrint."""
    from modelpact import pipeline
    from modelpact.renderers import pdf

    spec = pipeline.check_file(str(EXAMPLE)).spec
    assert spec is not None
    page = folder / "page.html"
    fonts = (ROOT / "templates" / "page").as_uri() + "/"
    page.write_text(pdf.markup(pipeline.agreement(spec)).replace(pdf.FILES, fonts), encoding="utf-8")
    return [python, str(HERE / "bare_pdf.py"), str(page), str(folder / "bare.pdf"), pdf.VARIANT]


def timed(ours: Command, peer: Command, runs: int) -> tuple[float, float]:
    """The median seconds of the processor of each command, run in turn after one warming run.

    What else the machine does counts for little in them; neither command uses a second core.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for command, seconds in zip((ours, peer), times, strict=True):
            start = processor_time()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if run:
                seconds.append(processor_time() - start)
    return median(times[0]), median(times[1])


def processor_time() -> float:
    """What the processes that this one started have taken and ended with."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(each: Comparison, our_time: float, peer_time: float) -> None:
    """Print the ratio, the target, and both commands."""
    ratio = our_time / peer_time
    verdict = "reached" if ratio <= each.target else "MISSED"
    print(f"{each.work}: {ratio:.2f} of the peer (target at most {each.target}: {verdict})")
    for name, command, seconds in (("ours", each.ours, our_time), ("peer", each.peer, peer_time)):
        shown = shlex.join(command[:_SHOWN]) + (" ..." if len(command) > _SHOWN else "")
        pace = f", {each.specs / seconds:,.0f} specs a second and core" if each.specs > 1 else ""
        print(f"  {name} {seconds * 1000:7.0f} ms{pace}  {shown}", flush=True)


if __name__ == "__main__":
    main()
