"""Where a party signs, as HTML: its name, then lines with room for each signatory's hand."""

from __future__ import annotations

from collections.abc import Callable

from modelpact.agreement import READING, Signatory, SignatureBlock, Text
from modelpact.renderers.elements import Html, element, text


def signature(block: SignatureBlock, said: Callable[[Text], Html]) -> Html:
    """The block; ``said`` writes words of the spec."""
    heading = element("h3", {}, said(block.party))
    signing = [_signatory(each, "Signature", said) for each in block.signatories]
    reading = [_signatory(each, READING, said) for each in block.acknowledgements]
    return element("section", {"class": "signature"}, heading, *signing, *reading)


def _signatory(signatory: Signatory, act: str, said: Callable[[Text], Html]) -> Html:
    rule = element("span", {"class": "rule"})
    lines = ((act, rule), ("Date", rule), ("Name", said(signatory.name)), ("Title", said(signatory.title)))
    written = [
        element("p", {}, element("span", {"class": "label"}, text(label)), Html(" "), filled)
        for label, filled in lines
    ]
    return element("div", {"class": "signatory"}, *written)
