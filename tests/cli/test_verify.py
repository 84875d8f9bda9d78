"""``modelpact verify``: what it proves, and that nothing which was changed passes."""

from __future__ import annotations

import io
import json
import zlib
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from pyhanko.pdf_utils.generic import NumberObject, PdfObject, TextStringObject, pdf_string

import signing
from modelpact import pipeline
from modelpact.renderers.pdf_files import SPEC
from modelpact.signed.rendering import id_inside
from signing import (
    add_field,
    draw_unsigned,
    fill_in,
    lay_over,
    remove_page,
    reword,
    saved_later,
    signed,
    stamped,
    swap_attachment,
)
from support import MINIMAL, ROOT, Run

LETTER = ROOT / "examples" / "master" / "second-model.agreement.yaml"
"""Two pages: rendered again in every test."""


@pytest.fixture(scope="module")
def made() -> bytes:
    spec = pipeline.check_file(str(LETTER)).spec
    assert spec
    return pipeline.render(spec, ["pdf"])["pdf"]


@pytest.fixture(scope="module")
def agreed(made: bytes) -> bytes:
    """The same, signed."""
    return signed(made)


@pytest.fixture
def verify(run: Run, tmp_path: Path):
    """Verify these bytes."""

    def verify(data: bytes, *arguments: object):
        path = tmp_path / "deal.pdf"
        path.write_bytes(data)
        outcome = run("verify", path, *arguments)
        assert not outcome.err or outcome.code, outcome.err
        return outcome

    return verify


def test_a_render_is_proved_byte_for_byte(verify, made: bytes) -> None:
    outcome = verify(made)
    assert outcome.code == 0
    assert "deal.pdf: proved: byte for byte what its spec makes\n" in outcome.out
    assert "\n  compared with the spec inside it, which its maker chose: " in outcome.out
    assert "it has 2 pages, 8 clauses, and inside agreement.json, manifest.json" in outcome.out
    assert outcome.out.endswith("no signatures\n")


def test_a_render_is_proved_with_its_spec_given(verify, made: bytes) -> None:
    outcome = verify(made, LETTER)
    assert outcome.code == 0
    assert f"byte for byte what {LETTER} makes" in outcome.out
    assert "spec inside it" not in outcome.out


def test_the_spec_of_another_agreement_is_doubted_first(verify, made: bytes) -> None:
    outcome = verify(made, MINIMAL)
    assert outcome.code == 1
    assert f"carries the spec of second-model, but {MINIMAL} is of " in outcome.err
    assert "NOT proved" in outcome.out


@pytest.mark.parametrize(
    ("spec", "id_"),
    [
        (b"kind: x\nid: gpt-2\nparties:\n", "gpt-2"),
        (b'id: "1-x"\n', "1-x"),
        (b'id: "on"\n', "on"),
        (b"title: a\n  id: b\n", ""),
        (b"id: A thing\n", ""),
    ],
)
def test_the_id_of_the_spec_inside(spec: bytes, id_: str) -> None:
    assert id_inside({SPEC: spec}) == id_


def test_a_signed_render_is_proved_and_says_what_is_signed(verify, agreed: bytes, made: bytes) -> None:
    assert agreed.startswith(made)
    outcome = verify(agreed)
    assert outcome.code == 0
    for said in (
        "proved: every page shows what its spec makes, and nothing else",
        f"its first {len(made):,} bytes are what its spec makes, byte for byte",
        f"the {len(agreed) - len(made):,} bytes after them add: signature field “Lab”",
        "signature “Lab” covers all that the spec makes: 2 pages, all words of 8 clauses and of all else, 3",
        "nothing was saved after it",
        "holds: these bytes were signed with the key of “Common Name: Signer of the Lab”",
        "not checked: whose key that is",
    ):
        assert said in outcome.out


