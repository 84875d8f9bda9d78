"""What makes a program show other words than a file holds, or hide some: told, for a person to look at.

All of it has honest uses, and none is in a file of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from modelpact import resources
from modelpact.characters import visible
from modelpact.returned.elements import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DRAWN = "it has pictures, drawings or other objects: words in them are not read"
_BOUND = "some of its words are bound to data in another part of it, which programs show in their place"
_STRUCK = "some of its words are struck out by hand, as if they were deleted: they are read like all others"
_FAINT = "some of its words are white or too small to be seen; they are read like all others"
_MERGED = "some cells of its tables are merged, turned or of a fixed height, which may hide words of them"
_TURNED = "some of its words run from right to left, so that they show in another order"
_HIDING_STYLE = "it has styles whose words are hidden; they are read like all others"
_TAGS = {
    **dict.fromkeys(("drawing", "pict", "object"), _DRAWN),
    "dataBinding": _BOUND,
    **dict.fromkeys(("strike", "dstrike"), _STRUCK),
    **dict.fromkeys(("vMerge", "hMerge", "hidden", "textDirection"), _MERGED),
    **dict.fromkeys(("bdo", "bidi", "rtl"), _TURNED),
}
_OFF = ("0", "false", "off", "none", "lrTb")
_WHITE = re.compile("f[0-9a-f]f[0-9a-f]f[0-9a-f]", re.IGNORECASE)
_SMALLEST = 8
"""In half points."""

_COUNTED = re.compile("%[1-9]|[^0-9A-Za-z\u00c0-\U0010ffff]")
"""What stands in a numbering and is no word."""


def of_body(root: Element) -> Iterator[str]:
    """A sentence for each sort of thing in the body that may show otherwise than it reads."""
    found = {note for tag, note in _TAGS.items() if any(map(_is_on, root.iter(f"{W}{tag}")))}
    is_faint = any(_WHITE.fullmatch(_val(each)) for each in root.iter(f"{W}color"))
    is_tiny = any(_val(each).isdigit() and int(_val(each)) < _SMALLEST for each in root.iter(f"{W}sz"))
    is_fixed = any(each.get(f"{W}hRule") == "exact" for each in root.iter(f"{W}trHeight"))
    found |= {_FAINT} if is_faint or is_tiny else set()
    found |= {_MERGED} if is_fixed else set()
    yield from sorted(found)


def of_styles(root: Element) -> Iterator[str]:
    """Whether some style hides its words."""
    if any(map(_is_on, root.iter(f"{W}vanish", f"{W}specVanish"))):
        yield _HIDING_STYLE


def of_numbering(root: Element) -> Iterator[str]:
    """A sentence for each text before numbers that ours has not, and whether counting begins elsewhere."""
    ours = set(
        re.findall('w:lvlText w:val="([^"]*)"', resources.read_text("templates/page/word/numbering.xml"))
    )
    known = set(map(_words, ours))
    texts = dict.fromkeys(_val(each) for each in root.iter(f"{W}lvlText"))
    for text in [text for text in texts if _words(text) not in known][:_MOST_LISTED]:
        yield f"it prints “{visible(text)}” before paragraphs that are numbered, which ours does not"
    if any(map(_begins_elsewhere, root.iter(f"{W}lvl"))) or any(root.iter(f"{W}startOverride")):
        yield "it counts its clauses or paragraphs from another number than one"


_MOST_LISTED = 10
_words = partial(_COUNTED.sub, "")


def _begins_elsewhere(level: Element) -> bool:
    """Schedules, which may be left out, have letters that do."""
    text, start = level.find(f"{W}lvlText"), level.find(f"{W}start")
    is_schedule = text is not None and _val(text).startswith("Schedule %1")
    return start is not None and _val(start) not in ("0", "1") and not is_schedule


def _is_on(element: Element) -> bool:
    return _val(element) not in _OFF


def _val(element: Element) -> str:
    return str(element.get(f"{W}val", ""))
