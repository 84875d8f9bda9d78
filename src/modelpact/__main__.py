"""``modelpact``, and ``python -m modelpact``."""

from __future__ import annotations

import gc
import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line; whoever interrupts it while it is still being imported sees no traceback."""
    # A run makes many objects and hardly any garbage: collecting it costs a tenth of a short one.
    gc.set_threshold(100_000, 20, 20)
    try:
        from modelpact.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    finally:
        gc.freeze()  # the interpreter would look through everything once more as it ends


if __name__ == "__main__":
    main()
