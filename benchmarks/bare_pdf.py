"""The least that rendering a PDF can be: give finished HTML, its style sheet inside, to WeasyPrint."""

import sys
from pathlib import Path

import weasyprint

page, pdf, variant = sys.argv[1:4]
weasyprint.HTML(string=Path(page).read_text(encoding="utf-8")).write_pdf(pdf, pdf_variant=variant)
