"""The interview on a terminal: shows the next question, reads an answer, hands both to the interview."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelpact.characters import visible
from modelpact.cli.printing import colour
from modelpact.drafting.draft import Draft
from modelpact.drafting.finished import open_fields
from modelpact.drafting.interview import Interview, Prepare
from modelpact.drafting.questions import Question, Refused, short
from modelpact.fields import TBC

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings
    from questionary import Style

_MOST_WIDTH, _LEAST_WIDTH = 100, 40
_WAIT_AFTER_ESCAPE = 0.1
"""Seconds in which an arrow key's further characters arrive after its first, which is Escape's."""
_MOST_OPEN = 12

_INTRODUCTION = """\
This asks what has no good default, and writes a spec. Enter takes what stands in grey. TBC stands for
what is not known yet. Esc goes back one question. Ctrl-C stops and keeps your answers. modelpact gives no
legal advice.
"""


class _Key(Enum):
    """What was pressed instead of an answer."""

    BACK = "back"


def ask(kind: str, prepare: Prepare, target: Callable[[Draft], Path | None]) -> tuple[Draft | None, bool]:
    """The draft with all answers in it, and whether it is finished or somebody stopped."""
    interview, about, typed = Interview(prepare, kind), "", ""
    _say("")
    _say(_INTRODUCTION.replace("\n", " "), faint=True)
    try:
        while True:
            step = interview.next()
            if step.question is None:
                assert step.draft is not None
                if _is_confirmed(step.draft, target(step.draft)):
                    return step.draft, True
                typed, interview, about = interview.answers[-1], interview.back(), ""
                continue
            if step.question.about != about:
                about = step.question.about
                _say("")
                _say(about, bold=True)
            interview, typed = _after(interview, step.question, typed)
    except (KeyboardInterrupt, EOFError):
        return (interview.next().draft if interview.answers else None), False


def _after(interview: Interview, question: Question, typed: str) -> tuple[Interview, str]:
    """The interview after the question was answered; or without its last answer, and that answer.

    ``typed``: what stands in the field at first, because it was answered so before.
    """
    _explain(question)
    while True:
        answer = _answer(question, typed)
        if isinstance(answer, _Key):
            if not interview.answers:
                _say("this is the first question", faint=True)
                continue
            return interview.back(), interview.answers[-1]
        outcome = interview.answered(answer)
        if isinstance(outcome, Refused):
            typed = answer if answer.isprintable() else ""
            _say(outcome.message + (f"; {outcome.hint}" if outcome.hint else ""), wrong=True)
            continue
        for warning in outcome.warnings:
            _say(f"note: {warning.message}" + (f"; {warning.hint}" if warning.hint else ""), faint=True)
        return outcome.interview, ""


def _explain(question: Question) -> None:
    _say("")
    is_shown = question.example and not question.choices and question.suggestion == TBC
    example = f" Such as {question.example.removesuffix('.')}." if is_shown else ""
    _say(f"{short(question)}{example}", faint=True)


def _answer(question: Question, typed: str) -> str | _Key:
    if question.choices:
        listed = [(choice.value, choice.says) for choice in question.choices]
        return _chosen(question.title, listed, typed or question.suggestion)
    return _text(question, typed)


def _text(question: Question, typed: str) -> str | _Key:
    import questionary

    asked = questionary.text(
        _asked(question.title),
        default="" if typed == question.suggestion else typed,
        qmark="  ›",
        style=_style(),
        placeholder=[("class:placeholder", visible(question.suggestion) or "nothing more")],
        key_bindings=_keys(),
    )
    return _outcome(asked)


def _chosen(message: str, choices: list[tuple[str, str]], suggestion: str) -> str | _Key:
    import questionary
    from prompt_toolkit.key_binding import merge_key_bindings

    widest = max(len(value) for value, _ in choices)
    listed = [
        questionary.Choice(f"{value:<{widest}}  {says}".rstrip(), value=value, shortcut_key=False)
        for value, says in choices
    ]
    default = suggestion if suggestion in (value for value, _ in choices) else None
    asked = questionary.select(
        _asked(message), listed, default=default, qmark="  ›", pointer="  ❯", instruction=" ", style=_style()
    )
    asked.application.key_bindings = merge_key_bindings(
        [bindings for bindings in (asked.application.key_bindings, _keys()) if bindings is not None]
    )
    return _outcome(asked)


def _asked(title: str) -> str:
    return title if title.endswith("?") else f"{title}:"


def _outcome(asked: Any) -> str | _Key:
    asked.application.ttimeoutlen = _WAIT_AFTER_ESCAPE
    answer: str | _Key = asked.unsafe_ask()
    return answer


def _keys() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("escape", eager=True)
    def _back(event: Any) -> None:
        event.app.exit(result=_Key.BACK)

    return keys


def _style() -> Style:
    import questionary

    return questionary.Style(
        [
            ("qmark", "fg:ansidefault bold"),
            ("question", "fg:ansidefault nobold"),
            ("answer", "fg:ansidefault bold"),
            ("pointer", "fg:ansidefault bold"),
            ("highlighted", "fg:ansidefault bold"),
            ("selected", "fg:ansidefault noreverse"),
            ("placeholder", "fg:ansibrightblack"),
        ]
    )


def _is_confirmed(draft: Draft, target: Path | None) -> bool:
    """Whether the draft is to be written, once what is still open or doubtful was shown."""
    fields = open_fields(draft)
    _say("")
    _say("That is all", bold=True)
    if fields:
        count = "1 field is" if len(fields) == 1 else f"{len(fields)} fields are"
        _say(f"{count} still TBC; the agreement is a draft until that is filled in:", faint=True)
    for _, name in fields[:_MOST_OPEN]:
        _say(f"- {name}", faint=True)
    if len(fields) > _MOST_OPEN:
        _say(f"- and {len(fields) - _MOST_OPEN} more, marked {TBC} in the file", faint=True)
    warnings = [each for each in draft.checked().diagnostics if each.severity == "warning"]
    if warnings:
        _say("modelpact check will warn:", faint=True)
    for each in warnings:
        _say(f"- {each.message}; {each.hint}", faint=True)
    answer = _chosen(
        "Shall it be written?",
        [("write", f"to {target}"), ("back", "go back to the last question")],
        "write",
    )
    return answer == "write"


def _say(text: str, *, bold: bool = False, faint: bool = False, wrong: bool = False) -> None:
    """Print a passage, folded to the terminal; everything that somebody typed passes here."""
    width = min(_MOST_WIDTH, max(_LEAST_WIDTH, shutil.get_terminal_size().columns - 2))
    code = "1" if bold else "2" if faint else "31" if wrong else ""
    hanging = "  " if text.startswith("- ") else ""
    parts = textwrap.wrap(visible(text), width - 2, break_on_hyphens=False, subsequent_indent=hanging)
    for part in parts or [""]:
        indent = "" if bold else "  "
        painted = f"\x1b[{code}m{part}\x1b[0m" if code and part and colour(sys.stdout) else part
        print(f"{indent}{painted}")
