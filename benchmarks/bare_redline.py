"""Redlines of two rendered agreements as others make them: bare_redline.py HOW OLD NEW TARGET."""

import subprocess
import sys
from pathlib import Path


def word(old: Path, new: Path, target: Path) -> None:
    """Tracked changes from two Word files, by Python-Redlines."""
    from python_redlines import DocxodusEngine

    redline, _, _ = DocxodusEngine().run_redline("peer", original=old.read_bytes(), modified=new.read_bytes())
    target.write_bytes(redline)


def words(old: Path, new: Path, target: Path) -> None:
    """Two Markdown files word by word, by the redlines package."""
    from redlines import Redlines

    target.write_text(Redlines(old.read_text("utf-8"), new.read_text("utf-8")).output_markdown, "utf-8")


def git(old: Path, new: Path, target: Path) -> None:
    """Two Word files to plain text by pandoc, then git's difference of words."""
    texts = [path.with_suffix(".txt") for path in (old, new)]
    for path, text in zip((old, new), texts, strict=True):
        subprocess.run(["pandoc", str(path), "-t", "plain", "-o", str(text)], check=True)
    with target.open("wb") as output:
        compared = ["git", "diff", "--no-index", "--word-diff", *map(str, texts)]
        subprocess.run(compared, stdout=output, check=False)


if __name__ == "__main__":
    {"word": word, "words": words, "git": git}[sys.argv[1]](*map(Path, sys.argv[2:5]))
