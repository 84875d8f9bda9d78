"""The command line: ``modelpact COMMAND``. Only the modules of this package print and exit."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from modelpact import __version__
from modelpact.diagnostics import FormError, UserError, sentence

# Imports make many objects and hardly any garbage: collecting it costs a tenth of a short run.
gc.set_threshold(100_000, 20, 20)

EXIT_CLEAN, EXIT_PROBLEMS, EXIT_USAGE, EXIT_COULD_NOT_RUN = 0, 1, 2, 3
EXIT_INTERRUPTED, EXIT_NOBODY_READS = 130, 141  # as shells have it: 128 and the number of the signal

app = typer.Typer(
    name="modelpact",
    help="""Turn a YAML description of an AI model-sharing partnership into a legal agreement.

\b
Example:
  modelpact check deal.agreement.yaml
  modelpact render deal.agreement.yaml -f md,pdf

Exit codes: 0 done and clean, 1 problems found in your files, 2 wrong usage, 3 could not run.
modelpact gives no legal advice. Have counsel read what you sign.""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Specs = Annotated[
    list[str],
    typer.Argument(
        metavar="SPEC...",
        help="Spec files, NAME.agreement.yaml, or folders of them; - is standard input.",
        show_default=False,
    ),
]
Form = Annotated[
    Path | None,
    typer.Option(
        "--form",
        metavar="DIR",
        help="Folder of your house's own form, over the standard form.  [default: form in modelpact.toml]",
        show_default=False,
    ),
]
Formats = Annotated[
    str,
    typer.Option(
        "-f", "--format", metavar="FORMATS", help="Formats with commas between: md, html, pdf, docx, json."
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings, too.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but problems.")]


class Reader(StrEnum):
    """Whom a listing is for: ``text`` for people, ``json`` for programs."""

    TEXT = "text"
    JSON = "json"


Listing = Annotated[Reader, typer.Option("-f", "--format", help="For people or for programs.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"modelpact {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


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
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="Also compare dates with this day, such as 2030-09-01."
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
    """Report every problem in specs, each with file, line and column.

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
        as_of=as_of and as_of.date(),
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
        bool, typer.Option("--force", help="Replace files even if they were edited by hand.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a render is missing, stale or edited.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write the agreement that each spec describes; nothing is written for a spec with errors.

    With --check nothing is written. A render that is there is compared with what its spec makes now: it is
    current; or stale, because the spec or the form has changed since; or edited by hand. The clauses that
    differ are named (Markdown and JSON).

    \b
    Example:
      modelpact render deal.agreement.yaml
      modelpact render deal.agreement.yaml -f md,html,pdf -o build
      modelpact render --check deal.agreement.yaml -f md
    """
    from modelpact.cli.render import Wanted, compare, run

    wanted = Wanted(formats, output, form, quiet)

    if check:
        if force:
            raise typer.BadParameter("nothing is written with --check", param_hint="--force")
        raise typer.Exit(compare(specs, wanted))
    raise typer.Exit(run(specs, wanted, force=force))


@app.command()
def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A spec, REVISION:SPEC, rendered JSON or PDF, or standard.")
    ],
    new: Annotated[
        str | None,
        typer.Argument(metavar="NEW", help="Likewise; left out with --rev.", show_default=False),
    ] = None,
    rev: Annotated[
        str | None, typer.Option("--rev", metavar="A..B", help="Compare two git revisions of one spec.")
    ] = None,
    format_: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="One of text, md, docx.")
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
    date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], metavar="DATE", help="Their date.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file that -o names.")] = False,
) -> None:
    """Show clause by clause what changed between two agreements, and which fields of the specs caused it.

    \b
    Example:
      modelpact diff last-week.agreement.yaml deal.agreement.yaml
      modelpact diff HEAD~1:deal.agreement.yaml deal.agreement.yaml
      modelpact diff standard deal.agreement.yaml -f md -o redline.md
      modelpact diff sent.agreement.yaml deal.agreement.yaml -f docx -o redline.docx
      modelpact diff --rev v1..v2 deal.agreement.yaml --fail-on mandatory
      modelpact diff signed.pdf deal.agreement.yaml
    """
    from modelpact.cli.diff import Output, chosen_sides, named, refuse_unknown, run

    wishes = fail_on or []
    refuse_unknown(format_, wishes)
    raise typer.Exit(
        run(*chosen_sides(old, new, rev), Output(format_, output, wishes, force, named(author, date)))
    )


