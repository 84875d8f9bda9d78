"""The least that making a PDF with Typst can be: compile finished source, tagged, as PDF/UA-1."""

import sys

import typst

typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=["ua-1"])
