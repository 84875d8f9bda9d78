"""``modelpact diff SPEC RETURNED.docx``: what the other side changed, and the edits that follow from it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from modelpact import pipeline
from modelpact.cli import diff
from modelpact.redline import UNNAMED
from modelpact.returned.package import MOST_BYTES
from support import MINIMAL, ROOT, Run
from surgery import (
    DOCUMENT,
    Cut,
    commented,
    edited,
    new_paragraph,
    no_paragraph,
    packed,
    silent,
    tracked,
    unpacked,
    without_bookmarks,
)

SCHEMA = Draft202012Validator(
    json.loads((ROOT / "schemas" / "returned-1.schema.json").read_text(encoding="utf-8"))
)
REVIEW = "answer in writing within "
BOTH_REVIEWS = (
    tracked("After a review of ", "30 days", "60 days"),
    tracked(REVIEW, "30 days", "60 days"),
)


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    path = tmp_path / "deal.agreement.yaml"
    path.write_text(MINIMAL.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def sent() -> bytes:
    """The Word file that we sent."""
    spec = pipeline.check_file(str(MINIMAL)).spec
    assert spec
    return pipeline.render(spec, ["docx"])["docx"]


def came_back(deal: Path, data: bytes) -> Path:
    path = deal.with_name("returned.docx")
    path.write_bytes(data)
    return path


def words(text: str) -> str:
    """What was printed, whatever its lines."""
    return " ".join(text.split())


# --- what it says


def test_a_file_that_nobody_changed(run: Run, deal: Path, sent: bytes) -> None:
    outcome = run("diff", deal, came_back(deal, sent))
    assert outcome.code == 0
    assert outcome.out.endswith("\n\nnothing differs\n")


def test_a_value_changed_wherever_it_is_printed_is_an_edit(run: Run, deal: Path, sent: bytes) -> None:
    out = words(run("diff", deal, came_back(deal, edited(sent, *BOTH_REVIEWS))).out)
    assert "The Provider must answer in writing within [-30 days-]{+60 days+} of receiving the draft." in out
    assert "because Their Counsel tracked a change on 2030-02-03 (30.2)" in out
    assert "publication.review_days: 30 -> 60; favours the provider" in out
    assert (
        "Edits to the spec publication.review_days: 30 -> 60"
        " (Cover page, row “Publication”, 30.2; a default until now)" in out
    )
    assert "Conflicts" not in out
    assert "For a person" not in out


def test_a_value_changed_at_one_place_only_is_a_conflict(run: Run, deal: Path, sent: bytes) -> None:
    out = words(run("diff", deal, came_back(deal, edited(sent, BOTH_REVIEWS[1]))).out)
    assert (
        "Conflicts publication.review_days: “60 days” in 30.2; still “30 days” in Cover page, row"
        " “Publication”; this would say it everywhere: publication.review_days: 30 -> 60" in out
    )
    assert "Edits to the spec" not in out


def test_it_is_no_wider_than_the_terminal(
    run: Run, deal: Path, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(deal.parent)
    came_back(deal, edited(sent, BOTH_REVIEWS[1]))
    out = run("diff", deal.name, "returned.docx").out
    assert max(map(len, out.splitlines())) <= 80


def test_a_value_changed_in_two_ways_is_a_conflict(run: Run, deal: Path, sent: bytes) -> None:
    back = edited(sent, BOTH_REVIEWS[0], tracked(REVIEW, "30 days", "45 days"))
    out = words(run("diff", deal, came_back(deal, back)).out)
    assert "review_days: “60 days” in Cover page, row “Publication”; “45 days” in 30.2" in out
    assert "this would say it everywhere" not in out


def test_what_nobody_tracked_is_told_apart(run: Run, deal: Path, sent: bytes) -> None:
    back = edited(sent, BOTH_REVIEWS[0], silent(REVIEW, "30 days", "60 days"))
    out = words(run("diff", deal, came_back(deal, back)).out)
    assert "because the file was changed without tracking it (30.2)" in out
    assert "because Their Counsel tracked a change on 2030-02-03 (Cover page, row “Publication”)" in out
    assert "Edits to the spec publication.review_days: 30 -> 60" in out


def test_words_of_their_own_are_offered_for_a_person(run: Run, deal: Path, sent: bytes) -> None:
    back = edited(sent, new_paragraph("A delay may concern", "The Provider pays for translations."))
    out = run("diff", deal, came_back(deal, back)).out
    assert "{+The Provider pays for translations.+}" in out
    block = out[out.index("For a person") :]
    assert "  clause 30 (Publication)\n  clauses:\n    replace:\n      # their words: read" in block
    assert (
        "      - id: publication\n        text: |\n          The Recipient may publish its Results" in block
    )
    assert "\n          The Provider pays for translations.\n" in block
    assert "\n        reason: TBC\n" in block


def test_a_paragraph_that_they_delete(run: Run, deal: Path, sent: bytes) -> None:
    out = run("diff", deal, came_back(deal, edited(sent, no_paragraph("A student may at any time")))).out
    assert "[-A student may at any time submit a thesis" in out
    assert "A student may at any time" not in out[out.index("For a person") :]


REFERENCE = re.compile(
    r"(<w:fldSimple [^>]*REF .*?<w:t[^>]*>|REF .*?separate.*?<w:t[^>]*>)([^<]*)", re.DOTALL
)
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def test_words_in_the_place_of_a_number_are_read(run: Run, deal: Path, sent: bytes) -> None:
    """Word shows what a reference remembers, until somebody has it made anew."""

    def cut(body: str) -> str:
        return REFERENCE.sub(r"\1\2, save that nothing is owed", body, count=1)

    out = words(run("diff", deal, came_back(deal, edited(sent, cut))).out)
    assert "save that nothing is owed" in out


def test_words_for_other_programs_only_are_read(run: Run, deal: Path, sent: bytes) -> None:
    """Word shows the second where the first needs something unknown."""

    def cut(body: str) -> str:
        place = body.index("<w:r>", body.index("receiving the draft") - 400)
        end = body.index("</w:r>", place) + 6
        first, second = body[place:end], "<w:r><w:t>within 999 days</w:t></w:r>"
        either = f'<mc:Choice Requires="x">{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback>'
        opened = f'<mc:AlternateContent xmlns:mc="{_MC}" xmlns:x="urn:x">'
        return f"{body[:place]}{opened}{either}</mc:AlternateContent>{body[end:]}"

    out = words(run("diff", deal, came_back(deal, edited(sent, cut))).out)
    assert "in other programs: within 999 days" in out


def test_rows_of_a_table_inside_anything_are_read(run: Run, deal: Path, sent: bytes) -> None:
    def cut(body: str) -> str:
        cell = "<w:tc><w:p><w:r><w:t>Fee of 999 EUR</w:t></w:r></w:p></w:tc>"
        return body.replace("</w:tbl>", f"<w:customXml><w:tr>{cell}{cell}</w:tr></w:customXml></w:tbl>", 1)

    out = words(run("diff", deal, came_back(deal, edited(sent, cut))).out)
    assert "Fee of 999 EUR" in out


def test_a_clause_that_they_add(run: Run, deal: Path, sent: bytes) -> None:
    before = "Citation, authorship and names</w:t></w:r><w:bookmarkEnd"
    back = edited(
        sent,
        new_paragraph(before, "Translations", "Heading2"),
        new_paragraph(before, "The Provider pays for translations."),
    )
    out = run("diff", deal, came_back(deal, back)).out
    assert "Translations: added" in out
    assert "    add:\n" in out
    assert "      - id: translations\n        after: " in out


def two_clauses(sent: bytes, *titles: str) -> bytes:
    """With clauses before the one on citation, tracked."""
    before = "Citation, authorship and names</w:t></w:r><w:bookmarkEnd"
    cuts = [
        cut
        for title in titles
        for cut in (
            new_paragraph(before, title, "Heading2"),
            new_paragraph(before, f"The Provider pays for {title.lower()}."),
        )
    ]
    return edited(sent, *cuts)


def test_clauses_that_they_add_stay_in_their_order_and_none_has_the_id_of_another(
    run: Run, deal: Path, sent: bytes
) -> None:
    back = came_back(deal, two_clauses(sent, "Maps", "Maps", "Publication"))
    said = json.loads(run("diff", deal, back, "-f", "json").out)
    entries = [each["entry"] for each in said["for_a_person"]]
    assert [(each["id"], each["after"]) for each in entries] == [
        ("maps", "publication"),
        ("maps-2", "maps"),
        ("publication-2", "maps-2"),
    ]


def test_what_would_follow_a_clause_that_is_not_wanted_follows_the_one_before(
    deal: Path, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("typer.confirm", lambda question, **_: "charts" in question)
    output = diff.Output("json", deal.with_name("said.json"), (), force=False, author=UNNAMED)
    back = came_back(deal, two_clauses(sent, "Maps", "Charts"))
    diff.run_returned(str(deal), str(back), output, None, apply=True)
    assert "    - id: charts\n      after: publication\n" in deal.read_text()


@pytest.mark.parametrize("format_", ["text", "md", "html"])
def test_a_changed_caption_and_a_changed_header_are_shown(
    run: Run, deal: Path, sent: bytes, format_: str
) -> None:
    back = edited(
        sent, silent("", "The Parties", "Nothing here binds"), silent("", "Address", "Former address")
    )
    run("diff", deal, came_back(deal, back), "-f", format_, "-o", deal.with_name("said"))
    said = deal.with_name("said").read_text()
    assert "Nothing here binds" in said
    assert "Former address" in said


def test_comments_stand_at_their_clause(run: Run, deal: Path, sent: bytes) -> None:
    back = commented(sent, "A later version needs review only for what it newly says of the ", "Too narrow.")
    out = words(run("diff", deal, came_back(deal, back)).out)
    assert (
        "Comments 30.1: Their Counsel, 2030-02-03 on “A later version needs review only for what it newly"
        " says of the”: Too narrow." in out
    )


def test_headings_are_known_by_their_words_where_bookmarks_are_lost(
    run: Run, deal: Path, sent: bytes
) -> None:
    with_bookmarks = run("diff", deal, came_back(deal, edited(sent, *BOTH_REVIEWS))).out
    without = run("diff", deal, came_back(deal, edited(sent, *BOTH_REVIEWS, without_bookmarks))).out
    assert without == with_bookmarks


def test_changes_that_we_tracked_ourselves_count_as_accepted(run: Run, deal: Path) -> None:
    longer = deal.with_name("longer.agreement.yaml")
    longer.write_text(deal.read_text() + "publication: {review_days: 75}\n")
    redline = deal.with_name("redline.docx")
    for author in ("modelpact", "Our Counsel"):
        run("diff", deal, longer, "-f", "docx", "-o", redline, "--force", "--author", author)
        back = came_back(
            deal, edited(redline.read_bytes(), tracked("answer in writing within ", "", "or its agent "))
        )
        out = words(run("diff", longer, back, "--author", author).out)
        assert "{+or its agent +}" in out
        assert "75" not in out
        assert author not in out


def test_what_they_put_on_every_page_is_told(run: Run, deal: Path, sent: bytes) -> None:
    parts = unpacked(sent)
    for name in ("header", "footer"):
        end = b"</w:p></w:hdr>" if name == "header" else b"</w:p></w:ftr>"
        run_ = f"<w:r><w:tab/><w:t>The {name} prevails.</w:t></w:r>".encode()
        assert end in parts[f"word/{name}.xml"]
        parts[f"word/{name}.xml"] = parts[f"word/{name}.xml"].replace(end, run_ + end)
    out = words(run("diff", deal, came_back(deal, packed(parts))).out)
    assert "a header or a footer says “The header prevails.”, which ours does not say" in out
    assert "says “The footer prevails.”" in out
    assert out.count("a header or a footer") == 2
    assert "as ours does" not in out


def put(words: str, xml: str) -> Cut:
    """The XML behind the run that has these words."""

    def cut(body: str) -> str:
        at = body.index("</w:r>", body.index(words)) + len("</w:r>")
        return body[:at] + xml + body[at:]

    return cut


def field(code: str) -> str:
    """A field that has a result, which is empty."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}<w:r><w:t/></w:r>{end}"


