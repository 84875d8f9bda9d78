"""The model cards that a spec names as files: read through the reader that also reads house terms."""

from __future__ import annotations

from dataclasses import replace

from modelpact.cards.model_card import Card, read_card
from modelpact.diagnostics import Diagnostic, Path, Severity, UserError
from modelpact.extends import Reader
from modelpact.spec import Spec

_HINT = "leave model_card_file out where the card is not at hand; it is not printed"


def with_cards(spec: Spec, read: Reader) -> tuple[Spec, tuple[Diagnostic, ...]]:
    """The spec with the cards that it names, and what stands in the way of reading one."""
    cards: dict[str, Card] = {}
    found: list[Diagnostic] = []
    for index, model in enumerate(spec.data["models"]):
        if "model_card_file" not in model:
            continue
        path: Path = ("models", index, "model_card_file")
        try:
            cards[model["id"]] = _card(*read(model["model_card_file"], spec.span(path).file))
        except UserError as error:
            wrong = Diagnostic("card-unreadable", Severity.ERROR, str(error), spec.span(path), _HINT, path)
            found.append(wrong)
    return replace(spec, cards=cards), tuple(found)


def _card(file: str, content: bytes) -> Card:
    """Raises UserError where the card can't be trusted."""
    card, found = read_card(file, content)
    if card is None:
        raise UserError(f"the model card has an error at {found[0].span}: {found[0].message}")
    return card
