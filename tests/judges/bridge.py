"""LibreOffice started and connected to, for the scripts that the system's Python runs."""

import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_TRIES, _PAUSE = 120, 0.25


@contextmanager
def office(folder):
    """The context of a LibreOffice of its own, with its profile in the folder; it ends with the block."""
    pipe = f"modelpact{Path(folder).name}"
    options = (f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={pipe};urp;")
    program = subprocess.Popen(["soffice", "--headless", "--norestore", *options])
    try:
        yield _connected(pipe)
    finally:
        program.terminate()
        program.wait(30)


def _connected(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(_TRIES):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(_PAUSE)
    raise SystemExit("LibreOffice did not start")


def value(name, content):
    return PropertyValue(Name=name, Value=content)
