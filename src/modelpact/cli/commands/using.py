"""Work with an agreement: explain, dates, balance."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from modelpact.cli.app import Form, Listing, Reader, app, day

Side = Annotated[
    str,
    typer.Argument(
        metavar="SPEC",
        help="A spec, NAME.agreement.yaml; - is standard input. Or a JSON or PDF that modelpact rendered.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="File to write to.  [default: the terminal]"),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file that -o names.")]


@app.command()
def explain(
    spec: Side,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[CLAUSE|FIELD]",
            help="A clause by id, number or title, or a field such as publication.review_days.",
            show_default=False,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="LINE",
            help="The fields on a line of the spec, LINE, or of its house terms, FILE:LINE.",
        ),
    ] = None,
    format_: Listing = Reader.TEXT,
    form: Form = None,
) -> None:
    """Say why a clause is there, and what each side usually accepts.

    Of a clause: its text here, the condition that brought it in and the values that met it, with file and
    line; every field that shaped it; what it protects. Of a field: what it does, its value here and by
    default, the clauses that it shapes, the rules that look at it. Without either: every clause, and those
    that the agreement does not have, each with why.

    \b
    Example:
      modelpact explain deal.agreement.yaml
      modelpact explain deal.agreement.yaml publication
      modelpact explain deal.agreement.yaml publication.review_days
      modelpact explain deal.agreement.yaml --at 40 --format json
    """
    from modelpact.cli.explain import Wishes, run

    raise typer.Exit(run(spec, Wishes(what, at, form, json=format_ is Reader.JSON)))


@app.command()
def dates(
    spec: Side,
    start: Annotated[
        date | None,
        typer.Option("--from", parser=day, metavar="DATE", help="Leave out what was due before this day."),
    ] = None,
    party: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only what this party must do, may do, or is owed."),
    ] = None,
    format_: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="One of text, json, ics.")
    ] = "text",
    output: Output = None,
    stamp: Annotated[
        date | None,
        typer.Option(
            parser=day,
            metavar="DATE",
            help="When an ics file says it was made.  [default: the first day in it]",
        ),
    ] = None,
    form: Form = None,
    force: Force = False,
) -> None:
    """List who must do what by when, and where it says so.

    First what has a date, then the other time limits. The dates hold if everything happens on the day stated
    or planned.

    An ics file has an event for each date, with reminders, for any calendar program. An event keeps its id
    when its date moves: import the file again, with a later --stamp, and the program moves it, too.

    \b
    Example:
      modelpact dates deal.agreement.yaml
      modelpact dates deal.agreement.yaml --from 2030-01-01 --party university
      modelpact dates deal.agreement.yaml -f ics -o deal.ics
      modelpact dates signed.pdf -f json
    """
    from modelpact.cli.dates import Wishes, parse_format, run

    wishes = Wishes(
        format=parse_format(format_),
        start=start,
        party=party,
        stamp=stamp,
        output=output,
        form=form,
        force=force,
    )
    raise typer.Exit(run(spec, wishes))


@app.command()
def balance(
    spec: Side,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="[SPEC2]", help="Show what differs in this one from the first.", show_default=False
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="One of text, md, json, html.")
    ] = "text",
    output: Output = None,
    form: Form = None,
    force: Force = False,
) -> None:
    """Show who holds the reins, who gains, and what is unknown.

    First who may end, stop, review, forbid, audit, own what, and where it says so. Then who gains, what is
    unknown or withheld, and in how many paragraphs of each clause somebody may do or is owed something, and
    must. It counts, and grades nothing. A clause in a spec's own words is named as not counted.

    \b
    Example:
      modelpact balance deal.agreement.yaml
      modelpact balance sent.agreement.yaml deal.agreement.yaml
      modelpact balance standard deal.agreement.yaml
      modelpact balance deal.agreement.yaml -f html -o balance.html
    """
    from modelpact.cli.balance import Wishes, parse_format, run

    wishes = Wishes(parse_format(format_), output, form, force)
    raise typer.Exit(run(spec, other, wishes))


@app.command()
def export(
    spec: Side,
    to: Annotated[
        str, typer.Option("--to", metavar="TARGET", help="One of odrl, hf, funding, summary, impact.")
    ],
    model: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="For hf and impact: the model.  [default: the first that is not public yet]",
        ),
    ] = None,
    output: Output = None,
    form: Form = None,
    force: Force = False,
) -> None:
    """Write what else can be made of an agreement.

    \b
    odrl     an ODRL 2.2 policy as JSON-LD, for programs; it lists what it does not express
    hf       the front matter of a gated Hugging Face repository: prompt, form, licence
    funding  a note to paste into a paper: money, interests, who could review it
    summary  the summary that the public may see, without what is to be left out
    impact   the Impact Report form, partly filled

    What the export leaves out, or leaves to you, is said on standard error.

    \b
    Example:
      modelpact export deal.agreement.yaml --to odrl -o deal.odrl.jsonld
      modelpact export deal.agreement.yaml --to hf --model gpt-2-1558m
      modelpact export deal.agreement.yaml --to summary -o summary.md
    """
    from modelpact.cli.export import Wishes, parse_target, run

    raise typer.Exit(run(spec, Wishes(parse_target(to), model, output, form, force)))
