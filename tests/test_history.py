"""What was released, as files, pages and feeds tell it: who changed when, why, and where each version stays."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from click.testing import CliRunner, Result

from scodata.catalogue import Catalogue
from scodata.cli import main
from scodata.feeds import Addresses, changes
from scodata.feeds import atom as feeds_atom
from scodata.ledger import Change, Entry, Ledger, read_ledger
from scodata.problems import ScodataError
from scodata.published import open_package
from scodata.release.shelf import on_shelf
from scodata.site import Asked, make
from scodata.site import changes as pages_of_changes

import releases
from conftest import LIBRARY

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "https://example.org/sagas/"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with three releases and the site of the last one; no test changes it."""
    root = releases.make(tmp_path_factory.mktemp("history") / "library")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run("site").exit_code == 0
    return root


@pytest.fixture
def copy(catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy without the site, to harm; the working directory is in it."""
    root = shutil.copytree(catalogue, tmp_path / "copy", ignore=shutil.ignore_patterns("site"))
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def said(catalogue: Path, page: str) -> str:
    """The text of a page's content, with blanks folded."""
    html = (catalogue / "site" / page / "index.html").read_text(encoding="utf-8")
    content = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub("<[^>]*>", " ", content).split())


def links(catalogue: Path, page: str) -> set[str]:
    return set(re.findall(r'href="([^"]*)"', (catalogue / "site" / page / "index.html").read_text(encoding="utf-8")))


def test_an_entry_says_which_records_a_release_changed_where_and_why(catalogue: Path) -> None:
    first, second, third = read_ledger(Catalogue(catalogue)).entries
    assert first.records == ()
    sagas = Change("sagas", "books", "changed", (), ("/pages", "/keywords", "/loans/summer/end_date"), (("corrected", "It was *miscounted* <b>twice</b>."),))
    assert second.records == (sagas, Change("leaflet", "books", "added"), Change("poem", "books", "added"))
    assert third.records == (
        Change("leaflet", "books", "withdrawn"),
        Change("poem", "books", "moved", ("poems",)),
        Change("sagas", "books", "changed", (), ("/pages",)),
        Change("poems", "books", "added"),
        Change("snorri", "authors", "changed", (), ("/name",), (("updated", "He is called otherwise now."),)),
    )


def test_an_entry_is_written_as_it_is_read_and_holds_no_value_of_a_record(catalogue: Path) -> None:
    for entry in read_ledger(Catalogue(catalogue)).entries:
        text = (catalogue / f"releases/{entry.version}.json").read_text(encoding="utf-8")
        assert entry.as_text == text
        assert "313" not in text
        assert "Bæklingur" not in text


def test_an_entry_of_before_needs_no_records_and_a_broken_one_is_refused(copy: Path) -> None:
    path = copy / "releases/1.1.0.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    del stated["records"]
    path.write_text(json.dumps(stated), encoding="utf-8")
    assert read_ledger(Catalogue(copy)).entries[1].records == ()
    path.write_text(json.dumps({**stated, "records": [{"id": "sagas", "kind": "books", "change": "eaten"}]}), encoding="utf-8")
    with pytest.raises(ScodataError, match=r"releases/1\.1\.0\.json:1:\d+: .*bring it back from git"):
        read_ledger(Catalogue(copy))


def test_a_record_tells_its_history_the_newest_first(catalogue: Path) -> None:
    history = said(catalogue, "books/sagas").partition("History 1.2.0")[2].partition(" How to cite")[0]
    assert history == (
        " 1 April 2024 changed: Pages 1.1.0 1 April 2024 changed: Pages, Keywords, Loans › summer › End"
        " An error was corrected: It was *miscounted* &lt;b&gt;twice&lt;/b&gt;. 1.0.0 1 March 2024 in the data from this version on"
    )
    assert "../../changes/1.1.0/" in links(catalogue, "books/sagas")
    assert "../../changes/1.0.0/" not in links(catalogue, "books/sagas")
    assert "История 1.2.0 1 апреля 2024 изменено: Name Обновлено: He is called otherwise now. 1.0.0" in said(catalogue, "ru/authors/snorri")


def test_a_retired_id_has_a_history_too(catalogue: Path) -> None:
    assert said(catalogue, "books/poem").endswith("History 1.2.0 1 April 2024 moved (now at Hávamál ) 1.1.0 1 April 2024 added")
    assert said(catalogue, "books/leaflet").endswith("History 1.2.0 1 April 2024 withdrawn 1.1.0 1 April 2024 added")
    assert said(catalogue, "authors/old-circle").endswith("History 1.0.0 1 March 2024 in the data from this version on")