def test_two_signatures_each_cover_what_was_there(verify, agreed: bytes) -> None:
    twice = signed(
        agreed, "University", box=(300, 132, 430, 152), by=signing.signer("Signer of the University")
    )
    outcome = verify(twice)
    assert outcome.code == 0
    later = f"{len(twice) - len(agreed):,} bytes were saved after it"
    assert f"{later}; they add or change: signature field “University”" in outcome.out
    assert "drawn on page 2: “Digitally signed by Signer of the University" in outcome.out
    assert "and nothing else, save what signatures draw beside it, told below" in outcome.out
    assert outcome.out.count("covers all that the spec makes") == 2


def test_proofs_and_a_time_stamp_are_harmless(verify, agreed: bytes) -> None:
    outcome = verify(stamped(agreed))
    assert outcome.code == 0
    assert "proofs of signatures, kept for later (DSS)" in outcome.out
    assert "time stamp “Stamp” covers all that the spec makes" in outcome.out
    assert "holds: these bytes were signed with the key of “Common Name: Clock”" in outcome.out


def test_trust_is_said_only_where_it_was_checked(verify, agreed: bytes, tmp_path: Path) -> None:
    trusted, others = tmp_path / "trusted.pem", tmp_path / "others.pem"
    trusted.write_bytes(signing.authority().pem)
    others.write_bytes(signing.stamper().pem)
    assert "a certificate that you trust vouches for that name" in verify(agreed, "--trust", trusted).out
    outcome = verify(agreed, "--trust", others)
    assert (outcome.code, "NO certificate that you trust vouches for that name" in outcome.out) == (1, True)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_what_is_no_certificate_gets_a_sentence(verify, made: bytes, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "trusted.pem"
    path.write_bytes(content)
    outcome = verify(made, "--trust", path)
    assert (outcome.code, outcome.err) == (3, f"modelpact: {path}: is no file of certificates\n")


# --- changed after it was signed

TAMPERED = {
    "a changed word": (
        reword("12 months", "22 months"),
        "page 2, clause 8 (Beginning and end): “8.2 It lasts 22 months, even if”; the spec makes “",
        "page 2: what is drawn there",
    ),
    "a removed page": (remove_page, "page 2: is missing", "the spec makes"),
    "a swapped attachment": (
        swap_attachment("spec.agreement.yaml", b"modelpact: 1\n"),
        "attachment spec.agreement.yaml: has other contents",
        "",
    ),
    "an added overlay": (
        lay_over("this is void"),
        "not stated this is void Support",
        "page 1: what is drawn there",
    ),
    "a field for a signature that draws": (
        draw_unsigned("clause 5 is void"),
        "signature field “later”: is not signed, and draws something",
        "",
    ),
    "an added form field": (
        add_field("fee", "100 USD"),
        "form field “fee”: “100 USD”",
        "page 1: laid over the page",
    ),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_what_is_changed_after_the_signature_is_caught(verify, agreed: bytes, case: str) -> None:
    change, *told = TAMPERED[case]
    assert callable(change)
    tampered = saved_later(agreed, change)
    assert tampered.startswith(agreed)
    outcome = verify(tampered)
    assert outcome.code == 1
    assert "NOT proved" in outcome.out
    for said in told:
        assert said in outcome.out
    assert f"{len(tampered) - len(agreed):,} bytes were saved after it; they add or change: " in outcome.out
    assert "signature “Lab” covers all that the spec makes" in outcome.out  # as it was when it was signed


def test_a_form_field_changed_after_the_signature_is_caught(verify, made: bytes) -> None:
    agreed = signed(saved_later(made, add_field("fee", "100 USD")))
    outcome = verify(saved_later(agreed, fill_in("fee", "900 USD")))
    assert outcome.code == 1
    assert "form field “fee”: “900 USD”" in outcome.out
    assert "signature “Lab” covers a file in which 2 things are not what the spec makes" in outcome.out
    assert "when it was made: form field “fee”: “100 USD”" in outcome.out


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("/OpenAction", Dictionary(S=Name.JavaScript, JS="app.alert(1)"), "what happens when it is opened"),
        ("/Lang", "de", "its language"),
        ("/Collection", Dictionary(), "the entry /Collection of its catalog"),
    ],
)
def test_what_is_added_to_the_catalog_is_caught(
    verify, agreed: bytes, key: str, value: object, told: str
) -> None:
    def change(writer) -> None:
        writer.root[signing.Name(key)] = pdf_string(str(value))
        writer.update_root()

    outcome = verify(saved_later(agreed, change))
    assert (outcome.code, told in outcome.out) == (1, True)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (
            TextStringObject("x"),
            "signature field “Lab 2”: is not signed, and draws something",
        ),
        (signing.Dict(), "signature field “Lab 2”: is not signed, and draws something"),
        (
            signing.Dict({signing.Name("/Type"): signing.Name("/Sig")}),
            "signature “Lab 2” covers nothing and is drawn on page 1: “clause 5 is void",
        ),
    ],
)
def test_words_drawn_by_a_field_with_a_signature_that_is_none_are_caught(
    verify, agreed: bytes, value: PdfObject, told: str
) -> None:
    outcome = verify(saved_later(agreed, draw_unsigned("clause 5 is void", "Lab 2", V=value)))
    assert (outcome.code, told in outcome.out) == (1, True)
    assert "NOT proved" in outcome.out


