"""What an organisation is called for short."""

from __future__ import annotations

import re

# Words that say what sort of body it is, and nothing of its name.
_LEGAL_FORM = re.compile(
    r"(?i)[,\s]+(?:inc|incorporated|llc|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|se|s\.?a\.?s?|s\.?r\.?l|"
    r"b\.?v|n\.?v|a/?s|ab|oy|kk|pte|pbc|l\.?p|llp|e\.?v|gg?mbh)\.?$"
)
_SURPLUS = re.compile(r"(?i)^the\s+")


def short_name(name: str) -> str:
    """The name without its article and its legal form."""
    short = _SURPLUS.sub("", name.strip())
    while (cut := _LEGAL_FORM.sub("", short)) != short and cut:
        short = cut.rstrip(" ,")
    return short
