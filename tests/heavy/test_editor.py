"""An editor at work: yaml-language-server, asked over its own protocol (LSP 3.17) what it says of records; `make test-heavy` fetches it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import REPOSITORY

SERVER = Path(os.environ["SUITES"]).absolute() / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SETTINGS = json.loads((REPOSITORY / ".vscode" / "settings.json").read_text(encoding="utf-8"))
Json = dict[str, Any]


class Editor:
    """The least of an editor: it opens texts, and asks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.server = subprocess.Popen(["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.number = self.opened = 0
        self.diagnostics: dict[str, list[Json]] = {}
        self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities={"workspace": {"configuration": True}})
        self.tell("initialized")

    def close(self) -> None:
        self.ask("shutdown")
        self.tell("exit")
        self.server.wait(timeout=20)
        for pipe in (self.server.stdin, self.server.stdout):
            assert pipe
            pipe.close()

    def tell(self, method: str, **parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def ask(self, method: str, **parameters: Any) -> Any:
        """What the server answers."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": parameters})
        while (message := self._receive()).get("id") != self.number or "method" in message:
            self._serve(message)
        assert "error" not in message, message
        return message["result"]

    def open(self, kind: str, text: str) -> str:
        """Opens a text as a new record of a kind, and gives its address when the server has judged it."""
        self.opened += 1
        uri = (self.root / "records" / kind / f"record-{self.opened}.yaml").as_uri()
        self.tell("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
        while uri not in self.diagnostics:
            self._serve(self._receive())
        return uri

    def _serve(self, message: Json) -> None:
        """Answers what the server wants to know, and keeps its findings."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            self._send({"id": message["id"], "result": [section(item.get("section", "")) for item in message["params"]["items"]]})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: Json) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.server.stdin.flush()

    def _receive(self) -> Json:
        assert self.server.stdout
        length = 0
        while line := self.server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server is there"
        message: Json = json.loads(self.server.stdout.read(length))
        return message


def section(name: str) -> Json:
    """A section of the settings that the repository has for Visual Studio Code."""
    if name == "[yaml]":
        return dict(SETTINGS["[yaml]"])
    result: Json = {}
    for key, value in SETTINGS.items():
        if key.startswith(f"{name}."):
            *path, last = key.removeprefix(f"{name}.").split(".")
            inner = result
            for step in path:
                inner = inner.setdefault(step, {})
            inner[last] = value
    return result


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with a folder open that has the bundled schemas alone, so that nothing else can help."""
    root = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(REPOSITORY / "schemas" / "bundled", root / "schemas" / "bundled")
    editor = Editor(root)
    yield editor
    editor.close()


def real(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def position(text: str, words: str, behind: str = "") -> Json:
    """The place in a text of these words, or the one behind the first part of them."""
    index = text.index(words) + len(behind)
    line = text.count("\n", 0, index)
    return {"line": line, "character": index - text.rfind("\n", 0, index) - 1}


def completions(editor: Editor, text: str, at: Json) -> dict[str, Json]:
    """What the editor offers at a place of an event, by its label."""
    uri = editor.open("events", text)
    found = editor.ask("textDocument/completion", textDocument={"uri": uri}, position=at)
    return {item["label"]: item for item in (found["items"] if isinstance(found, dict) else found)}


EVENT = "records/events/cnd-67.yaml"


@pytest.mark.parametrize("name", [EVENT, "records/participants/unodc.yaml", "records/agreements/memorandum-unodc-2011.yaml", "records/places/vienna.yaml"])
def test_a_record_has_no_problem_in_the_editor(editor: Editor, name: str) -> None:
    uri = editor.open(name.split("/")[1], real(name))
    assert editor.diagnostics[uri] == []


def test_a_wrong_word_is_underlined_where_it_stands(editor: Editor) -> None:
    text = real(EVENT).replace("type: session", "type: sesion")
    uri = editor.open("events", text)
    assert [found["range"]["start"] for found in editor.diagnostics[uri]] == [position(text, "sesion")]
    assert '"session"' in editor.diagnostics[uri][0]["message"]


def test_without_the_line_nothing_is_found(editor: Editor) -> None:
    uri = editor.open("events", real(EVENT).partition("\n")[2].replace("type: session", "type: sesion"))
    assert editor.diagnostics[uri] == []


def test_a_property_is_explained_where_the_pointer_rests(editor: Editor) -> None:
    text = real(EVENT)
    uri = editor.open("events", text)

    def said(words: str) -> str:
        return str(editor.ask("textDocument/hover", textDocument={"uri": uri}, position=position(text, words, words[:2]))["contents"]["value"])

    assert said("start_date: ").startswith("#### Start date\n\nFirst day of the event, as far as it is known.")
    assert said("title:").startswith("#### Title\n\nWhat the event is called, verbatim where a source names it.")
    assert said("session").startswith("#### Session of a body")
    assert said("locator").startswith("#### Locator\n\nWhere in the source")


def test_properties_are_offered_that_the_record_has_not_yet(editor: Editor) -> None:
    text = real(EVENT) + "th\n"
    offered = completions(editor, text, position(text, "\nth\n", "\nth"))
    assert "theme" in offered
    assert not {"id", "type", "title"} & offered.keys()
    assert "The theme or motto" in json.dumps(offered["theme"])


def test_the_words_of_a_closed_list_are_offered(editor: Editor) -> None:
    text = real(EVENT) + "format: \n"
    offered = completions(editor, text, position(text, "\nformat: ", "\nformat: "))
    assert {"in-person", "online", "hybrid", "in-writing"} <= offered.keys()


def test_properties_deep_inside_are_offered(editor: Editor) -> None:
    text = "# yaml-language-server: $schema=../../schemas/bundled/events.json\nid: x-1\nparticipations:\n  unodc:\n    r\n"
    offered = completions(editor, text, position(text, "    r\n", "    r"))
    assert {"roles", "participant", "on_behalf_of"} <= offered.keys()


def test_a_retired_id_has_only_what_a_redirect_has(editor: Editor) -> None:
    line = "# yaml-language-server: $schema=../../schemas/bundled/places.json\n"
    uri = editor.open("places", f"{line}id: brest\nredirect:\n  reason: It was entered by mistake.\n")
    assert editor.diagnostics[uri] == []
    uri = editor.open("places", f"{line}id: brest\nredirect:\n  reason: It was entered by mistake.\ntype: city\n")
    assert [found["message"] for found in editor.diagnostics[uri]] == ["Property type is not allowed."]
