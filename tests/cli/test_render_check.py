"""``modelpact render --check``: whether committed renders are what their specs make, and nothing written."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from modelpact import pipeline
from modelpact.agreement import Agreement
from modelpact.renderers import FORMATS
from modelpact.spec import Spec
from support import ROOT, Run

ALL = ",".join(FORMATS)
EDITED = "edited by hand or not made by modelpact"
REVIEW = "publication: {review_days: 75}\n"
THIRTY = "clause 30 (Publication)"
EXAMPLES = sorted(
    path for path in (ROOT / "examples").rglob("*.agreement.yaml") if "minimal" not in path.parts
)


@pytest.fixture
def rendered(run: Run, example: Path) -> Path:
    """The spec, with its Markdown and JSON beside it."""
    assert run("render", example, "-f", "md,json", "-q").code == 0
    return example


def said(run: Run, spec: Path, formats: str = ALL) -> dict[str, str]:
    """What is said of each format; where not all is well, the exit code has to say so."""
    before = contents(spec.parent)
    outcome = run("render", "--check", spec, "-f", formats)
    assert contents(spec.parent) == before
    lines = [line.removeprefix(f"{spec.with_name('deal')}.") for line in outcome.out.splitlines()]
    found = {name: what for name, _, what in (line.partition(": ") for line in lines)}
    assert outcome.code == (0 if set(found.values()) <= {"current"} else 1)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def change(spec: Path, more: str = REVIEW) -> None:
    spec.write_text(spec.read_text(encoding="utf-8") + more, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


def test_what_was_never_rendered_is_missing(run: Run, example: Path) -> None:
    assert said(run, example, "md,json") == {"md": "missing", "json": "missing"}


def test_after_the_spec_changed_a_render_is_stale_and_the_clauses_that_differ_are_named(
    run: Run, example: Path
) -> None:
    assert run("render", example, "-f", ALL, "-q").code == 0
    assert said(run, example) == dict.fromkeys(FORMATS, "current")
    change(example)
    found = said(run, example)
    differ = f"Cover page, {THIRTY}, Schedule I (Deviations from the standard form) and Schedule J "
    for name in ("md", "json"):
        assert found[name] == f"stale; its spec has changed since; {differ}(Obligations calendar) differ"
    assert found["html"] == "stale; its spec has changed since"
    assert found["pdf"] == found["docx"] == "stale"


def test_a_stale_render_is_no_reason_not_to_render_again(run: Run, rendered: Path) -> None:
    change(rendered)
    assert run("render", rendered, "-f", "md,json", "-q").code == 0
    assert said(run, rendered, "md,json") == {"md": "current", "json": "current"}


def test_another_version_of_the_form_makes_a_render_stale(
    run: Run, rendered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = pipeline.agreement

    def tomorrow(spec: Spec) -> Agreement:
        made = today(spec)
        return replace(made, form_version="99", closing=made.closing[1:])

    monkeypatch.setattr(pipeline, "agreement", tomorrow)
    assert said(run, rendered, "md") == {"md": "stale; the form has changed since; Signatures differs"}


@pytest.mark.parametrize("name", ["md", "json"])
def test_a_word_changed_by_hand_is_told_from_a_stale_render(run: Run, rendered: Path, name: str) -> None:
    edit(rendered.with_name(f"deal.{name}"), "of receiving the draft", "of reading the draft")
    assert said(run, rendered, name) == {name: f"{EDITED}; {THIRTY} differs"}


@pytest.mark.parametrize("name", ["html", "pdf", "docx"])
def test_a_byte_changed_by_hand_is_told_from_a_stale_render(run: Run, example: Path, name: str) -> None:
    assert run("render", example, "-f", name, "-q").code == 0
    path = example.with_name(f"deal.{name}")
    if name == "docx":
        rewrite_document(path)
    else:
        data = path.read_bytes()
        path.write_bytes(data[:500] + bytes([data[500] ^ 1]) + data[501:])
    assert said(run, example, name) == {name: EDITED}


def rewrite_document(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"receiving", b"reading")
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_an_edit_of_what_is_stale_says_both(run: Run, rendered: Path) -> None:
    edit(rendered.with_name("deal.md"), "gives no legal advice", "gives legal advice")
    change(rendered)
    found = said(run, rendered, "md")["md"]
    assert found.startswith(f"{EDITED}; its spec has changed since; Cover page, {THIRTY}, ")
    assert found.endswith(" and Signatures differ")


def test_a_clause_more_does_not_make_all_after_it_differ(run: Run, rendered: Path) -> None:
    """Their numbers are computed: nobody has to read them again."""
    text = "{id: wellbeing, title: Wellbeing, after: publication, text: The Provider may ask., reason: TBC}"
    change(rendered, f"clauses: {{add: [{text}]}}\n")
    found = said(run, rendered, "md,json")
    for what in found.values():
        assert "clause 31 (Wellbeing)" in what
        assert "clause 32" not in what
        assert what.count("clause ") < 5


def test_what_was_added_and_what_was_taken_out_by_hand_is_named(run: Run, rendered: Path) -> None:
    path = rendered.with_name("deal.md")
    head, rest = path.read_text(encoding="utf-8").split("### 30. ")
    rest = rest[rest.index("### 31. ") :]
    path.write_text(f"My notes\n{head}### 99. Extra\n\nWords.\n\n{rest}", encoding="utf-8")
    assert said(run, rendered, "md") == {
        "md": f"{EDITED}; what stands above the title, {THIRTY} and clause 99 (Extra) differ"
    }


def test_line_ends_of_another_system_are_no_change(run: Run, rendered: Path) -> None:
    path = rendered.with_name("deal.md")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert said(run, rendered, "md") == {"md": "current"}


def test_a_forged_seal_does_not_pass(run: Run, rendered: Path) -> None:
    """Who rewrites the seal too is not found by the seal, but by what the spec makes."""
    path = rendered.with_name("deal.md")
    text, mark, last = path.read_bytes().rpartition(b"[modelpact]: ")
    edited = text.replace(b"of receiving the draft", b"of reading the draft")
    path.write_bytes(edited + mark + last.replace(hashed(text), hashed(edited)))
    assert said(run, rendered, "md")["md"].startswith(f"stale; {THIRTY} and ")


def hashed(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def test_a_comment_moves_lines_and_no_clause(run: Run, rendered: Path) -> None:
    text = rendered.read_text(encoding="utf-8")
    rendered.write_text(f"# a remark\n{text}", encoding="utf-8")
    assert said(run, rendered, "md,json") == {"md": "current", "json": "stale; no clause differs"}


def broken(data: bytes) -> list[bytes]:
    whole = json.loads(data)
    del whole["agreement"]["cover"][0]["rows"][0][0]
    return [b"", b"[1]", b"{}", b"[" * 100_000, b'{"agreement": {"title": 1}}', json.dumps(whole).encode()]


@pytest.mark.parametrize("case", range(6))
def test_json_that_is_no_agreement_is_no_traceback(run: Run, rendered: Path, case: int) -> None:
    path = rendered.with_name("deal.json")
    path.write_bytes(broken(path.read_bytes())[case])
    assert said(run, rendered, "json") == {"json": EDITED}


def test_quiet_says_only_what_is_not_current(run: Run, rendered: Path) -> None:
    assert run("render", "--check", rendered, "-f", "md,json", "-q").out == ""
    rendered.with_name("deal.md").unlink()
    outcome = run("render", "--check", rendered, "-f", "md,json", "-q")
    assert outcome.out == f"{rendered.with_name('deal.md')}: missing\n"
    assert "without --check" in outcome.err


def test_a_spec_with_errors_is_reported(run: Run, rendered: Path) -> None:
    change(rendered, "nonsense: 1\n")
    outcome = run("render", "--check", rendered, "-f", "md")
    assert outcome.code == 1
    assert "[unknown-field]" in outcome.err
    assert outcome.out == ""


def test_a_link_is_not_followed(run: Run, rendered: Path) -> None:
    path = rendered.with_name("deal.md")
    path.rename(path.with_name("other.md"))
    path.symlink_to("other.md")
    outcome = run("render", "--check", rendered, "-f", "md")
    assert outcome.code == 3
    assert "is a symbolic link" in outcome.err


def test_checking_and_forcing_do_not_go_together(run: Run, rendered: Path) -> None:
    assert run("render", "--check", "--force", rendered).code == 2


def test_the_renders_of_the_shipped_examples_are_current(run: Run) -> None:
    outcome = run("render", "--check", *EXAMPLES, "-f", "md")
    assert outcome.code == 0, outcome.out
    assert len(outcome.out.splitlines()) == len(EXAMPLES) > 8
