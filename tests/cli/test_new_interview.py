"""The interview of ``modelpact new`` on a terminal, answered by a program through a pseudo-terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect
import pytest

from modelpact.check import check
from modelpact.load import load
from specs import KINDS

DOWN, UP, ESCAPE, ENTER, CTRL_C, CTRL_D, CTRL_U = "\x1b[B", "\x1b[A", "\x1b", "\r", "\x03", "\x04", "\x15"
_PATIENCE = 60
_OF_OTHER_TERMINALS = {"NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS", "LINES"}
_SEQUENCE = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])")

ANSWERS = {
    "staged-release": ("yes", "soon", "no", "no", "no", "no", "no"),
    "weights-transfer": ("yes", "never", "no", "no", "no", "no", "no"),
    "hosted-access": ("no", "already", "no", "no", "no", "yes", "data"),
    "red-team": ("no", "never", "yes", "no", "no", "no", "no"),
    "mutual-exchange": ("no", "already", "no", "yes", "no", "no", "no"),
    "consortium": ("yes", "soon", "no", "no", "yes", "no", "people"),
}
"""What is answered to the seven questions so that the interview finds the kind."""

QUESTIONS = (
    "Do files of the model leave the provider?",
    "When is the model public?",
    "Is the partner asked to attack the model?",
    "Does access run both ways?",
    "Are there more than two parties?",
    "Must the partner be free to publish?",
    "Are personal data used, or people studied?",
)
CHOICES = {"When is the model public?": ("already", "soon", "never")} | {
    "Are personal data used, or people studied?": ("no", "data", "people", "both")
}
SUGGESTED = {"When is the model public?": "never"}


class Terminal:
    """``modelpact new`` running on a terminal, and whoever sits before it."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        plain = {name: value for name, value in os.environ.items() if name not in _OF_OTHER_TERMINALS}
        self.process: Any = pexpect.spawn(
            sys.executable,
            ["-m", "modelpact", "new", *arguments],
            cwd=folder,
            env={**plain, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **environment},
            dimensions=(60, 100),
            encoding="utf-8",
            timeout=_PATIENCE,
        )
        self.process.delaybeforesend = None
        self.raw = ""

    def sees(self, text: str) -> None:
        """Wait until the terminal shows this."""
        self.process.expect_exact(text)
        self.raw += self.process.before + self.process.after

    def types(self, text: str) -> None:
        self.process.send(text)

    def answers(self, title: str, text: str = "") -> None:
        """Answer the question with that title; nothing takes what is suggested."""
        self.sees(f"{title}:")
        self.types(f"{text}{ENTER}")

    def picks(self, title: str, choices: tuple[str, ...], at: str, wanted: str) -> None:
        """Move from the choice that is suggested to the one that is wanted."""
        self.sees(title)
        self.sees(choices[-1])
        steps = choices.index(wanted) - choices.index(at)
        self.types((DOWN if steps > 0 else UP) * abs(steps) + ENTER)

    def ends(self) -> int:
        """Wait until the program is over, and give its exit code."""
        if not self.process.flag_eof:
            self.process.expect(pexpect.EOF)
            self.raw += self.process.before
        self.process.close()
        return int(self.process.exitstatus)

    @property
    def shown(self) -> str:
        """What the terminal showed, without colours and movements."""
        return _SEQUENCE.sub("", self.raw)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Terminals of a test; none of their programs outlives it."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.process.close(force=True)


def only_spec(folder: Path) -> Path:
    (spec,) = folder.glob("*.agreement.yaml")
    return spec


def finds(terminal: Terminal, kind: str) -> None:
    for title, wanted in zip(QUESTIONS, ANSWERS[kind], strict=True):
        terminal.picks(title, CHOICES.get(title, ("yes", "no")), SUGGESTED.get(title, "no"), wanted)
    terminal.sees(f"The answers speak for {kind}")
    terminal.sees("Kind of partnership:")
    terminal.types(ENTER)


