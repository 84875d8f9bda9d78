"""What LibreOffice reads in Word files: run with the system's Python, which has its bridge.

Takes jobs as JSON on standard input, ``[{"file": …, "changes": "keep" | "accept" | "reject"}]``, and prints
for each the lines of text that LibreOffice shows once its fields are refreshed, numbers included.
"""

import json
import sys
import tempfile
from pathlib import Path

import uno
from bridge import office, value


def main():
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder, office(folder) as context:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        json.dump([shown(desktop, job, Path(folder) / "out.txt") for job in jobs], sys.stdout)


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


main()
