"""The site as files: every address, every link, every source; nothing of a record runs; the same again on every run."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scodata import catalogue, pipeline
from scodata.cli import main
from scodata.origins import Supports, supports
from scodata.published import open_package
from scodata.site import machine, server, words
from scodata.site.body import body
from scodata.site.contents import Contents, survey
from scodata.site.downloads import size
from scodata.site.folding import folded, letters
from scodata.site.frame import Frame, Ground
from scodata.site.plan import KindPlan, read_plan, untranslated
from scodata.site.press import script_data
from scodata.site.words import LANGUAGES, Words

from conftest import LIBRARY, REPOSITORY, write

LAYOUT = "languages: [en, ru, zh]\naddress: https://example.org/sagas/\nrepository: https://example.org/code\nhandbook: [docs/shelves.md]\n"
PAGE = "# The shelves\n\nSee [the dictionary](../README.md), <b>bold</b> and `code`.\n"


class Read(HTMLParser):
    """What a page holds: its links, ids, scripts and elements, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.links += [value for name in ("href", "src", "action") if (value := values.get(name)) is not None]
        self.ids += [value for value in [values.get("id")] if value]
        if tag == "script":
            self.scripts.append(values)

    def handle_data(self, data: str) -> None:
        self.text += data


def run(*arguments: str, cwd: Path, code: int = 0) -> str:
    done = subprocess.run([sys.executable, "-m", "scodata", *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def sagas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's catalogue with its package, a layout, a page of a handbook, and its site."""
    root = tmp_path_factory.mktemp("sagas") / "library"
    shutil.copytree(LIBRARY, root)
    write(root, "site.yaml", LAYOUT)
    write(root, "docs/shelves.md", PAGE)
    run("site", cwd=root)
    return root


def pages(site: Path) -> Iterator[tuple[str, Read]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), Read(path.read_text(encoding="utf-8"))


def test_every_record_has_its_pages_and_its_json(sagas: Path) -> None:
    for kind, value in open_package(LIBRARY / "datapackage").records():
        for language in ("", "ru/", "zh/"):
            assert (sagas / "site" / f"{language}{kind}" / value["id"] / "index.html").is_file()
        assert json.loads((sagas / "site" / kind / f"{value['id']}.json").read_text(encoding="utf-8")) == {"kind": kind, **value}


def test_every_link_leads_to_a_file_and_every_fragment_to_an_id(sagas: Path) -> None:
    site, read = sagas / "site", dict(pages(sagas / "site"))
    for name, page in read.items():
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            target, fragment = urldefrag(urljoin(f"site://x/{name}", link))
            if name != "404.html" and target.startswith("site://x/"):
                there = unquote(target.removeprefix("site://x/").split("?")[0])
                there += "index.html" if there.endswith("/") or not there else ""
                assert (site / there).is_file(), f"{name}: {link}"
                assert not fragment or unquote(fragment) in read[there].ids, f"{name}: {link}"


def test_a_retired_id_says_so_and_leads_on(sagas: Path) -> None:
    page = Read((sagas / "site/authors/old-circle/index.html").read_text(encoding="utf-8"))
    assert "This record was moved" in page.text
    assert "Entered twice." in page.text
    assert "../../authors/reading-circle/" in page.links


def test_a_record_shows_its_facts_its_sources_and_both_readings(sagas: Path) -> None:
    page = Read((sagas / "site/books/sagas/index.html").read_text(encoding="utf-8"))
    text = " ".join(page.text.split())
    for said in ("about 1220", "not after May 2003", "The ink is older than the paper.", "preferred", "sources disagree", "Deyr fé, deyja frændr"):
        assert said in text
    assert "https://example.org/code/blob/main/records/books/sagas.yaml#L1" in page.links
    report = next(link for link in page.links if link.startswith("https://example.org/code/issues/new?"))
    assert "books/sagas" in unquote(report)
    assert "#claims/age" in page.links
    assert {"loans/summer", "claims/age", "s1"} <= set(page.ids)


def test_marks_lead_to_the_sources_that_the_package_gives_for_each_cell() -> None:
    package = open_package(REPOSITORY / "datapackage", trusted=True)
    cells: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for table, key, column, source, _, locator in package.rows("cell_sources"):
        if table in package.layout.shapes:
            cells[key, column].add((source, locator))
    plan = KindPlan((), (), (), (), "", {})
    compared = 0
    for kind, value in package.records():
        if "redirect" in value:
            continue
        told = body(package.layout.shapes[kind], value, plan, {})
        named = {cited.number: cited for cited in told.cited}
        for (name, shape), fact in ((pair, fact) for pair in package.layout.shapes[kind].properties for fact in told.facts if fact.title == pair[1].title):
            if shape.form == "scalar" and name in value:
                column = f"{name}_id" if shape.reference[0] else name
                expected = cells[value["id"], column]
                assert {_place(named, mark) for mark in fact.marks} == expected, (value["id"], name)
                compared += len(expected)
    assert compared > 1000


def test_marks_of_items_say_no_more_than_the_citations_do() -> None:
    package = open_package(REPOSITORY / "datapackage", trusted=True)
    plan = KindPlan((), (), (), (), "", {})
    compared = 0
    for kind, value in package.records():
        if "redirect" in value:
            continue
        root = package.layout.shapes[kind]
        cited = Supports(supports(root, value))
        told = body(root, value, plan, {})
        named = {one.number: one for one in told.cited}
        for part, item in ((one, item) for one in told.parts for item in one.items):
            shape = root.named[part.anchor]
            key = item.anchor.split("/")[-1]
            if shape.form == "map" and shape.items is not None and shape.items.form == "object":
                for name, inner in shape.items.properties:
                    facts = [fact for fact in item.facts if fact.title == inner.title]
                    if inner.form == "scalar" and name in value[part.anchor][key] and len(facts) == 1:
                        shown = facts[0].marks or (item.marks if item.alike else ()) or part.marks
                        expected = {(one.source, one.locator) for one in cited.nearest((part.anchor, key, name))}
                        assert {_place(named, mark) for mark in shown} == expected, (value["id"], item.anchor, name)
                        assert not facts[0].bare or not expected
                        compared += 1
    assert compared > 3000


def _place(named: dict, mark: str) -> tuple[str, str]:  # type: ignore[type-arg]
    number, letter = re.fullmatch(r"(\d+)([a-z]*)", mark).groups()  # type: ignore[union-attr]
    cited = named[int(number)]
    return cited.id, cited.locators[ord(letter) - 97 if letter else 0]


def test_each_page_has_a_language_a_policy_and_its_counterparts(sagas: Path) -> None:
    for name, page in pages(sagas / "site"):
        language = name.split("/")[0] if name.split("/")[0] in ("ru", "zh") else "en"
        assert ("html", "lang", language) in page.attributes
        policy = next(value for tag, attribute, value in page.attributes if tag == "meta" and attribute == "content" and "default-src" in value)
        assert "'none'" in policy
        assert "unsafe" not in policy
        assert not [1 for _, attribute, _ in page.attributes if attribute == "style" or attribute.startswith("on")]
        if not name.endswith("404.html"):
            assert {value for tag, attribute, value in page.attributes if tag == "link" and attribute == "hreflang"} == {"en", "ru", "zh", "x-default"}


def test_json_ld_and_signposting_say_what_a_page_is(sagas: Path) -> None:
    text = (sagas / "site/index.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])  # type: ignore[index]
    assert data["@type"] == "Dataset"
    assert data["version"] == "2.1.0"
    assert data["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    for one in data["distribution"]:
        file = sagas / "site" / one["contentUrl"].removeprefix("https://example.org/sagas/")
        assert one["contentSize"] == f"{file.stat().st_size} B"
    page = Read(text)
    rels = {value for tag, attribute, value in page.attributes if tag == "link" and attribute == "rel"}
    assert {"cite-as", "type", "license", "item", "describedby", "canonical"} <= rels
    assert {"DC.title", "DC.identifier", "DC.creator", "DC.date", "DC.rights"} <= {
        value for tag, attribute, value in page.attributes if tag == "meta" and attribute == "name"
    }


def test_the_sitemap_names_each_page_once(sagas: Path) -> None:
    places = re.findall("<loc>(.*?)</loc>", (sagas / "site/sitemap.xml").read_text(encoding="utf-8"))
    assert len(places) == len(set(places))
    for place in places:
        assert (sagas / "site" / place.removeprefix("https://example.org/sagas/") / "index.html").is_file(), place
    assert "https://example.org/sagas/ru/books/sagas/" in places
    assert "Sitemap: https://example.org/sagas/sitemap.xml" in (sagas / "site/robots.txt").read_text(encoding="utf-8")


def test_a_sitemap_too_large_for_one_file_becomes_several(sagas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = open_package(sagas / "datapackage")
    plan, _ = read_plan(package, sagas / "site.yaml")
    assert plan is not None
    monkeypatch.setattr(machine, "MOST_PLACES", 4)
    made = dict(machine.sitemaps(Ground(package, plan, Contents(plan)), ["", "books/", "books/sagas/"]))
    assert list(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert re.findall("<sitemap><loc>(.*?)</loc>", made["sitemap.xml"]) == [f"https://example.org/sagas/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert sum(text.count("<url>") for text in made.values()) == 9


HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "<!--<script>",
    "]]>&lt;&amp;",
    "../../etc/passwd",
    "${alert(1)}`",
]


def test_nothing_of_a_record_runs(library: Path, tmp_path: Path) -> None:
    write(library, "site.yaml", "languages: [en, ru]\nkinds:\n  books:\n    columns: [title, keywords]\n    filters: [keywords]\n")
    for number, text in enumerate(HOSTILE):
        said = json.dumps(text)
        write(library, f"records/books/hostile-{number}.yaml", f"id: hostile-{number}\ntitle: {{is: {said}}}\ntype: saga\nkeywords: [{said}]\npart_of: sagas\n")
    built = pipeline.build(catalogue.Catalogue(library))
    assert built.verdict.is_clean, built.verdict.problems
    run("site", "--output", str(tmp_path / "site"), cwd=library)
    for name, page in pages(tmp_path / "site"):
        for script in page.scripts:
            assert script.get("type") == "application/ld+json" or (script.get("src") or "").endswith(".js"), name
        assert not [value for _, attribute, value in page.attributes if attribute in ("href", "src", "action") and value.lower().startswith("javascript")]
        assert not [attribute for _, attribute, _ in page.attributes if attribute.startswith("on")], name
        assert not [tag for tag, _, _ in page.attributes if tag == "img"], name
    for number, text in enumerate(HOSTILE):
        page = Read((tmp_path / f"site/books/hostile-{number}/index.html").read_text(encoding="utf-8"))
        assert page.text.count(text) >= 2
    index = (tmp_path / "site/books/rows.js").read_text(encoding="utf-8")
    assert json.loads(index.split(".table=", 1)[1].rstrip(";\n"))["rows"]


def test_the_same_again_whatever_the_number_of_processes(sagas: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from scodata.published import open_package; from scodata import site; from scodata.site import build\n"
        "from scodata.ledger import Ledger; build.ENOUGH = int(sys.argv[2]); build.CHUNK = 2\n"
        "site.make(open_package(Path('datapackage')), Path(sys.argv[1]), site.Asked(Path('site.yaml'), ledger=Ledger()))"
    )
    for name, enough in (("one", "1"), ("other", "9999")):
        environment = {"PYTHONHASHSEED": enough, "LC_ALL": "C", "TZ": "Asia/Tashkent"}
        subprocess.run([sys.executable, "-c", program, str(tmp_path / name), enough], cwd=sagas, env=environment, check=True)
    files = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()}
    assert files == {path.relative_to(sagas / "site") for path in (sagas / "site").rglob("*") if path.is_file()}
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes() == (sagas / "site" / file).read_bytes(), file


@pytest.mark.parametrize(
    ("layout", "place", "said"),
    [
        ("kinds:\n  boks: {}\n", "2:3", "there is no kind `boks`"),
        ("kinds:\n  books:\n    columns: [written, autor]\n", "3:24", "there is no property `autor` here"),
        ("kinds:\n  books:\n    filters: [loans/whom]\n", "3:15", "there is no property `whom` here"),
        ("handbook: [docs/none.md]\n", "1:12", "there is no file docs/none.md"),
        ("pictures:\n  network: {table: readers, one: x, other: y, weight: z}\n", "2:34", "`readers` has no column `x`"),
        ("pictures:\n  periods: [books]\n", "2:13", "there is no table whose rows hold for a time `books`"),
        ("colour: red\n", "1:1", "colour"),
        ("links:\n  isbn: ftp://x/{value}\n", "2:9", ""),
    ],
)
def test_a_layout_that_asks_for_what_is_not_there_is_a_problem_at_its_place(library: Path, layout: str, place: str, said: str) -> None:
    shutil.copytree(LIBRARY / "datapackage", library / "datapackage")
    write(library, "site.yaml", layout)
    printed = run("site", cwd=library, code=1)
    assert f"site.yaml:{place}" in printed
    assert said in printed
    assert not (library / "site").exists()


def test_a_folder_of_somebody_elses_is_not_replaced(sagas: Path, tmp_path: Path) -> None:
    write(tmp_path, "precious/notes.txt", "mine")
    assert "won't replace" in run("site", "--output", str(tmp_path / "precious"), cwd=sagas, code=2)
    assert "holds, or lies in" in run("site", "--output", "records/site", cwd=sagas, code=2)
    assert (tmp_path / "precious/notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_site_of_anybodys_package_needs_no_catalogue(tmp_path: Path) -> None:
    shutil.copytree(LIBRARY / "datapackage", tmp_path / "package")
    descriptor = tmp_path / "package" / "datapackage.json"
    said = json.loads(descriptor.read_text(encoding="utf-8"))
    del said["homepage"]
    descriptor.write_text(json.dumps(said), encoding="utf-8")
    assert "say where to write" in run("site", "--package", "package", cwd=tmp_path, code=2)
    write(tmp_path, "extra/books.parquet", "PAR1")
    run("site", "--package", "package", "--output", "out", "--files", "extra", cwd=tmp_path)
    front = Read((tmp_path / "out/index.html").read_text(encoding="utf-8"))
    assert "./downloads/books.parquet" in front.links
    assert not (tmp_path / "out/sitemap.xml").exists()


def test_what_refers_to_a_record_says_when_and_as_what_and_borrows_no_date() -> None:
    package = open_package(REPOSITORY / "datapackage", trusted=True)
    plan, _ = read_plan(package, REPOSITORY / "site.yaml")
    assert plan is not None
    frame = Frame(Ground(package, plan, survey(package, plan)), "en", 2)

    def said(of: str, source: str) -> list[str]:
        return [" ".join(Read(frame.mention(one)).text.split()) for one in frame.ground.contents.mentions[of] if one.source == source]

    assert said("rashid-alimov", "sco-unodc-joint-event-2018")[0].endswith("12 March 2018 — Spoke")
    assert "India Member, 9 June 2017" in said("sco", "india")
    assert said("chs-2022", "kuwait") == ["Kuwait Decision taken, 16 September 2022"]
    assert said("accession-memorandum-iran-2022", "iran") == ["Iran Memorandum signed, 15 September 2022"]


def test_the_frames_have_the_same_words_with_the_same_gaps() -> None:
    said = {language: words._read(language) for language in LANGUAGES}
    gaps = {language: {key: sorted(set(re.findall(r"{\w+}", str(text)))) for key, text in known.items()} for language, known in said.items()}
    assert gaps["en"] == gaps["ru"] == gaps["zh"]
    used = "".join(path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "src/scodata/site").rglob("*")) if path.suffix in (".py", ".html"))
    assert not [key for key in said["en"] if key not in used and not re.match("months|date_|retired_|language|change_|note_|level_", key)]


@pytest.mark.parametrize(
    ("written", "english", "russian", "chinese"),
    [
        ("2011-06-14", "14 June 2011", "14 июня 2011", "2011年6月14日"),
        ("2011-06", "June 2011", "июнь 2011", "2011年6月"),
        ("2011~", "about 2011", "около 2011", "约2011年"),
        ("2011?", "2011 (uncertain)", "2011 (не точно)", "2011年(不确定)"),
        ("[..2022-07-14]", "not after 14 July 2022", "не позднее 14 июля 2022", "不晚于2022年7月14日"),
        ("[2011..2011-07]", "2011, not after July", "2011, не позднее июля", "2011年,不晚于7月"),
        ("[2016..2018]", "between 2016 and 2018", "не ранее 2016 и не позднее 2018", "2016年至2018年之间"),
        ("[2017-06-08..2017-06-09]", "between 8 and 9 June 2017", "между 8 и 9 июня 2017", "2017年6月8日至9日之间"),
        ("[2016-05..]", "not before May 2016", "не ранее мая 2016", "不早于2016年5月"),
        ("soon", "soon", "soon", "soon"),
    ],
)
def test_a_date_is_said_as_it_is_known(written: str, english: str, russian: str, chinese: str) -> None:
    assert [Words(language).date(written) for language in ("en", "ru", "zh")] == [english, russian, chinese]


def test_days_of_one_month_name_it_once() -> None:
    assert Words("en").span("2022-09-15", "2022-09-16") == "15–16 September 2022"
    assert Words("en").span("2022-08-31", "2022-09-01") == "31 August 2022 – 1 September 2022"
    assert Words("en").span("", "2022") == "until 2022"
    assert Words("en").span("", "") == ""


@pytest.mark.parametrize(("bytes_", "said"), [(0, "0 B"), (999, "999 B"), (1500, "2 kB"), (94_400, "94 kB"), (4_138_965, "4 MB")])
def test_sizes_are_said_in_units_of_si(bytes_: int, said: str) -> None:
    assert size(bytes_) == said


@pytest.mark.parametrize(
    "names", [("Tashkent", "Ташкент"), ("Vladimir Norov", "Владимир Норов"), ("Shanghai", "上海"), ("Türkiye", "Turkiye"), ("Zhang Ming", "Чжан Мин")]
)
def test_one_name_in_two_scripts_is_found_by_either(names: tuple[str, str]) -> None:
    one, other = (folded(name) for name in names)
    assert one == other or names[0] == "Zhang Ming"


@given(st.text())
def test_what_is_folded_stays_so_and_is_plain(text: str) -> None:
    assert re.fullmatch("[a-z0-9 ]*", folded(text))
    assert set(letters(text)) >= {letter for letter in text if letter > "~"}


@pytest.fixture
def listening(sagas: Path) -> Iterator[str]:
    with server.server(lambda: sagas / "site", 0) as one:
        thread = Thread(target=one.serve_forever, daemon=True)
        thread.start()
        assert one.server_address[0] == "127.0.0.1"
        yield f"http://127.0.0.1:{one.server_address[1]}"
        one.shutdown()


def asked(address: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_server_gives_the_site_and_nothing_else(listening: str, sagas: Path) -> None:
    assert "Heimskringla" in asked(f"{listening}/books/sagas/")[1]
    assert "Heimskringla" in asked(f"{listening}/books/sagas")[1]
    assert asked(f"{listening}/assets/site.css")[0] == 200
    for path in (
        "/../scodata.yaml",
        "/%2e%2e/scodata.yaml",
        "/books/..%2f..%2fscodata.yaml",
        "/.nojekyll",
        "//etc/passwd",
        "/books/%00",
        "/..\\scodata.yaml",
        "/none",
    ):
        assert asked(f"{listening}{path}")[0] == 404, path
    (sagas / "site" / "out").symlink_to(sagas / "scodata.yaml")
    assert asked(f"{listening}/out")[0] == 404
    (sagas / "site" / "out").unlink()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1:1", "", "[::1].evil"])
def test_the_server_answers_for_this_machine_alone(listening: str, host: str) -> None:
    assert asked(f"{listening}/", Host=host)[0] == 421


def test_serve_makes_the_site_again_when_a_record_changes(library: Path) -> None:
    command = [sys.executable, "-u", "-m", "scodata", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=library, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline(), process.stdout.readline()]
            address = re.search(r"http://localhost:\d+/", "".join(lines))[0]  # type: ignore[index]
            path = library / "records/books/sagas.yaml"
            path.write_text(path.read_text(encoding="utf-8").replace("is: Heimskringla", "is: Heimskringla hin nýja"), encoding="utf-8")
            assert process.stdout.readline().startswith("made ")
            assert "Heimskringla hin nýja" in asked(f"{address}books/sagas/")[1]
            path.write_text("id: sagas\n", encoding="utf-8")
            told = ""
            while "as it was" not in told:
                told = process.stdout.readline()
            assert "Heimskringla hin nýja" in asked(f"{address}books/sagas/")[1]
        finally:
            process.terminate()


def test_help_names_the_commands() -> None:
    assert {"site", "serve"} <= set(main.commands)
    assert "Example" in CliRunner().invoke(main, ["serve", "--help"]).output


def test_many_references_stand_on_pages_of_their_own(library: Path, tmp_path: Path) -> None:
    for number in range(600):
        write(library, f"records/books/copy-{number}.yaml", f"id: copy-{number}\ntitle: {{is: Copy {number}}}\ntype: saga\nauthor: snorri\n")
    assert pipeline.build(catalogue.Catalogue(library)).tables
    started = time.perf_counter()
    run("site", "--output", str(tmp_path / "site"), cwd=library)
    assert time.perf_counter() - started < 60
    page = tmp_path / "site/authors/snorri"
    assert (page / "index.html").stat().st_size < 40_000
    shown = Read((page / "references/index.html").read_text(encoding="utf-8"))
    assert len([link for link in shown.links if re.search("/(books|authors)/[a-z][^/]*/$", link)]) == 500 + len(["the record itself"])
    assert (page / "references/2/index.html").is_file()
    assert (tmp_path / "site/books/4/index.html").is_file()


def test_the_titles_of_our_schemas_are_said_in_every_language_of_the_site() -> None:
    package = open_package(REPOSITORY / "datapackage", trusted=True)
    plan, problems = read_plan(package, REPOSITORY / "site.yaml")
    assert plan is not None, problems
    assert set(plan.translations) == {"ru", "zh"}
    assert untranslated(package, plan) == {}


def test_titles_that_the_layout_forgets_are_said(library: Path) -> None:
    shutil.copytree(LIBRARY / "datapackage", library / "datapackage")
    write(library, "site.yaml", "languages: [en, ru]\ntranslations:\n  ru: {Books: Книги, Authors: Авторы}\n")
    printed = run("site", cwd=library)
    assert re.search(r"in ru, titles of the schemas are in English, since site.yaml doesn't translate them: Id, Title, .* and \d+ more", printed)
    assert "Books" not in printed


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("reading-circle", "../../../reading-circle", "can't be part of an address"),
        ("reading-circle", "reading circle", "can't be part of an address"),
        ("saga-library", "../../saga-library", "hasn't the form"),
    ],
)
def test_a_package_can_write_nothing_elsewhere(tmp_path: Path, good: str, bad: str, said: str) -> None:
    shutil.copytree(LIBRARY / "datapackage", tmp_path / "package")
    for path in [*(tmp_path / "package/data").glob("*.csv"), tmp_path / "package/datapackage.json"]:
        path.write_text(path.read_text(encoding="utf-8").replace(good, bad), encoding="utf-8")
    descriptor = json.loads((tmp_path / "package/datapackage.json").read_text(encoding="utf-8"))
    for one in descriptor["resources"]:
        data = (tmp_path / "package" / one["path"]).read_bytes()
        one.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
    write(tmp_path, "package/datapackage.json", json.dumps(descriptor))
    printed = run("site", "--package", "package", "--output", "in/here", cwd=tmp_path, code=2)
    assert said in printed
    assert {path.name for path in tmp_path.iterdir()} <= {"package", "in"}
    assert not [path for path in (tmp_path / "in").rglob("*") if path.is_file()]


def test_what_is_lost_leads_home_from_any_depth(sagas: Path) -> None:
    links = Read((sagas / "site/ru/404.html").read_text(encoding="utf-8")).links
    assert "/sagas/ru/books/" in links
    assert "/sagas/assets/site.css" in links


def test_feeds_and_calendars_among_the_files_can_be_followed(sagas: Path, tmp_path: Path) -> None:
    write(tmp_path, "dist/changes.atom", "<feed/>")
    run("site", "--files", str(tmp_path / "dist"), "--output", str(tmp_path / "out"), cwd=sagas)
    front = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" href="./downloads/changes.atom" type="application/atom+xml">' in front


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_nothing_in_a_script_element_can_end_it(value: object) -> None:
    text = str(script_data(value))
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value
