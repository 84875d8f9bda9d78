"""The least that making a Word file with docxtpl can be: a template with a loop, filled with lines.

With a schema, a spec and the form before them, a run begins as ``bare_markdown.py`` does, from the spec.
"""

import json
import sys
from pathlib import Path

import docxtpl

*before, form, lines, output = sys.argv[1:]
if before:
    import bare_markdown  # noqa: F401 - checks the spec and fills the clauses
template = docxtpl.DocxTemplate(form)
template.render(json.loads(Path(lines).read_bytes()), autoescape=True)
template.save(output)