def test_the_front_page_says_what_changed_last_and_what_matters_first(catalogue: Path) -> None:
    told = said(catalogue, "").rpartition("What changed last ")[2]
    assert told.startswith("1.2.0 1 April 2024 Books: 1 added, 1 changed, 1 moved, 1 withdrawn; Authors: 1 changed.")
    order = [told.index(name) for name in ("leaflet withdrawn", "poem moved", "Snorri Sturlusonur changed", "Hávamál added", "Heimskringla changed")]
    assert order == sorted(order)
    assert {"./changes/", "./changes/1.2.0/", "./changes.atom", "./events.ics"} <= links(catalogue, "")


def test_the_changes_of_each_version_have_a_page_where_there_are_some(catalogue: Path) -> None:
    for language in ("", "ru/", "zh/"):
        assert not (catalogue / "site" / language / "changes/1.0.0").exists()
        assert {"../../books/sagas/", "../../books/poem/"} <= links(catalogue, f"{language}changes/1.1.0")
    assert said(catalogue, "changes/1.1.0").startswith("Changes Changes of version 1.1.0 1 April 2024. Since version 1.0.0: Books: 2 added, 1 changed.")
    assert "1.0.0 1 March 2024 first release" in said(catalogue, "changes")
    assert "1.2.0 1 April 2024 minor: it adds" in said(catalogue, "data")


def test_each_version_keeps_its_files_and_the_newest_is_latest(catalogue: Path) -> None:
    site = catalogue / "site"
    for version in ("1.0.0", "1.1.0", "1.2.0"):
        released = catalogue / f"dist/saga-library-{version}"
        for path in released.iterdir():
            assert (site / "v" / version / path.name).read_bytes() == path.read_bytes()
        digest = hashlib.sha256((site / f"v/{version}/datapackage/datapackage.json").read_bytes()).hexdigest()
        assert json.loads((catalogue / f"releases/{version}.json").read_text(encoding="utf-8"))["descriptor"] == f"sha256:{digest}"
        assert open_package(site / f"v/{version}/datapackage", trusted=True).descriptor["version"] == version
        sums = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=site / "v" / version, capture_output=True, check=False)
        assert sums.returncode == 0
    assert ",312," in (site / "v/1.0.0/datapackage/data/books.csv").read_text(encoding="utf-8")
    assert (site / "latest/datapackage/data/books.csv").read_bytes() == (site / "v/1.2.0/datapackage/data/books.csv").read_bytes()
    assert (site / "latest/saga-library.zip").read_bytes() == (site / "v/1.2.0/saga-library-1.2.0.zip").read_bytes()


def test_what_moves_names_what_stays_as_the_true_page(catalogue: Path) -> None:
    page = (catalogue / "site/latest/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/sagas/v/1.2.0/">' in page
    assert "../v/1.2.0/" in links(catalogue, "latest")
    sitemap = (catalogue / "site/sitemap.xml").read_text(encoding="utf-8")
    assert "https://example.org/sagas/v/1.0.0/<" in sitemap
    assert "https://example.org/sagas/changes/1.1.0/<" in sitemap
    assert "/latest/" not in sitemap


def test_versions_json_lists_every_version_and_whether_its_files_are_there(copy: Path) -> None:
    shutil.rmtree(copy / "dist/saga-library-1.1.0")
    assert run("site", "--output", "out").exit_code == 0
    told = json.loads((copy / "out/versions.json").read_text(encoding="utf-8"))
    assert (told["name"], told["latest"]) == ("saga-library", "1.2.0")
    assert [(one["version"], one["date"], one["level"], one["previous"], one["available"]) for one in told["versions"]] == [
        ("1.2.0", "2024-04-01", "minor", "1.1.0", True),
        ("1.1.0", "2024-04-01", "minor", "1.0.0", False),
        ("1.0.0", "2024-03-01", "none", None, True),
    ]
    for one in told["versions"]:
        entry = json.loads((copy / f"releases/{one['version']}.json").read_text(encoding="utf-8"))
        assert (one["descriptor"], one["rows"]) == (entry["descriptor"], sum(entry["tables"].values()))
        assert one["address"] == f"{ADDRESS}v/{one['version']}/"
        assert (copy / "out" / one["address"].removeprefix(ADDRESS)).exists() == one["available"]
    assert "not on this site" in (copy / "out/changes/index.html").read_text(encoding="utf-8")


def harm_a_file(root: Path) -> None:
    path = root / "dist/saga-library-1.1.0/CHANGES.md"
    path.write_bytes(path.read_bytes() + b"!")


def add_a_file(root: Path) -> None:
    (root / "dist/saga-library-1.1.0/more.txt").write_text("more", encoding="utf-8")


def lose_the_sums(root: Path) -> None:
    (root / "dist/saga-library-1.1.0/SHA256SUMS").unlink()


def change_the_ledger(root: Path) -> None:
    path = root / "releases/1.1.0.json"
    path.write_text(re.sub("sha256:[0-9a-f]{4}", "sha256:0000", path.read_text(encoding="utf-8")), encoding="utf-8")


def release_what_nobody_knows(root: Path) -> None:
    (root / "dist/saga-library-1.1.0").rename(root / "dist/saga-library-9.0.0")


def link_out(root: Path) -> None:
    (root / "dist/saga-library-1.1.0/passwords").symlink_to("/etc/passwd")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (harm_a_file, "saga-library-1.1.0: CHANGES.md isn't what SHA256SUMS says"),
        (add_a_file, "saga-library-1.1.0: more.txt isn't what SHA256SUMS says"),
        (lose_the_sums, "SHA256SUMS can't be read"),
        (change_the_ledger, "isn't the package that releases/1.1.0.json says was released"),
        (release_what_nobody_knows, "holds a version of which releases/ knows nothing"),
        (link_out, "passwords is a link"),
    ],
)
def test_a_folder_that_is_not_what_was_released_is_refused(copy: Path, harm, reason: str) -> None:  # type: ignore[no-untyped-def]
    harm(copy)
    result = run("site", "--output", "out")
    assert (result.exit_code, reason in result.output) == (2, True), result.output
    assert not (copy / "out").exists()