def takes_the_rest(terminal: Terminal) -> None:
    """Enter at every question that is left; one too many is taken by the next, and by the last nobody."""
    while terminal.process.expect_exact([pexpect.EOF, "›"]):
        terminal.raw += terminal.process.before + terminal.process.after
        with suppress(OSError):
            terminal.types(ENTER)
    terminal.raw += terminal.process.before


@pytest.mark.parametrize("kind", KINDS)
def test_the_interview_finds_each_kind_and_writes_a_spec_that_passes_check(
    tmp_path: Path, terminals: list[Terminal], kind: str
) -> None:
    terminal = Terminal(tmp_path)
    terminals.append(terminal)
    finds(terminal, kind)
    terminal.answers("Agreement title", f"A study by {kind}")
    terminal.answers("Project title", "Who is misled")
    terminal.answers("Project summary", "People rate articles.")
    terminal.answers("Legal name", "OpenAI, Inc.")
    terminal.answers("Short name")
    terminal.answers("Country code", "united states")
    takes_the_rest(terminal)
    assert terminal.ends() == 0
    spec = tmp_path / f"a-study-by-{kind}.agreement.yaml"
    content = spec.read_bytes()
    checked = check(spec.name, content)
    assert checked.source is not None
    assert not [each for each in checked.diagnostics if each.severity == "error"]
    data = checked.source.data
    assert (data["kind"], data["title"], data["parties"][0]["country"]) == (kind, f"A study by {kind}", "US")
    assert (data["parties"][0]["short_name"], data["parties"][0]["id"]) == ("OpenAI", "openai")
    assert "still TBC" in terminal.shown
    assert (data.get("publication") == {"right": "free"}) is (ANSWERS[kind][5] == "yes")


def test_a_wrong_answer_is_explained_and_asked_again(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "deal", "--kind", "red-team", "--set", "title=A test")
    terminals.append(terminal)
    for title in ("Project title", "Project summary", "Legal name"):
        terminal.answers(title)
    terminal.answers("Country code", "Atlantis")
    terminal.sees('country is "Atlantis"; accepted: country code such as US, or TBC')
    terminal.answers("Country code", f"{CTRL_U}NO")
    takes_the_rest(terminal)
    assert terminal.ends() == 0
    source, _ = load("deal", only_spec(tmp_path).read_bytes())
    assert source is not None
    assert source.data["parties"][0]["country"] == "NO"
    assert "Agreement title" not in terminal.shown


def test_escape_goes_back_and_shows_what_was_answered(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "deal", "--kind", "red-team")
    terminals.append(terminal)
    terminal.answers("Agreement title", "Frist")
    terminal.sees("Project title:")
    terminal.types(ESCAPE)
    terminal.sees("Agreement title:")
    terminal.sees("Frist")
    terminal.types(f"{CTRL_U}First{ENTER}")
    takes_the_rest(terminal)
    assert terminal.ends() == 0
    assert "title: First\n" in only_spec(tmp_path).read_text()


def test_escape_at_the_first_question_stays_there(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path)
    terminals.append(terminal)
    terminal.sees("leave the provider?")
    terminal.sees("no")
    terminal.types(ESCAPE)
    terminal.sees("this is the first question")
    terminal.types(CTRL_C)
    assert terminal.ends() == 130


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_stopping_before_an_answer_writes_nothing(
    tmp_path: Path, terminals: list[Terminal], key: str
) -> None:
    terminal = Terminal(tmp_path, "deal", "--kind", "red-team")
    terminals.append(terminal)
    terminal.sees("Agreement title:")
    terminal.types(key)
    assert terminal.ends() == 130
    assert "stopped; nothing was written" in terminal.shown
    assert "Traceback" not in terminal.shown
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_keeps_a_draft_and_names_it(tmp_path: Path, terminals: list[Terminal]) -> None:
    (tmp_path / "deal.draft.yaml").write_text("an older draft")
    terminal = Terminal(tmp_path, "deal", "--kind", "red-team")
    terminals.append(terminal)
    terminal.answers("Agreement title", "Half a test")
    terminal.sees("Project title:")
    terminal.types(CTRL_C)
    assert terminal.ends() == 130
    assert "deal-2.draft.yaml: your answers so far" in terminal.shown
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deal-2.draft.yaml", "deal.draft.yaml"]
    kept = (tmp_path / "deal-2.draft.yaml").read_bytes()
    assert b"title: Half a test\n" in kept
    assert not check("deal", kept).diagnostics


