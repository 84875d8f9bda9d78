"""``--form`` and ``modelpact.toml``: a house's own form, and a sentence on whatever is wrong with it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from modelpact import resources
from support import ROOT, Run, git

EXAMPLE = ROOT / "examples" / "house-form"
CORNELL = ROOT / "examples" / "gpt-2-cornell.agreement.yaml"
GOLDEN = ROOT / "tests" / "agreements" / "house-form.md"
OUTLINE = "name: Our form\nversion: 3\nlicence: CC0-1.0\n"
ADDED = f"{OUTLINE}clauses:\n  - {{id: archive, after: publication}}\n"
CLAUSE = "---\ntitle: Archive\nkind: right\n---\n"


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A house's folder with these files and, unless they have one, the shortest outline."""
    for name, content in {"outline.yaml": OUTLINE, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def project(example: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example in its folder, in which one stands."""
    monkeypatch.chdir(example.parent)
    return example


# --- what it makes


def test_the_example_is_what_its_golden_file_shows(run: Run, tmp_path: Path, update: bool) -> None:
    outcome = run("render", CORNELL, "--form", EXAMPLE, "-f", "md", "-o", tmp_path)
    assert outcome.code == 0
    shown = _sections((tmp_path / "gpt-2-cornell.md").read_text())
    if update:
        GOLDEN.write_text(shown)
    assert shown == GOLDEN.read_text()


def _sections(text: str) -> str:
    """The clauses that the example changes, what the agreement says of the change, and its last lines."""
    starts = ("### 32. ", "### 33. ", "**What the house form", "This document was made")
    blocks = text.split("\n\n")
    kept: list[str] = []
    inside = False
    for block in blocks:
        if block.startswith(("#", "**", "This document was made")):
            inside = block.startswith(starts)
        if inside and not block.startswith("[modelpact]"):
            kept.append(block)
    return "\n\n".join(kept).rstrip("\n") + "\n"


def test_every_format_is_made_with_it(run: Run, example: Path) -> None:
    formats = "md,html,pdf,docx,json"
    assert run("render", example, "--form", EXAMPLE, "-f", formats).code == 0
    tree = json.loads(example.with_name("deal.json").read_text())["agreement"]
    assert tree["form_version"] == "1.0+1.0"
    assert "open-archive" in [clause["id"] for part in tree["parts"] for clause in part["clauses"]]
    for suffix in ("md", "html"):
        assert "Open archive" in example.with_name(f"deal.{suffix}").read_text()
    assert example.with_name("deal.pdf").read_bytes().startswith(b"%PDF")


def test_the_same_spec_and_form_give_the_same_bytes(run: Run, example: Path) -> None:
    for folder in ("one", "two"):
        run("render", example, "--form", EXAMPLE, "-f", "md,pdf,docx", "-o", example.parent / folder)
    for path in (example.parent / "one").iterdir():
        assert path.read_bytes() == (example.parent / "two" / path.name).read_bytes()


def test_a_spec_may_change_the_clauses_of_the_house(run: Run, example: Path) -> None:
    changes = (
        "clauses:\n"
        "  replace: [{id: open-archive, text: Nothing is archived., reason: No archive.}]\n"
        "  add: [{id: theses, after: open-archive, title: Theses, text: Theses appear., reason: Asked.}]\n"
    )
    example.write_text(example.read_text() + changes)
    assert run("check", example).code == 1  # the standard form has no such clause
    assert run("render", example, "--form", EXAMPLE, "-f", "md").code == 0
    text = example.with_name("deal.md").read_text()
    assert "Nothing is archived." in text
    assert text.index("Open archive <a") < text.index("Theses <a") < text.index("Citation, authorship")


def test_what_is_mandatory_in_the_standard_form_stays_so(run: Run, example: Path, tmp_path: Path) -> None:
    form = written(
        tmp_path / "form", {"clauses/survival.md": "---\ntitle: After\n---\n1. Nothing goes on.\n"}
    )
    example.write_text(example.read_text() + "clauses: {exclude: [{id: survival, reason: So.}]}\n")
    outcome = run("check", example, "--form", form)
    assert outcome.code == 1
    assert '"After" is mandatory and cannot be left out: it lists' in outcome.out


def test_clauses_shows_the_house_s(run: Run) -> None:
    listed = run("clauses", "--form", EXAMPLE).out
    assert "Open archive (added)" in listed
    assert "Citation, authorship and names (replaced)" in listed
    shown = run("clauses", "attribution-and-names", "--form", EXAMPLE).out
    assert "replaced by the house's own form" in shown
    assert "in the words that each funder asks for" in shown
    [entry] = json.loads(run("clauses", "open-archive", "--form", EXAMPLE, "--format", "json").out)
    assert (entry["house"], entry["part"]) == ("added", "Confidentiality and publication")
    assert run("clauses", "open-archive").code == 2


def test_diff_compares_with_the_form_in_use(run: Run, project: Path) -> None:
    assert run("render", project.name, "-f", "json").code == 0
    shutil.copytree(EXAMPLE, "form")
    Path("modelpact.toml").write_text('form = "form"\n')
    said = run("diff", "deal.json", project.name).out
    assert "Open archive: added" in said
    assert "the form changed from version 1.0 to 1.0+1.0" in said


def test_diff_reads_a_revision_with_the_form_that_it_had(run: Run, project: Path) -> None:
    git(Path(), "init", "--quiet")
    committed("Without a form of our own")
    shutil.copytree(EXAMPLE, "form")
    Path("modelpact.toml").write_text('form = "form"\n')
    committed("With one")
    shutil.rmtree("form")
    Path("modelpact.toml").unlink()
    said = run("diff", "--rev", "HEAD~1..HEAD", project.name)
    assert said.code == 0
    assert "Open archive: added" in said.out
    assert "the form changed from version 1.0 to 1.0+1.0" in said.out
    assert run("diff", f"HEAD:{project.name}", project.name, "--form", EXAMPLE).out.endswith(
        "nothing differs\n"
    )


@pytest.mark.parametrize(
    ("settled", "sentence"),
    [
        ("../form", "../form lies outside the project folder, and nothing is read there"),
        (
            "gone",
            "the form is wrong: HEAD:gone: has no outline.yaml",
        ),
        ("linked", "HEAD:linked/outline.yaml: is not a plain file"),
    ],
)
def test_a_form_that_a_revision_cannot_have_is_a_sentence(
    run: Run, project: Path, settled: str, sentence: str
) -> None:
    git(Path(), "init", "--quiet")
    Path("linked").mkdir()
    Path("linked/outline.yaml").symlink_to(EXAMPLE / "outline.yaml")
    Path("modelpact.toml").write_text(f'form = "{settled}"\n')
    committed("A form that is not to be had")
    outcome = run("diff", f"HEAD:{project.name}", project.name)
    assert outcome.code == 3
    assert outcome.err.startswith(f"modelpact: {sentence}")


@pytest.mark.parametrize(("mandatory", "code"), [("true", 1), ("false", 0)])
def test_a_clause_that_the_house_makes_mandatory_counts_as_such(
    run: Run, project: Path, mandatory: str, code: int
) -> None:
    clause = CLAUSE.replace("kind:", f"mandatory: {mandatory}\nkind:")
    form = written(
        project.parent / "form",
        {"outline.yaml": ADDED, "clauses/archive.md": f"{clause}1. The Parties keep their papers.\n"},
    )
    other = project.with_name("other.agreement.yaml")
    replaced = "{id: archive, text: The Parties keep nothing, reason: Not for this deal}"
    other.write_text(f"{project.read_text()}clauses: {{replace: [{replaced}]}}\n")
    outcome = run("diff", project.name, other.name, "--form", form, "--fail-on", "mandatory")
    assert (outcome.code, outcome.err != "") == (code, bool(code)), outcome.out + outcome.err


def committed(message: str) -> None:
    git(Path(), "add", "--all")
    git(Path(), "commit", "--quiet", "--message", message)


# --- modelpact.toml


def test_the_project_names_its_form_once(run: Run, example: Path) -> None:
    folder = example.parent / "deals" / "new"
    folder.mkdir(parents=True)
    spec = Path(shutil.move(example, folder))
    shutil.copytree(EXAMPLE, example.parent / "form")
    (example.parent / "modelpact.toml").write_text('# ours\nform = "form"\n')
    assert run("render", spec, "-f", "md").code == 0
    assert "Illustrative university form" in (folder / "deal.md").read_text()
    other = written(example.parent.parent / "other", {})
    assert run("render", spec, "-f", "md", "--form", other).code == 0
    assert "Our form" in (folder / "deal.md").read_text()


def test_standard_input_has_the_form_of_the_folder_one_stands_in(run: Run, project: Path) -> None:
    shutil.copytree(EXAMPLE, "form")
    Path("modelpact.toml").write_text('form = "form"\n')
    assert run("render", "-", "-f", "md", stdin=project.read_bytes()).code == 0
    assert "Open archive" in Path("small-staged-release.md").read_text()
    assert "Open archive (added)" in run("clauses").out


TOML = {
    "unknown key": (
        'form = "f"\nfrom = "g"\n',
        '2: "from" is nothing that modelpact.toml can say; did you mean form?',
    ),
    "unknown table": (
        "\n[tool]\na = 1\n",
        '2: "tool" is nothing that modelpact.toml can say; there are form and playbook',
    ),
    "no text": ("form = [1]\n", '1: form must be a text in quotation marks, such as form = "name"'),
    "empty text": ('form = ""\n', '1: form must be a text in quotation marks, such as form = "name"'),
    "no quotation marks": ("\nform = folder\n", "2: is not TOML: invalid value"),
    "no end": ('form = "f', "1: is not TOML: "),
    "twice": ('form = "f"\nform = "g"\n', "2: is not TOML: cannot overwrite a value"),
    "deep": ("form = " + "[" * 50_000, "1: is not TOML: a part of it is too deep or too long"),
    "digits": ("form = " + "9" * 5_000, "1: is not TOML: a part of it is too deep or too long"),
    "not UTF-8": (b'# a\nform = "\xff"\n', "2: a character is not UTF-8; save the file as UTF-8"),
}


@pytest.mark.parametrize(("content", "expected"), TOML.values(), ids=TOML)
def test_a_wrong_configuration_is_a_sentence_with_its_line(
    run: Run, project: Path, content: str | bytes, expected: str
) -> None:
    Path("modelpact.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    for command in ("check", "render"):
        outcome = run(command, project.name)
        assert outcome.code == 3
        assert f": modelpact.toml:{expected}" in outcome.err
        assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("form", ["../outside", "inside/../../outside", "link", "/etc"])
def test_a_form_outside_the_project_is_not_read_where_the_project_names_it(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    project = example.parent / "project"
    project.mkdir()
    spec = Path(shutil.move(example, project))
    shutil.copytree(EXAMPLE, example.parent / "outside")
    (project / "link").symlink_to(example.parent / "outside")
    (project / "modelpact.toml").write_text(f'form = "{form}"\n')
    monkeypatch.chdir(project)
    outcome = run("check", spec.name)
    assert outcome.code == 3
    assert "lies outside the project folder, and nothing is read there" in outcome.err
    assert run("check", spec.name, "--form", "../outside").code == 0


def test_a_form_that_is_not_there_is_named(run: Run, example: Path) -> None:
    outcome = run("check", example, "--form", "nosuch")
    assert (outcome.code, outcome.err) == (3, "modelpact: nosuch: no such file or directory\n")


# --- what may be wrong with a folder


STANDARD = (resources.templates() / "clauses" / "survival.md").read_text()

BROKEN: dict[str, tuple[dict[str, str | bytes], str]] = {
    "unknown file": ({"page.css": ""}, "/page.css: has no place in a house's form, which has outline.yaml, "),
    "kinds": ({"countries.yaml": ""}, "/countries.yaml: has no place in a house's form"),
    "closing lines": (
        {"closing.md": "Words.\n"},
        "/closing.md: a house's form cannot have its own closing.md, which names the forms, and says that",
    ),
    "notices": (
        {"notices.md": "Words.\n"},
        "/notices.md: a house's form cannot have its own notices.md, which say",
    ),
    "deviations": (
        {"schedules/deviations.md": "---\ntitle: D\n---\n"},
        "/schedules/deviations.md: a house's form cannot have its own schedules/deviations.md, which lists",
    ),
    "unknown schedule": (
        {"schedules/securty.md": "---\ntitle: S\n---\n"},
        "/schedules/securty.md: is no schedule of the standard form, which has security",
    ),
    "clause in no outline": (
        {"clauses/archive.md": CLAUSE},
        "/outline.yaml:1: clauses/archive.md is no clause of the standard form; say under clauses in ",
    ),
    "misspelt clause": (
        {"clauses/publicatoin.md": CLAUSE},
        "/outline.yaml:1: clauses/publicatoin.md is no clause of the standard form; did you mean",
    ),
    "outline without file": (
        {"outline.yaml": ADDED},
        '/outline.yaml:5: "archive" has no file clauses/archive.md',
    ),
    "outline names a standard clause": (
        {"outline.yaml": ADDED.replace("archive", "survival"), "clauses/survival.md": STANDARD},
        '/outline.yaml:5: "survival" is a clause of the standard form, and clauses/survival.md alone',
    ),
    "added twice": (
        {"outline.yaml": f"{ADDED}  - {{id: archive, after: survival}}\n", "clauses/archive.md": CLAUSE},
        '/outline.yaml:6: "archive" is added twice',
    ),
    "no place": (
        {
            "outline.yaml": ADDED.replace("after: publication", "after: publicaton"),
            "clauses/archive.md": CLAUSE,
        },
        '/outline.yaml:5: "publicaton" is no clause that archive can follow; did you mean publication?',
    ),
    "after itself": (
        {"outline.yaml": ADDED.replace("after: publication", "after: archive"), "clauses/archive.md": CLAUSE},
        '/outline.yaml:5: "archive" is no clause that archive can follow; name one',
    ),
    "id like an address": (
        {"outline.yaml": ADDED.replace("archive", "part-a"), "clauses/part-a.md": CLAUSE},
        '/outline.yaml:5: "part-a" is no id for a clause: small letters a to z, digits and hyphens',
    ),
    "id with capitals": (
        {"outline.yaml": ADDED.replace("archive", "Archive"), "clauses/Archive.md": CLAUSE},
        '/outline.yaml:5: "Archive" is no id for a clause',
    ),
    "unknown key of the outline": (
        {"outline.yaml": OUTLINE + "licence_text: a\n"},
        '/outline.yaml:4: "licence_text" is not a field here; did you mean licence?',
    ),
    "no licence": ({"outline.yaml": "name: A\nversion: 1\n"}, "/outline.yaml:1: licence is missing"),
    "long name": (
        {"outline.yaml": OUTLINE.replace("Our form", "A" * 101)},
        "/outline.yaml:1: name has 101 characters, more than 100",
    ),
    "outline not YAML": ({"outline.yaml": "name: [\n"}, "/outline.yaml:"),
    "outline not UTF-8": ({"outline.yaml": b"name: \xff\n"}, "/outline.yaml:1: a character is not UTF-8"),
    "front matter": (
        {"clauses/survival.md": STANDARD.replace("kind:", "kimd:")},
        '/clauses/survival.md:5: "kimd" is not a field here; did you mean kind?',
    ),
    "condition": (
        {"clauses/survival.md": STANDARD.replace("kind:", "when: a b\nkind:")},
        "/clauses/survival.md:5: the condition cannot be read near its column",
    ),
    "windows line ends": (
        {"clauses/survival.md": STANDARD.replace("kind:", "kimd:").replace("\n", "\r\n")},
        '/clauses/survival.md:5: "kimd" is not a field here',
    ),
    "undefined capital": (
        {"clauses/survival.md": f"{CLAUSE}1. The Provider is free.\n1. It pays the Licensee.\n"},
        '/clauses/survival.md:6: "Licensee" has a capital letter, and no definition explains it; define',
    ),
    "undefined capital in a term": (
        {"terms.yaml": "terms:\n  - name: Campus\n    means: |-\n      all that\n      the Dean governs.\n"},
        '/terms.yaml:5: "Dean" has a capital letter',
    ),
    "term without capital": (
        {"terms.yaml": "terms: [{name: campus, means: a place.}]\n"},
        '/terms.yaml:1: the term "campus" does not begin with a capital letter A to Z',
    ),
    "spelling of another": (
        {"terms.yaml": "terms: [{name: Campus, forms: [Models], means: a place.}]\n"},
        '/terms.yaml:1: "Models" is a spelling of the term "Model" already',
    ),
    "term twice": (
        {"terms.yaml": "terms: [{name: Campus, means: a.}, {name: Campus, means: b.}]\n"},
        '/terms.yaml:1: "Campus" is a spelling of the term "Campus" already',
    ),
    "unknown field of phrases": (
        {"phrases.yaml": "publication.rihgt: {free: at will}\n"},
        '/phrases.yaml:1: there is no field "publication.rihgt"',
    ),
    "unknown choice of phrases": (
        {"phrases.yaml": "publication.right:\n  fre: at will\n"},
        '/phrases.yaml:2: "fre" is not a field here; did you mean free?',
    ),
}


@pytest.mark.parametrize(("files", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_folder_is_a_sentence_with_file_and_line(
    run: Run, example: Path, tmp_path: Path, files: dict[str, str | bytes], expected: str
) -> None:
    form = written(tmp_path / "form", files)
    for command in (("check", example), ("clauses",)):
        outcome = run(*command, "--form", form)
        assert outcome.code == 3
        assert outcome.err.startswith(f"modelpact: the form is wrong: {form}{expected}")
        assert outcome.err.count("\n") == 1


FILLED = {
    "notation": ("{% macro a() %}{% endmacro %}", ":5: {% macro %} is not part of the notation"),
    "name": ("1. A {{ nosuch }}.", ':5: there is no field or name "nosuch"'),
    "field": ("1. A.\n1. B {{ publication.nosuch }}.", ":6: publication has no field 'nosuch' inside it"),
    "reference": (
        "1. A.\n1. See {{ ref('nosuch') }}.",
        ':6: a reference to the clause "nosuch", which is not in',
    ),
    "markup": ("1. A. {#a b=c}", ':5: "b" is no setting of a paragraph'),
    "cover's list": ("{{ to_be_confirmed }}", ":5: to_be_confirmed can stand on the cover page only"),
}


@pytest.mark.parametrize(("body", "expected"), FILLED.values(), ids=FILLED)
def test_what_filling_finds_is_a_sentence_with_file_and_line(
    run: Run, example: Path, tmp_path: Path, body: str, expected: str
) -> None:
    form = written(tmp_path / "form", {"clauses/survival.md": f"{CLAUSE}{body}\n"})
    outcome = run("render", example, "--form", form, "-f", "md")
    assert outcome.code == 3
    assert outcome.err.startswith(f"modelpact: the form is wrong: {form}/clauses/survival.md{expected}")
    assert not example.with_name("deal.md").exists()


def test_the_definitions_cannot_be_lost(run: Run, example: Path, tmp_path: Path) -> None:
    form = written(tmp_path / "form", {"clauses/definitions.md": f"{CLAUSE}1. Words mean what they mean.\n"})
    outcome = run("render", example, "--form", form, "-f", "md")
    assert outcome.err == (
        f"modelpact: the form is wrong: {form}/clauses/definitions.md: "
        "the definitions must stand once in the clauses, and stand there 0 times\n"
    )


def test_a_character_without_a_glyph_is_found_before_it_prints_as_a_box(
    run: Run, example: Path, tmp_path: Path
) -> None:
    form = written(tmp_path / "form", {"clauses/survival.md": f"{CLAUSE}1. A.\n1. The 漢 rule.\n"})
    outcome = run("render", example, "--form", form, "-f", "pdf")
    assert outcome.code == 3
    assert f"{form}/clauses/survival.md:6: the document's fonts can't show 漢 (U+6F22)" in outcome.err
    assert run("render", example, "--form", form, "-f", "md").code == 0


def test_a_broken_form_hides_no_report(run: Run, example: Path, tmp_path: Path) -> None:
    project = tmp_path / "broken"
    written(project / "form", {"page.css": ""})
    (project / "modelpact.toml").write_text('form = "form"\n')
    for name in ("one", "two"):
        shutil.copy(example, project / f"{name}.agreement.yaml")
    rest = (
        "has no place in a house's form, which has outline.yaml, terms.yaml, phrases.yaml, cover.md, "
        "signing.md, clauses/ID.md and schedules/ID.md"
    )
    outcome = run("check", *sorted(project.glob("*.yaml")), example)
    assert outcome.code == 3
    assert outcome.err.splitlines() == [
        f"modelpact: {project / name}.agreement.yaml: the form is wrong: {project}/form/page.css: {rest}"
        for name in ("one", "two")
    ]
    assert "0 errors" in outcome.out


# --- what a folder may hold


def test_only_plain_files_of_the_folder_are_read(run: Run, example: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("SECRET\n")
    form = written(tmp_path / "form", {})
    (form / "clauses").mkdir()
    link = form / "clauses" / "survival.md"
    link.symlink_to(secret)
    _refused(run, example, form, f"{link}: is a symbolic link out of the folder of the form")
    link.unlink()
    os.mkfifo(link)
    _refused(run, example, form, f"{link}: is not a plain file")
    link.unlink()
    link.symlink_to(link)
    _refused(run, example, form, f"{link}: too many levels of symbolic links", f"{form}: has too many levels")
    link.unlink()
    link.mkdir()
    _refused(
        run, example, form, f"{link}: is a folder that a form does not have; there are clauses and schedules"
    )


def test_a_folder_that_links_elsewhere_is_not_read(run: Run, example: Path, tmp_path: Path) -> None:
    form = written(tmp_path / "form", {})
    (form / "clauses").symlink_to(resources.templates() / "clauses")
    _refused(run, example, form, f"{form / 'clauses'}: is a symbolic link out of the folder of the form")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({f"clauses/{number}.md": "" for number in range(201)}, "/clauses: has more than 200 files"),
        ({"terms.yaml": " " * 100_001}, "/terms.yaml: has more than 100,000 bytes"),
        (
            {f"clauses/{number}.md": " " * 99_999 for number in range(11)},
            ": its files have more than 1,000,000 by",
        ),
        ({"outline.yaml/x": ""}, "/outline.yaml: is a folder that a form does not have"),
    ],
)
def test_a_form_is_small(
    run: Run, example: Path, tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    form = tmp_path / "form"
    for name, content in files.items():
        (form / name).parent.mkdir(parents=True, exist_ok=True)
        (form / name).write_text(content)
    _refused(run, example, form, f"{form}{expected}")


def test_a_file_is_no_form(run: Run, example: Path) -> None:
    _refused(run, example, example, f"{example}: not a directory")


def test_files_for_readers_and_hidden_ones_are_left_alone(run: Run, example: Path, tmp_path: Path) -> None:
    form = written(
        tmp_path / "form", {"README.md": "\x00", "clauses/readme.txt": "", ".git/config": "", ".x": ""}
    )
    assert run("check", example, "--form", form).code == 0


def _refused(run: Run, example: Path, form: Path, *expected: str) -> None:
    outcome = run("check", example, "--form", form)
    assert outcome.code == 3
    assert outcome.err.startswith(tuple(f"modelpact: {sentence}" for sentence in expected))
    assert "SECRET" not in outcome.err
