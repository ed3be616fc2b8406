"""A Zenodo of our own, a real server over HTTP, which can be told to fail at any request; and a way to the one of the package zenodo-mock.

It behaves as the code of Zenodo does (site/zenodo_rdm/legacy of github.com/zenodo/zenodo-rdm), also where that differs from the page
on the API: a new version answers with the draft, and a second one with a refusal; what is published can't be published again.
"""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import trustme

Json = dict[str, Any]
TOKEN = "t0ken-0f-th3-t3sts-4f5e6d"

STEPS = {
    "list": r"GET /api/deposit/depositions\?.*",
    "create": r"POST /api/deposit/depositions",
    "look": r"GET /api/deposit/depositions/\d+",
    "new version": r"POST /api/deposit/depositions/\d+/actions/newversion",
    "delete": r"DELETE /api/deposit/depositions/\d+/files/.*",
    "upload": r"PUT /api/files/.*",
    "describe": r"PUT /api/deposit/depositions/\d+",
    "publish": r"POST /api/deposit/depositions/\d+/actions/publish",
}
"""The requests of a publication, by what they are for."""


@dataclass
class Fault:
    """What goes wrong with the next `times` requests of a step; with `late`, after Zenodo did what it was asked. `elsewhere`: where it redirects to."""

    step: str
    kind: str
    late: bool = False
    times: int = 1
    met: int = 0
    elsewhere: str = ""