def test_a_signature_that_stays_large_on_a_small_page_is_caught(verify, agreed: bytes) -> None:
    flags = NumberObject(4 | 8)
    outcome = verify(saved_later(agreed, draw_unsigned("x", V=signing.Dict(), F=flags)))
    assert (outcome.code, "“later”: does not grow and turn with its page" in outcome.out) == (1, True)


def test_pages_that_only_some_programs_count_are_caught(verify, agreed: bytes) -> None:
    """Poppler and pdf.js believe /Count; Poppler takes a node without pages for a page."""

    def fewer(writer) -> None:
        writer.root["/Pages"][signing.Name("/Count")] = NumberObject(1)
        writer.update_container(writer.root["/Pages"])

    def more(writer) -> None:
        pages = writer.root["/Pages"]
        page = pages["/Kids"][0].get_object()
        node = signing.Dict({**page, signing.Name("/Type"): signing.Name("/Pages")})
        node[signing.Name("/Kids")] = signing.Array()
        pages["/Kids"].append(writer.add_object(node))
        writer.update_container(pages)

    for change in (fewer, more):
        outcome = verify(saved_later(agreed, change))
        assert (outcome.code, "the tree of its pages" in outcome.out) == (1, True)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (b"", "parts that its table of parts passes over: programs that make"),
        (b"%startxref\n%x\n%%EOF\n", "the file is damaged: it goes on after its end"),
    ],
)
def test_a_page_kept_for_programs_that_make_the_table_of_parts_anew_is_caught(
    verify, made: bytes, end: bytes, told: str
) -> None:
    """The table at the end does not have the other page; Poppler makes one where a comment names none."""
    pdf = edited(made)
    number, generation = pdf.pages[0].obj.objgen
    page = f"{number} {generation} obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\n"
    again = made[made.rindex(b"startxref") :]
    outcome = verify(made + page.encode() + again + end)
    assert outcome.code == 1
    assert told in outcome.out


def test_an_end_that_leads_nowhere_is_caught(verify, made: bytes) -> None:
    outcome = verify(made + b"startxref\n9\n%%EOF\n")
    assert (outcome.code, "the file is damaged: its table of parts is not" in outcome.out) == (1, True)


def test_a_signature_drawn_over_words_is_caught(verify, made: bytes) -> None:
    outcome = verify(signed(made, box=(60, 500, 500, 760), page=0))
    assert outcome.code == 1
    assert "signature “Lab” is drawn over words on page 1: “" in outcome.out


