"""The least that rendering Markdown can be: check as ``bare_check.py``, then fill templates with jinja2.

The templates are the form's clauses, schedules and cover page, in plain jinja2, with filters that print and
names that are found: the same text, without numbers, references, terms or escaping. With a folder as its last
argument, jinja2 keeps its compiled templates there.
"""

import sys
from pathlib import Path

import bare_check
import jinja2

kept = sys.argv[4:]
cache = jinja2.FileSystemBytecodeCache(kept[0]) if kept else None
environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(sys.argv[3]),
    bytecode_cache=cache,
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
names: dict[str, object] = dict.fromkeys(("ref", "schedule", "present", "has_schedule"), printed)
names |= {"party": lambda _: {}, "model": lambda _: {}, "stage": lambda _: {}, "with_role": lambda _: []}
folder = Path(sys.argv[3])
for path in sorted((*folder.glob("clauses/*.md"), *folder.glob("schedules/*.md"), folder / "cover.md")):
    if path.name.startswith("letter-"):
        continue  # this agreement is none
    name = path.relative_to(folder).as_posix()
    print(environment.get_template(name).render(bare_check.data | names).rpartition("\n---\n")[2])
