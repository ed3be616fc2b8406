"""What machines say of the pages: axe-core of access, the checker of the W3C of the markup, extruct of the metadata; and what pages weigh."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import extruct
import jsonschema
import pytest
from playwright.sync_api import Browser, expect

from conftest import ADDRESS, KINDS, RELEASED, SITE, TOOLS, Watched, served, violations

CHECKER = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
LANGUAGES = ("", "ru/", "zh/")
RELEASES = ("", "changes", "changes/1.1.0", "v/1.0.0", "latest", "data", "books/sagas", "books/poem")
"""Pages that tell of releases, in the site of a catalogue that was released."""


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(browser: Browser, address: str, path: str, scheme: str) -> None:
    with browser.new_context(bypass_csp=True, color_scheme=scheme, base_url=address) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(path)
        assert not violations(page)


@pytest.fixture(scope="session")
def released() -> Iterator[str]:
    """The address of the site of a catalogue that was released."""
    with served(RELEASED) as found:
        yield found


@pytest.mark.parametrize("path", RELEASES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_of_what_was_released(browser: Browser, released: str, path: str, scheme: str) -> None:
    with browser.new_context(bypass_csp=True, color_scheme=scheme, base_url=released) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{path}/" if path else "")
        assert not violations(page)
        for width in (360, 900, 1400):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_changed_is_followed_to_the_record_and_to_the_files(browser: Browser, released: str) -> None:
    with browser.new_context(base_url=released) as context:
        watched = Watched(context, released)
        page = context.new_page()
        page.goto("")
        page.get_by_role("link", name="What changed last").click()
        page.locator("#changed ~ p a", has_text="1.2.0").click()
        page.locator(".changes a", has_text="Heimskringla").click()
        expect(page.locator(".history li").first).to_contain_text("changed: Pages")
        page.goto("changes/")
        page.get_by_role("link", name="v/1.0.0/").click()
        with page.expect_download() as taken:
            page.get_by_role("link", name="datapackage/data/books.csv").click()
        assert Path(taken.value.path()).read_bytes() == (RELEASED / "v/1.0.0/datapackage/data/books.csv").read_bytes()
        assert not watched.wrong


def test_the_markup_is_valid() -> None:
    if shutil.which("java") is None and os.environ.get("BROWSER") != "required":
        pytest.skip("there is no Java on this machine for the checker: apt-get install default-jre-headless")
    names = [f"{language}{path}" for language in LANGUAGES for path in KINDS.values()]
    files = [SITE / name if name.endswith(".html") else SITE / name / "index.html" for name in names]
    files += [RELEASED / language / name / "index.html" for language in LANGUAGES for name in RELEASES]
    command = ["java", "-Xss4m", "-jar", str(CHECKER), "--errors-only", "--format", "json", *(str(file) for file in files if file.exists())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert sum(file.exists() for file in files) > 55
    assert not [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in messages]


def test_every_link_of_every_page_leads_somewhere() -> None:
    there = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*") if path.is_file()}
    ids: dict[str, set[str]] = {}
    for name in sorted(there):
        if name.endswith(".html") and name != "404.html" and not name.endswith("/404.html"):
            text = (SITE / name).read_text(encoding="utf-8")
            for link in set(re.findall(r'(?:href|src)="([^"]*)"', text)):
                target, fragment = urldefrag(urljoin(f"site://x/{name}", link.replace("&amp;", "&")))
                if target.startswith("site://x/"):
                    file = unquote(target.removeprefix("site://x/").split("?")[0])
                    file += "index.html" if not file or file.endswith("/") else ""
                    assert file in there, f"{name}: {link}"
                    if fragment:
                        known = ids.get(file) or ids.setdefault(file, set(re.findall(r' id="([^"]*)"', (SITE / file).read_text(encoding="utf-8"))))
                        assert unquote(fragment) in known, f"{name}: {link}"
                    if len(ids) > 4:
                        ids.clear()


def test_pages_keep_their_weight() -> None:
    assert (SITE / "index.html").stat().st_size < 100_000
    heavy = [
        (file.stat().st_size, file.relative_to(SITE).as_posix())
        for language in LANGUAGES
        for kind in json.loads((SITE / "datapackage/datapackage.json").read_text(encoding="utf-8"))["kinds"]
        for file in (SITE / language / kind).glob("[a-z]*/index.html")
        if file.stat().st_size >= 40_000
    ]
    assert not heavy


DATASET = {
    "type": "object",
    "required": ["@type", "name", "description", "url", "identifier", "license", "creator", "distribution", "version", "dateModified", "keywords"],
    "properties": {
        "@type": {"const": "Dataset"},
        "name": {"type": "string", "minLength": 5},
        "description": {"type": "string", "minLength": 50, "maxLength": 5000},
        "url": {"const": ADDRESS},
        "license": {"type": "array", "items": {"pattern": "^https://"}, "minItems": 1},
        "creator": {"type": "array", "items": {"required": ["@type", "name"]}, "minItems": 1},
        "isAccessibleForFree": {"const": True},
        "distribution": {
            "type": "array",
            "minItems": 3,
            "items": {
                "required": ["@type", "contentUrl", "encodingFormat", "contentSize", "sha256"],
                "properties": {"contentUrl": {"pattern": "^https://"}, "contentSize": {"pattern": "^[0-9]+ B$"}, "sha256": {"pattern": "^[0-9a-f]{64}$"}},
            },
        },
    },
}
"""What Google asks of a Dataset and recommends (developers.google.com/search/docs/appearance/structured-data/dataset)."""
NEEDED = {
    "Event": ["name", "startDate", "url"],
    "Person": ["name"],
    "Organization": ["name"],
    "Country": ["name"],
    "Legislation": ["name"],
    "EventSeries": ["name"],
    "Place": ["name"],
    "WebPage": ["name"],
}


def linked_data(path: str) -> dict:  # type: ignore[type-arg]
    text = (SITE / path / "index.html").read_text(encoding="utf-8")
    (data,) = extruct.extract(text, base_url=f"{ADDRESS}{path}", syntaxes=["json-ld"])["json-ld"]
    return data  # type: ignore[no-any-return]


def test_the_front_page_is_a_dataset_for_machines() -> None:
    jsonschema.validate(linked_data(""), DATASET)


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("events/chs-2022/", "Event"),
        ("participants/shavkat-mirziyoyev/", "Person"),
        ("participants/sco/", "Organization"),
        ("participants/india/", "Country"),
        ("agreements/accession-memorandum-iran-2022/", "Legislation"),
        ("series/sco-chs/", "EventSeries"),
        ("places/samarkand/", "Place"),
        ("sources/sectsco-2023-iran-memorandum-recalled/", "WebPage"),
    ],
)
def test_a_record_is_what_it_is_for_machines(path: str, type_: str) -> None:
    data = linked_data(path)
    assert data["@type"] == type_
    assert data["@id"] == f"{ADDRESS}{path}"
    assert data["isPartOf"]["@type"] == "Dataset"
    assert not [name for name in NEEDED[type_] if not data.get(name)]


def test_every_record_has_linked_data_that_can_be_read() -> None:
    for file in sorted(SITE.glob("*/[a-z]*/index.html")):
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', file.read_text(encoding="utf-8"))
        for one in found:
            assert json.loads(one)["@context"]["@vocab"] == "https://schema.org/"


def test_a_harvester_finds_what_fair_asks_for() -> None:
    """The points of F-UJI that a page can earn: identifier, core metadata, licence, formats and sizes, access, links to the data and to its description."""
    text = (SITE / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<link rel="([^"]+)" href="([^"]+)"(?: type="([^"]+)")?', text)
    by_rel: dict[str, list[tuple[str, str]]] = {}
    for rel, href, type_ in links:
        by_rel.setdefault(rel, []).append((href, type_))
    assert by_rel["cite-as"] == [(ADDRESS, "")]
    assert ("https://schema.org/Dataset", "") in by_rel["type"]
    assert by_rel["license"][0][0].startswith("https://creativecommons.org/")
    assert all(href.startswith(ADDRESS) and type_ for href, type_ in by_rel["item"])
    assert by_rel["describedby"] == [("./datapackage/datapackage.json", "application/json")]
    data = linked_data("")
    assert data["conditionsOfAccess"] == "public"
    assert "prov:wasGeneratedBy" in data
    assert {href for href, _ in by_rel["item"]} <= {f"{ADDRESS}{path.relative_to(SITE).as_posix()}" for path in SITE.rglob("*") if path.is_file()}