HERE = "A later version needs review only"
TRICKS = {
    "another field": (put(HERE, field(" TITLE ")), "a field “TITLE”"),
    "a button": (put(HERE, field(" MACROBUTTON NoMacro Never ")), "a field “MACROBUTTON NoMacro Never”"),
    "a simple field": (put(HERE, '<w:fldSimple w:instr="DOCPROPERTY x"/>'), "a field “DOCPROPERTY x”"),
    "a reference that is none": (put(HERE, field(" REF nowhere ")), "a field “REF nowhere”"),
    "bound to data": (
        put(HERE, '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent/></w:sdt>'),
        "bound to data",
    ),
    "a picture": (put(HERE, "<w:r><w:drawing/></w:r>"), "pictures, drawings"),
    "struck out": (put(HERE, "<w:r><w:rPr><w:strike/></w:rPr></w:r>"), "struck out by hand"),
    "white": (put(HERE, '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:r>'), "white or too small"),
    "tiny": (put(HERE, '<w:r><w:rPr><w:sz w:val="2"/></w:rPr></w:r>'), "white or too small"),
    "merged": (lambda body: body.replace("<w:tcPr>", "<w:tcPr><w:vMerge/>", 1), "merged, turned"),
    "from right to left": (put(HERE, '<w:bdo w:val="rtl"/>'), "from right to left"),
    "in our name": (put(HERE, '<w:ins w:id="7" w:author="modelpact"/>'), "tracked changes in our own name"),
    "another level": (
        lambda body: body.replace('<w:pStyle w:val="Level2"/>', '<w:pStyle w:val="Level1"/>', 1),
        "at another level than in ours, so under another number",
    ),
}


