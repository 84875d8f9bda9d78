"""What every page for a screen shares: one self-contained file, its style sheets, its bar, its side outline.

A page asks for nothing: its policy forbids every request, and every script but the page's own.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from string import Template
from typing import NamedTuple

from modelpact import resources
from modelpact.renderers.elements import Html, element, text, value

SHARED = "page"
"""The style sheet that every page begins with: ``templates/page/page.css``."""


class Page(NamedTuple):
    """The pieces of a page."""

    title: str
    language: str
    bar: Html
    """What stays in sight at the top: what this is, its state, switches."""
    outline: Html
    """Links to the parts of the page, as nested lists."""
    main: Html
    contents: str = "Contents"
    """What these links are called."""
    styles: Sequence[str] = ()
    """Names of further style sheets in ``templates/page``."""
    script: str = ""
    """Name of a script there, for comfort only: a page says all it has to say without."""

    def markup(self) -> str:
        """The whole page."""
        script = f"\n{resources.read_text(f'templates/page/{self.script}.js')}" if self.script else ""
        sheets = (resources.read_text(f"templates/page/{name}.css") for name in (SHARED, *self.styles))
        return Template(resources.read_text("templates/page/page.html")).substitute(
            lang=value(self.language),
            policy=value(_policy(script)),
            title=text(self.title),
            style="".join(sheets),
            bar=self.bar,
            contents=text(self.contents),
            outline=self.outline,
            main=self.main,
            script=f"<script>{script}</script>\n" if script else "",
        )


def switch(name: str, label: str, *, on: bool = False) -> Html:
    """A switch for the bar that style sheets read: ``body:has(#name:checked)``."""
    state = " checked" if on else ""
    box = Html(f'<input type="checkbox" role="switch" id="{value(name)}"{state}>')
    return element("label", {"class": "switch"}, box, text(label))


def _policy(script: str) -> str:
    """Content Security Policy level 3: nothing is fetched, and of scripts only this very one is run."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    if not script:
        return policy
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return f"{policy}; script-src 'sha256-{digest}'"
