"""Kills a process at random moments while it writes renders, and looks at what is left.

The process does nothing but write, two agreements in turn in the place of each other, so that nearly every
moment is one of writing. Whatever the moment, each file must be one of the two, whole.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from modelpact import pipeline
from modelpact.files import remove_strays
from modelpact.renderers import FORMATS
from support import EXAMPLE, MINIMAL

_MOST_WRITES = 4
_LONGEST = 0.01
"""In seconds: a few writes more."""


def main() -> None:
    """Kill, print what was left, and fail where it was part of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=500, help="moments for each format")
    parser.add_argument("--seed", type=int, default=0, help="of the random moments")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    torn = 0
    for format_ in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"deal{FORMATS[format_].suffix}"
            left = killed(path, format_, renders(format_), asked.moments, chance)
        torn += left["torn"]
        print(
            f"{format_}: {asked.moments} moments: "
            + ", ".join(f"{left[what]} {what}" for what in sorted(left))
        )
    raise SystemExit(min(torn, 1))


def renders(format_: str) -> Mapping[str, bytes]:
    """Two agreements."""
    specs = {"old": pipeline.check_file(str(EXAMPLE)).spec, "new": pipeline.check_file(str(MINIMAL)).spec}
    return {name: pipeline.render(spec, [format_])[format_] for name, spec in specs.items() if spec}


def killed(
    path: Path, format_: str, contents: Mapping[str, bytes], moments: int, chance: random.Random
) -> Counter[str]:
    """How often the file was the old one, the new one or neither, and how often a stray lay beside it."""
    left: Counter[str] = Counter()
    pipeline.write({path: (format_, contents["old"])}, force=True)
    for _ in range(moments):
        ours, theirs = os.pipe()
        process = os.fork()
        if not process:
            write_for_ever(path, format_, contents, theirs)
        for _ in range(chance.randint(0, _MOST_WRITES)):
            os.read(ours, 1)
        select.select((), (), (), chance.uniform(0, _LONGEST))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(ours)
        os.close(theirs)
        present = path.read_bytes()
        left[next((name for name, content in contents.items() if content == present), "torn")] += 1
        left["with a stray"] += any(path.parent.glob(".modelpact-*"))
        remove_strays([path.parent])
        left["torn"] += any(path.parent.glob(".modelpact-*"))
    return left


def write_for_ever(path: Path, format_: str, contents: Mapping[str, bytes], told: int) -> NoReturn:
    """Until this process is killed; ``told`` gets a byte for each write."""
    while True:
        for name in ("new", "old"):
            pipeline.write({path: (format_, contents[name])}, force=True)
            os.write(told, b".")


if __name__ == "__main__":
    main()