@pytest.mark.parametrize("name", TRICKS)
def test_what_shows_other_words_than_it_holds_is_told(run: Run, deal: Path, sent: bytes, name: str) -> None:
    cut, told = TRICKS[name]
    out = words(run("diff", deal, came_back(deal, edited(sent, cut))).out)
    assert out.index("About the file") < out.index(told)


def test_a_clause_that_was_moved_is_told(run: Run, deal: Path, sent: bytes) -> None:
    def cut(body: str) -> str:
        second, third, fourth = (
            body.rindex("<w:p>", 0, found.start())
            for found in list(re.finditer('<w:pStyle w:val="Heading2"/>', body))[1:4]
        )
        return body[:second] + body[third:fourth] + body[second:third] + body[fourth:]

    out = words(run("diff", deal, came_back(deal, edited(sent, cut))).out)
    assert re.search(r"clause [23]: elsewhere than in ours, so that other numbers follow", out)
    assert out.count("elsewhere than in ours") == 1


NEXT = '</w:p><w:p><w:pPr><w:pStyle w:val="TOCx"/></w:pPr>'
WAIVED = "<w:r><w:t>Waived</w:t></w:r>"


def in_a_reference(body: str) -> str:
    return re.sub("(REF publication .*?<w:t [^>]*>)[^<]*", "\\g<1>9 Wai\u00adved", body, count=1)


