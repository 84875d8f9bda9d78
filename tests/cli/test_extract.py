"""``modelpact extract``: what comes out of a PDF, and what hostile ones get."""

from __future__ import annotations

import io
import json
import zlib
from pathlib import Path
from random import Random

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Stream

from modelpact import pipeline
from modelpact.signed import reading
from support import MINIMAL, Run

REVIEW = "publication: {review_days: 75}\n"


@pytest.fixture(scope="module")
def made() -> bytes:
    """A PDF of the smallest spec."""
    spec = pipeline.check_file(str(MINIMAL)).spec
    assert spec
    return pipeline.render(spec, ["pdf"])["pdf"]


@pytest.fixture
def pdf(made: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "deal.pdf"
    path.write_bytes(made)
    return path


def edited(path: Path, **attachments: bytes) -> pikepdf.Pdf:
    """The PDF with other files of these names in place of its own."""
    opened = pikepdf.open(io.BytesIO(path.read_bytes()))
    for name, content in attachments.items():
        opened.attachments[name] = AttachedFileSpec(opened, content, filename=name)
    return opened


def test_the_spec_comes_out_and_makes_the_same_pdf(run: Run, pdf: Path, tmp_path: Path) -> None:
    outcome = run("extract", pdf, "-o", tmp_path / "out")
    assert outcome.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("deal.agreement.yaml", "deal.json", "deal.manifest.json"),
    ]
    again = run("render", tmp_path / "out" / "deal.agreement.yaml", "-f", "pdf")
    assert again.code == 0
    assert (tmp_path / "out" / "deal.pdf").read_bytes() == pdf.read_bytes()


def test_files_are_written_beside_the_pdf_and_named_after_it(run: Run, pdf: Path) -> None:
    out = run("extract", pdf).out.splitlines()
    assert out == [
        f"{pdf.with_name('deal')}.{ending}: written" for ending in ("agreement.yaml", "json", "manifest.json")
    ]


def test_nothing_is_overwritten_unasked(run: Run, pdf: Path) -> None:
    pdf.with_name("deal.json").write_text("mine")
    outcome = run("extract", pdf)
    assert outcome.code == 3
    assert "deal.json: is there already; --force replaces it" in outcome.err
    assert {path.name for path in pdf.parent.iterdir()} == {"deal.pdf", "deal.json"}
    assert run("extract", pdf, "--force").code == 0
    assert json.loads(pdf.with_name("deal.json").read_bytes())["modelpact_agreement"] == 1


def test_a_pdf_is_a_side_of_diff(run: Run, pdf: Path, example: Path) -> None:
    assert "nothing differs" in run("diff", pdf, example).out
    example.write_text(example.read_text() + REVIEW)
    assert "within [-30 days-]{+75 days+}" in run("diff", pdf, example).out


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_gets_a_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    said = f"modelpact: {path}: is no PDF that can be read\n"
    assert (run("extract", path).code, run("extract", path).err) == (1, said)
    assert (run("diff", path, path).code, run("diff", path, path).err) == (3, said)


def test_another_pdf_gets_a_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    pikepdf.new().save(path)
    said = f"modelpact: {path}: carries no spec, so it was not made by modelpact, or was printed anew\n"
    assert (run("extract", path).code, run("extract", path).err) == (1, said)
    assert (
        run("diff", path, path).err
        == f"modelpact: {path}: carries no agreement that modelpact rendered to JSON\n"
    )
    assert list(tmp_path.iterdir()) == [path]


def test_no_name_from_inside_becomes_a_path(run: Run, pdf: Path) -> None:
    opened = edited(pdf, **{"../escaped": b"x", "/etc/escaped": b"x", "manifest.json": b"{}"})
    opened.Root.Names.EmbeddedFiles.Names[-1].UF = pikepdf.String("../../escaped")
    opened.save(pdf.with_name("hostile.pdf"))
    folder = pdf.with_name("out")
    assert run("extract", pdf.with_name("hostile.pdf"), "-o", folder).code == 0
    assert {path.name for path in folder.iterdir()} == {
        *("hostile.agreement.yaml", "hostile.json", "hostile.manifest.json"),
    }
    assert not list(pdf.parent.parent.glob("**/escaped"))


def test_what_unpacks_to_more_than_is_read_is_refused(run: Run, pdf: Path) -> None:
    opened = edited(pdf)
    bomb = Stream(opened, b"")
    packed = zlib.compress(zlib.compress(bytes(2 * 10**8), 9), 9)
    bomb.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    opened.attachments["spec.agreement.yaml"].obj.EF = Dictionary(F=bomb, UF=bomb)
    opened.save(pdf, compress_streams=False)
    outcome = run("extract", pdf)
    assert outcome.code == 1
    assert outcome.err == f"modelpact: {pdf}: is no PDF that can be read\n"


def test_a_file_that_is_too_large_is_named(run: Run, pdf: Path) -> None:
    edited(pdf, **{"manifest.json": b" " * 1_000_001}).save(pdf.with_name("large.pdf"))
    outcome = run("extract", pdf.with_name("large.pdf"))
    assert outcome.code == 1
    assert "carries a manifest.json of more than 1,000,000 bytes, which is not read" in outcome.err


def test_an_encrypted_pdf_gets_a_sentence(run: Run, pdf: Path) -> None:
    edited(pdf).save(pdf.with_name("locked.pdf"), encryption=pikepdf.Encryption(owner="a", user="b"))
    outcome = run("extract", pdf.with_name("locked.pdf"))
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert "is encrypted, so nothing in it can be read" in outcome.err


@pytest.mark.parametrize(
    "wrong",
    [
        Dictionary(),
        Dictionary(Names=3),
        Dictionary(Names=Array([1, 2, 3])),
        Dictionary(Names=Array([pikepdf.String("spec.agreement.yaml"), 7])),
        Dictionary(Names=Array([pikepdf.String("spec.agreement.yaml"), Dictionary(EF=Dictionary(F=1))])),
        Dictionary(Kids=Array([Dictionary(Kids=Array([1]))])),
    ],
    ids=repr,
)
def test_a_broken_table_of_files_gets_a_sentence(run: Run, pdf: Path, wrong: Dictionary) -> None:
    opened = edited(pdf)
    opened.Root.Names.EmbeddedFiles = wrong
    opened.save(pdf)
    outcome = run("extract", pdf)
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)


def test_no_broken_pdf_raises_anything_else(made: bytes) -> None:
    """Bytes changed, cut out and doubled at random places, most in the tables that say where all is."""
    random = Random(1)
    unreadable = 0
    for _ in range(300):
        data = bytearray(made)
        for _ in range(random.choice((1, 3, 30))):
            end = len(data) - 1
            place = random.choice((random.randrange(end), end - random.randrange(3000)))
            match random.randrange(3):
                case 0:
                    data[place] = random.randrange(256)
                case 1:
                    del data[place : place + random.randrange(50)]
                case _:
                    data[place:place] = data[place - 99 : place]
        try:
            reading.carried(bytes(data))
        except reading.PdfError:
            unreadable += 1
    assert 0 < unreadable < 300
