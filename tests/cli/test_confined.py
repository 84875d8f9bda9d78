"""A house's form is filled in a child process: whatever it tries, it gets nothing and the program goes on."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from modelpact import confined
from modelpact.confined import Limits
from modelpact.diagnostics import FormError, UserError
from support import Outcome, Run

MIB = 1 << 20
FRONT = "---\ntitle: After the end\nkind: right\n---\n"
SECRET = "the-secret-of-this-machine"


def form(folder: Path, body: str, **files: str) -> Path:
    """A house's folder that rewords one clause."""
    (folder / "clauses").mkdir(parents=True)
    (folder / "outline.yaml").write_text("name: Theirs\nversion: 1\nlicence: CC0-1.0\n")
    (folder / "clauses" / "survival.md").write_text(FRONT + body)
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content)
    return folder


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can wait for."""
    monkeypatch.setattr(confined, "LIMITS", Limits(memory=300 * MIB, processor=2, time=10, output=2 * MIB))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A house's folder with nothing wrong in it."""
    return form(tmp_path / "form", "1. A.\n")


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of the child; PLACE in it is the test's folder."""

    def stand_in(script: str) -> None:
        path = tmp_path / "child"
        path.write_text(f"#!/bin/sh\n{script.replace('PLACE', str(tmp_path))}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return stand_in


@pytest.fixture
def said(run: Run, example: Path, folder: Path, child: Callable[[str], None]) -> Callable[[str], str]:
    """What the program says where that script is the child."""

    def said_of(script: str) -> str:
        child(script)
        line = rendered(run, example, folder).err
        return line.removeprefix(f"modelpact: {folder}: making an agreement of this form ").rstrip("\n")

    return said_of


def rendered(run: Run, example: Path, folder: Path, formats: str = "md") -> Outcome:
    outcome = run("render", example, "--form", folder, "-f", formats)
    assert outcome.err.count("\n") == 1, outcome.err
    assert "Traceback" not in outcome.err
    assert not example.with_name("deal.md").exists()
    return outcome


# --- what the notation has no words for

ESCAPES = {
    "attribute of a text": "{{ ''.__class__ }}",
    "attribute of a value": "{{ title.__class__ }}",
    "slots of a value": "{{ title.ledger.spec.source.texts }}",
    "raw of a value": "{{ title.raw }}",
    "attribute of a function": "{{ ref.__call__ }}",
    "attribute of a list": "{{ [].append(1) }}",
    "attribute by a filter": "{{ title | attr('__class__') }}",
    "map": "{{ parties | map(attribute='__class__') }}",
    "format": "{{ '{0.__class__}'.format(title) }}",
    "percent": "{{ '%s' % title }}",
    "item": "{{ title['__class__'] }}",
    "slice": "{{ 'abc'[0:1] }}",
    "self": "{{ self._TemplateReference__context }}",
    "loop": "{% for a in parties %}{{ loop.__class__ }}{% endfor %}",
    "loop's context": "{% for a in parties %}{{ loop._iterable }}{% endfor %}",
    "loop called": "{% for a in parties recursive %}{{ loop(parties) }}{% endfor %}",
    "loop's function": "{% for a in parties %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "global": "{{ range(9) }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "namespace": "{% set a = namespace(b=1) %}",
    "dict": "{{ dict(a=1) }}",
    "dict literal": "{{ {'a': 1} }}",
    "tuple": "{{ (1, 2) }}",
    "import": "{% import 'outline.yaml' as a %}",
    "from": "{% from 'outline.yaml' import a %}",
    "include": "{% include '/etc/passwd' %}",
    "extends": "{% extends '/etc/passwd' %}",
    "block": "{% block a %}{% endblock %}",
    "macro": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "call": "{% call ref('a') %}{% endcall %}",
    "filter block": "{% filter days %}a{% endfilter %}",
    "with": "{% with a = 1 %}{% endwith %}",
    "set block": "{% set a %}b{% endset %}",
    "set an attribute": "{% set title.raw = 1 %}",
    "autoescape": "{% autoescape true %}{% endautoescape %}",
    "do": "{% do ref('a') %}",
    "debug": "{% debug %}",
    "times": "{{ 'a' * 1000000000 }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "minus": "{{ 1 - 1 }}",
    "division": "{{ 1 / 0 }}",
    "named argument": "{{ ref(id_='a') }}",
    "unpacked": "{{ ref(*parties) }}",
    "called value": "{{ title() }}",
    "called result": "{{ ref('survival')() }}",
    "lambda": "{{ lambda: 1 }}",
    "python": "{{ [a for a in parties] }}",
    "super": "{{ super() }}",
    "test with a callable": "{{ 1 if title is callable else 2 }}",
    "environment": "{{ environment.loader }}",
    "context": "{{ context }}",
    "undefined": "{{ undefined(name='x').__class__ }}",
    "unicode dots": "{{ title．__class__ }}",
    "raw that ends": "{% raw %}{% endraw %}{{ ''.join([]) }}",
    "remark that ends": "<!-- {{ 1 }} -->{{ ''.upper() }}",
}


@pytest.mark.parametrize("body", ESCAPES.values(), ids=ESCAPES)
def test_there_is_no_way_out_of_the_notation(run: Run, example: Path, tmp_path: Path, body: str) -> None:
    outcome = rendered(run, example, form(tmp_path / "form", f"1. A {body}\n"))
    assert outcome.code == 3
    assert outcome.err.startswith(f"modelpact: the form is wrong: {tmp_path}/form/clauses/survival.md:5: ")
    assert not any(word in outcome.err for word in ("root:", "0x", "<module", "object at"))


# --- what takes for ever, or everything

DOUBLING = "{% set a = 'aaaaaaaa' %}" + "{% set a = a ~ a %}" * 40 + "1. A {{ a }}.\n"
LISTS = "{% set a = [1, 2, 3, 4, 5, 6, 7, 8] %}" + "{% set a = a + a %}" * 40 + "1. A {{ a | length }}.\n"
LOOPS = (
    "{% set many = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] %}"
    + "".join(f"{{% for a{level} in many %}}" for level in range(15))
    + "{% endfor %}" * 15
    + "1. A.\n"
)
PRINTED = (
    "{% set a = 'long ' %}" + "{% set a = a ~ a %}" * 13 + "{% for a1 in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] %}\n"
    "{% for a2 in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] %}\n1. A {{ a }}.\n{% endfor %}\n{% endfor %}\n"
)
STARS = "1. A " + "**a" * 30_000 + "\n"
PIPES = "Table: T\n" + ("|" * 45_000 + "\n") * 2
BRACES = "1. A" + " {#" * 30_000 + "\n"
SPACES = "1. A" + " " * 90_000 + "}\n"
PARAGRAPHS = "1. A.\n\n" * 14_000

TAKES = {
    "a text that doubles": (DOUBLING, "takes more than 300 MiB of memory"),
    "a list that doubles": (LISTS, "takes more than 300 MiB of memory"),
    "loops in loops": (LOOPS, "takes more than 2 seconds of computing"),
    "too much text": (PRINTED, "gives more than 2 MiB"),
}


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(("body", "expected"), TAKES.values(), ids=TAKES)
def test_what_takes_too_much_is_stopped(
    run: Run, example: Path, tmp_path: Path, body: str, expected: str
) -> None:
    folder = form(tmp_path / "form", body)
    start = time.monotonic()
    outcome = rendered(run, example, folder)
    assert outcome.code == 3
    assert outcome.err == (
        f"modelpact: {folder}: making an agreement of this form {expected}, so it was stopped\n"
    )
    assert time.monotonic() - start < 60


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize("body", [STARS, PIPES, BRACES, SPACES, PARAGRAPHS], ids=["stars", "pipes", "braces",
                         "spaces", "paragraphs"])  # fmt: skip
def test_what_is_only_strange_ends_in_a_sentence_or_an_agreement(
    run: Run, example: Path, tmp_path: Path, body: str
) -> None:
    outcome = run("render", example, "--form", form(tmp_path / "form", body), "-f", "md")
    assert outcome.code in (0, 3)
    assert "Traceback" not in outcome.err


HEAVY = {
    "terms": "terms:\n" + "".join(f"  - {{name: A{number}, means: a.}}\n" for number in range(3_000)),
    "phrases": "publication.right: {free: " + "a " * 49_000 + "}\n",
}


@pytest.mark.parametrize(
    "body",
    ["{%" * 45_000, "{{" * 45_000, "<!--" * 24_000, "A a " * 24_000, "a A" * 30_000, DOUBLING, LOOPS],
    ids=["tags", "values", "remarks", "words", "capitals", "doubling", "loops"],
)
def test_a_check_only_looks_and_is_quick(run: Run, example: Path, tmp_path: Path, body: str) -> None:
    folder = form(tmp_path / "form", body, **HEAVY)
    start = time.process_time()
    outcome = run("check", example, "--form", folder)
    assert outcome.code in (0, 3)
    assert time.process_time() - start < 4


def test_a_child_that_ends_by_a_signal_is_a_sentence(said: Callable[[str], str]) -> None:
    assert said("kill -SEGV $$") == (
        "ended without a word (SIGSEGV), as programs do that run out of memory or nest too deeply"
    )


# --- what the child answers is not believed


@pytest.mark.parametrize(
    "script",
    [
        "cat >/dev/null",
        "exit 1",
        "exec 0<&-; exec 1>&-; sleep 0.2",
        "echo nonsense",
        "echo '{}'",
        """echo '{"lengths": [5]}'; printf 1234""",
        """echo '{"lengths": [-1]}'""",
        """echo '{"lengths": ["4"]}'; printf 1234""",
        """echo '{"lengths": [true]}'; printf 1""",
        """echo '{"lengths": [2, 2]}'; printf 1234""",
        """echo '{"form": 5}'""",
        "head -c 60000 /dev/zero | tr '\\0' '['",
        "printf '\\200\\003cos\\nsystem\\n'",
    ],
)
def test_an_answer_that_is_none_is_a_sentence(said: Callable[[str], str], script: str) -> None:
    assert said(script) == "broke off without an answer"


def test_a_message_of_the_child_cannot_move_the_cursor(said: Callable[[str], str]) -> None:
    answer = json.dumps({"broke": "Error: \x1b[2Jgone"})
    assert said(f"cat <<'END'\n{answer}\nEND") == "broke off (Error: U+001B[2Jgone)"


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("cat >/dev/null; sleep 100 & echo $! >PLACE/pid; wait", "takes more than 1 seconds"),
        ("sleep 100 & echo $! >PLACE/pid; wait", "takes more than 1 seconds"),
        ("exec 1>&-; sleep 100 & echo $! >PLACE/pid; wait", "takes more than 1 seconds"),
        ("sleep 100 & echo $! >PLACE/pid; cat /dev/zero", "gives more than 2 MiB"),
    ],
)
def test_a_child_that_does_not_end_is_ended_with_all_that_it_started(
    said: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, expected: str
) -> None:
    monkeypatch.setattr(confined, "LIMITS", replace(confined.LIMITS, time=1))
    assert said(script) == f"{expected}, so it was stopped"
    assert _is_gone(int((tmp_path / "pid").read_text()))