def test_what_lies_beside_releases_is_passed_over(copy: Path) -> None:
    (copy / "dist/.saga-library-3.0.0.ready").mkdir()
    (copy / "dist/other-1.0.0").mkdir()
    (copy / "dist/saga-library-notes").mkdir()
    (copy / "dist/saga-library-1.0.0.zip").write_bytes(b"")
    assert list(on_shelf(copy / "dist", "saga-library", read_ledger(Catalogue(copy)))) == ["1.0.0", "1.1.0", "1.2.0"]


def test_another_folder_of_releases_can_be_named_and_must_be_there(copy: Path) -> None:
    (copy / "dist").rename(copy / "elsewhere")
    assert run("site", "--output", "out", "--releases", "elsewhere").exit_code == 0
    assert (copy / "out/v/1.0.0/SHA256SUMS").is_file()
    assert "there is no folder nowhere" in run("site", "--output", "out", "--releases", "nowhere").output
    assert "needs the catalogue" in CliRunner().invoke(main, ["site", "--package", "datapackage", "--output", "out2", "--releases", "elsewhere"]).output


def site_of(catalogue: Path, target: Path, ledger: Ledger | None, **asked: object) -> Path:
    package = open_package(catalogue / "datapackage", trusted=True)
    make(package, target, Asked(catalogue / "site.yaml", ledger=ledger, **asked))  # type: ignore[arg-type]
    return target


def test_a_candidate_is_never_the_latest(catalogue: Path, tmp_path: Path) -> None:
    ledger = read_ledger(Catalogue(catalogue))
    candidate = replace(ledger.entries[-1], version="2.0.0-rc.1", previous="1.2.0")
    folders = on_shelf(catalogue / "dist", "saga-library", ledger)
    releases_ = {**folders, "2.0.0-rc.1": folders["1.2.0"]}
    site_of(catalogue, tmp_path / "site", Ledger((*ledger.entries, candidate), ledger.first), releases=releases_)
    told = json.loads((tmp_path / "site/versions.json").read_text(encoding="utf-8"))
    assert (told["latest"], told["versions"][0]["version"], told["versions"][0]["candidate"]) == ("1.2.0", "2.0.0-rc.1", True)
    assert "https://example.org/sagas/v/1.2.0/" in (tmp_path / "site/latest/index.html").read_text(encoding="utf-8")
    assert "2.0.0-rc.1 to be tried before its release" in " ".join(re.sub("[<>(]", " ", said(tmp_path, "changes")).split())


def test_a_long_history_has_a_page_of_its_own(catalogue: Path, tmp_path: Path) -> None:
    ledger = read_ledger(Catalogue(catalogue))
    note = (("updated", "very long " * 90),)
    many = tuple(replace(ledger.entries[2], version=f"1.{number}.0", records=(Change("sagas", "books", "changed", notes=note),)) for number in range(3, 60))
    site_of(catalogue, tmp_path / "site", Ledger((*ledger.entries, *many), ledger.first))
    assert "all 60 releases that touched it" in said(tmp_path, "books/sagas")
    assert "1.5.0" not in said(tmp_path, "books/sagas").partition("History")[2]
    assert "in the data from this version on" in said(tmp_path, "books/sagas/history")
    assert (tmp_path / "site/books/sagas/index.html").stat().st_size < 40_000
    assert not (tmp_path / "site/books/poems/history").exists()