@pytest.mark.parametrize(
    "cut",
    [
        put("Contents", WAIVED),
        put(HERE, NEXT + WAIVED),
        put(HERE, WAIVED.replace("w:t>", "w:instrText>")),
        in_a_reference,
    ],
    ids=["contents", "style of the contents", "code without a field", "reference"],
)
def test_words_in_strange_places_are_words(run: Run, deal: Path, sent: bytes, cut: Cut) -> None:
    assert re.search("Wai.*ved", run("diff", deal, came_back(deal, edited(sent, cut))).out)


PARTS = {
    "numbering": ('w:val="%1.%2"', 'w:val="%1.%2 Not: "', "it prints “%1.%2 Not: ” before paragraphs"),
    "numbering ": ('<w:start w:val="1"/>', '<w:start w:val="5"/>', "from another number than one"),
    "styles": ("<w:b/>", "<w:vanish/>", "styles whose words are hidden"),
    "footer": (" PAGE ", " TITLE ", "a field “TITLE”"),
}


@pytest.mark.parametrize("part", PARTS)
def test_what_other_parts_do_to_the_words_is_told(run: Run, deal: Path, sent: bytes, part: str) -> None:
    parts, name = unpacked(sent), f"word/{part.strip()}.xml"
    old, new, told = PARTS[part]
    assert old in parts[name].decode()
    parts[name] = parts[name].decode().replace(old, new, 1).encode()
    out = words(run("diff", deal, came_back(deal, packed(parts))).out)
    assert out.index("About the file") < out.index(told)