def test_an_answer_with_control_characters_is_a_sentence(tmp_path: Path, terminals: list[Terminal]) -> None:
    """Pasted text comes to the program as it is."""
    terminal = Terminal(tmp_path, "deal", "--kind", "red-team")
    terminals.append(terminal)
    terminal.sees("Agreement title:")
    terminal.types("\x1b[200~A\x1b[31mred\x07\x1b[201~" + ENTER)
    terminal.sees("hides or changes what a reader sees; type the answer without it")
    terminal.answers("Agreement title", f"{CTRL_U}Plain")
    terminal.sees("Project title:")
    terminal.types(CTRL_C)
    assert terminal.ends() == 130
    assert "\x07" not in terminal.raw
    assert "title: Plain\n" in (tmp_path / "deal.draft.yaml").read_text()


def test_a_file_that_is_there_is_said_before_the_first_question(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    (tmp_path / "deal.agreement.yaml").write_text("mine")
    terminal = Terminal(tmp_path, "deal")
    terminals.append(terminal)
    assert terminal.ends() == 3
    assert terminal.shown.strip() == (
        "modelpact: deal.agreement.yaml: is there already, and nothing is written over it"
    )


def test_a_model_card_answers_questions_of_its_own(tmp_path: Path, terminals: list[Terminal]) -> None:
    (tmp_path / "card.md").write_text("---\nlicense: mit\ndatasets: [wikitext]\n---\n\n# Tiny\n")
    terminal = Terminal(tmp_path, "deal", "--kind", "red-team", "--from-model-card", "card.md")
    terminals.append(terminal)
    takes_the_rest(terminal)
    assert terminal.ends() == 0
    assert "Exact version:" in terminal.shown
    assert "Model name:" not in terminal.shown
    assert "Origin of data:" not in terminal.shown
    assert "name: Tiny  # from card.md, line 6 (title)" in only_spec(tmp_path).read_text()


def test_no_color_is_obeyed(tmp_path: Path, terminals: list[Terminal]) -> None:
    colours = re.compile(r"\x1b\[[0-9;]*(?:3[0-7]|38|9[0-7]|4[0-7]|48|10[0-7])(?:;[0-9;]*)?m")
    seen = []
    for environment in ({}, {"NO_COLOR": "1"}):
        terminal = Terminal(tmp_path, "deal", "--kind", "red-team", **environment)
        terminals.append(terminal)
        terminal.answers("Agreement title", "\u202e")
        terminal.sees("type the answer without it")
        terminal.types(CTRL_C)
        terminal.ends()
        seen.append(bool(colours.search(terminal.raw)))
    assert seen == [True, False]


def test_a_terminal_that_can_do_nothing_is_not_asked_on(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "deal", TERM="dumb")
    terminals.append(terminal)
    assert terminal.ends() == 2
    assert "is needed where nobody is asked" in " ".join(terminal.shown.split())


def test_answers_are_kept_where_the_name_was_taken_meanwhile(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal(tmp_path, "deal", "--kind", "red-team")
    terminals.append(terminal)
    terminal.answers("Agreement title", "Late")
    (tmp_path / "deal.agreement.yaml").write_text("theirs")
    takes_the_rest(terminal)
    assert terminal.ends() == 3
    assert "deal.agreement.yaml: is there already, and nothing is written over it" in terminal.shown
    assert (tmp_path / "deal.agreement.yaml").read_text() == "theirs"
    assert "title: Late\n" in (tmp_path / "deal.draft.yaml").read_text()