def test_a_release_that_changed_much_is_told_on_several_pages(catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_of_changes, "PER_PAGE", 2)
    site_of(catalogue, tmp_path / "site", read_ledger(Catalogue(catalogue)))
    assert {"../../changes/1.2.0/2/", "../../changes/1.2.0/3/"} <= links(tmp_path, "changes/1.2.0")
    told = " ".join(said(tmp_path, f"changes/1.2.0/{page}") for page in ("", "2", "3"))
    assert [name for name in ("leaflet", "poem", "Heimskringla", "Hávamál", "Snorri") if name not in told] == []


def test_before_the_first_release_it_says_so(tmp_path: Path) -> None:
    catalogue = shutil.copytree(LIBRARY, tmp_path / "library")
    (catalogue / "site.yaml").write_text(releases.LAYOUT, encoding="utf-8")
    site_of(catalogue, catalogue / "site", read_ledger(Catalogue(catalogue)))
    for page in ("", "changes", "data"):
        assert "No version was released yet" in said(catalogue, page)
    assert "Not in a released version yet." in said(catalogue, "books/sagas")
    assert json.loads((catalogue / "site/versions.json").read_text(encoding="utf-8"))["versions"] == []
    assert not (catalogue / "site/changes.atom").exists()
    assert not (catalogue / "site/latest").exists()


def test_of_a_package_alone_nothing_is_said_of_releases(tmp_path: Path) -> None:
    catalogue = shutil.copytree(LIBRARY, tmp_path / "library")
    (catalogue / "site.yaml").write_text(releases.LAYOUT, encoding="utf-8")
    site_of(catalogue, catalogue / "site", None)
    assert not [name for name in ("changes", "versions.json", "changes.atom", "v", "latest") if (catalogue / "site" / name).exists()]
    assert "History" not in said(catalogue, "books/sagas")


def test_for_a_disk_links_lead_to_files(catalogue: Path, tmp_path: Path) -> None:
    site = site_of(catalogue, tmp_path / "site", read_ledger(Catalogue(catalogue)), is_for_disk=True)
    for path in sorted(site.rglob("*.html")):
        for link in re.findall(r'<(?:a|form)[^>]* (?:href|action)="([^"]*)"', path.read_text(encoding="utf-8")):
            target = urlsplit(link).path
            if not urlsplit(link).scheme and target and path.name != "404.html":
                assert (path.parent / target).is_file(), f"{path}: {link}"
    assert '<link rel="canonical" href="https://example.org/sagas/books/sagas/">' in (site / "books/sagas/index.html").read_text(encoding="utf-8")


def feed_of(catalogue: Path) -> ElementTree.Element:
    return ElementTree.parse(catalogue / "site/changes.atom").getroot()


def test_the_feed_is_one_that_readers_understand(catalogue: Path) -> None:
    read = feedparser.parse((catalogue / "site/changes.atom").read_bytes())
    assert (read.bozo, read.version, read.encoding) == (False, "atom10", "utf-8")
    assert [entry.title for entry in read.entries] == [
        "Snorri Sturlusonur: changed",
        "Hávamál: added",
        "Heimskringla: changed",
        "poem: moved",
        "leaflet: withdrawn",
        "poem: added",
        "leaflet: added",
        "Heimskringla: changed",
        "1.0.0",
    ]
    assert "Corrected: It was *miscounted* <b>twice</b>." in read.entries[7].summary
    assert read.entries[7].summary_detail.type == "text/plain"
    assert read.entries[-1].summary == "The first release; 88 rows in 25 tables."


def test_the_feed_holds_what_rfc_4287_asks_for(catalogue: Path) -> None:
    feed = feed_of(catalogue)
    assert feed.tag == f"{ATOM}feed"
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1, "4.1.1 and 4.1.2: exactly one"
        alternates = [(link.get("type"), link.get("hreflang")) for link in parent.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == len(set(alternates)) == 1, "4.1.1 and 4.1.2: no two of one type and language, and one where there is no content"
        assert datetime.fromisoformat(parent.findtext(f"{ATOM}updated", "")).tzinfo is not None, "3.3"
    assert feed.findtext(f"{ATOM}author/{ATOM}name"), "4.1.1: an author, where not all entries have one"
    ids = [one.text or "" for one in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)), "4.2.6"
    assert not [id_ for id_ in ids if not re.fullmatch(r"tag:example\.org,2024-03-01:[a-z0-9./-]+", id_)], "RFC 4151"
    times = [entry.findtext(f"{ATOM}updated", "") for entry in feed.findall(f"{ATOM}entry")]
    assert times == sorted(set(times), reverse=True), "the newest first, and no two at one time"
    assert feed.findtext(f"{ATOM}updated") == times[0]
    assert {time[:10] for time in times} == {"2024-03-01", "2024-04-01"}, "the days of the releases, and no clock"


