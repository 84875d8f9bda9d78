"""Look into a PDF: extract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelpact.cli.app import app


@app.command()
def extract(
    pdf: Annotated[str, typer.Argument(metavar="PDF", help="A PDF that modelpact rendered, signed or not.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Folder to write to.  [default: beside the PDF]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Write out the spec and the data that a PDF carries.

    That is the spec that makes it again, the agreement as data, and the manifest. Whether the
    pages say the same is for verify to prove.

    \b
    Example:
      modelpact extract deal.pdf
      modelpact extract signed.pdf -o from-the-other-side
    """
    from modelpact.cli.extract import run

    raise typer.Exit(run(pdf, output, force=force))
