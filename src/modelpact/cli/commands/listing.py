"""Browse the form, the rules and the schema: kinds, clauses, rules, schema."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from modelpact.cli.app import Form, Listing, Reader, app
from modelpact.cli.completion import clause_ids, kind_ids, rule_ids


class Written(StrEnum):
    """The kinds of file that people write."""

    SPEC = "spec"
    PLAYBOOK = "playbook"


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
    of: Annotated[Written, typer.Argument(metavar="[KIND]", help="spec or playbook.")] = Written.SPEC,
) -> None:
    """Print the JSON Schema of a spec or a playbook.

    With it, editors complete, explain and check every field.

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
