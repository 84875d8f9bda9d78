"""``modelpact new`` where nobody is asked: a kind, settings, facts from a model's own files."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from modelpact.exports import EXPORTS
from modelpact.fields import SPEC
from modelpact.files import write_new
from modelpact.load import load
from specs import KINDS
from support import ROOT, Outcome, Run

SCHEMA = "modelpact-1.schema.json"
CARDS = ROOT / "tests" / "unit" / "cards"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a folder of its own, and works in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def data(path: Path) -> dict[str, Any]:
    source, found = load(path.name, path.read_bytes())
    assert source is not None, found
    return source.data


def named(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_a_spec_of_each_kind_passes_check_and_renders(run: Run, folder: Path, kind: str) -> None:
    outcome = run("new", "deal.agreement.yaml", "--kind", kind)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("deal.agreement.yaml: written\n")
    assert outcome.out.endswith("next: modelpact check deal.agreement.yaml\n")
    assert run("check", "deal.agreement.yaml", "--strict") == Outcome(
        0, "deal.agreement.yaml: no problems found\n", ""
    )
    assert run("render", "deal.agreement.yaml", "-f", "md").code == 0
    assert data(folder / "deal.agreement.yaml")["id"] == "deal"


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_reads_a_spec_in_which_everything_is_tbc(run: Run, kind: str) -> None:
    run("new", "deal.agreement.yaml", "--kind", kind)
    for command in (
        "balance deal.agreement.yaml",
        "balance standard deal.agreement.yaml",
        "explain deal.agreement.yaml",
        "explain deal.agreement.yaml publication",
        "dates deal.agreement.yaml",
        *(f"export deal.agreement.yaml --to {target}" for target in EXPORTS if target != "impact"),
    ):
        assert run(*command.split()).code == 0, command


def test_every_line_of_the_summary_is_true_of_the_file(run: Run, folder: Path) -> None:
    out = run("new", "deal", "--kind", "red-team", "--set", "title=A test").out.splitlines()
    text = (folder / "deal.agreement.yaml").read_text(encoding="utf-8")
    assert f"still TBC ({text.count('TBC') - 2}):" in out  # its explanation at the top names it twice
    assert f"assumed; confirm or change ({text.count('# assumed: confirm or change')}):" in out
    assert not [line for line in out if line.startswith("  title ")]
    assert "  parties[0].country                 Country code of First Party" in out


def test_the_first_line_leads_an_editor_to_the_schema_that_is_written_beside(run: Run, folder: Path) -> None:
    run("new", "deal", "--kind", "red-team")
    first = (folder / "deal.agreement.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA}"
    assert (folder / SCHEMA).read_text(encoding="utf-8") == SPEC.text
    again = run("new", "other", "--kind", "red-team")
    assert SCHEMA not in again.out
    assert named(folder) == ["deal.agreement.yaml", SCHEMA, "other.agreement.yaml"]


def test_a_schema_above_in_the_project_is_used(run: Run, folder: Path) -> None:
    (folder / "modelpact.toml").write_text("")
    (folder / "schemas").mkdir()
    (folder / "schemas" / SCHEMA).write_text(SPEC.text)
    run("new", "agreements/north/deal", "--kind", "red-team")
    spec = folder / "agreements" / "north" / "deal.agreement.yaml"
    assert spec.read_text().splitlines()[0].endswith(f"$schema=../../schemas/{SCHEMA}")
    assert named(spec.parent) == ["deal.agreement.yaml"]


def test_a_schema_outside_the_project_is_not_used(run: Run, folder: Path) -> None:
    (folder / SCHEMA).write_text("{}")
    (folder / "project").mkdir()
    run("new", "project/deal", "--kind", "red-team")
    assert named(folder / "project") == ["deal.agreement.yaml", SCHEMA]


@pytest.mark.parametrize("here", ["file", "folder", "link", "dangling"])
def test_nothing_is_written_over_what_is_there(run: Run, folder: Path, here: str) -> None:
    target = folder / "deal.agreement.yaml"
    if here == "file":
        target.write_text("mine")
    elif here == "folder":
        target.mkdir()
    else:
        (folder / "other").write_text("mine") if here == "link" else None
        target.symlink_to("other")
    before = named(folder)
    outcome = run("new", "deal.agreement.yaml", "--kind", "red-team")
    if here == "folder":
        assert (target / "new-agreement.agreement.yaml").is_file()
        return
    assert outcome.code == 3
    assert outcome.err == "modelpact: deal.agreement.yaml: is there already, and nothing is written over it\n"
    assert named(folder) == before
    assert here == "dangling" or target.read_text() == "mine"


def test_a_file_that_comes_while_another_is_written_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is taken between the look and the writing; and where the file system has no links."""
    from modelpact.diagnostics import UserError

    target = folder / "deal.agreement.yaml"

    def no_links(*_: object) -> None:
        raise PermissionError

    target.write_text("theirs")
    with pytest.raises(UserError, match="is there already"):
        write_new(target, b"mine")
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    with pytest.raises(UserError, match="is there already"):
        write_new(target, b"mine")
    assert target.read_text() == "theirs"
    write_new(folder / "free", b"mine")
    assert named(folder) == ["deal.agreement.yaml", "free"]