def test_links_of_the_feed_lead_to_pages_of_the_site(catalogue: Path) -> None:
    feed = feed_of(catalogue)
    own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == ["https://example.org/sagas/changes.atom"]
    for link in feed.iter(f"{ATOM}link"):
        path = str(link.get("href")).removeprefix(ADDRESS)
        assert (catalogue / "site" / path / ("index.html" if path.endswith("/") else "")).is_file(), path
    moved = next(entry for entry in feed.findall(f"{ATOM}entry") if entry.findtext(f"{ATOM}title") == "poem: moved")
    assert [(link.get("rel"), str(link.get("href")).removeprefix(ADDRESS)) for link in moved.findall(f"{ATOM}link")] == [
        ("alternate", "books/poem/"),
        ("related", "changes/1.2.0/"),
        ("related", "books/poems/"),
        ("related", "v/1.2.0/"),
        ("predecessor-version", "v/1.1.0/"),
    ]


def test_every_page_names_the_feed_and_the_calendar(catalogue: Path) -> None:
    for page in ("", "books/sagas", "ru/changes/1.1.0"):
        html = (catalogue / "site" / page / "index.html").read_text(encoding="utf-8")
        for name, type_ in (("changes.atom", "application/atom+xml"), ("events.ics", "text/calendar")):
            link = re.search(rf'<link rel="alternate" type="{re.escape(type_)}" title="[^"]+" href="([^"]*{re.escape(name)})">', html)
            assert link is not None
            assert (catalogue / "site" / page / link[1]).resolve() == (catalogue / "site" / name).resolve()
    assert (catalogue / "site/events.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "Calendar without what has no known day" in said(catalogue, "changes")


def entry(version: str, day: str, number: int) -> Entry:
    return Entry(version, day, "0.9.0", "minor", "", "", {}, tuple(Change(f"book-{one}", "books", "added") for one in range(number)))


def test_a_release_of_very_many_records_is_one_entry_and_old_ones_fall_out() -> None:
    about = {"name": "x", "contributors": [{"title": "Nobody"}]}
    ledger = Ledger((entry("1.0.0", "2024-01-01", feeds_atom.MANY + 1), entry("1.1.0", "2024-01-01", feeds_atom.MANY), entry("1.2.0", "2024-02-01", 1)))
    read = feedparser.parse(changes(ledger, about, Addresses(ADDRESS), str))
    assert len(read.entries) == feeds_atom.MANY + 2
    assert read.entries[-1].summary.startswith("501 records changed")
    assert len({one.updated for one in read.entries}) == len(read.entries)
    more = Ledger(tuple(entry(f"1.{number}.0", "2024-01-01", feeds_atom.MANY) for number in range(4)))
    read = feedparser.parse(changes(more, about, Addresses(ADDRESS), str))
    assert len(read.entries) == feeds_atom.MOST
    assert read.entries[0].id.startswith("tag:example.org,2024-01-01:x/1.3.0/")


def test_a_feed_needs_a_release_and_an_address() -> None:
    for ledger, address in ((Ledger(), ADDRESS), (Ledger((entry("1.0.0", "2024-01-01", 1),)), "")):
        with pytest.raises(ScodataError, match="needs a release, and the address"):
            changes(ledger, {"name": "x"}, Addresses(address), str)


def test_the_site_is_the_same_on_every_run(catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(catalogue)
    assert run("site", "--output", str(tmp_path / "again")).exit_code == 0
    for path in (tmp_path / "again").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (catalogue / "site" / path.relative_to(tmp_path / "again")).read_bytes(), path


def test_every_link_of_these_pages_leads_somewhere(catalogue: Path) -> None:
    site = catalogue / "site"
    for page in ("changes", "changes/1.1.0", "v/1.0.0", "latest", "data", "zh/books/poem", "ru/v/1.1.0", "zh/latest"):
        for link in links(catalogue, page):
            if not urlsplit(link).scheme and not link.startswith("#"):
                target = site / page / urlsplit(link).path
                assert (target / "index.html" if link.endswith("/") else target).is_file(), f"{page}: {link}"
