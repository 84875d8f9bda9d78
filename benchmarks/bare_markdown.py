"""The least that rendering Markdown can be: check as ``bare_check.py``, then fill templates with jinja2.

The templates are the standard form's clauses, in plain jinja2 with its bytecode cache filled, with filters
that print and names that are found: the same text, without numbers, references, terms or escaping.
"""

import sys
from pathlib import Path

import bare_check
import jinja2

cache = Path(sys.argv[4])
cache.mkdir(exist_ok=True)
environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(sys.argv[3]),
    bytecode_cache=jinja2.FileSystemBytecodeCache(str(cache)),
    comment_start_string="<!--",
    comment_end_string="-->",
    undefined=jinja2.ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def printed(value: object, *_: object) -> str:
    return str(value)


FILTERS = """
    days hours months years date money count and or phrase disclosed country country_list refs number
"""
environment.filters |= dict.fromkeys(FILTERS.split(), printed)
environment.filters["length"] = lambda value: len(value) if isinstance(value, list | dict) else 0
environment.tests |= dict.fromkeys(("unknown", "withheld", "nothing", "stated", "tbc"), bool)
names = dict.fromkeys(("ref", "schedule", "present", "has_schedule"), printed)
names |= dict.fromkeys(("party", "model", "stage"), dict) | {"with_role": list}
for path in sorted(Path(sys.argv[3]).glob("*.md")):
    text = environment.get_template(path.name).render(bare_check.data | names)
    print(text.partition("\n---\n")[2])