def test_of_a_file_that_nobody_touched_nothing_is_told(run: Run, deal: Path, sent: bytes) -> None:
    assert run("diff", deal, came_back(deal, sent)).out.endswith("\n\nnothing differs\n")


def test_the_spec_comes_first(run: Run, deal: Path, sent: bytes) -> None:
    outcome = run("diff", came_back(deal, sent), deal)
    assert outcome.code == 2
    assert "returned.docx is a Word file: the spec that it was made from comes first" in words(outcome.err)


def test_what_is_gone_from_every_page_is_told(run: Run, deal: Path, sent: bytes) -> None:
    parts = unpacked(sent)
    header = parts["word/header.xml"]
    assert b"DRAFT" in header
    parts["word/header.xml"] = header.replace(b"DRAFT", b"")
    out = words(run("diff", deal, came_back(deal, packed(parts))).out)
    assert "no header or footer says “DRAFT”, as ours does" in out
    assert out.count(" as ours does") == 1


def test_a_file_made_from_another_version_of_the_spec_says_so(run: Run, deal: Path, sent: bytes) -> None:
    back = came_back(deal, sent)
    deal.write_text(deal.read_text() + "publication: {review_days: 75}\n")
    out = words(run("diff", deal, back).out)
    assert "About the file it was rendered from another version of the spec" in out
    assert f"+++ {back} (as it came back)" in out


def test_a_value_that_the_spec_may_not_have_is_left_to_a_person(run: Run, deal: Path, sent: bytes) -> None:
    cuts = [tracked(after, "30 days", "9999999 days") for after in ("After a review of ", REVIEW)]
    out = run("diff", deal, came_back(deal, edited(sent, *cuts))).out
    assert "Edits to the spec" not in out
    assert "9999999 days" in out[out.index("For a person") :]


def test_data_for_programs(run: Run, deal: Path, sent: bytes) -> None:
    back = edited(sent, *BOTH_REVIEWS, tracked("For at most ", "30 days", "45 days"))
    said = json.loads(run("diff", deal, came_back(deal, back), "-f", "json").out)
    assert said["modelpact_returned"] == 1
    assert said["edits"][0]["fields"] == [
        {
            "field": "publication.review_days",
            "old": 30,
            "new": 60,
            "span": None,  # the kind's default, which no file states
        }
    ]
    assert said["conflicts"][0]["field"] == "suspension.max_days"
    assert said["changes"][0]["tracked_by"] == [{"author": "Their Counsel", "date": "2030-02-03"}]
    assert {each["id"] for each in said["clauses"]} == {"page-cover", "publication"}


@pytest.mark.parametrize(
    "cuts",
    [
        (),
        (*BOTH_REVIEWS, tracked("For at most ", "30 days", "45 days")),
        (new_paragraph("A delay may concern", "The Provider pays for translations."),),
        (no_paragraph("A delay may concern"), silent(REVIEW, "30 days", "60 days")),
        (without_bookmarks,),
        (silent("", "The Parties", "Nothing here binds"),),
        (lambda body: body.replace("The Provider", "The Supplier"),),
    ],
    ids=["untouched", "values", "words", "gone", "no-bookmarks", "caption", "everywhere"],
)
def test_the_data_is_as_its_schema_says(run: Run, deal: Path, sent: bytes, cuts: tuple[Cut, ...]) -> None:
    remark = "A later version needs review only for what it newly says of the "
    back = commented(edited(sent, *cuts), remark, "Too narrow.")
    said = json.loads(run("diff", deal, came_back(deal, back), "-f", "json").out)
    assert list(SCHEMA.iter_errors(said)) == []
    assert said["$schema"] == "urn:modelpact:returned:1"
    assert not SCHEMA.is_valid({**said, "comments": [{**said["comments"][0], "by": "nobody"}]})


