#!/bin/sh
# Sees to it that WeasyPrint finds Pango.
set -eu
works() { .venv/bin/python -c 'import weasyprint' </dev/null >/dev/null 2>&1; }
works && exit 0
purpose='PDF needs Pango (Fedora: dnf install pango; macOS: brew install pango; Windows: MSYS2, pacman -S mingw-w64-x86_64-pango)'
sh tools/apt.sh "$purpose" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
works || { .venv/bin/python -c 'import weasyprint' 2>&1 | tail -n 3 >&2; exit 1; }
