"""The least that rendering a PDF can be: give finished HTML and its style sheet to WeasyPrint."""

import sys
from pathlib import Path

import weasyprint

html, css, fonts, pdf = sys.argv[1:5]
options = {"pdf_variant": sys.argv[5]} if len(sys.argv) > 5 else {}
document = weasyprint.HTML(string=Path(html).read_text(encoding="utf-8"), base_url=fonts)
document.write_pdf(pdf, stylesheets=[weasyprint.CSS(filename=css, base_url=fonts)] if css != "-" else None, **options)
