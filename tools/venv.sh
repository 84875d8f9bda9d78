#!/bin/sh
# Makes the virtual environment .venv and installs the project into it: venv.sh '' or venv.sh '[dev]'.
set -eu
extras=${1-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

quietly() {
    "$@" </dev/null >"$log" 2>&1 || { cat "$log" >&2; echo "this failed: $*" >&2; exit 1; }
}

if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$(sh tools/python.sh)
    echo "making .venv with $python"
    "$python" -m venv --clear .venv </dev/null >"$log" 2>&1 || {
        cat "$log" >&2
        echo "$python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    }
fi
echo "installing modelpact$extras into .venv"
pip="quietly .venv/bin/python -m pip --disable-pip-version-check install --quiet --constraint requirements-dev.txt"
$pip hatchling editables
$pip --no-build-isolation --editable ".$extras"
