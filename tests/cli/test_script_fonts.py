"""Names in scripts that the bundled fonts lack: printed with Noto's fonts, else a hint how to get them."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from modelpact.script_fonts import FONTS
from support import MINIMAL, ROOT, Run

NAMES = {
    "arabic": "جامعة القاهرة",
    "devanagari": "दिल्ली विश्वविद्यालय",
    "khmer": "សាកលវិទ្យាល័យ",
    "tamil": "சென்னைப் பல்கலைக்கழகம்",
    "telugu": "ఉస్మానియా విశ్వవిద్యాలయం",
    "thai": "จุฬาลงกรณ์มหาวิทยาลัย",
}


def named(folder: Path, name: str) -> Path:
    spec = folder / "deal.agreement.yaml"
    text = MINIMAL.read_text(encoding="utf-8")
    spec.write_text(text.replace("name: TBC", f"name: {name}", 1), encoding="utf-8")
    return spec


def fonts(pdf: Path) -> set[str]:
    """The names of the fonts in a PDF, without the mark of a subset."""
    with pikepdf.open(BytesIO(pdf.read_bytes())) as file:
        every = (object_ for object_ in file.objects if isinstance(object_, pikepdf.Dictionary))
        return {str(each.FontName).partition("+")[2] for each in every if "/FontName" in each}


def without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that never had the extra installed."""
    for font in FONTS:
        monkeypatch.setitem(sys.modules, f"fontpkg_noto_sans_{font.script}", None)


def test_there_is_a_name_for_each_font() -> None:
    assert {font.script for font in FONTS} == set(NAMES)


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_another_script_is_found_no_fault_with(run: Run, tmp_path: Path, script: str) -> None:
    assert "glyph-missing" not in run("check", named(tmp_path, NAMES[script])).out


def test_it_is_printed_with_the_fonts_of_its_script_and_no_others(run: Run, tmp_path: Path) -> None:
    spec = named(tmp_path, f"{NAMES['thai']} {NAMES['tamil']}")
    assert run("render", spec, "-f", "pdf").code == 0
    pdf = tmp_path / "deal.pdf"
    assert {name for name in fonts(pdf) if name.startswith("Script")} >= {"Script-thai", "Script-tamil"}
    assert not any("arabic" in name for name in fonts(pdf))
    assert run("extract", pdf, "-o", tmp_path / "out").code == 0
    page = json.loads((tmp_path / "out" / "deal.manifest.json").read_text())["page"]
    assert [name for name in page if "Thai" in name] == ["fonts/NotoSansThai[wdth,wght].ttf"]
    assert not any("Arabic" in name for name in page)


def test_a_house_form_is_printed_with_them_too(run: Run, tmp_path: Path) -> None:
    spec = named(tmp_path, NAMES["arabic"])
    assert run("render", spec, "-f", "pdf", "--form", ROOT / "examples" / "house-form").code == 0
    assert any("arabic" in name for name in fonts(tmp_path / "deal.pdf"))


def test_what_needs_no_other_script_is_the_same_without_the_fonts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = named(tmp_path, "Łódź")
    run("render", spec, "-f", "pdf")
    with_fonts = (tmp_path / "deal.pdf").read_bytes()
    without_fonts(monkeypatch)
    assert run("render", spec, "-f", "pdf", "--force").code == 0
    assert (tmp_path / "deal.pdf").read_bytes() == with_fonts


def test_without_the_fonts_the_finding_says_how_to_get_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_fonts(monkeypatch)
    outcome = run("render", named(tmp_path, NAMES["thai"]), "-f", "pdf")
    assert outcome.code == 1
    said = outcome.out + outcome.err
    assert "error: the document's fonts can't show จ (U+0E08), " in said
    assert "hint: install fonts for Thai: pip install 'modelpact[fonts]'" in said
    assert not (tmp_path / "deal.pdf").exists()
