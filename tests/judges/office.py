"""What LibreOffice reads in Word files: run with the system's Python, which has its bridge.

Takes jobs as JSON on standard input, ``[{"file": …, "changes": "keep" | "accept" | "reject"}]``, and prints
for each the lines of text that LibreOffice shows once its fields are refreshed, numbers included.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_TRIES, _PAUSE = 120, 0.25


def main():
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"modelpact{Path(folder).name}"
        options = (f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={pipe};urp;")
        office = subprocess.Popen(["soffice", "--headless", "--norestore", *options])
        try:
            desktop = connected(pipe)
            texts = [shown(desktop, job, Path(folder) / "out.txt") for job in jobs]
            json.dump(texts, sys.stdout)
        finally:
            office.terminate()
            office.wait(30)


def connected(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(_TRIES):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(_PAUSE)
    raise SystemExit("LibreOffice did not start")


def shown(desktop, job, target):
    document = desktop.loadComponentFromURL(Path(job["file"]).as_uri(), "_blank", 0, (value("Hidden", True),))
    try:
        if job["changes"] != "keep":
            dispatch(
                document,
                ".uno:AcceptAllTrackedChanges"
                if job["changes"] == "accept"
                else ".uno:RejectAllTrackedChanges",
            )
        document.TextFields.refresh()
        document.refresh()
        document.storeToURL(
            target.as_uri(), (value("FilterName", "Text (encoded)"), value("FilterOptions", "UTF8,LF"))
        )
        return target.read_text(encoding="utf-8-sig").splitlines()
    finally:
        document.close(True)


def dispatch(document, command):
    context = uno.getComponentContext()
    helper = context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(document.CurrentController.Frame, command, "", 0, ())


def value(name, content):
    return PropertyValue(Name=name, Value=content)


main()
