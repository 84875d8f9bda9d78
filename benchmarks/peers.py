"""What others need to make the same agreement, made from ours before all timing, and their commands."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
Command = list[str]
Peers = dict[str, Command]
"""Commands by the names of the peers; an empty one where a peer is not installed."""

_OFFLINE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~=/+-])")
"""Characters that mean something to Typst."""


def pdf_peers(page: Path, markdown: Path, word: Path, variant: str) -> Peers:
    """Those that make a PDF: of our page, of our Word file, of our text."""
    folder = page.parent
    typst = folder / "peer.typ"
    typst.write_text("\n".join(_as_typst(markdown.read_text(encoding="utf-8"))), encoding="utf-8")
    chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", *_OFFLINE]
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)]
    engine = str(Path(sys.executable).with_name("weasyprint"))
    pandoc = ["pandoc", str(page), "--from", "html", "--pdf-engine", engine, "-o", str(folder / "pandoc.pdf")]
    commands = {
        "WeasyPrint alone": _python("bare_pdf.py", page, folder / "bare.pdf", variant),
        "pandoc and WeasyPrint": pandoc,
        "Chromium": [*chromium, f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri()],
        "LibreOffice from our Word file": office,
        "Typst": _python("bare_typst.py", typst, folder / "typst.pdf") if find_spec("typst") else [],
    }
    return {name: _installed(command) for name, command in commands.items()}


def word_peers(markdown: Path, bare: Command) -> Peers:
    """Those that make a Word file, from the spec, as ours does, and of our finished text.

    ``bare``: what ``bare_markdown.py`` is called with.
    """
    folder = markdown.parent
    lines = [_styled(line) for line in markdown.read_text(encoding="utf-8").splitlines() if line.strip()]
    text = folder / "lines.json"
    text.write_text(json.dumps({"lines": lines}), encoding="utf-8")
    template = folder / "template.docx"
    has_docxtpl = find_spec("docxtpl") is not None
    if has_docxtpl:
        _write_template(template)
    pandoc = ["pandoc", str(markdown), "--from", "commonmark+pipe_tables", "-o", str(folder / "pandoc.docx")]
    filled = _python("bare_word.py", template, text, folder / "docxtpl.docx")
    text_first = shlex.join(_python("bare_markdown.py", *bare))
    commands = {
        "yaml, jsonschema, jinja2 and docxtpl": [*filled[:2], *bare, *filled[2:]] if has_docxtpl else [],
        "yaml, jsonschema, jinja2 and pandoc": ["sh", "-c", f"{text_first} && {shlex.join(pandoc)}"],
        "docxtpl, from finished lines": filled if has_docxtpl else [],
        "pandoc, from finished Markdown": pandoc,
    }
    has_pandoc = shutil.which("pandoc") is not None
    return {name: made if has_pandoc or "pandoc" not in name else [] for name, made in commands.items()}


def redline_peers(old: Path, new: Path) -> tuple[Peers, Peers]:
    """Those that compare two renders of ours, given without suffix: to tracked changes, and to text."""
    word = _python("bare_redline.py", "word", f"{old}.docx", f"{new}.docx", old.parent / "redlines.docx")
    git = _python("bare_redline.py", "git", f"{old}.docx", f"{new}.docx", old.parent / "git.txt")
    words = _python("bare_redline.py", "words", f"{old}.md", f"{new}.md", old.parent / "redlines.md")
    has_pandoc = shutil.which("pandoc") is not None
    texts = {
        "pandoc and git diff --word-diff": git if has_pandoc else [],
        "redlines, from finished Markdown": words if find_spec("redlines") else [],
    }
    return {"Python-Redlines": word if find_spec("python_redlines") else []}, texts


def _python(script: str, *arguments: object) -> Command:
    return [sys.executable, str(HERE / script), *map(str, arguments)]


def _installed(command: Command) -> Command:
    return command if command and shutil.which(command[0]) else []


def _styled(line: str) -> dict[str, str]:
    level = len(line) - len(line.lstrip("#"))
    return {"text": line.lstrip("# "), "style": f"Heading {min(level, 3)}" if level else "Normal"}


def _write_template(path: Path) -> None:
    """A Word file with a loop over lines, as people write them for docxtpl."""
    import docx

    template = docx.Document()
    for words in ("{%p for line in lines %}", "{{ line.text }}", "{%p endfor %}"):
        template.add_paragraph(words)
    template.save(str(path))


def _as_typst(markdown: str) -> Iterator[str]:
    """The same words as headings, paragraphs and tables."""
    yield '#set document(title: "Agreement")\n#set text(lang: "en")'
    row: list[str] = []
    for line in markdown.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            row = row or cells
            words = ", ".join(f"[{_SPECIAL.sub(_escaped, cell)}]" for cell in cells)
            yield f"#table(columns: {len(cells)}, {words})"
        elif line.startswith("#"):
            words = line.lstrip("#")
            yield "=" * (len(line) - len(words)) + " " + _SPECIAL.sub(_escaped, words.strip())
        else:
            yield _SPECIAL.sub(_escaped, line)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
