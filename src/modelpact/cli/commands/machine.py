"""What this machine can do, and what others run: doctor, action."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelpact.cli.app import Formats, Specs, Strict, app


@app.command()
def doctor() -> None:
    """Print what works on this machine, and what to install.

    \b
    Example:
      modelpact doctor
    """
    from modelpact.cli.doctor import run

    raise typer.Exit(run())


@app.command(hidden=True)
def action(
    specs: Specs,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the SARIF file and renders.")
    ],
    summary: Annotated[Path, typer.Option(metavar="FILE", help="Page to write, in Markdown.")],
    base: Annotated[
        str | None, typer.Option(metavar="COMMIT", help="Take configuration, playbook and form from here.")
    ] = None,
    formats: Formats = "md,docx",
    strict: Strict = False,
) -> None:
    """What the GitHub Action runs: check specs, annotate, render and redline what a pull request changes.

    \b
    Example:
      modelpact action . --base "$COMMIT" -f md,docx -o report --summary summary.md
    """
    from modelpact.cli.action import Wishes, run
    from modelpact.cli.render import parse_formats

    wanted = parse_formats(formats) if formats else ()
    raise typer.Exit(run(Wishes(specs, base or None, wanted, strict, output, summary)))
