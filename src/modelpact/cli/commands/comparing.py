"""Compare agreements: diff."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from modelpact.cli.app import Form, app, day


@app.command()
def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A spec, REVISION:SPEC, rendered JSON or PDF, or standard.")
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="NEW",
            help="Likewise, or a Word file that came back; left out with --rev.",
            show_default=False,
        ),
    ] = None,
    rev: Annotated[
        str | None, typer.Option("--rev", metavar="A..B", help="Compare two git revisions of one spec.")
    ] = None,
    format_: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="One of text, md, html, docx, json.")
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="File to write to.  [default: the terminal]"),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="WHAT",
            help="Exit 1 on: changed, mandatory, favours:provider, favours:recipient.",
        ),
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", metavar="NAME", help="Whom the changes in a Word file name.")
    ] = None,
    on: Annotated[date | None, typer.Option("--date", parser=day, metavar="DATE", help="Their date.")] = None,
    form: Form = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write what a returned file changes into the spec OLD.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file that -o names.")] = False,
) -> None:
    """Show what changed between two agreements, and why.

    Clause by clause, and word by word; each change names the fields of the specs that caused it.
    A revision is read as it stood, with the house terms, configuration and form of that same revision.

    Of a Word file that came back (NEW ends in .docx) it shows what the other side changed, tracked or not,
    with their comments; which fields of the spec say so, and where the file contradicts itself. With --apply
    these edits are written into the spec, layout and comments kept; at a terminal each is asked for.

    \b
    Example:
      modelpact diff last-week.agreement.yaml deal.agreement.yaml
      modelpact diff HEAD~1:deal.agreement.yaml deal.agreement.yaml
      modelpact diff standard deal.agreement.yaml -f md -o redline.md
      modelpact diff sent.agreement.yaml deal.agreement.yaml -f html -o redline.html
      modelpact diff sent.agreement.yaml deal.agreement.yaml -f docx -o redline.docx
      modelpact diff --rev v1..v2 deal.agreement.yaml --fail-on mandatory
      modelpact diff signed.pdf deal.agreement.yaml
      modelpact diff deal.agreement.yaml returned.docx --apply
    """
    from modelpact.cli.diff import (
        Output,
        chosen_sides,
        is_returned,
        named,
        refuse_unknown,
        run,
        run_returned,
    )

    wishes, (before, after) = fail_on or [], chosen_sides(old, new, rev)
    refuse_unknown(format_, wishes)
    written = Output(format_, output, wishes, force, named(author, on))
    if is_returned(before):
        raise typer.BadParameter(f"{before} is a Word file: the spec that it was made from comes first")
    if is_returned(after):
        raise typer.Exit(run_returned(before, after, written, form, apply=apply))
    if apply:
        raise typer.BadParameter("goes with a Word file that came back", param_hint="--apply")
    raise typer.Exit(run(before, after, written, form))