def test_a_broken_signature_is_caught(verify, agreed: bytes, made: bytes) -> None:
    """The hash that was signed is another's."""
    place = agreed.index(b"/Contents <") + 11
    other = signed(made.replace(b"%PDF-1.7", b"%PDF-1.6"))
    there = other.index(b"/Contents <") + 11
    room = agreed.index(b">", place) - place
    contents = other[there : other.index(b">", there)].rstrip(b"0").ljust(room, b"0")
    outcome = verify(agreed[:place] + contents + agreed[place + room :])
    assert outcome.code == 1
    assert "BROKEN: the bytes that it covers are not those that were signed" in outcome.out


def test_a_signature_that_is_none_is_caught(verify, agreed: bytes) -> None:
    place = agreed.index(b"/Contents <") + 11
    room = agreed.index(b">", place) - place
    outcome = verify(agreed[:place] + b"0" * room + agreed[place + room :])
    assert (outcome.code, "BROKEN: it cannot be read" in outcome.out) == (1, True)


@pytest.mark.parametrize(
    ("ranges", "told"),
    [
        ("[0 {hole} {after} 9]", "it ends in the middle of what was saved"),
        ("[5 {hole} {after} {rest}]", "it does not cover the file from its first byte"),
        ("[0 9 {after} {rest}]", "it leaves out more than itself"),
        ("[0 {hole}]", "it does not say which bytes it covers"),
        ("[0 {hole} {after} 99999999]", "it does not cover the file from its first byte"),
    ],
)
def test_a_signature_that_covers_less_is_caught(verify, agreed: bytes, ranges: str, told: str) -> None:
    place = agreed.index(b"/ByteRange [") + 11
    end = agreed.index(b"]", place) + 1
    hole, after, rest = agreed[place + 1 : end - 1].decode().split()[1:]
    other = ranges.format(hole=hole, after=after, rest=rest).encode().ljust(end - place)
    room = len(agreed[place:].split(b"/Type")[0])
    outcome = verify(agreed[:place] + other.ljust(room) + agreed[place + room :])
    assert outcome.code == 1
    assert f"signature “Lab” does not cover the file: {told}" in outcome.out


# --- changed before it was signed


