"""Writes the page of each kind of finding into ``docs/rules``, from the rules' docstrings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from modelpact.own_findings import OWN_FINDINGS
from modelpact.rules.pages import Page, pages

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"

INTRODUCTION = """# What `modelpact check` finds

`modelpact rules` prints this list, `modelpact rules ID` a page. A spec may silence a warning or an information by its id, with a reason; an error, or what a playbook finds, never:

```yaml
lint:
  ignore:
    - {rule: term-long, reason: The grant runs four years.}
```

What is silenced is listed and counted in every report, and is not in the agreement. Thresholds are modelpact's own yardsticks, not law.
"""  # noqa: E501 - a paragraph is one line


def written() -> Mapping[str, str]:
    """Every page by its file name."""
    return {"README.md": _index(), **{f"{page.id}.md": _page(page) for page in pages().values()}}


def _index() -> str:
    rules = [page for page in pages().values() if page.id not in OWN_FINDINGS]
    own = [page for page in pages().values() if page.id in OWN_FINDINGS]
    parts = (
        INTRODUCTION,
        "## Rules\n",
        *_table(rules),
        "\n## The file itself\n",
        "These are found without rules: in the YAML, in its characters, by the schema.\n",
        *_table(own),
    )
    return "\n".join(parts) + "\n"


def _table(listed: list[Page]) -> Iterator[str]:
    yield "| id | weighs | reports |\n|---|---|---|"
    for page in listed:
        yield f"| [{page.id}]({page.id}.md) | {page.severity} | {page.summary} |"


def _page(page: Page) -> str:
    clauses = ", ".join(f"[{id_}](../../templates/clauses/{id_}.md)" for id_ in page.clauses)
    weight = (
        f"{page.severity.capitalize()}; concerns {clauses}." if clauses else f"{page.severity.capitalize()}."
    )
    return f"# {page.id}\n\n{weight}\n\n{page.markdown()}\n\n[All findings](README.md)\n"


def main() -> None:
    """Write what has changed, remove what is left over."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in written():
            old.unlink()
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