@app.command()
def extract(
    pdf: Annotated[str, typer.Argument(metavar="PDF", help="A PDF that modelpact rendered, signed or not.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Folder to write to.  [default: beside the PDF]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Write out what a PDF carries: the spec that makes it again, the agreement as data, the manifest.

    Whether the pages say the same is for verify to prove.

    \b
    Example:
      modelpact extract deal.pdf
      modelpact extract signed.pdf -o from-the-other-side
    """
    from modelpact.cli.extract import run

    raise typer.Exit(run(pdf, output, force=force))


@app.command()
def kinds(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Show this kind only.", show_default=False)
    ] = None,
    format_: Listing = Reader.TEXT,
) -> None:
    """List the kinds of partnership: when to use each, and what it settles by default.

    \b
    Example:
      modelpact kinds
      modelpact kinds red-team
      modelpact kinds --format json
    """
    from modelpact.cli.kinds import run

    raise typer.Exit(run(id_, json=format_ is Reader.JSON))


@app.command()
def clauses(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Show all about this clause.", show_default=False)
    ] = None,
    form: Form = None,
    format_: Listing = Reader.TEXT,
) -> None:
    """List the clauses of the form, or all about one: purpose, guidance, text.

    \b
    Example:
      modelpact clauses
      modelpact clauses publication
      modelpact clauses --format json
      modelpact clauses publication --form house-form
    """
    from modelpact.cli.clauses import run

    raise typer.Exit(run(id_, form, json=format_ is Reader.JSON))


class Written(StrEnum):
    """The kinds of file that people write."""

    SPEC = "spec"
    PLAYBOOK = "playbook"


@app.command()
def schema(
    of: Annotated[Written, typer.Argument(metavar="[KIND]", help="spec or playbook.")] = Written.SPEC,
) -> None:
    """Print the JSON Schema of a spec, with which editors complete, explain and check every field.

    \b
    Example:
      modelpact schema > modelpact-1.schema.json
      modelpact schema playbook > playbook-1.schema.json

    A spec whose first line is this is then read with it:

    \b
      # yaml-language-server: $schema=modelpact-1.schema.json
    """
    from modelpact.fields import PLAYBOOK, SPEC

    sys.stdout.buffer.write((SPEC if of is Written.SPEC else PLAYBOOK).text.encode())


@app.command()
def rules(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Show the page of this rule.", show_default=False)
    ] = None,
    format_: Listing = Reader.TEXT,
) -> None:
    """List the rules that a check enforces, or show one: why it matters, what fails, and how to mend it.

    \b
    Example:
      modelpact rules
      modelpact rules publication-review-long
      modelpact rules --format json
    """
    from modelpact.cli.rules import run

    raise typer.Exit(run(id_, json=format_ is Reader.JSON))


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
    """What the GitHub Action runs: check specs with annotations, render those that a pull request changes.

    \b
    Example:
      modelpact action . --base "$COMMIT" -f md,docx -o report --summary summary.md
    """
    from modelpact.cli.action import Wishes, run
    from modelpact.cli.render import parse_formats

    wanted = parse_formats(formats) if formats else ()
    raise typer.Exit(run(Wishes(specs, base or None, wanted, strict, output, summary)))


@app.command()
def doctor() -> None:
    """Print versions, what works on this machine, and what to install for what does not.

    \b
    Example:
      modelpact doctor
    """
    from modelpact.cli.doctor import run

    raise typer.Exit(run())


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
        app()
    except SystemExit as done:
        if isinstance(done.__context__, BrokenPipeError):
            raise done.__context__ from None
        return int(done.code or EXIT_CLEAN)
    return EXIT_CLEAN


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
