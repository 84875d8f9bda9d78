"""The command line as typer has it: the program, and the options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from modelpact import __version__

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


def day(text: str) -> date:
    """The date that an option names; usage error where it names none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date, year-month-day, such as 2030-09-01") from None


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
