"""Run with Hugging Face's own library on its path: what it reads from cards, and cards that it makes.

``hub.py read FILE...`` prints what it finds in each card as JSON; ``hub.py make TEMPLATE FILE`` writes a card
with facts in it, from its own template (``-``) or that of another library.
"""

import json
import sys
from pathlib import Path

from huggingface_hub import ModelCard, ModelCardData  # type: ignore[import-not-found]

FACTS = {
    "language": ["en", "fr"],
    "license": "cc-by-nc-4.0",
    "datasets": ["wikitext"],
    "base_model": "openai-community/gpt2",
    "model_name": "Example Model",
}
WORDS = {
    "model_id": "Example Model",
    "model_name": "Example Model",
    "model_type": "Decoder-only transformer",
    "funded_by": "Example Foundation",
    "bias_risks_limitations": "It was tested in English only.",
    "hardware_type": "A100",
    "hours_used": "256",
    "co2_emitted": "2 kg",
}


def facts(path: str) -> dict[str, object]:
    data = ModelCard(Path(path).read_text(encoding="utf-8")).data.to_dict()
    return {
        name: data.get(name) for name in ("license", "language", "datasets", "base_model", "pipeline_tag")
    }


if sys.argv[1] == "read":
    sys.stdout.write(json.dumps([facts(path) for path in sys.argv[2:]]))
else:
    template, target = sys.argv[2:]
    words = WORDS if template == "-" else {**WORDS, "base_model": FACTS["base_model"]}
    card = ModelCard.from_template(
        ModelCardData(**FACTS), template_path=None if template == "-" else template, **words
    )
    Path(target).write_text(card.content, encoding="utf-8")