def test_the_place_of_a_stated_value_is_as_its_schema_says(run: Run, deal: Path) -> None:
    deal.write_text(deal.read_text() + "publication: {review_days: 30}\n")
    run("render", deal, "-f", "docx", "-q")
    back = came_back(deal, edited(deal.with_name("deal.docx").read_bytes(), *BOTH_REVIEWS))
    said = json.loads(run("diff", deal, back, "-f", "json").out)
    assert list(SCHEMA.iter_errors(said)) == []
    line = deal.read_text().count("\n")
    (field,) = said["edits"][0]["fields"]
    assert field["span"] == {"file": str(deal), "from": [line, 28], "to": [line, 30]}


@pytest.mark.parametrize("format_", ["md", "html", "docx", "text"])
def test_other_formats(run: Run, deal: Path, sent: bytes, format_: str) -> None:
    target = deal.with_name(f"redline.{format_}")
    back = came_back(deal, edited(sent, *BOTH_REVIEWS))
    assert run("diff", deal, back, "-f", format_, "-o", target).code == 0
    assert b"60 days" in target.read_bytes()


def test_their_words_cannot_become_markup(run: Run, deal: Path, sent: bytes) -> None:
    hostile = "**bold** <b>x</b> ``` # [a](http://b) \u202e"
    back = came_back(deal, edited(sent, new_paragraph("A delay may concern", hostile)))
    out = run("diff", deal, back, "-f", "md").out
    assert "\\*\\*bold" in out
    assert "\\<b>" in out
    assert "\u202e" not in out
    assert "\u202e" not in run("diff", deal, back).out


def test_a_pipeline_can_fail_on_what_came_back(run: Run, deal: Path, sent: bytes) -> None:
    back = came_back(deal, edited(sent, *BOTH_REVIEWS))
    for wish, code in (("changed", 1), ("favours:provider", 1), ("favours:recipient", 0)):
        assert run("diff", deal, back, "--fail-on", wish).code == code


# --- writing it into the spec


def test_edits_are_written_and_all_else_stays(run: Run, deal: Path, sent: bytes) -> None:
    before = deal.read_text()
    back = came_back(deal, edited(sent, *BOTH_REVIEWS))
    outcome = run("diff", deal, back, "--apply")
    assert outcome.code == 0
    assert f"the agreement now says all that {back} says" in outcome.out
    assert deal.read_text() == before + "publication:\n  review_days: 60\n"
    assert "nothing to write" in run("diff", deal, back, "--apply").err


def test_a_stated_value_is_changed_where_it_stands(run: Run, deal: Path) -> None:
    deal.write_text(deal.read_text() + "publication: {review_days: 30}  # what they asked for\n")
    run("render", deal, "-f", "docx", "-q")
    back = came_back(deal, edited(deal.with_name("deal.docx").read_bytes(), *BOTH_REVIEWS))
    assert run("diff", deal, back, "--apply").code == 0
    assert deal.read_text().endswith("publication: {review_days: 60}  # what they asked for\n")


def test_what_house_terms_say_is_edited_in_the_spec(run: Run, deal: Path) -> None:
    house = deal.with_name("house.yaml")
    house.write_text("publication: {review_days: 30}\n")
    deal.write_text("extends: [house.yaml]\n" + deal.read_text())
    run("render", deal, "-f", "docx", "-q")
    back = came_back(deal, edited(deal.with_name("deal.docx").read_bytes(), *BOTH_REVIEWS))
    out = words(run("diff", deal, back).out)
    assert f"stands at {house}:1:28" in out
    assert run("diff", deal, back, "--apply").code == 0
    assert deal.read_text().endswith("publication:\n  review_days: 60\n")
    assert house.read_text() == "publication: {review_days: 30}\n"


def test_conflicts_and_own_words_are_not_written_unasked(run: Run, deal: Path, sent: bytes) -> None:
    before = deal.read_text()
    back = came_back(deal, edited(sent, BOTH_REVIEWS[1]))
    outcome = run("diff", deal, back, "--apply")
    assert outcome.code == 1
    assert "nothing to write" in outcome.err
    assert deal.read_text() == before


