"""Browse the form, the rules and the schema: kinds, clauses, rules, schema."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from modelpact.cli.app import Form, Listing, Reader, app
from modelpact.cli.completion import clause_ids, kind_ids, rule_ids


class Described(StrEnum):
    """The files that have a schema: those that people write, and those that are written for programs."""

    SPEC = "spec"
    PLAYBOOK = "playbook"
    AGREEMENT = "agreement"
    REDLINE = "redline"
    RETURNED = "returned"
    BALANCE = "balance"
    REPORT = "report"


@app.command()
def kinds(
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="Show this kind only.", show_default=False, autocompletion=kind_ids
        ),
    ] = None,
    format_: Listing = Reader.TEXT,
) -> None:
    """List the kinds of partnership, and when to use each.

    With an ID, what that kind settles by default.

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
        str | None,
        typer.Argument(
            metavar="[ID]", help="Show all about this clause.", show_default=False, autocompletion=clause_ids
        ),
    ] = None,
    form: Form = None,
    format_: Listing = Reader.TEXT,
) -> None:
    """List the clauses of the form, or show one.

    With an ID: its purpose, what is bargained over in it, when it is there, and its text.

    \b
    Example:
      modelpact clauses
      modelpact clauses publication
      modelpact clauses --format json
      modelpact clauses publication --form house-form
    """
    from modelpact.cli.clauses import run

    raise typer.Exit(run(id_, form, json=format_ is Reader.JSON))


@app.command()
def rules(
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="Show the page of this rule.", show_default=False, autocompletion=rule_ids
        ),
    ] = None,
    format_: Listing = Reader.TEXT,
) -> None:
    """List the rules that a check enforces, or show one.

    With an ID: why the rule matters, what fails, and how to mend it.

    \b
    Example:
      modelpact rules
      modelpact rules publication-review-long
      modelpact rules --format json
    """
    from modelpact.cli.rules import run

    raise typer.Exit(run(id_, json=format_ is Reader.JSON))


@app.command()
def schema(
    of: Annotated[
        Described,
        typer.Argument(metavar="[FILE]", help=f"What it describes: {', '.join(Described)}."),
    ] = Described.SPEC,
) -> None:
    """Print the JSON Schema of a spec, or of another file.

    With that of a spec or a playbook, editors complete, explain and check every field. The others are of
    what commands write with -f json: an agreement (render), a redline and a returned file (diff), a balance
    (balance), a report (check).

    \b
    Example:
      modelpact schema > modelpact-1.schema.json
      modelpact schema playbook > playbook-1.schema.json

    A spec whose first line is this is then read with it:

    \b
      # yaml-language-server: $schema=modelpact-1.schema.json
    """
    from modelpact import resources

    name = "modelpact" if of is Described.SPEC else of
    sys.stdout.buffer.write(resources.read_bytes(f"schemas/{name}-1.schema.json"))