@dataclass
class State:
    """What the server holds, what it was asked, and how it shall fail."""

    address: str = ""
    elsewhere: str = ""
    deposits: dict[int, Json] = field(default_factory=dict)
    contents: dict[tuple[int, str], bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fault: Fault | None = None
    unlisted: int = 0
    prefix: str = "10.5281"
    next: int = 1000

    @property
    def published(self) -> list[Json]:
        return [deposit for deposit in self.deposits.values() if deposit["submitted"]]

    def files(self, number: int) -> dict[str, bytes]:
        """What a deposit holds, by name."""
        return {name: data for (deposit, name), data in self.contents.items() if deposit == number}

    def make(self, metadata: Json, concept: str = "") -> Json:
        concept = concept or str(self._new())
        number = self._new()
        self.deposits[number] = {"id": number, "conceptrecid": concept, "metadata": metadata, "submitted": False}
        return self.deposits[number]

    def _new(self) -> int:
        self.next += 1
        return self.next

    def shown(self, deposit: Json) -> Json:
        number, home = deposit["id"], f"{self.address}/api/deposit/depositions/{deposit['id']}"
        files = [
            {"id": f"file-{name}", "filename": name, "filesize": len(data), "checksum": hashlib.md5(data).hexdigest()}
            for name, data in self.files(number).items()
        ]
        links = {"self": home, "bucket": f"{self.elsewhere or self.address}/api/files/bucket-{number}", "latest_draft": home}
        metadata = {**deposit["metadata"], "prereserve_doi": {"doi": f"10.5281/zenodo.{number}", "recid": number}}
        dois = {"doi": f"{self.prefix}/zenodo.{number}", "conceptdoi": f"{self.prefix}/zenodo.{deposit['conceptrecid']}"} if deposit["submitted"] else {}
        state = "done" if deposit["submitted"] else "unsubmitted"
        return {**deposit, **dois, "title": metadata.get("title", ""), "metadata": metadata, "files": files, "links": links, "state": state}


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer goes out at once, not when the other side has said that it got the head
    state: State

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the other side hung up
            self.close_connection = True

    def do_GET(self) -> None:
        self.answer()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        request = f"{self.command} {self.path}"
        self.state.asked.append(request)
        fault = self.state.fault
        if fault and fault.met < fault.times and re.fullmatch(STEPS[fault.step], request):
            fault.met += 1
        else:
            fault = None
        if fault and not fault.late:
            self.fail(fault, b"{}")
            return
        status, value = self.done(body)
        data = b"" if value is None else json.dumps(value).encode()
        if fault:
            self.fail(fault, data)
        else:
            self.send(status, data)

    def send(self, status: int, data: bytes, headers: Json | None = None, length: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": len(data) if length is None else length, "Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data)

    def fail(self, fault: Fault, data: bytes) -> None:
        kind = fault.kind
        if kind.isdigit():
            self.send(int(kind), json.dumps({"status": int(kind), "message": "no", "errors": [{"field": "metadata.title", "messages": ["Too odd."]}]}).encode())
        elif kind == "echo":
            self.send(400, json.dumps({"message": f"I don't like {self.headers['Authorization']}"}).encode())
        elif kind == "redirected":
            self.send(307, b"", {"Location": f"{fault.elsewhere}{self.path}"})
        elif kind == "not JSON":
            self.send(200, b"<html>Zenodo")
        elif kind == "another JSON":
            self.send(200, b'[[{"id": "x"}]]')
        elif kind == "wait long":
            self.send(429, b"{}", {"Retry-After": 86400})
        elif kind == "wait oddly":
            self.send(429, b"{}", {"Retry-After": "soon"})
        elif kind == "wrong sum":
            self.send(201, json.dumps({"key": "x", "checksum": f"md5:{'0' * 32}"}).encode())
        elif kind == "broken off":
            self.send(200, data[: len(data) // 2], length=len(data) + 10)
            self.close_connection = True
        elif kind == "silent":
            time.sleep(2)
            self.close_connection = True
        else:
            assert kind == "hung up"
            self.close_connection = True

    def done(self, body: bytes) -> tuple[int, Any]:
        """What Zenodo does: status and JSON."""
        state, parts = self.state, urlsplit(self.path)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return 401, {"status": 401, "message": "Unauthorized"}
        way = parts.path.removeprefix("/api/").split("/")
        if way[0] == "files":
            number, name = int(way[1].removeprefix("bucket-")), unquote(way[2])
            if state.deposits[number]["submitted"]:
                return 403, {"message": "Permission denied."}
            state.contents[(number, name)] = body
            return 201, {"key": name, "size": len(body), "checksum": f"md5:{hashlib.md5(body).hexdigest()}"}
        if len(way) == 2:
            if self.command == "POST":
                return 201, state.shown(state.make(json.loads(body)["metadata"]))
            page = int(parse_qs(parts.query)["page"][0])
            listed = [] if state.unlisted else [state.shown(deposit) for deposit in reversed(state.deposits.values())]
            state.unlisted = max(0, state.unlisted - 1)
            return 200, listed[100 * (page - 1) : 100 * page]
        deposit = state.deposits.get(int(way[2]))
        if deposit is None or (self.command != "GET" and deposit["submitted"] and way[-1] != "newversion"):
            return 404, {"status": 404, "message": "The persistent identifier does not exist."}
        return self.changed(deposit, way, body)

    def changed(self, deposit: Json, way: list[str], body: bytes) -> tuple[int, Any]:
        state = self.state
        if self.command == "DELETE":
            return (404, {}) if state.contents.pop((deposit["id"], unquote(way[4]).removeprefix("file-")), None) is None else (204, None)
        if self.command == "PUT":
            deposit["metadata"] = json.loads(body)["metadata"]
        elif way[-1] == "publish":
            deposit["submitted"] = True
            return 202, state.shown(deposit)
        elif way[-1] == "newversion":
            concept = deposit["conceptrecid"]
            if any(one["conceptrecid"] == concept and not one["submitted"] for one in state.deposits.values()):
                return 400, {"message": "A validation error occurred.", "errors": [{"field": "files.enabled", "messages": ["Please remove all files first."]}]}
            draft = state.make({name: value for name, value in deposit["metadata"].items() if name not in ("version", "publication_date")}, concept)
            state.contents |= {(draft["id"], name): data for name, data in state.files(deposit["id"]).items()}
            return 201, state.shown(draft)
        return 200, state.shown(deposit)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], authority: trustme.CA | None = None) -> Iterator[str]:
    """A server on this machine, with a certificate where there is an authority; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"{'https' if authority else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def zenodo(authority: trustme.CA | None = None) -> Iterator[State]:
    """A Zenodo without deposits."""
    state = State()
    with serving(type("Ours", (Handler,), {"state": state}), authority) as address:
        state.address = address
        yield state


@contextmanager
def mocked(folder: Path) -> Iterator[str]:
    """The address of zenodo-mock, in a process of its own, behind a server that adds what it lacks: the listing, and the MD5 of files."""
    command = [sys.executable, "-m", "zenodo_mock", "--host", "127.0.0.1", "--port", "0", "--storage-dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert found
            with serving(_completing(found[0])) as address:
                yield address
        finally:
            process.terminate()


def _completing(mock: str) -> type[BaseHTTPRequestHandler]:
    sums: dict[str, str] = {}
    made: list[int] = []
    open_ = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    class Completing(Handler):
        state = State()

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if "?" in self.path:
                value: Any = [self.forwarded("GET", f"/api/deposit/depositions/{number}", b"") for number in made]
            else:
                if self.path.startswith("/api/files/"):
                    sums[unquote(self.path.rpartition("/")[2])] = hashlib.md5(body).hexdigest()
                value = self.forwarded(self.command, self.path, body)
            if self.command == "POST" and self.path.endswith("/depositions"):
                made.append(value["id"])
            self.send(200, json.dumps(value).encode())

        def forwarded(self, method: str, path: str, body: bytes) -> Any:
            data = body if method != "GET" else None
            with open_(urllib.request.Request(f"{mock}{path}", data=data, method=method), timeout=20) as answer:
                value = json.loads(answer.read().replace(mock.encode(), f"http://{self.headers['Host']}".encode()))
            for file in [value, *value.get("files", ())]:
                if "filename" in file:
                    file["checksum"] = sums[file["filename"]]
            return value

    return Completing