def test_a_folder_that_cannot_be_written_to_is_one_sentence(run: Run) -> None:
    outcome = run("new", "/proc/deal", "--kind", "red-team")
    assert outcome.code == 3
    assert outcome.err.startswith("modelpact: /proc/")
    assert outcome.err.count("\n") == 1


def test_a_file_in_the_place_of_a_folder_is_one_sentence(run: Run, folder: Path) -> None:
    (folder / "file").write_text("mine")
    outcome = run("new", "file/deal", "--kind", "red-team")
    assert (outcome.code, outcome.err) == (3, f"modelpact: {folder / 'file'}: is not a folder\n")


def test_standard_output_gets_the_spec_and_nothing_is_written(run: Run, folder: Path) -> None:
    outcome = run("new", "-", "--kind", "hosted-access")
    assert outcome.code == 0
    assert outcome.out.startswith("# yaml-language-server: ")
    assert run("check", "-", stdin=outcome.out.encode()).code == 0
    assert named(folder) == []


def test_without_a_path_the_file_is_called_after_the_id(run: Run, folder: Path) -> None:
    run("new", "--kind", "red-team", "--set", "id=spring-test", "-q")
    assert named(folder) == [SCHEMA, "spring-test.agreement.yaml"]


def test_quiet_says_nothing(run: Run) -> None:
    assert run("new", "deal", "--kind", "red-team", "-q") == Outcome(0, "", "")


