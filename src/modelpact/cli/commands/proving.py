"""Look into a PDF: verify, extract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelpact.cli.app import Form, Listing, Reader, app


@app.command()
def verify(
    pdf: Annotated[str, typer.Argument(metavar="PDF", help="A PDF that modelpact rendered, signed or not.")],
    spec: Annotated[
        str | None,
        typer.Argument(
            metavar="[SPEC]",
            help="Compare with this spec; - is standard input.  [default: the one inside]",
            show_default=False,
        ),
    ] = None,
    form: Form = None,
    trust: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Certificates (PEM) of those whose word you take on who somebody is."
        ),
    ] = None,
    format_: Listing = Reader.TEXT,
) -> None:
    """Prove that a PDF shows what its spec makes.

    The spec is rendered again and compared. Exit code 0 says that every page is what the spec makes and
    that nothing but signatures was added. What differs is listed by clause, page and attachment; so is
    what each signature covers.

    \b
    Example:
      modelpact verify signed.pdf
      modelpact verify signed.pdf deal.agreement.yaml
      modelpact verify signed.pdf --trust authorities.pem --format json

    Whether a signature is genuine is checked where pyHanko is installed, which pip install
    'modelpact[signatures]' does. Nothing is fetched, so nobody asks whether a certificate was revoked.
    """
    from modelpact.cli.verify import run

    raise typer.Exit(run(pdf, spec, form, trust, as_json=format_ is Reader.JSON))


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
