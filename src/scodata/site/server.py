"""A site shown over loopback alone: nothing outside of its folder is read, and no page of elsewhere can ask through a name of its own."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scodata.problems import ScodataError

LOOPBACK = "127.0.0.1"
_NAMES = ("localhost", LOOPBACK, "[::1]")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
    ".atom": "application/atom+xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
}


def server(folder: Callable[[], Path], port: int) -> ThreadingHTTPServer:
    """A server of the folder that is the site at the moment, on a port of 127.0.0.1; 0 for any that is free.

    A request for another host than this machine is refused, so that no name that somebody else points here can read along (DNS rebinding).
    Raises `ScodataError` where the port is taken.
    """

    class Handler(_Handler):
        site = staticmethod(folder)

    try:
        return ThreadingHTTPServer((LOOPBACK, port), Handler)
    except (OSError, OverflowError) as error:
        raise ScodataError(f"can't listen on port {port}: {getattr(error, 'strerror', None) or error}") from error


class _Handler(BaseHTTPRequestHandler):
    site: Callable[[], Path]
    server: ThreadingHTTPServer
    server_version = "scodata"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        if not self._is_for_us():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"This server answers for this machine alone.\n", ".txt", body=body)
            return
        root = self.site()
        path = found(root, self.path)
        if path is not None and path.is_dir():
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", ".txt", body=body, location=f"{urlsplit(self.path).path}/".replace("//", "/"))
        elif path is not None:
            self._send(HTTPStatus.OK, path.read_bytes(), path.suffix, body=body)
        else:
            lost = root / "404.html"
            self._send(HTTPStatus.NOT_FOUND, lost.read_bytes() if lost.is_file() else b"", ".html", body=body)

    def _is_for_us(self) -> bool:
        host = self.headers.get("Host", "")
        name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
        return name.lower() in _NAMES and port in ("", str(self.server.server_address[1]))

    def _send(self, status: HTTPStatus, data: bytes, suffix: str, *, body: bool, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", _TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet; what a reader asks for is nobody's business."""


def found(root: Path, target: str) -> Path | None:
    """The file of a site that a request asks for, or the folder whose name lacks its slash; None for whatever isn't in the site."""
    try:
        path = unquote(urlsplit(target).path, errors="strict")
    except ValueError:
        return None
    parts = path.split("/")[1:]
    if not path.startswith("/") or any(part in ("..", ".") or part.startswith(".") or set(part) & set("\\:\0") for part in parts) or "" in parts[:-1]:
        return None
    place = root.joinpath(*parts, *(["index.html"] if parts[-1] == "" else []))
    try:
        inside = place.resolve(strict=True).is_relative_to(root.resolve())
    except OSError:
        return None
    return place if inside and (place.is_file() or (place / "index.html").is_file()) else None


def address(listening: ThreadingHTTPServer) -> str:
    """Where a browser finds the server."""
    return f"http://localhost:{listening.server_address[1]}/"
