"""The command line: ``modelpact COMMAND``. Only the modules of this package print and exit."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from copy import copy
from io import StringIO, TextIOWrapper
from typing import NoReturn

from typer import Typer

from modelpact.cli.commands import app
from modelpact.diagnostics import FormError, UserError, sentence

EXIT_CLEAN, EXIT_PROBLEMS, EXIT_USAGE, EXIT_COULD_NOT_RUN = 0, 1, 2, 3
EXIT_INTERRUPTED, EXIT_NOBODY_READS = 130, 141  # as shells have it: 128 and the number of the signal


def main() -> None:
    """Run the command line and exit with one of its codes."""
    _print_everything()
    try:
        code = _code()
        sys.stdout.flush()
    except (UserError, FormError) as error:
        from modelpact.cli.printing import problem

        problem(sentence(error))
        sys.exit(EXIT_COULD_NOT_RUN)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        _give_up_printing(EXIT_NOBODY_READS)
    except OSError as error:
        # Files are answered for where they are read and written; what is left is a stream, as on a full disk.
        from modelpact.cli.printing import problem

        with suppress(OSError):
            problem(f"cannot print: {error.strerror}")
        _give_up_printing(EXIT_COULD_NOT_RUN)
    sys.exit(code)


def _code() -> int:
    """The exit code of the command; for a closed pipe typer's own would say that files have problems."""
    try:
        _program(sys.argv[1:2])()
    except SystemExit as done:
        if isinstance(done.__context__, BrokenPipeError):
            raise done.__context__ from None
        return int(done.code or EXIT_CLEAN)
    return EXIT_CLEAN


def _program(called: list[str]) -> Typer:
    """The program with the one command that is called, where one is: typer makes a millisecond of each."""
    one = [each for each in app.registered_commands if each.callback and [each.callback.__name__] == called]
    if not one:
        return app
    program = copy(app)
    program.registered_commands = one
    return program


def _give_up_printing(code: int) -> NoReturn:
    """Exit; Python would fail once more when it closes a stream that still holds something."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _print_everything() -> None:
    """Where the terminal's encoding lacks a character, print its number; a closed stream takes everything."""
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
