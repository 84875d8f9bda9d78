"""Tracked changes as LibreOffice accepts and rejects them: the new agreement, the old one, to the number."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from itertools import combinations, islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from house.test_form import agreement
from judges.engines import office, run
from judges.test_word_judged import SPECS, lines_from_cover
from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.compare import compare
from modelpact.redlines import docx as redlines
from modelpact.redlines import json_changes
from modelpact.renderers import docx
from specs import KINDS, random_spec
from support import ROOT

pytestmark = pytest.mark.judge

RANDOM = int(os.environ.get("PAIRS", "10"))
"""Pairs of random specs; ``make soak`` asks for more."""


class Judged(NamedTuple):
    """A pair of agreements, and what LibreOffice shows of them."""

    name: str
    old: list[str]
    new: list[str]
    rejected: list[str]
    accepted: list[str]
    redline: Path


def pairs() -> Iterator[tuple[str, Agreement, Agreement]]:
    """Every two examples of a kind, and random specs of each kind."""
    examples: dict[str, Agreement] = {}
    for path in SPECS:
        spec = pipeline.check_file(str(path)).spec
        assert spec
        examples[f"{path.parent.name}/{path.name}"] = pipeline.agreement(spec)
    for one, other in combinations(examples, 2):
        if examples[one].title == examples[other].title:
            yield f"{one} to {other}", examples[one], examples[other]
    for seed in range(RANDOM):
        kind = KINDS[seed % len(KINDS)]
        old, new = (agreement(random_spec(each, kind=kind)) for each in (seed, seed + 100_000))
        yield f"{kind}, seeds {seed} and {seed + 100_000}", old, new


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    folder = tmp_path_factory.mktemp("redlines")
    names, jobs = [], {}
    for number, (name, old, new) in enumerate(pairs()):
        names.append(name)
        made = {
            "old": (docx.render(old), "keep"),
            "new": (docx.render(new), "keep"),
            "rejected": (redlines.render(compare(old, new)), "reject"),
            "accepted": (redlines.render(compare(old, new)), "accept"),
        }
        for part, (data, changes) in made.items():
            file = folder / f"{number}-{part}.docx"
            file.write_bytes(data)
            jobs[file] = changes
    shown, files = map(lines_from_cover, office(jobs)), iter(jobs)
    return [
        Judged(name, next(shown), next(shown), next(shown), next(shown), list(islice(files, 4))[-1])
        for name in names
    ]


def test_rejecting_all_gives_the_old_agreement(judged: list[Judged]) -> None:
    assert [pair.name for pair in judged if pair.rejected != pair.old] == []


def test_accepting_all_gives_the_new_agreement(judged: list[Judged]) -> None:
    assert [pair.name for pair in judged if pair.accepted != pair.new] == []


def test_there_is_something_to_judge(judged: list[Judged]) -> None:
    assert all(pair.old != pair.new for pair in judged)


@pytest.mark.parametrize(("changes", "part"), [("reject", "old"), ("accept", "new")])
def test_pandoc_agrees(judged: list[Judged], changes: str, part: str) -> None:
    """It neither numbers paragraphs nor refreshes fields, so numbers are left out."""
    for pair in judged[::3]:
        plain = pair.redline.with_name(pair.redline.name.replace("accepted", part))
        assert read_by_pandoc(pair.redline, changes) == read_by_pandoc(plain, changes), pair.name


def test_ajv_reads_a_redline_in_json_with_its_schema() -> None:
    written = [json_changes.render(compare(old, new)).decode() for _, old, new in islice(pairs(), 0, None, 5)]
    schema = ROOT / "schemas" / "redline-1.schema.json"
    verdicts = run("node", "tests/judges/validate.mjs", schema, stdin=f"[{','.join(written)}, {{}}]".encode())
    assert json.loads(verdicts) == [True] * len(written) + [False]


def read_by_pandoc(file: Path, changes: str) -> list[str]:
    blocks = json.loads(run("pandoc", "--from=docx", "--to=json", f"--track-changes={changes}", file))[
        "blocks"
    ]
    lines = "".join(words(blocks)).splitlines()
    return lines_from_cover([re.sub(r"[0-9]+(?:\.[0-9]+)?(?:\([a-z]+\))*", "", line) for line in lines])


def words(node: Any) -> Iterator[str]:
    """The text of pandoc's document tree, each paragraph and cell on a line."""
    if isinstance(node, list):
        for each in node:
            yield from words(each)
    elif isinstance(node, dict):
        match node["t"]:
            case "Str":
                yield node["c"]
            case "Space" | "SoftBreak":
                yield " "
            case _:
                yield from words(node.get("c", []))
        if node["t"] in ("Para", "Plain", "Header"):
            yield "\n"
