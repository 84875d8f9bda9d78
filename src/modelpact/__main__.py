"""``modelpact``, and ``python -m modelpact``."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line; whoever interrupts it while it is still being imported sees no traceback."""
    try:
        from modelpact.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
