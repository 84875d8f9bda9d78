"""A field that the other side changes wherever it is printed is found, whatever it is."""

from __future__ import annotations

import pytest

from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.compare import compare, sections
from modelpact.diagnostics import Path
from modelpact.redline import UNNAMED, Author
from modelpact.redlines import docx as redlines
from modelpact.returned.changes import words_of
from modelpact.returned.reply import Reply, Sent, reply
from modelpact.spec_edits import Edited, Scalar, opened, with_value
from support import MINIMAL

NAME = str(MINIMAL)
CASES: dict[Path, Scalar] = {
    ("publication", "review_days"): 45,
    ("incident", "weights_hours"): 12,
    ("models", 1, "name"): "Large model of 2030",
    ("models", 1, "parameters"): "1600M",
    ("release", "stages", 0, "planned"): "2030-04-02",
    ("project", "title"): "Late study of a language model",
    ("security", "level"): "SL3",
    ("labour", "workforce", 0, "task"): "Rating and writing of answers",
    ("benefits", 0, "when"): "before publication",
}


def made(edited: Edited) -> Agreement | None:
    checked = pipeline.check_text(NAME, edited.text.encode())
    if checked.spec is None or pipeline.has_errors(checked):
        return None
    return pipeline.agreement(checked.spec)


@pytest.fixture(scope="module")
def ours() -> Edited:
    return opened(NAME, MINIMAL.read_bytes())


def came_back(ours: Edited, theirs: Agreement) -> Reply:
    """What is read from our agreement after their counsel made theirs of it, every word tracked."""
    spec, agreement = pipeline.check_file(NAME).spec, made(ours)
    assert spec
    assert agreement
    redline = compare(agreement, theirs)._replace(author=Author("Their Counsel", UNNAMED.date))
    sent = Sent(NAME, spec, agreement, ours, UNNAMED.name)
    return reply(sent, "returned.docx", redlines.render(redline), made)


@pytest.mark.parametrize("path", CASES, ids=str)
def test_a_field_is_found_and_its_words_are_theirs(ours: Edited, path: Path) -> None:
    theirs = made(with_value(ours, path, CASES[path]))
    assert theirs
    found = came_back(ours, theirs)
    wanted = sections(theirs)
    assert list(found.theirs) == list(wanted)
    for id_, section in found.theirs.items():
        if id_ != "schedule:deviations":  # of which nobody edits the table that our form computes
            assert words_of(section) == words_of(wanted[id_])
    assert [[(at, new) for at, _, new in each.values] for each in found.edits] == [[(path, CASES[path])]]
    assert found.conflicts == ()
