"""Checks the specs named on standard input one after the other, and says what became of each, as JSON.

Run in a process of its own by ``test_hostile.py``: it may take 300 MiB of memory, and 2 seconds of the
processor for each spec. What opens a file, a connection or a process is noted down by an audit hook.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

MEMORY = 300 * 2**20
SECONDS = 2.0
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_EVENTS = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.system", "os.spawn", "os.posix_spawn", "ctypes."),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.symlink", "os.link", "os.truncate"),
)
"""What nobody who checks a spec has a reason for."""


def main() -> None:
    """Print what became of every spec."""
    from modelpact.cli import main as modelpact

    specs = json.load(sys.stdin)
    _limit_memory()
    noted: list[str] = []
    _watch(noted)
    signal.signal(signal.SIGVTALRM, _too_long)
    answers = {}
    for spec in specs:
        noted.clear()
        answers[spec] = {**_answered(modelpact, spec), "noted": sorted(set(noted))}
    json.dump(answers, sys.stdout)


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _answered(modelpact: Any, spec: str) -> dict[str, Any]:
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    sys.argv = ["modelpact", "check", spec]
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            modelpact()
    except SystemExit as exited:
        code = exited.code
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return {"code": code, "printed": printed.buffer.getvalue().decode()}


def _too_long(*_: object) -> None:
    raise TimeoutError(f"took more than {SECONDS} s")


def _watch(noted: list[str]) -> None:
    ours = tuple({str(Path(place).resolve()) for place in (sys.prefix, sys.base_prefix, _program())})

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_EVENTS):
            noted.append(event)
        if event != "open" or isinstance(arguments[0], int):
            return
        path, mode, flags = arguments
        shown = os.path.realpath(os.fsdecode(path))
        if (flags or 0) & _WRITING or set(mode or "") & set("wax+"):
            noted.append(f"writes {shown}")
        elif not shown.startswith(ours):
            noted.append(f"reads {shown}")

    sys.addaudithook(note)


def _program() -> Path:
    """The checkout that the program runs from: its code, schemas and form."""
    from modelpact import resources

    return Path(resources.__file__).parents[2]


if __name__ == "__main__":
    main()
