"""``modelpact render`` of many specs: what is passed over, what is not, and that nothing is lost."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from modelpact import ledger
from modelpact.renderers import seal
from support import MINIMAL, ROOT, Run

HOUSE = "authors: {}\nparties:\n"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that no other test has written to; it holds the compiled form already."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "modelpact"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with four specs."""
    return folder_of(tmp_path / "many", 4)


def folder_of(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = MINIMAL.read_text().replace("id: small-staged-release", f"id: deal-{number}")
        (folder / f"{number}.agreement.yaml").write_text(text)
    return folder


def last(text: str) -> str:
    return text.splitlines()[-1]


def counts(written: int = 0, current: int = 0, refused: int = 0, failed: int = 0) -> str:
    total = written + current + refused + failed
    return f"{total} specs: {written} written, {current} up to date, {refused} refused, {failed} failed"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "modelpact", *map(str, arguments)]


def change(spec: Path) -> None:
    spec.write_text(spec.read_text() + "status: review\n")


def test_a_second_run_passes_over_what_is_up_to_date(run: Run, many: Path) -> None:
    assert last(run("render", many, "-f", "md,html").out) == counts(written=4)
    before = {path: path.stat().st_mtime_ns for path in many.iterdir()}
    again = run("render", many, "-f", "md,html")
    assert (again.code, again.out, again.err) == (0, counts(current=4) + "\n", "")
    assert {path: path.stat().st_mtime_ns for path in many.iterdir()} == before


def test_one_spec_says_that_it_is_up_to_date_and_again_what_was_found(run: Run, example: Path) -> None:
    example.write_text(example.read_text().replace("country: US", "country: FR"))
    first = run("render", example, "-f", "md")
    assert "warning" in first.err
    again = run("render", example, "-f", "md")
    assert first.out == f"{example.with_name('deal.md')}: written\n"
    assert again.out == f"{example.with_name('deal.md')}: up to date\n"
    assert again.err == first.err


def test_only_what_changed_is_rendered(run: Run, many: Path) -> None:
    run("render", many, "-f", "md")
    change(many / "2.agreement.yaml")
    outcome = run("render", many, "-f", "md")
    assert outcome.out.splitlines() == [f"{many / '2.md'}: written", counts(written=1, current=3)]


def test_force_renders_everything(run: Run, many: Path) -> None:
    run("render", many, "-f", "md")
    assert last(run("render", many, "-f", "md", "--force").out) == counts(written=4)


def test_another_format_or_folder_is_another_render(run: Run, many: Path) -> None:
    run("render", many, "-f", "md")
    assert last(run("render", many, "-f", "md,html").out) == counts(written=4)
    assert last(run("render", many, "-f", "md", "-o", many / "out").out) == counts(written=4)
    assert last(run("render", many, "-f", "md").out) == counts(current=4)


def test_a_render_that_is_gone_is_made_again(run: Run, example: Path) -> None:
    run("render", example, "-f", "md,html")
    example.with_name("deal.html").unlink()
    assert "deal.html: written" in run("render", example, "-f", "md,html").out


def test_an_edited_render_is_found_though_its_size_and_time_are_as_before(run: Run, example: Path) -> None:
    render = example.with_name("deal.md")
    run("render", example, "-f", "md")
    made, status = render.read_bytes(), render.stat()
    edited = made.replace(b"the Provider", b"THE PROVIDER", 1)
    assert edited != made
    render.write_bytes(edited)
    os.utime(render, ns=(status.st_atime_ns, status.st_mtime_ns))
    outcome = run("render", example, "-f", "md")
    assert outcome.code == 3
    assert "was edited by hand" in outcome.err
    assert render.read_bytes() == edited


def test_a_touched_render_is_still_up_to_date(run: Run, example: Path) -> None:
    run("render", example, "-f", "md")
    os.utime(example.with_name("deal.md"), (1, 1))
    assert "up to date" in run("render", example, "-f", "md").out
    assert "up to date" in run("render", example, "-f", "md").out


@pytest.mark.parametrize("below", ["terms.yaml", "deeper/terms.yaml"])
def test_house_terms_that_change_are_noticed(run: Run, tmp_path: Path, below: str) -> None:
    house = tmp_path / below
    house.parent.mkdir(exist_ok=True)
    house.write_text("publication: {review_days: 20}\n")
    spec = tmp_path / "deal.agreement.yaml"
    spec.write_text(MINIMAL.read_text() + f"extends: [{below}]\n")
    run("render", spec, "-f", "md")
    assert "up to date" in run("render", spec, "-f", "md").out
    house.write_text("publication: {review_days: 25}\n")
    assert "written" in run("render", spec, "-f", "md").out
    house.unlink()
    assert run("render", spec, "-f", "md").code == 1


def test_the_form_of_a_house_that_changes_or_appears_is_noticed(run: Run, many: Path) -> None:
    form = many / "form"
    form.mkdir()
    for path in (ROOT / "examples" / "house-form").rglob("*.*"):
        target = form / path.relative_to(ROOT / "examples" / "house-form")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    spec = many / "0.agreement.yaml"
    run("render", spec, "-f", "md")
    (many / "modelpact.toml").write_text('form = "form"\n')
    assert "written" in run("render", spec, "-f", "md").out
    assert "up to date" in run("render", spec, "-f", "md").out
    outline = form / "outline.yaml"
    outline.write_text(outline.read_text() + "# a change\n")
    assert "written" in run("render", spec, "-f", "md").out


