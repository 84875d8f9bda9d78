"""What each command takes and how it explains itself; the help lists them in the order of these imports.

Nothing here does a command's work: ``modelpact.cli.<command>`` does, and is imported when the command runs.
"""

# isort: off
from modelpact.cli.app import app
from modelpact.cli.commands import drafting, comparing, using, proving, listing, machine

__all__ = ["app", "comparing", "drafting", "listing", "machine", "proving", "using"]
