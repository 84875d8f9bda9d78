"""Making an agreement of a house's own form in a child process that has limits.

The form's templates are a stranger's. Their notation lets them read nothing and call nothing, but a loop in a
loop in a loop takes for ever, and a text that doubles itself takes all memory. So a child fills them, with
limits that the system enforces. What it sends back is never trusted: bytes with their lengths, or a sentence.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from modelpact.diagnostics import FormError, UserError

if TYPE_CHECKING:
    from modelpact.agreement import Agreement
    from modelpact.spec import Spec

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What making one agreement in all its formats may take; an ordinary one takes a tenth of each."""

    memory: int = 1024 * _MIB
    """Bytes of address space."""
    processor: int = 60
    """Seconds."""
    time: int = 180
    """Seconds by the clock."""
    output: int = 20 * _MIB
    """Bytes of all formats together."""
    file: int = 16 * _MIB
    """Bytes of any file that a library writes for itself, as WeasyPrint does with fonts."""


LIMITS = Limits()
_LONGEST_HEAD = 10_000
_KEPT = ("HOME", "LANG", "PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_KEPT_KINDS = ("PYTHON", "LC_", "XDG_", "FONTCONFIG", "DYLD_")
"""What the child may know of the environment; the rest may be secrets."""


def render(spec: Spec, formats: Sequence[str]) -> Mapping[str, bytes]:
    """The agreement that the house's form makes of a checked spec, in each format.

    Raises FormError where the form is wrong, UserError where it takes more than its limits or where the
    system has none.
    """
    assert spec.form.house is not None, "only a house's form is confined"
    folder = spec.form.house.folder
    _refuse_without_limits(folder)
    task = pickle.dumps((spec, tuple(formats), LIMITS))
    with tempfile.TemporaryDirectory(prefix="modelpact-") as room, _child(room) as child:
        answer = _asked(child, task, folder)
    return _opened(answer, formats, folder)


def agreement(spec: Spec) -> Agreement:
    """The document tree of that agreement, read from its JSON. Raises what ``render`` raises."""
    from modelpact.tree_data import TreeError, from_data

    rendered = render(spec, ("json",))["json"]
    try:
        return from_data(json.loads(rendered)["agreement"])
    except (ValueError, LookupError, TypeError, RecursionError, TreeError):
        raise UserError("the agreement that was made of the house's own form cannot be read") from None


def _refuse_without_limits(folder: str) -> None:
    try:
        import resource  # noqa: F401 - its absence is the answer
    except ImportError:
        raise UserError(
            f"{folder}: a house's own form is made into an agreement only where the system can limit what it "
            "takes, as Linux does; here it can be checked, not rendered"
        ) from None


@contextmanager
def _child(room: str) -> Iterator[subprocess.Popen[bytes]]:
    """The child, waiting for its task; it and whatever it started are gone afterwards."""
    kept = {name: text for name, text in os.environ.items() if name in _KEPT or name.startswith(_KEPT_KINDS)}
    ours = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (ours, kept.get("PYTHONPATH", ""))))
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "modelpact.confined_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": paths, "TMPDIR": room},
        start_new_session=True,
    )
    with child:
        try:
            yield child
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _asked(child: subprocess.Popen[bytes], task: bytes, folder: str) -> bytes:
    """What the child answers, at most as long as it may be and a little more."""
    assert child.stdin is not None
    assert child.stdout is not None
    late = Timer(LIMITS.time, _end, [child])
    late.start()
    try:
        with suppress(BrokenPipeError):
            child.stdin.write(task)
            child.stdin.close()
        answer = child.stdout.read(LIMITS.output + _LONGEST_HEAD)
        if len(answer) == LIMITS.output + _LONGEST_HEAD:
            raise _exceeded(folder, "output")
        code = child.wait()
    finally:
        ran_out = late.finished.is_set()
        late.cancel()
    if ran_out:
        raise _exceeded(folder, "time")
    if code == -signal.SIGXCPU:
        raise _exceeded(folder, "processor")
    if code < 0:
        name = signal.Signals(-code).name
        raise UserError(
            f"{folder}: making an agreement of this form ended without a word ({name}), as programs do "
            "that run out of memory or nest too deeply"
        )
    return answer


def _exceeded(folder: str, limit: str) -> UserError:
    takes = {
        "memory": f"takes more than {LIMITS.memory // _MIB:,} MiB of memory",
        "processor": f"takes more than {LIMITS.processor} seconds of computing",
        "time": f"takes more than {LIMITS.time} seconds",
        "output": f"gives more than {LIMITS.output // _MIB:,} MiB",
    }
    return UserError(f"{folder}: making an agreement of this form {takes[limit]}, so it was stopped")


def _opened(answer: bytes, formats: Sequence[str], folder: str) -> Mapping[str, bytes]:
    """The renders in the child's answer. Raises what the child reports."""
    head, _, body = answer.partition(b"\n")
    said = _head(head)
    match said:
        case {"form": str(message)}:
            raise FormError(message)
        case {"user": str(message)}:
            raise UserError(message)
        case {"exceeded": "memory"}:
            raise _exceeded(folder, "memory")
        case {"broke": str(message)}:
            raise UserError(f"{folder}: making an agreement of this form broke off ({message})")
        case {"lengths": [*lengths]} if len(lengths) == len(formats) and _add_up(lengths, body):
            return dict(zip(formats, _cut(body, lengths), strict=True))
    raise UserError(f"{folder}: making an agreement of this form broke off without an answer")


def _head(line: bytes) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(line[:_LONGEST_HEAD])
    return None


def _add_up(lengths: Sequence[Any], body: bytes) -> bool:
    return all(type(length) is int and length >= 0 for length in lengths) and sum(lengths) == len(body)


def _cut(body: bytes, lengths: Sequence[int]) -> Iterator[bytes]:
    at = 0
    for length in lengths:
        yield body[at : at + length]
        at += length
