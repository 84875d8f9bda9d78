"""The outside programs, each behind one function."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judges.outline import Outline, outline, straight
from support import ROOT

GFM = ("-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "footnotes")
COMMANDS: dict[str, tuple[str, ...]] = {
    "cmark": ("cmark", "--unsafe"),
    "cmark-gfm": ("cmark-gfm", "--unsafe", *GFM),
    "commonmark.js": ("node", "tests/judges/read.mjs", "commonmark"),
    "markdown-it": ("node", "tests/judges/read.mjs", "markdown-it"),
    "pandoc": ("pandoc", "--from=markdown", "--to=html", "--wrap=none"),
}
WITHOUT_TABLES = ("cmark", "commonmark.js")


def read(engine: str, markdown: bytes) -> Outline:
    """What this engine finds in the Markdown."""
    html = run(*COMMANDS[engine], stdin=markdown)
    return outline(straight(html))


def office(files: Mapping[Path, str]) -> list[list[str]]:
    """The lines that LibreOffice shows of Word files, each given with what to do with its tracked changes."""
    jobs = [{"file": str(file), "changes": changes} for file, changes in files.items()]
    workers = os.cpu_count() or 1
    shares = [json.dumps(jobs[at::workers]).encode() for at in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        command = ("/usr/bin/python3", "tests/judges/office.py")
        texts = [json.loads(text) for text in pool.map(lambda share: run(*command, stdin=share), shares)]
    return [texts[at % workers][at // workers] for at in range(len(jobs))]


def run(*command: str | Path, stdin: bytes = b"") -> str:
    """What a program prints; an error of its own fails the test with what it said."""
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, check=False, timeout=600)
    assert done.returncode == 0, f"{command[0]}: {done.stderr.decode(errors='replace')}"
    return done.stdout.decode("utf-8")
