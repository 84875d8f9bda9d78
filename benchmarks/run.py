"""Times our commands and their peers in turn, whole processes, and prints the ratio of the medians."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
EXAMPLE = ROOT / "examples" / "llama-2023.agreement.yaml"  # extends nothing, so the peers load all of it
SCHEMA = ROOT / "schemas" / "modelpact-1.schema.json"

Command = Sequence[str]
_SHOWN = 8
"""Words of a command that are printed."""


def main() -> None:
    """Run every comparison and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each command")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        for work, target, ours, peer, count in comparisons(Path(folder), runs):
            our_time, peer_time = timed(ours, peer, count)
            report(work, target, {"ours": (ours, our_time), "peer": (peer, peer_time)})


def comparisons(folder: Path, runs: int) -> list[tuple[str, float, Command, Command, int]]:
    """Each piece of work: name, ratio to reach, our command, the peer's, how often to run them."""
    python, modelpact = sys.executable, str(Path(sys.executable).with_name("modelpact"))
    render = [modelpact, "render", str(EXAMPLE), "--force", "-q", "-o", str(folder)]
    bare = [str(SCHEMA), str(EXAMPLE)]
    cache = str(folder)
    bare_markdown = [python, str(HERE / "bare_markdown.py"), *bare, str(ROOT / "templates")]
    many = variants(folder / "many", 1_000)
    return [
        (
            "check",
            1.0,
            [modelpact, "check", str(EXAMPLE)],
            [python, str(HERE / "bare_check.py"), *bare],
            runs,
        ),
        (
            f"check of {len(many):,} specs",
            0.6,
            [modelpact, "check", "-q", str(many[0].parent)],
            [python, str(HERE / "bare_check.py"), str(SCHEMA), *map(str, many)],
            max(3, runs // 5),
        ),
        ("render -f md, plain jinja2", 1.2, [*render, "-f", "md"], bare_markdown, runs),
        ("render -f md, jinja2 with its cache", 1.2, [*render, "-f", "md"], [*bare_markdown, cache], runs),
        ("render -f pdf", 1.1, [*render, "-f", "pdf"], pdf_peer(python, folder), max(3, runs // 3)),
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
    """The median seconds of each command, run in turn after one warming run."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for command, seconds in zip((ours, peer), times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if run:
                seconds.append(time.perf_counter() - start)
    return median(times[0]), median(times[1])


def report(work: str, target: float, runs: Mapping[str, tuple[Command, float]]) -> None:
    """Print the ratio, the target, and both commands."""
    ratio = runs["ours"][1] / runs["peer"][1]
    verdict = "reached" if ratio <= target else "MISSED"
    print(f"{work}: {ratio:.2f} of the peer (target at most {target}: {verdict})")
    for name, (command, seconds) in runs.items():
        shown = shlex.join(command[:_SHOWN]) + (" ..." if len(command) > _SHOWN else "")
        print(f"  {name} {seconds * 1000:7.0f} ms  {shown}")


if __name__ == "__main__":
    main()
