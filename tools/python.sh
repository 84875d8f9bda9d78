#!/bin/sh
# Prints the newest Python that modelpact runs on. A command may be there and not work (version managers leave
# such stand-ins), so each is tried.
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1; then
        echo "$name"
        exit 0
    fi
done
echo 'modelpact needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python' >&2
exit 1