def test_another_program_renders_anew(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("render", example, "-f", "md")
    monkeypatch.setattr(ledger, "__version__", "999")
    assert "written" in run("render", example, "-f", "md").out


def test_what_others_may_write_is_not_believed(run: Run, example: Path, own_cache: Path) -> None:
    run("render", example, "-f", "md")
    (own_cache / "renders").chmod(0o777)
    assert "written" in run("render", example, "-f", "md").out


def test_a_damaged_ledger_is_no_ledger(run: Run, example: Path, own_cache: Path) -> None:
    run("render", example, "-f", "md")
    [page] = (own_cache / "renders").iterdir()
    page.write_bytes(page.read_bytes()[:-20])
    assert "written" in run("render", example, "-f", "md").out
    assert "up to date" in run("render", example, "-f", "md").out


def test_a_render_that_came_with_its_spec_is_not_believed(run: Run, example: Path, own_cache: Path) -> None:
    """A stranger's render, sealed as ours are and naming the spec, but saying something else."""
    run("render", example, "-f", "md")
    render = example.with_name("deal.md")
    text, _, line = render.read_text().rpartition("\n[modelpact]")
    body = (text.replace("the Provider", "nobody", 1) + "\n").encode()
    old = seal.read(render.read_bytes())
    assert old is not None
    forged = body + f"[modelpact]{line}".replace(old.text_hash, ledger.digest(body).hex()).encode()
    assert seal.untouched(forged)
    render.write_bytes(forged)
    [page] = (own_cache / "renders").iterdir()
    page.unlink()
    assert "written" in run("render", example, "-f", "md").out
    assert b"nobody" not in render.read_bytes()[:400]


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_render_the_same_bytes_in_the_order_of_the_names(
    run: Run, tmp_path: Path, jobs: int
) -> None:
    many = folder_of(tmp_path / "nine", 9)
    (many / "4.agreement.yaml").write_text("modelpact: 1\n")
    (many / "5.md").write_text("my notes\n")
    outcome = run("render", many, "-f", "md", "-j", jobs)
    rendered = [number for number in range(9) if number not in {4, 5}]
    assert outcome.code == 3
    assert outcome.out.splitlines()[:-1] == [f"{many / f'{number}.md'}: written" for number in rendered]
    assert last(outcome.out) == counts(written=7, refused=1, failed=1)
    assert "4.agreement.yaml: has errors, so nothing was rendered" in outcome.err
    assert "5.md: was edited by hand" in outcome.err
    for number in rendered:
        alone = run("render", many / f"{number}.agreement.yaml", "-f", "md", "-o", tmp_path / "alone")
        assert alone.code == 0
        assert (tmp_path / "alone" / f"{number}.md").read_bytes() == (many / f"{number}.md").read_bytes()


def test_standard_input_may_be_among_them(run: Run, many: Path) -> None:
    outcome = run("render", many, "-", "-f", "md", "-o", many / "out", stdin=MINIMAL.read_bytes())
    assert last(outcome.out) == counts(written=5)


def test_an_interrupt_tells_what_was_done_and_leaves_whole_files(tmp_path: Path) -> None:
    many = folder_of(tmp_path / "many", 60)
    running = subprocess.Popen(
        command("render", many, "-f", "md,html", "-j", 2),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
        start_new_session=True,
    )
    with running:
        assert running.stdout is not None
        assert running.stdout.readline().endswith("written\n")
        os.killpg(running.pid, signal.SIGINT)
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "modelpact: interrupted; 60 specs: " in errors
    assert "Traceback" not in errors
    assert not list(many.glob(".modelpact-*"))
    written = list(many.glob("*.md")) + list(many.glob("*.html"))
    assert 0 < len(written) < 120
    assert all(seal.untouched(path.read_bytes()) for path in written)


def test_a_terminal_shows_how_many_are_done_and_the_time_left(tmp_path: Path) -> None:
    many = folder_of(tmp_path / "ten", 10)
    shown = on_terminal(command("render", many, "-f", "md"))
    assert "rendering" in shown
    assert "/10" in shown
    assert "left" in shown
    assert "\x1b" not in on_terminal(command("render", many, "-f", "md", "-q"))


def on_terminal(arguments: Sequence[str]) -> str:
    """What a command prints where its output is a terminal."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(arguments, stdin=theirs, stdout=theirs, stderr=theirs, env=environ):
        os.close(theirs)
        shown = b""
        while chunk := read_terminal(ours):
            shown += chunk
    os.close(ours)
    return shown.decode()


def read_terminal(handle: int) -> bytes:
    try:
        return os.read(handle, 4096)
    except OSError:  # Linux says so when nobody has the other end open any more
        return b""


@pytest.mark.parametrize("option", [["-j", "0"], ["-j", "two"]])
def test_a_number_of_jobs_that_is_none_is_a_usage_error(run: Run, example: Path, option: list[str]) -> None:
    assert run("render", example, *option).code == 2
