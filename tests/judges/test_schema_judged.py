"""The schema as others read it: ajv accepts what we accept, and an editor completes, explains and marks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from judges.editor import Editor, editor
from judges.engines import run
from modelpact.fields import PLAYBOOK, SPEC, Schema, contract
from modelpact.schema import gate
from mutants import FILES, data_of, mutants
from support import MINIMAL, ROOT

pytestmark = pytest.mark.judge

SHIPPED = sorted(
    path for kind in ("agreement", "playbook") for path in (ROOT / "examples").rglob(f"*.{kind}.yaml")
)
TYPED = MINIMAL.with_name("typed.agreement.yaml")
"""A file that somebody has begun in an editor; it is never saved."""

BEGUN = MINIMAL.read_text(encoding="utf-8")
LAST = len(BEGUN.splitlines())


def judged_by_ajv(schema: Schema, files: list[dict[str, Any]]) -> list[bool]:
    path = ROOT / "schemas" / f"{schema.name}.schema.json"
    verdicts: list[bool] = json.loads(
        run("node", "tests/judges/validate.mjs", path, stdin=json.dumps(files).encode())
    )
    return verdicts


def test_ajv_accepts_and_rejects_the_files_that_we_accept_and_reject() -> None:
    specs = {path.name: data for path in FILES if (data := data_of(path)) is not None}
    theirs = dict(zip(specs, judged_by_ajv(SPEC, [*specs.values()]), strict=True))
    assert theirs == {name: gate().passes(data) for name, data in specs.items()}
    assert set(theirs.values()) == {True, False}


@pytest.mark.parametrize("schema", [SPEC, PLAYBOOK], ids=lambda schema: schema.name)
def test_ajv_agrees_on_files_changed_at_random(schema: Schema) -> None:
    files = list(mutants(3_000, schema))
    for data, accepted in zip(files, judged_by_ajv(schema, files), strict=True):
        assert accepted == gate(schema).passes(data), data


@pytest.fixture(scope="module")
def opened() -> Iterator[Editor]:
    """An editor in which the smallest example has been begun anew."""
    with editor() as started:
        yield started


@pytest.mark.parametrize("spec", SHIPPED, ids=lambda path: path.name)
def test_an_editor_marks_nothing_in_an_example_but_an_unknown_field(opened: Editor, spec: Path) -> None:
    text = spec.read_text(encoding="utf-8")
    assert opened.marked(spec, text) == []
    last = len(text.splitlines())
    assert opened.marked(spec, f"{text}nonsense: 1\n") == [(last + 1, "Property nonsense is not allowed.")]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("kind: staged-release", "kind: staged-relase", "Value is not accepted"),
        ("country: US", "contry: US", 'Missing property "country"'),
        ("planned: 2030-03-01", "planned: 2030/03/01", "does not match the pattern"),
    ],
)
def test_an_editor_marks_what_is_wrong_where_it_stands(
    opened: Editor, right: str, wrong: str, message: str
) -> None:
    typed = BEGUN.replace(right, wrong, 1)
    line = next(number for number, each in enumerate(typed.splitlines(), start=1) if wrong in each)
    marks = opened.marked(TYPED, typed)
    assert {number for number, _ in marks} == {line}
    assert message in marks[0][1]


def test_an_editor_completes_the_fields_of_a_group(opened: Editor) -> None:
    opened.marked(TYPED, f"{BEGUN}publication:\n  right: review\n  \n")
    fields = contract().children["publication"].children
    assert set(opened.offered(TYPED, LAST + 3, 3)) == set(fields) - {"right"}


def test_an_editor_completes_the_choices_of_a_field(opened: Editor) -> None:
    opened.marked(TYPED, BEGUN.replace("kind: staged-release", "kind: "))
    line = BEGUN.splitlines().index("kind: staged-release") + 1
    assert opened.offered(TYPED, line, 7) == contract().children["kind"].node["enum"]


def test_an_editor_explains_every_field_under_the_mouse(opened: Editor) -> None:
    opened.marked(TYPED, BEGUN)
    fields = contract().children
    explained = []
    for number, line in enumerate(BEGUN.splitlines(), start=1):
        field = fields.get(line.partition(":")[0])
        if field:
            shown = opened.hovered(TYPED, number, 2).replace("\\", "")
            assert field.node["description"] in shown, line
            explained.append(line)
    assert len(explained) > 10