def edited(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def test_what_was_changed_before_it_was_signed_is_caught(verify, made: bytes) -> None:
    """Saved anew, so that the other word is in the first revision, and then signed."""
    outcome = verify(signed(saved(edited(saved_later(made, reword("12 months", "22 months"))))))
    assert outcome.code == 1
    assert "clause 8 (Beginning and end): “8.2 It lasts 22 months" in outcome.out
    assert "signature “Lab” covers a file in which" in outcome.out


def test_a_file_saved_anew_is_not_proved_though_nothing_differs(verify, made: bytes) -> None:
    outcome = verify(saved(edited(made)))
    assert outcome.code == 1
    assert (
        "NOT proved: its bytes are others, as if another program had saved it anew; nothing in it differs"
        in outcome.out
    )


def test_another_spec_differs_by_clause(verify, made: bytes, tmp_path: Path) -> None:
    other = tmp_path / "other.agreement.yaml"
    other.write_text(
        LETTER.read_text().replace("  file: house-master.md", "  #").replace("  spec: house", "  #")
    )
    other.write_text(other.read_text().replace("review_days: 45", "review_days: 50"))
    outcome = verify(made, other)
    assert outcome.code == 1
    assert "clause 6 (Terms of this letter): “days to review 45 days “Publication" in outcome.out


def test_other_versions_are_named_and_only_words_compared(verify, made: bytes) -> None:
    pdf = edited(made)
    manifest = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
    manifest["form"]["sha256"] = "0" * 64
    manifest["versions"]["WeasyPrint"] = "69.0"
    pdf.attachments["manifest.json"] = pikepdf.AttachedFileSpec(
        pdf, json.dumps(manifest).encode(), filename="manifest.json"
    )
    outcome = verify(saved(pdf))
    assert outcome.code == 1
    for said in (
        "NOT proved: what made it is not in use here, so only its words were compared; they are the same",
        "WeasyPrint 69.0 (here 70.0)",
        "the form 1.0, hash 000000000000 (here 1.0, hash ",
        "not how pages look",
    ):
        assert said in outcome.out


def test_other_versions_that_make_the_same_bytes_prove_the_same(run: Run, tmp_path: Path) -> None:
    """Then only the manifest names others."""
    from modelpact.renderers import pdf

    spec = pipeline.check_file(str(LETTER)).spec
    assert spec
    path = tmp_path / "deal.pdf"
    path.write_bytes(pdf.render(pipeline.agreement(spec), {**pdf.versions_in_use(), "zlib": "9.9"}))
    outcome = run("verify", path)
    assert outcome.code == 0
    assert "it says that it was made with zlib 9.9 (here " in outcome.out


def test_a_house_s_form_is_given(verify, run: Run, tmp_path: Path) -> None:
    form = ROOT / "examples" / "house-form"
    assert run("render", MINIMAL, "--form", form, "-f", "pdf", "-o", tmp_path).code == 0
    outcome = verify((tmp_path / "staged-release.pdf").read_bytes(), "--form", form)
    assert outcome.code == 0
    assert "form 1.0+" in outcome.out


def test_json_says_the_same(verify, agreed: bytes, made: bytes) -> None:
    said = json.loads(verify(agreed, "--format", "json").out)
    assert (said["modelpact_verification"], said["proved"], said["proof"]) == (1, True, "continued")
    assert said["bytes"] == {"file": len(agreed), "as_rendered": len(made)}
    [signature] = said["signatures"]
    assert signature["covers_all_that_the_spec_makes"]
    assert signature["checked"]["intact"]
    assert signature["checked"]["trusted"] is None
    changed = json.loads(verify(saved_later(agreed, reword("12 months", "22 months")), "-f", "json").out)
    assert not changed["proved"]
    assert {each["where"] for each in changed["words"]} == {"clause 8 (Beginning and end)"}


def test_without_pyhanko_it_says_what_was_not_checked(
    verify, agreed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modelpact.signed.certificates.find_spec", lambda _: None)
    outcome = verify(agreed)
    assert outcome.code == 0
    assert "not checked: whether it is genuine; for that, pip install 'modelpact[signatures]'" in outcome.out


# --- what is no render, or hostile


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_gets_a_sentence(verify, content: bytes) -> None:
    outcome = verify(content)
    assert (outcome.code, outcome.err.partition("deal.pdf: ")[2]) == (1, "is no PDF that can be read\n")


def test_another_pdf_gets_a_sentence(verify) -> None:
    outcome = verify(saved(pikepdf.new()))
    assert outcome.code == 1
    assert outcome.err.endswith(
        "carries no spec, so it was not made by modelpact, or was printed anew; name its spec\n"
    )


def test_another_pdf_shows_nothing_of_the_spec(verify) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    outcome = verify(saved(pdf), LETTER)
    assert outcome.code == 1
    assert "it does not say what it was made with" in outcome.out


def test_a_missing_file_could_not_be_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    assert (run("verify", path).code, run("verify", path).err) == (
        3,
        f"modelpact: {path}: no such file or directory\n",
    )


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.9999])
def test_what_was_cut_off_is_caught(verify, made: bytes, agreed: bytes, kept: float) -> None:
    for data in (made, agreed):
        outcome = verify(data[: int(len(data) * kept)])
        assert outcome.code == 1
        assert "Traceback" not in outcome.err


def test_what_was_added_to_the_end_is_caught(verify, made: bytes) -> None:
    outcome = verify(made + b"\n" * 9)
    assert outcome.code == 0  # nothing that anything shows
    outcome = verify(made + b"%PDF-1.7 something else")
    assert outcome.code == 1
    assert "the file is damaged: it goes on after its end" in outcome.out


