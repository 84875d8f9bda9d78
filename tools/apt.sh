#!/bin/sh
# Installs Debian packages where that is allowed: apt.sh PURPOSE PACKAGE…
set -eu
purpose=$1
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT

refuse() {
    echo "$purpose: sudo apt-get install $*" >&2
    exit 1
}

sudo=
if [ "$(id -u)" != 0 ]; then
    sudo='sudo -n'
    $sudo true 2>/dev/null || refuse "$@"
fi
command -v apt-get >/dev/null 2>&1 || refuse "$@"
echo "installing $*"
wait='-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3'
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get $wait update -qq </dev/null >"$log" 2>&1 || true
$sudo apt-get $wait install -y -qq --no-install-recommends "$@" </dev/null >>"$log" 2>&1 || {
    cat "$log" >&2
    refuse "$@"
}
