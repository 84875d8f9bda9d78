"""The agreement as one self-contained web page: no script, no font file, and no request leaves it.

Fonts are not embedded: the style sheet names the print fonts first and then faces that systems have, which
keeps the file a tenth of the size.
"""

from __future__ import annotations

from string import Template

from modelpact import resources
from modelpact.agreement import Agreement
from modelpact.renderers.body import Body, Html, element, outline, text, value
from modelpact.renderers.seal import sealed

SEAL = "<!-- {seal} -->"


def render(agreement: Agreement) -> bytes:
    """The page in UTF-8; its last line is the seal, in a comment."""
    body = Body(agreement, explain=True)
    page = Template(resources.read_text("templates/page/page.html")).substitute(
        lang=value(agreement.language),
        title=text(f"{agreement.subject.text} – {agreement.title}"),
        style=resources.read_text("templates/page/screen.css"),
        mark=_mark(agreement),
        reference=text(agreement.reference),
        outline=outline(agreement),
        heading=body.title(),
        cover=body.cover(),
        parts=body.parts(),
        schedules=body.schedules(),
        signatures=body.signatures(),
        closing=body.closing(),
    )
    return sealed(page, agreement, SEAL)


def _mark(agreement: Agreement) -> Html:
    """The word that stays in sight until the agreement is final."""
    return Html("") if agreement.status == "final" else element("p", {"class": "draft"}, text("Draft"))
