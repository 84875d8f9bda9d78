"""The agreement as one self-contained web page: no script, no font file, and no request leaves it.

Fonts are not embedded: the style sheet names the print fonts first and then faces that systems have, which
keeps the file a tenth of the size.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.agreement import Agreement, Matrix
from modelpact.renderers.body import Body
from modelpact.renderers.contents import outline
from modelpact.renderers.elements import Html, element, join, text
from modelpact.renderers.page import Page, switch
from modelpact.renderers.seal import sealed

SEAL = "<!-- {seal} -->"


def render(agreement: Agreement) -> bytes:
    """The page in UTF-8; its last line is the seal, in a comment."""
    page = Page(
        title=f"{agreement.subject.text} – {agreement.title}",
        language=agreement.language,
        bar=join(_bar(agreement)),
        outline=outline(agreement),
        main=_main(Body(agreement, explain=True)),
        styles=("agreement", *_pictures(agreement)),
    )
    return sealed(page.markup(), agreement, SEAL)


def _pictures(agreement: Agreement) -> Iterator[str]:
    """The style sheets of the pictures that it has."""
    if any(isinstance(annex.picture, Matrix) for annex in agreement.annexes):
        yield "matrix"


def _main(body: Body) -> Html:
    return join(
        [
            element("header", {"class": "title"}, body.title()),
            body.cover(),
            body.parts(),
            body.schedules(),
            body.annexes(),
            body.signatures(),
            element("footer", {"class": "closing"}, body.closing()),
        ]
    )


def _bar(agreement: Agreement) -> Iterator[Html]:
    """The reference, and the word that stays in sight until the agreement is final."""
    yield element("p", {"class": "bar-name"}, text(agreement.reference))
    if agreement.status != "final":
        yield element("p", {"class": "draft"}, text("Draft"))
    yield switch("page-fields", "Spec fields")
