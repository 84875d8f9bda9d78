"""The form marks who must and who may: read by a machine, sentence by sentence, over random specs.

What a person read stands in ``tests/balance/reading.txt``; this finds what no example has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from house.test_form import agreements
from modelpact.agreement import Norm, Paragraph, plain

_ROLE = "(?P<role>Provider|Recipient)"
_MUST = re.compile(
    rf"\b[Tt]he {_ROLE}(?: and its Authorised Users)? (?:\w+ly |then |first |at once |also )?must\b"
)
_MAY = re.compile(rf"\b[Tt]he {_ROLE} (?:\w+ly |then |first |at once |also )?may\b(?! not\b)")
_EACH = re.compile(r"\b(?:Each Party|No Party|A Party)(?: \w+){0,12}? (?:must|may)\b")
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")

_SPEAKS_OF_WORDS = {("definitions", "must-and-may")}
_LIMITS_WHO_MAY = {("authorised-users", "who")}
""""Only members of these groups at the Recipient may": not the Recipient."""


def paragraphs() -> Iterator[tuple[str, str, Norm, str]]:
    """Each numbered paragraph once, without values of specs."""
    seen = set()
    for tree in agreements():
        for section in tree.sections():
            own_words = getattr(section, "override", "") or section.id in (
                "deviations",
                "obligations-calendar",
            )
            for block in () if own_words else section.blocks:
                if isinstance(block, Paragraph) and block.level == 1:
                    text = _QUOTED.sub("", " ".join(map(plain, block.lines)))
                    known = (section.id, block.name, re.sub(r"[0-9]+", "#", text))
                    if known not in seen:
                        seen.add(known)
                        yield section.id, block.name, block.norm, text


def bound(norm: Norm) -> set[str]:
    return {*norm.duties, *norm.bears}


def benefiting(norm: Norm) -> set[str]:
    return {*norm.rights, *norm.benefits, *(norm.to if norm.duties else ())}


def lacking(roles: set[str], found: Iterator[re.Match[str]]) -> set[str]:
    everybody = {"each"} & roles
    joint = {"builders"} & roles
    return {match["role"].lower() for match in found} - roles if not (everybody or joint) else set()


def test_whoever_must_or_may_by_a_sentence_is_marked() -> None:
    wrong = []
    count = 0
    for section, name, norm, text in paragraphs():
        count += 1
        if (section, name) in _SPEAKS_OF_WORDS | _LIMITS_WHO_MAY:
            continue
        must = lacking(bound(norm), _MUST.finditer(text))
        may = lacking(benefiting(norm), _MAY.finditer(text))
        each = bool(_EACH.search(text)) and not (bound(norm) | benefiting(norm))
        if must or may or each:
            wrong.append((section, name, must, may, text))
    assert count > 600
    assert wrong == []


def test_nobody_is_bound_to_nobody() -> None:
    """Save for what each bears for itself."""
    alone = {("costs-and-compute", "own-costs"), ("costs-and-compute", "shared-cost")}
    for section, name, norm, text in paragraphs():
        if bound(norm) and (section, name) not in alone:
            assert benefiting(norm), (section, name, text)