def test_at_a_terminal_each_is_asked_for(
    deal: Path, sent: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    back = edited(sent, BOTH_REVIEWS[1], new_paragraph("may go to a court at any time", "It pays for that."))
    asked: dict[str, bool] = {}

    def confirm(question: str, default: bool) -> bool:
        asked[question] = default
        return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("typer.confirm", confirm)
    output = diff.Output("json", deal.with_name("said.json"), (), force=False, author=UNNAMED)
    code = diff.run_returned(str(deal), str(came_back(deal, back)), output, None, apply=True)
    assert asked == {
        "settle by publication.review_days: 30 -> 60": False,
        "replace clause disputes-and-law, reason TBC": False,
    }
    assert code == 0
    assert "also changed: Cover page: reworded" in capsys.readouterr().out  # which they left at 30
    written = deal.read_text()
    assert written.startswith(MINIMAL.read_text())
    assert "publication:\n  review_days: 60\n" in written
    assert "\nclauses:\n  replace:\n    # their words: read" in written
    assert "\n        It pays for that.\n" in written


class Terminal:
    """Standard input of somebody who sits there."""

    def isatty(self) -> bool:
        return True


def test_the_command_says_it_in_one_line(run: Run, tmp_path: Path, sent: bytes) -> None:
    hostile = tmp_path / "returned.docx"
    hostile.write_bytes(packed({**unpacked(sent), DOCUMENT: b"<!DOCTYPE w><w/>"}))
    outcome = run("diff", MINIMAL, hostile)
    assert outcome.code == 3
    assert outcome.err.startswith(f"modelpact: {hostile}: has XML that defines a document type")
    assert outcome.err.count("\n") == 1


def test_a_huge_file_is_not_read(run: Run, tmp_path: Path) -> None:
    huge = tmp_path / "returned.docx"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    outcome = run("diff", MINIMAL, huge)
    assert outcome.code == 3
    assert "has more than" in outcome.err


def test_a_file_of_something_else_is_refused(run: Run, tmp_path: Path, sent: bytes) -> None:
    other = tmp_path / "returned.docx"
    letter = edited(
        sent, lambda body: re.sub("<w:body>.*</w:body>", "<w:body><w:p/></w:body>", body, flags=re.DOTALL)
    )
    other.write_bytes(letter)
    outcome = run("diff", MINIMAL, other)
    assert outcome.code == 3
    assert outcome.err == f"modelpact: {other}: is not this agreement: it lacks most of its headings\n"


@pytest.mark.parametrize("arguments", [["standard", "x.docx"], ["-", "x.docx", "--apply"]])
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert run("diff", *arguments).code == 2


def test_apply_goes_with_a_returned_file(run: Run, deal: Path) -> None:
    assert run("diff", deal, deal, "--apply").code == 2


OWN = """\
clauses:
  replace:
    - id: attribution-and-names  # ours since the first draft
      text: |
        The Recipient must cite the Model.

        It must say so within 30 days.
      reason: The journal asks for it
"""


def test_a_clause_in_our_own_words_that_they_change(
    deal: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One paragraph of it is not the whole: the rest stays, in the entry that the spec has."""
    deal.write_text(deal.read_text() + OWN)
    spec = pipeline.check_file(str(deal)).spec
    assert spec
    back = edited(
        pipeline.render(spec, ["docx"])["docx"], tracked("", " must cite the ", " should cite the ")
    )
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("typer.confirm", lambda question, **_: "replace clause" in question)
    output = diff.Output("text", None, (), force=False, author=UNNAMED)
    code = diff.run_returned(str(deal), str(came_back(deal, back)), output, None, apply=True)
    assert (code, "the agreement now says all" in capsys.readouterr().out) == (0, True)
    assert deal.read_text().endswith(
        "    - id: attribution-and-names  # ours since the first draft\n"
        "      text: |\n        The Recipient should cite the Model.\n\n"
        "        It must say so within 30 days.\n"
        "      reason: The journal asks for it\n"
    )
