"""The child that fills a house's own form: ``python -m modelpact.confined_child``.

Reads a task from standard input, limits itself, and writes its answer: a line of JSON, then the renders.
"""

from __future__ import annotations

import json
import mmap
import os
import pickle
import resource
import sys
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import IO, Any

from modelpact.assemble import assemble
from modelpact.confined import Limits
from modelpact.diagnostics import FormError, UserError
from modelpact.fill import compiled
from modelpact.house import laid_over
from modelpact.renderers import FORMATS
from modelpact.store import standard_form

_FOR_THE_ANSWER = 64 << 20
"""Bytes above the limit of memory: enough to say that it was reached."""
_LONGEST = 2_000


def main() -> None:
    """Do one task and answer it."""
    spec, formats, limits = pickle.load(sys.stdin.buffer)
    answer = partial(_answer, _only_for_answers())
    sys.excepthook = _excuse(answer)
    form, code = standard_form(os.environ, spec.at(("structure",)))
    _confine(limits)
    form = laid_over(form, spec.form.house)
    agreement = assemble(spec, form, {**code, **compiled(spec.form.house.templates())})
    renders = [FORMATS[format_].render(agreement) for format_ in formats]
    answer({"lengths": [len(data) for data in renders]}, *renders)


def _only_for_answers() -> IO[bytes]:
    """Standard output, where from now on no library can print."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answers


def _answer(answers: IO[bytes], head: dict[str, Any], *renders: bytes) -> None:
    answers.write(json.dumps(head).encode() + b"\n")
    for data in renders:
        answers.write(data)
    answers.close()


def _excuse(answer: Callable[[dict[str, Any]], None]) -> Callable[..., None]:
    """Answers with the sentence of what went wrong."""

    def excuse(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (resource.getrlimit(resource.RLIMIT_AS)[1],) * 2)
        match error:
            case FormError():
                answer({"form": str(error)[:_LONGEST]})
            case UserError():
                answer({"user": str(error)[:_LONGEST]})
            case MemoryError():
                answer({"exceeded": "memory"})
            case _:
                answer({"broke": f"{kind.__name__}: {error}"[:_LONGEST]})

    return excuse


def _confine(limits: Limits) -> None:
    """From here on, take no more than the limits. Raises UserError where the system does not keep them."""
    try:
        _limit(resource.RLIMIT_AS, limits.memory, limits.memory + _FOR_THE_ANSWER)
        _limit(resource.RLIMIT_CPU, limits.processor, limits.processor + 1)
        _limit(resource.RLIMIT_FSIZE, limits.file, limits.file)
        _limit(resource.RLIMIT_CORE, 0, 0)
        kept = not _takes(limits.memory)
    except (OSError, ValueError):
        kept = False
    if not kept:
        raise UserError("a house's own form is rendered only where the system keeps limits, as Linux does")


def _limit(what: int, soft: int, hard: int) -> None:
    """Set a limit, or leave a stricter one."""
    highest = resource.getrlimit(what)[1]
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(what, (soft, hard))


def _takes(size: int) -> bool:
    """Whether so much memory is to be had, none of it used."""
    try:
        mmap.mmap(-1, size).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
