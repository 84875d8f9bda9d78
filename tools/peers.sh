#!/bin/sh
# Installs the programs that the benchmarks are measured against; what is there already is left alone.
set -eu
[ ! -e .venv/bin/check-jsonschema ] || exit 0
echo 'installing check-jsonschema into .venv'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
.venv/bin/python -m pip --disable-pip-version-check install --quiet --constraint requirements-dev.txt \
    check-jsonschema </dev/null >"$log" 2>&1 || { cat "$log" >&2; echo 'check-jsonschema could not be installed' >&2; exit 1; }
