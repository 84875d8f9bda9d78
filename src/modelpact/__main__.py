"""``python -m modelpact``."""

from modelpact.cli import main

if __name__ == "__main__":
    main()