def test_settings_stand_in_the_file(run: Run, folder: Path) -> None:
    run(
        *("new", "deal", "--kind", "staged-release", "--set", "parties.recipient.name=Cornell University"),
        *("--set", "parties[1].country=US", "--set", "models.second.parameters=1558M"),
        *("--set", "permitted_uses=[evaluate, detect]", "--set", "publication.review_days=45"),
        *("--set", "parties.provider.id=openai", "--set", "effective_date=2019-09-01"),
    )
    spec = data(folder / "deal.agreement.yaml")
    assert spec["parties"][1]["name"] == spec["parties"][1]["short_name"] == "Cornell University"
    assert spec["parties"][0]["short_name"] == "First Party"
    assert spec["models"][1]["parameters"] == "1558M"
    assert spec["models"][0]["provider"] == "openai"
    assert spec["permitted_uses"] == ["evaluate", "detect"]
    assert spec["publication"] == {"review_days": 45}
    assert run("check", "deal.agreement.yaml").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--kind: is needed where nobody is asked; one of staged-release"),
        (("--no-input",), "--kind: is needed"),
        (("--kind", "staged"), '"staged" is not a kind'),
        (("--kind", "redteam"), "did you mean red-team?"),
        (("deal.yaml", "--kind", "red-team"), "the name of a spec ends in .agreement.yaml"),
        (("--kind", "red-team", "--set", "title"), '"title" is not a setting'),
        (("--kind", "red-team", "--set", "parties[0].country=UK"), "did you mean GB?"),
        (("--kind", "red-team", "--set", "term.months=ever"), 'months is "ever"; accepted: whole months'),
        (("--kind", "red-team", "--set", "trem.months=5"), '"trem" is not a field of a spec'),
        (("--kind", "red-team", "--set", "parties=TBC"), 'parties is "TBC"; accepted: a list'),
        (("--kind", "red-team", "--set", "parties[0]=x"), "entry 1 of parties is"),
        (("--kind", "red-team", "--set", "title.x=y"), "title is a group of fields"),
        (("--kind", "red-team", "--set", "structure=letter"), "master is missing"),
        (("--kind", "red-team", "--set", "title=a\x1b[2Jb"), "U+001B (control character)"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(
    run: Run, folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    outcome = run("new", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert words in " ".join(outcome.err.split())
    assert "\x1b" not in outcome.err
    assert named(folder) == []


def test_kill_at_any_moment_leaves_a_whole_file_or_none(folder: Path) -> None:
    """The first system call that fails is found by a program that dies after so many writes."""
    program = """
import os, sys
left = int(sys.argv.pop(1))
for name in ("fsync", "link", "unlink"):
    def dying(*arguments, _real=getattr(os, name), **more):
        global left
        left -= 1
        if left < 0:
            os._exit(137)
        return _real(*arguments, **more)
    setattr(os, name, dying)
from modelpact.cli import main
main()
"""
    codes = set()
    for moment in range(8):
        target = folder / f"deal-{moment}.agreement.yaml"
        run = subprocess.run(
            [sys.executable, "-c", program, str(moment), "new", target.name, "--kind", "red-team", "-q"],
            check=False,
            timeout=60,
        )
        codes.add(run.returncode)
        if target.exists():
            assert data(target)["id"] == f"deal-{moment}"
        (folder / SCHEMA).unlink(missing_ok=True)
    assert codes == {0, 137}


# From a model's own files


def safetensors(**shapes: list[int]) -> bytes:
    """A file of zeros in 32 bits with tensors of these shapes."""
    header, end = {}, 0
    for name, shape in shapes.items():
        size = 4
        for length in shape:
            size *= length
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + b"\0" * end


@pytest.fixture
def model(folder: Path) -> Path:
    """The folder of a small model."""
    place = folder / "tiny"
    place.mkdir()
    (place / "README.md").write_text(
        "---\nlicense: mit\nlanguage: fr\n---\n\n# Tiny model\n", encoding="utf-8"
    )
    (place / "config.json").write_text('{"model_type": "gpt2", "n_layer": 2, "n_positions": 64}')
    (place / "model.safetensors").write_bytes(safetensors(a=[3, 4], b=[5]))
    (place / "tokenizer.json").write_text("{}")
    (place / ".git").mkdir()
    (place / ".git" / "config.json").write_text("{}")
    return place


def test_a_folder_gives_models_files_counts_and_checksums(run: Run, folder: Path, model: Path) -> None:
    outcome = run("new", "deal", "--kind", "weights-transfer", "--from-model-card", model)
    assert outcome.code == 0, outcome.err
    (described,) = data(folder / "deal.agreement.yaml")["models"]
    digest = hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    assert described["parameters"] == 17
    assert described["architecture"] == "gpt2, 2 layers"
    assert described["context_length"] == 64
    assert [each["path"] for each in described["artifacts"]] == [
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    ]
    weights = described["artifacts"][1]
    size = (model / "model.safetensors").stat().st_size
    assert weights == {"path": "model.safetensors", "kind": "weights", "bytes": size, "sha256": digest}
    assert described["languages"] == ["French"]
    assert described["model_card_file"] == "tiny/README.md"
    text = (folder / "deal.agreement.yaml").read_text(encoding="utf-8")
    assert "languages: [French]  # from README.md, line 3 (language)" in text
    assert "parameters: 17  # from the headers of 1 file of weights, buffers left out" in text
    assert '  models[0].languages                "French" from README.md, line 3 (language)\n' in outcome.out
    assert run("check", "deal.agreement.yaml", "--strict").code == 0


def test_the_card_s_file_is_named_only_where_it_lies_in_the_project(
    run: Run, folder: Path, model: Path
) -> None:
    (folder / "project").mkdir()
    run("new", "project/deal", "--kind", "weights-transfer", "--from-model-card", model)
    assert "model_card_file" not in data(folder / "project" / "deal.agreement.yaml")["models"][0]


def test_a_later_change_of_the_card_is_found_by_check(run: Run, model: Path) -> None:
    run("new", "deal", "--kind", "weights-transfer", "--from-model-card", model)
    (model / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n")
    assert "[card-licence-differs]" in run("check", "deal.agreement.yaml").out


def test_settings_win_over_the_card(run: Run, folder: Path, model: Path) -> None:
    run(
        *("new", "deal", "--kind", "weights-transfer", "--from-model-card", model),
        "--set",
        "models[0].name=Mine",
    )
    assert data(folder / "deal.agreement.yaml")["models"][0]["name"] == "Mine"


def test_no_files_are_listed_where_none_leave(run: Run, folder: Path, model: Path) -> None:
    outcome = run("new", "deal", "--kind", "hosted-access", "--from-model-card", model)
    assert "left out: the files are not listed, because no file leaves the provider\n" in outcome.out
    assert "artifacts" not in data(folder / "deal.agreement.yaml")["models"][0]
    assert run("check", "deal.agreement.yaml").code == 0


def test_a_snapshot_in_a_cache_of_hugging_face_is_read_through_its_links(run: Run, folder: Path) -> None:
    home = folder / "hub" / "models--openai-community--gpt2"
    snapshot = home / "snapshots" / "607a30d783dfa663caf39e06633721c8d4cfcd7e"
    snapshot.mkdir(parents=True)
    (home / "blobs").mkdir()
    (home / "blobs" / "1").write_bytes(safetensors(a=[2]))
    (home / "blobs" / "2").write_text("# GPT-2\n")
    (snapshot / "model.safetensors").symlink_to("../../blobs/1")
    (snapshot / "README.md").symlink_to("../../blobs/2")
    outcome = run("new", "deal", "--kind", "weights-transfer", "--from-model-card", snapshot)
    assert outcome.code == 0, outcome.err
    described = data(folder / "deal.agreement.yaml")["models"][0]
    assert (described["parameters"], described["version"]) == (2, "607a30d783dfa663caf39e06633721c8d4cfcd7e")


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_card_makes_a_spec_of_each_kind_without_errors(run: Run, kind: str) -> None:
    outcome = run("new", "deal", "--kind", kind, "--from-model-card", CARDS / "full.md")
    assert (outcome.code, outcome.err) == (0, "")
    assert run("check", "deal.agreement.yaml").code == 0
    assert run("render", "deal.agreement.yaml", "-f", "md,html").code == 0


def link_out(place: Path) -> None:
    (place / "secret.json").symlink_to("/etc/passwd")


def link_of_card(place: Path) -> None:
    (place / "README.md").unlink()
    (place / "README.md").symlink_to("/etc/passwd")


def link_of_folder(place: Path) -> None:
    (place / "etc").symlink_to("/etc")


def link_in_a_circle(place: Path) -> None:
    (place / "a.json").symlink_to("b.json")
    (place / "b.json").symlink_to("a.json")


def pipe(place: Path) -> None:
    os.mkfifo(place / "pipe.json")


def pipe_as_card(place: Path) -> None:
    (place / "README.md").unlink()
    os.mkfifo(place / "README.md")


def lying_header(place: Path) -> None:
    (place / "model.safetensors").write_bytes((1 << 40).to_bytes(8, "little") + b"{}")


def binary_configuration(place: Path) -> None:
    (place / "config.json").write_bytes(b"\x89PNG\x00\xff")


def too_many(place: Path) -> None:
    for number in range(501):
        (place / f"{number}.json").touch()


def hostile_name(place: Path) -> None:
    (place / "a\x1b[2J\n.json").write_text("{}")


SPOILT = [
    link_out,
    link_of_card,
    link_of_folder,
    link_in_a_circle,
    pipe,
    pipe_as_card,
    lying_header,
    binary_configuration,
]


@pytest.mark.parametrize("spoil", [*SPOILT, too_many], ids=lambda spoil: spoil.__name__)
def test_a_hostile_folder_is_one_sentence_and_nothing_is_written(
    run: Run, folder: Path, model: Path, spoil: Any
) -> None:
    spoil(model)
    outcome = run("new", "deal", "--kind", "weights-transfer", "--from-model-card", model)
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith(f"modelpact: {model}")
    assert outcome.err.count("\n") == 1
    assert "root:" not in outcome.err
    assert named(folder) == ["tiny"]


def test_a_file_with_a_hostile_name_is_left_out_and_said(run: Run, folder: Path, model: Path) -> None:
    hostile_name(model)
    outcome = run("new", "deal", "--kind", "weights-transfer", "--from-model-card", model)
    assert outcome.code == 0
    assert "\x1b" not in outcome.out
    assert 'left out: the file "aU+001B[2J .json", whose name a spec cannot have\n' in outcome.out
    assert len(data(folder / "deal.agreement.yaml")["models"][0]["artifacts"]) == 3


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"---\nlicense: &a mit\n---\n", "card.md:2:10: error: &a names this part"),
        (b"---\nx: !!python/name:os.system\n---\n", "card.md:2:4: error: !!python/name:os.system gives"),
        (b"---\nlicense: mit\x1b[2J\n---\n", "card.md:2:13: error: U+001B"),
        (b"\x89PNG\r\n\x1a\n\x00", "card.md:1:1: error: byte 89"),
        (b"\0" * 2_000_000, "card.md:1:1: error: the file has more"),
    ],
)
def test_a_hostile_card_is_reported_with_its_place_and_nothing_is_written(
    run: Run, folder: Path, content: bytes, line: str
) -> None:
    (folder / "card.md").write_bytes(content)
    outcome = run("new", "deal", "--kind", "red-team", "--from-model-card", "card.md")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.startswith(line)
    assert "\x1b" not in outcome.out
    assert named(folder) == ["card.md"]


def test_a_card_may_come_from_standard_input(run: Run, folder: Path) -> None:
    card = b"---\nlicense: mit\n---\n\n# Tiny\n"
    outcome = run("new", "deal", "--kind", "red-team", "--from-model-card", "-", stdin=card)
    assert '"Tiny" from <stdin>, line 5 (title)' in outcome.out
    model = data(folder / "deal.agreement.yaml")["models"][0]
    assert (model["name"], "model_card_file" in model) == ("Tiny", False)


@pytest.mark.parametrize("name", ["nowhere.md", "empty", "/dev/zero", "/dev/null/x"])
def test_a_card_that_cannot_be_read_is_one_sentence(run: Run, folder: Path, name: str) -> None:
    (folder / "empty").mkdir()
    outcome = run("new", "deal", "--kind", "red-team", "--from-model-card", name)
    assert outcome.code == 3
    assert outcome.err.count("\n") == 1
    assert named(folder) == ["empty"]
