"""An editor without a window: it drives the YAML language server over standard input and output.

The messages are those of the Language Server Protocol 3.17; lines and characters count from 0 in them.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, Any

from support import ROOT

SERVER = ROOT / ".judges/node_modules/yaml-language-server/bin/yaml-language-server"
SECONDS = 120
SETTINGS = {
    "validate": True,
    "hover": True,
    "completion": True,
    "schemaStore": {"enable": False},  # a list of schemas on the web
}

Message = dict[str, Any]


@contextmanager
def editor() -> Iterator[Editor]:
    """An editor with its language server, which is gone afterwards."""
    command = ["node", str(SERVER), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as server:
        assert server.stdin
        assert server.stdout
        too_late = Timer(SECONDS, server.kill)
        too_late.start()
        try:
            yield Editor(server.stdin, server.stdout)
        finally:
            too_late.cancel()
            server.kill()


class Editor:
    """What a person sees who opens specs in an editor."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._stdin, self._stdout = stdin, stdout
        self._number = 0
        hover = {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}}
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": {"textDocument": hover}})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": SETTINGS}})

    def marked(self, file: Path, text: str) -> list[tuple[int, str]]:
        """Open a file with this text; what is underlined in it: line, counted from 1, and message."""
        self._number += 1
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": self._number, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        found = self._await(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == file.as_uri()
            )
        )
        marks = found["params"]["diagnostics"]
        return [(mark["range"]["start"]["line"] + 1, mark["message"]) for mark in marks]

    def offered(self, file: Path, line: int, character: int) -> list[str]:
        """What completion offers at a place of an open file."""
        offered = self._ask("textDocument/completion", _place(file, line, character))
        return [item["label"] for item in offered["items"]]

    def hovered(self, file: Path, line: int, character: int) -> str:
        """What is shown at a place of an open file under the mouse."""
        shown = self._ask("textDocument/hover", _place(file, line, character))
        return str(shown["contents"]["value"]) if shown else ""

    def _ask(self, method: str, params: Message) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        answer = self._await(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: Message) -> None:
        self._send({"method": method, "params": params})

    def _await(self, wanted: Callable[[Message], bool]) -> Message:
        """The first message that is wanted; what the server asks meanwhile is answered."""
        while not wanted(message := self._receive()):
            if "id" in message and "method" in message:
                asked = message["params"].get("items", ()) if message.get("params") else ()
                answer = [SETTINGS if item.get("section") == "yaml" else None for item in asked]
                self._send({"id": message["id"], "result": answer})
        return message

    def _send(self, message: Message) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._stdin.flush()

    def _receive(self) -> Message:
        length = 0
        while header := self._stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has gone, or took too long"
        message: Message = json.loads(self._stdout.read(length))
        return message


def _place(file: Path, line: int, character: int) -> Message:
    position = {"line": line - 1, "character": character - 1}
    return {"textDocument": {"uri": file.as_uri()}, "position": position}
