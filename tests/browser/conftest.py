"""A real browser and the site that it reads, named by SITE. Without Chromium these tests are skipped, unless BROWSER says that it must be there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SITE = Path(os.environ["SITE"]).absolute()
RELEASED = Path(os.environ["RELEASED"]).absolute()
"""The site of a small catalogue that was released three times."""
TOOLS = Path(os.environ["TOOLS"]).absolute()
PATH = "/sco"
ADDRESS = f"https://example.org{PATH}/"
OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()
KINDS = {
    "front": "",
    "list": "events/",
    "record": "events/chs-2022/",
    "record with claims": "agreements/accession-memorandum-iran-2022/",
    "person": "participants/shavkat-mirziyoyev/",
    "references": "participants/sco/references/",
    "source": "sources/sectsco-2023-iran-memorandum-recalled/",
    "search": "search/",
    "pictures": "pictures/",
    "timeline": "pictures/timeline-events/",
    "periods": "pictures/periods-status_periods/",
    "network": "pictures/network/",
    "editions": "pictures/editions/",
    "day": "day/",
    "day of a year": "day/2010/",
    "data": "data/",
    "changes": "changes/",
    "dictionary": "dictionary/",
    "table": "dictionary/participations/",
    "handbook": "handbook/",
    "page of the handbook": "handbook/model/",
    "lost": "404.html",
}
"""One page of each kind."""
AXE = TOOLS / "node_modules/axe-core/axe.min.js"


class _Handler(SimpleHTTPRequestHandler):
    """Gives the site below the path that its address has, as on GitHub Pages, and nothing elsewhere."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(PATH) if path.startswith(PATH) else "/nowhere")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """A site over HTTP, as any server gives it; the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{PATH}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of the catalogue's site."""
    with served(SITE) as found:
        yield found


def violations(page: Page) -> list[str]:
    """What axe-core has to say against a page."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found["violations"]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("BROWSER") == "required":
            pytest.fail("there is no Chromium, and it is required here: apt-get install chromium")
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield browser
        browser.close()


class Watched:
    """What a page complained of, and asked of other hosts."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.wrong: list[str] = []
        context.on("console", lambda message: self.wrong.append(f"console: {message.text}") if message.type in ("error", "warning") else None)
        context.on("weberror", lambda error: self.wrong.append(f"error: {error.error}"))
        context.on("request", lambda request: self._asked(request.url, home))

    def _asked(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self.wrong.append(f"request: {url}")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a fresh context; whatever it complains of, or asks of another host, fails the test."""
    with browser.new_context(viewport={"width": 1200, "height": 900}, base_url=address) as context:
        watched = Watched(context, address)
        yield context.new_page()
        assert not watched.wrong
