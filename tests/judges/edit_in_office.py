"""Edits a Word file in LibreOffice as a person would: run with the system's Python, which has its bridge.

Takes jobs as JSON on standard input, ``[{"file": …, "target": …, "edits": [{"find": …, "put": …,
"tracked": …, "comment": …}]}]``, and saves each file with the words found replaced, or a comment pinned to
them. ``put`` of null leaves the words as they are; a line break in it begins a new paragraph.
"""

import json
import sys
import tempfile
from pathlib import Path

from bridge import office, value
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

WORD = "MS Word 2007 XML"


def main():
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder, office(folder) as context:
        sign(context)
        for job in jobs:
            edited(context, job)


def sign(context):
    """Whom tracked changes name."""
    provider = made(context, "com.sun.star.configuration.ConfigurationProvider")
    access = "com.sun.star.configuration.ConfigurationUpdateAccess"
    user = provider.createInstanceWithArguments(
        access, (value("nodepath", "/org.openoffice.UserProfile/Data"),)
    )
    user.setPropertyValue("givenname", "Outside")
    user.setPropertyValue("sn", "Counsel")
    user.commitChanges()


def edited(context, job):
    """A document without a window: with one, this LibreOffice ends where a comment is to be shown."""
    document = made(context, "com.sun.star.comp.Writer.TextDocument")
    document.load(
        (value("URL", Path(job["file"]).as_uri()), value("FilterName", WORD), value("Hidden", True))
    )
    try:
        for edit in job["edits"]:
            change(document, edit)
        document.storeToURL(Path(job["target"]).as_uri(), (value("FilterName", WORD),))
    finally:
        document.close(True)


def change(document, edit):
    document.RecordChanges = edit["tracked"]
    place = found(document.Text, edit["find"])
    if edit.get("comment"):
        note = document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Content, note.Author = edit["comment"], "Outside Counsel"
        place.Text.insertTextContent(place, note, True)
    if edit["put"] is not None:
        put(place, edit["put"])


def put(place, words):
    first, *others = words.split("\n")
    is_new = place.String != first
    end = place.Text.createTextCursorByRange(place.End)
    for paragraph in others:
        end.Text.insertControlCharacter(end, PARAGRAPH_BREAK, False)
        end.Text.insertString(end, paragraph, False)
    if is_new:
        place.String = first


def found(text, words):
    for paragraph in paragraphs(text):
        at = paragraph.String.find(words)
        if at >= 0:
            cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
            cursor.goRight(at, False)
            cursor.goRight(len(words), True)
            return cursor
    raise SystemExit(f"not in the document: {words}")


def paragraphs(text):
    """Those of tables, too."""
    blocks = text.createEnumeration()
    while blocks.hasMoreElements():
        block = blocks.nextElement()
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.CellNames:
                yield from paragraphs(block.getCellByName(name))
        else:
            yield block


def made(context, service):
    return context.ServiceManager.createInstanceWithContext(service, context)


main()
