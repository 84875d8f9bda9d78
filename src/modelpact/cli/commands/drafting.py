"""Write an agreement: new, check, render."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from modelpact.cli.app import Form, Formats, Quiet, Specs, Strict, app, day


@app.command()
def new(
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help="File to write, NAME.agreement.yaml, or a folder; - is standard output.  [default: its id]",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Kind of partnership (modelpact kinds lists them)."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Value of a field, such as parties[0].country=US; repeatable.",
        ),
    ] = None,
    from_model_card: Annotated[
        str | None,
        typer.Option(
            "--from-model-card",
            metavar="FILE",
            help="Model card (- is standard input), or folder of a model's files, to take facts from.",
        ),
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing; TBC stands for the rest.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Begin a spec: answer questions, or name its kind.

    On a terminal it finds the kind by seven questions, and asks what has no good default; Esc goes back,
    Ctrl-C stops and keeps the answers as a draft. A file that is there is never written over. The new spec
    passes check: TBC stands for whatever is not known yet.

    An entry of a list is named by its position from 0 or by its id; a position just after the last adds one.

    \b
    Example:
      modelpact new
      modelpact new deal.agreement.yaml --from-model-card gpt2/
      modelpact new deal --kind red-team --no-input
      modelpact new - --kind hosted-access --set parties.provider.country=US --set access.mode=enclave
    """
    from modelpact.cli.new import Wishes, parse_kind, parse_path, parse_settings, run

    settings = parse_settings(set_ or [])
    wishes = Wishes(parse_path(path), parse_kind(kind), settings, from_model_card, no_input, quiet)
    raise typer.Exit(run(wishes))


@app.command()
def check(
    specs: Specs,
    format_: Annotated[
        str,
        typer.Option("-f", "--format", metavar="FORMAT", help="One of text, json, sarif, github, junit."),
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="File for the report; replaces an older report only."
        ),
    ] = None,
    select: Annotated[
        str | None,
        typer.Option(metavar="RULES", help="Report these rules only, with commas between (see below)."),
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="RULES", help="Leave these rules out, errors too (see below).")
    ] = None,
    strict: Strict = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
    as_of: Annotated[
        date | None,
        typer.Option(
            parser=day, metavar="DATE", help="Also compare dates with this day, such as 2030-09-01."
        ),
    ] = None,
    playbook: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Also hold the specs against a house's policy, NAME.playbook.yaml."
        ),
    ] = None,
    form: Form = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Use this modelpact.toml.  [default: the nearest upward from each spec]"
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Report every problem in specs, each with its place.

    A folder stands for all files below it that are named NAME.agreement.yaml.

    --select and --ignore are about rules (modelpact rules lists them). What is wrong with the file itself
    is always reported, and render still refuses a spec with errors. What is left out is counted in the
    report's last line.

    \b
    Example:
      modelpact check deal.agreement.yaml
      modelpact check agreements/ --format sarif --output report.sarif
      modelpact check deal.agreement.yaml --playbook our.playbook.yaml
      git show HEAD:deal.agreement.yaml | modelpact check -
    """
    from modelpact.cli.check import Options, parse_format, parse_left_out, run

    options = Options(
        format=parse_format(format_),
        output=output,
        left_out=parse_left_out(select, ignore),
        strict=strict,
        exit_zero=exit_zero,
        as_of=as_of,
        playbook=playbook,
        form=form,
        config=config,
        quiet=quiet,
    )
    raise typer.Exit(run(specs, options))


@app.command()
def render(
    specs: Specs,
    formats: Formats = "md,pdf",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="Folder to write to.  [default: beside each spec]"
        ),
    ] = None,
    form: Form = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Render what is up to date, too, and replace what was edited by hand."),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a render is missing, stale or edited.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j",
            "--jobs",
            min=1,
            metavar="N",
            help="Render so many specs at a time.  [default: as many as there are cores]",
            show_default=False,
        ),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Render on the Dask cluster of this scheduler, whose workers see the same folders.",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write the agreement that each spec describes.

    Nothing is written for a spec with errors, nor where the spec, all that it extends, the form, the program
    and the files themselves are as they were when they were written. Of many specs, the last line counts what
    was written, up to date, refused (errors in the spec) and failed.

    With --check nothing is written. A render that is there is compared with what its spec makes now: it is
    current; or stale, because the spec or the form has changed since; or edited by hand. The clauses that
    differ are named (Markdown and JSON).

    \b
    Example:
      modelpact render deal.agreement.yaml
      modelpact render deal.agreement.yaml -f md,html,pdf -o build
      modelpact render --check deal.agreement.yaml -f md
      modelpact render agreements/ -f pdf -j 8
    """
    from modelpact.cli.render import Wanted, run
    from modelpact.rendering import Aim

    if check and force:
        raise typer.BadParameter("nothing is written with --check", param_hint="--force")
    aim = Aim.COMPARE if check else Aim.REPLACE if force else Aim.WRITE
    raise typer.Exit(run(specs, Wanted(formats, output, form, quiet, jobs, dask), aim))