def _is_gone(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True  # nobody has asked yet how it ended
        time.sleep(0.05)
    return False


def test_the_child_learns_no_secrets(
    said: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", SECRET)
    said("env >PLACE/seen; cat >PLACE/task")
    assert "PATH=" in (tmp_path / "seen").read_text()
    assert SECRET not in (tmp_path / "seen").read_text()
    assert SECRET.encode() not in (tmp_path / "task").read_bytes()


def test_nothing_is_left_among_the_temporary_files(
    run: Run, example: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    assert run("render", example, "--form", folder, "-f", "md,pdf").code == 0
    assert list(place.iterdir()) == []


def test_interrupting_ends_the_child(
    run: Run, example: Path, folder: Path, child: Callable[[str], None], tmp_path: Path
) -> None:
    child("cat >/dev/null; sleep 100 & echo $! >PLACE/pid; wait")
    usual = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        assert run("render", example, "--form", folder, "-f", "md").code == 130
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)
    assert _is_gone(int((tmp_path / "pid").read_text()))


# --- where there are no limits


def test_where_the_system_has_no_limits_a_form_is_checked_and_not_rendered(
    run: Run, example: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # as on Windows
    outcome = rendered(run, example, folder)
    assert outcome.code == 3
    assert outcome.err == (
        f"modelpact: {folder}: a house's own form is made into an agreement only where the system can limit "
        "what it takes, as Linux does; here it can be checked, not rendered\n"
    )
    assert run("check", example, "--form", folder).code == 0
    assert run("clauses", "survival", "--form", folder).code == 0


def test_a_limit_that_the_system_does_not_keep_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from modelpact import confined_child

    monkeypatch.setattr(confined_child, "_limit", lambda *_: None)
    with pytest.raises(UserError, match="only where the system keeps limits"):
        confined_child._confine(Limits(memory=MIB))


@pytest.mark.parametrize(
    ("answer", "error"),
    [({"form": "a"}, FormError), ({"user": "a"}, UserError), ({"exceeded": "memory"}, UserError)],
)
def test_what_went_wrong_in_the_child_goes_on_in_the_parent(
    answer: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        confined._opened(json.dumps(answer).encode() + b"\n", ("md",), "form")
