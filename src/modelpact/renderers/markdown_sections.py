"""Which clauses of two rendered Markdown files differ; a computed number alone is no difference."""

from __future__ import annotations

import re
from textwrap import shorten

from modelpact.agreement import cited

_HEADING = re.compile(r"#{1,3} (?:(?P<label>[0-9]+|(?:Part|Schedule) [A-Z]+)\. )?(?P<title>.*)")
_TARGET = re.compile(r' ?<a id="(?P<id>[^"]*)"></a>')
_NUMBER = re.compile(r"^[0-9]+\.[0-9]+ ")
_REFERENCE = re.compile(r"\[[^][0-9]*[0-9][^][]*\]\(#|\[Schedule [A-Z]+\]\(#schedule-[a-z]+")
_SEAL = "[modelpact]: "
_LONGEST = 80


def differing(old: bytes, new: bytes) -> tuple[str, ...]:
    """What differs, as a lawyer would cite it, in the new file's order: ``clause 34 (Publication)``."""
    before, after = _sections(old), _sections(new)
    ids = dict.fromkeys((*after, *before))
    return tuple({**before, **after}[id_][0] for id_ in ids if _words(before, id_) != _words(after, id_))


def _sections(data: bytes) -> dict[str, list[str]]:
    """Each heading's citation, then its words and the lines below it, by what stays when numbers change."""
    found, id_ = {"": ["what stands above the title"]}, ""
    for line in data.decode("utf-8", "replace").splitlines():
        heading = _HEADING.fullmatch(_TARGET.sub("", line))
        if heading:
            title = shorten(re.sub(r"\\(.)", r"\1", heading["title"]), _LONGEST)
            label, target = heading["label"] or "", _TARGET.search(line)
            id_ = target["id"] if target and label.isdigit() else title
            found.setdefault(id_, [cited(label, title)]).append(title)
        elif not line.startswith(_SEAL):
            found[id_].append(_REFERENCE.sub("[](#", _NUMBER.sub("", line)))
    return found


def _words(sections: dict[str, list[str]], id_: str) -> list[str] | None:
    return sections[id_][1:] if id_ in sections else None
