"""The files inside a PDF: the spec that makes it again, the document tree, and a manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from modelpact import resources
from modelpact.agreement import Agreement, Block, Table, plain
from modelpact.canonical import canonical
from modelpact.compare import sections
from modelpact.redline import Section
from modelpact.renderers import json_tree

SPEC, TREE, MANIFEST = "spec.agreement.yaml", "agreement.json", "manifest.json"
MANIFEST_VERSION = 1

Versions = Mapping[str, str]
"""Of the program and of the libraries that decide a PDF's bytes, by their names."""


class File(NamedTuple):
    """One associated file (ISO 19005-3, section 6.8)."""

    name: str
    media_type: str
    relationship: str
    """To the document, as ISO 32000-2, table 43 has it."""
    description: str
    content: bytes


def files(agreement: Agreement, versions: Versions, fonts: Iterable[Path] = ()) -> tuple[File, ...]:
    """What the PDF of an agreement carries, in order of name; ``fonts`` are those beside the form's own."""
    spec, tree = canonical(agreement.spec), json_tree.without_places(agreement)
    manifest = _manifest(agreement, versions, {SPEC: spec, TREE: tree}, fonts)
    return (
        File(TREE, "application/json", "Data", "The agreement as data, for programs", tree),
        File(MANIFEST, "application/json", "Supplement", "What the agreement was made with", manifest),
        File(SPEC, "application/yaml", "Source", "The spec that makes this agreement again", spec),
    )


def _manifest(
    agreement: Agreement, versions: Versions, carried: Mapping[str, bytes], fonts: Iterable[Path]
) -> bytes:
    """Versions, and SHA-256 of all that the pages were made from and of all that they say."""
    manifest = {
        "modelpact_manifest": MANIFEST_VERSION,
        "versions": dict(versions),
        "form": {"version": agreement.form_version, "sha256": agreement.form_hash},
        "spec": {"sha256": agreement.spec_hash},
        "files": {name: _hash(content) for name, content in carried.items()},
        "page": {**_page(), **{f"fonts/{font.name}": _hash(font.read_bytes()) for font in fonts}},
        "texts": {section.id: _hash(text(section).encode()) for section in sections(agreement).values()},
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


@cache
def _page() -> Mapping[str, str]:
    """The hash of each font and style sheet, by its path."""
    folder = resources.templates() / "page"
    kept = (path for path in folder.rglob("*") if path.suffix in (".ttf", ".svg") or path.stem == "print")
    paths = sorted((path.relative_to(folder).as_posix(), path) for path in {*kept, folder / "draft.css"})
    return {name: _hash(path.read_bytes()) for name, path in paths}


def text(section: Section) -> str:
    """What a clause, a schedule or a page says: its heading, then a line for each paragraph and each row.

    A paragraph's number stands before it, a caption and a header before a table's rows, a tab between cells.
    """
    return "\n".join((f"{section.label} {section.title}".strip(), *map(str, _lines(section.blocks))))


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (block.caption, "\t".join(map(plain, block.header)))
            yield from ("\t".join(map(plain, row)) for row in block.rows)
        else:
            yield " ".join(filter(None, (getattr(block, "label", ""), *map(plain, block.lines))))


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
