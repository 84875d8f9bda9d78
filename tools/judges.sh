#!/bin/sh
# Installs the outside programs that judge what modelpact makes; what is there already is left alone.
set -eu
missing=
for pair in pandoc:pandoc cmark:cmark cmark-gfm:cmark-gfm qpdf:qpdf pdftotext:poppler-utils node:nodejs npm:npm \
    soffice:libreoffice-writer-nogui; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
/usr/bin/python3 -c 'import uno' >/dev/null 2>&1 || missing="$missing python3-uno"
# Unquoted: one word for each package.
[ -z "$missing" ] || sh tools/apt.sh 'the judges need these programs' $missing

if ! cmp -s tests/judges/package.json .judges/package.json; then
    echo 'installing programs from npm into .judges'
    rm -rf .judges
    mkdir .judges
    cp tests/judges/package.json .judges/package.json
    (cd .judges && npm install --no-package-lock --no-audit --no-fund --silent </dev/null) || {
        rm -rf .judges
        echo 'npm could not install the judges' >&2
        exit 1
    }
fi