def test_an_encrypted_pdf_gets_a_sentence(verify, made: bytes) -> None:
    locked = saved(edited(made), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert verify(locked).err.endswith("is encrypted, so nothing in it can be read\n")


def test_a_spec_inside_with_errors_is_answered(verify, made: bytes) -> None:
    pdf = edited(made)
    content = b"modelpact: 1\nextends: [/etc/passwd]\n"
    pdf.attachments["spec.agreement.yaml"] = pikepdf.AttachedFileSpec(
        pdf, content, filename="spec.agreement.yaml"
    )
    outcome = verify(saved(pdf))
    assert outcome.code == 1
    assert "its spec has errors, so nothing was rendered or compared" in outcome.err
    assert "root:" not in outcome.err


def hostile(made: bytes) -> dict[str, bytes]:
    """PDFs that would never end, or take all memory."""
    files = {}
    pdf = edited(made)
    packed = zlib.compress(zlib.compress(b"q " * 10**8, 9), 9)
    stream = Stream(pdf, b"")
    stream.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    pdf.pages[0].Contents = stream
    files["instructions without end"] = saved(pdf, compress_streams=False)
    pdf = edited(made)
    form = pdf.make_stream(b"/Me Do /Me Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Me=form))
    pdf.pages[0].Resources.XObject[Name.Me] = form
    pdf.pages[0].Contents = pdf.make_stream(b"/Me Do")
    files["a form that draws itself"] = saved(pdf)
    pdf = edited(made)
    field = pdf.make_indirect(Dictionary(T="a", FT=Name.Tx))
    field.Kids = Array([field, field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    files["a field that holds itself"] = saved(pdf)
    pdf = edited(made)
    element = pdf.Root.StructTreeRoot.K[0]
    element.K = Array([element])
    files["an order of reading that goes round"] = saved(pdf)
    pdf = edited(made)
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F 9 Tf " + b"(a) Tj " * 2_000_000 + b"ET")
    files["words without end"] = saved(pdf)
    pdf = edited(made)
    for number in range(3):
        page = pdf.add_blank_page()
        page.Contents = Stream(pdf, b"")
        page.Contents.write(zlib.compress(b"%d" % number * 90_000_000), filter=Name.FlateDecode)
    files["pages that are too much together"] = saved(pdf)
    pdf = edited(made)
    drawn = pdf.make_stream(b" " * 6_000_000, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    note = Dictionary(Subtype=Name.Stamp, Rect=[0, 0, 9, 9], AP=Dictionary(N=drawn))
    pdf.pages[0].Annots = Array([note] * 1_000)
    files["notes without end"] = saved(pdf)
    return files


def test_hostile_pdfs_end_in_time_and_in_words(verify, made: bytes) -> None:
    for name, data in hostile(made).items():
        outcome = verify(data)
        assert outcome.code == 1, name
        assert len(outcome.out) + len(outcome.err) < 10_000, name


def test_no_broken_pdf_raises_anything_else(made: bytes, agreed: bytes) -> None:
    """Bytes changed, cut out and doubled in what was saved after the render, and in the render."""
    from modelpact.signed.reading import PdfError
    from modelpact.signed.verification import Maker
    from modelpact.signed.verify import verify

    random, maker = Random(1), Maker({"x": "1"}, "1")
    answers = {"unreadable": 0, "proved": 0, "not": 0}
    for _ in range(80):
        data = bytearray(agreed)
        for _ in range(random.choice((1, 3, 30))):
            place = random.choice((random.randrange(len(data)), random.randrange(len(made), len(data) - 99)))
            match random.randrange(3):
                case 0:
                    data[place] = random.randrange(256)
                case 1:
                    del data[place : place + random.randrange(50)]
                case _:
                    data[place:place] = data[place - 99 : place]
        try:
            answers["proved" if verify(bytes(data), made, maker, maker, ()).is_clean else "not"] += 1
        except PdfError:
            answers["unreadable"] += 1
    assert answers["not"] > 0
    assert answers["proved"] < 40  # a byte that nothing reads, such as a space
