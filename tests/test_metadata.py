"""Metadata out of a package: what each standard's file says, held against schemas, and what `scodata.yaml` has to do with it.

The validators that are too heavy for this environment are in heavy/test_standards.py.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scodata import catalogue, checking
from scodata.documents import as_yaml, parse_json, read
from scodata.metadata import FORMATS, Distribution, citation, csvw, dcat, schema_org, script, zenodo
from scodata.package.descriptor import as_text, descriptor
from scodata.problems import ScodataError
from scodata.published import Package, open_package
from scodata.schemas import lint, own
from scodata.schemas.load import read_schemas

from conftest import LIBRARY, REPOSITORY, TESTS, write

BIN = Path(sys.executable).parent
UPDATE = bool(os.environ.get("UPDATE_DOCS"))
PAGE = REPOSITORY / "docs" / "metadata.md"
FILES = ["schema-org.jsonld", "dcat.jsonld", "csvw-metadata.json", "CITATION.cff", ".zenodo.json"]
NAMES = dict(zip(FORMATS, FILES, strict=True))
Json = dict[str, Any]


COMPLETE = open_package(LIBRARY / "datapackage")


@pytest.fixture
def complete() -> Package:
    """The library, which says all that can be said."""
    return COMPLETE


@pytest.fixture(scope="module")
def real() -> Package:
    """The real catalogue, which has no address and no DOI yet."""
    return open_package(REPOSITORY / "datapackage", trusted=True)


def saying(folder: Path, change: Callable[[Json], None]) -> Package:
    """The library's package in a folder, with a changed descriptor."""
    if not folder.exists():
        shutil.copytree(LIBRARY / "datapackage", folder)
    said = json.loads((LIBRARY / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    change(said)
    write(folder, "datapackage.json", as_text(said))
    return open_package(folder)


def without(*names: str) -> Callable[[Json], None]:
    """A change that takes properties away."""

    def change(said: Json) -> None:
        for name in names:
            del said[name]

    return change


def objections(schema: str, value: Json) -> list[str]:
    """What a schema of `standards` finds wrong, as places and messages."""
    judge = Draft202012Validator(json.loads((TESTS / "standards" / schema).read_text(encoding="utf-8")))
    return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(value)]


def test_every_word_writes_its_file_and_nothing_else(complete: Package, tmp_path: Path) -> None:
    for word, name in NAMES.items():
        assert FORMATS[word](complete, tmp_path) == [tmp_path / name]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_a_folder_and_a_zip_hash_seed_locale_and_time_zone_give_equal_files(tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "package"), "zip", LIBRARY / "datapackage")
    code = (
        "import sys; from pathlib import Path; from scodata.published import open_package; from scodata.metadata import FORMATS\n"
        "for write in FORMATS.values(): write(open_package(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    made = []
    for source, seed in ((LIBRARY / "datapackage", "1"), (tmp_path / "package.zip", "2")):
        target = tmp_path / seed
        target.mkdir()
        environment = {"PYTHONHASHSEED": seed, "TZ": "America/Lima", "LC_ALL": "C"}
        subprocess.run([sys.executable, "-c", code, str(source), str(target)], env=environment, check=True)
        made.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == len(FILES)


def test_a_folder_that_cannot_be_written_is_one_sentence(complete: Package, tmp_path: Path) -> None:
    with pytest.raises(ScodataError, match=r"can't write .*dcat\.jsonld: no such file or directory"):
        FORMATS["dcat"](complete, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("licenses"), "licenses"),
        (without("contributors"), "contributors"),
        (without("version"), "version"),
        (lambda said: said.update(created="2024"), "2024"),
        (lambda said: said.update(keywords="sagas"), "sagas"),
        (lambda said: said.update(homepage="javascript:alert(1)"), "javascript"),
        (lambda said: said.update(temporal={"start": "long ago"}), "long ago"),
        (lambda said: said["contributors"].append({"name": "nobody"}), "title"),
        (lambda said: said["contributors"][0].update(roles="author"), "author"),
        (lambda said: said["licenses"][0].update(path="licence.txt"), "licence.txt"),
    ],
)
@pytest.mark.parametrize("word", FORMATS)
def test_a_descriptor_that_says_too_little_or_in_another_shape_is_refused_with_its_place(
    word: str, change: Callable[[Json], None], message: str, tmp_path: Path
) -> None:
    package = saying(tmp_path / "package", change)
    with pytest.raises(ScodataError, match=rf"datapackage.json:[0-9]+:[0-9]+: .*{re.escape(message)}.*, so no metadata can be made of this package"):
        FORMATS[word](package, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


SAYING = sorted(set(own().files["described.json"].value["properties"]) - {"resources"})
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "en", "author", "2024-02-29", "https://example.org/"]) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "path", "name", "roles", "start", "end", "orcid"]), inner, max_size=4)
    ),
)


@settings(max_examples=200, deadline=None)
@example({"version": None})
@example({"contributors": "\U00010000"})
@given(st.dictionaries(st.sampled_from(SAYING), ANYTHING, min_size=1, max_size=3))
def test_whatever_a_descriptor_says_metadata_are_made_of_it_or_refused_in_a_sentence(changed: Json) -> None:
    document, _ = parse_json(json.dumps({**COMPLETE.descriptor, **changed}).encode(), "datapackage.json")
    assert document is not None
    package = replace(COMPLETE, document=document)
    with suppress(ScodataError):
        for make in (schema_org, dcat, csvw, citation, zenodo):
            text = as_yaml(make(package))
            assert as_yaml(yaml.safe_load(text)) == text


def test_what_is_not_known_is_not_written(tmp_path: Path) -> None:
    unknown = ("id", "versionOf", "homepage", "repository", "download", "issued", "spatial", "temporal", "sources", "publications", "themes", "frequency")
    package = saying(tmp_path / "package", without(*unknown, "languages", "keywords"))
    for make in (schema_org, dcat, csvw, citation, zenodo):
        text = json.dumps(make(package))
        assert "library.example.org/sagas" not in text
        assert "doi" not in text
        for nothing in ('""', "null,", "[]", "{}", "None"):
            assert nothing not in text.replace('"null": ""', "")


# schema.org


def test_the_complete_catalogue_has_all_that_google_requires_and_recommends(complete: Package) -> None:
    dataset = schema_org(complete)
    assert objections("google-dataset.json", dataset) == []
    recommended = json.loads((TESTS / "standards" / "google-dataset.json").read_text(encoding="utf-8"))["$defs"]["recommended"]["required"]
    assert set(recommended) <= set(dataset)


def test_the_real_catalogue_lacks_only_where_its_files_can_be_fetched(real: Package) -> None:
    found = objections("google-dataset.json", schema_org(real))
    assert found == [f"$.distribution[{number}]: 'contentUrl' is a required property" for number in range(len(real.tables))]


def test_with_an_address_for_downloads_the_real_catalogue_lacks_nothing(real: Package) -> None:
    document, _ = parse_json(json.dumps({**real.descriptor, "download": "https://example.org/catalogue/1/"}).encode(), "datapackage.json")
    assert document is not None
    assert objections("google-dataset.json", schema_org(replace(real, document=document))) == []


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (lambda dataset: dataset.pop("name"), "$: 'name'"),
        (lambda dataset: dataset.update(description="Too short."), "$.description"),
        (lambda dataset: dataset.update({"@type": "DataSet"}), "$['@type']"),
        (lambda dataset: dataset.update(temporalCoverage="since 1996"), "$.temporalCoverage"),
        (lambda dataset: dataset.update(license="CC0-1.0"), "$.license"),
        (lambda dataset: dataset["distribution"][0].pop("contentUrl"), "$.distribution[0]"),
        (lambda dataset: dataset["distribution"][1].update(encodingFormat="CSV"), "$.distribution[1].encodingFormat"),
        (lambda dataset: dataset["creator"][0].update({"@type": "Group"}), "$.creator[0]['@type']"),
    ],
)
def test_the_schema_objects_to_a_damaged_dataset(damage: Callable[[Json], object], place: str, complete: Package) -> None:
    dataset = schema_org(complete)
    damage(dataset)
    (found,) = objections("google-dataset.json", dataset)
    assert found.startswith(place)


def test_each_table_is_a_download_with_the_size_and_hash_of_its_file(complete: Package) -> None:
    import hashlib

    for table, download in zip(complete.tables, schema_org(complete)["distribution"], strict=True):
        data = (LIBRARY / "datapackage" / "data" / f"{table}.csv").read_bytes()
        assert download["contentUrl"] == f"https://library.example.org/sagas/v/2.1.0/data/{table}.csv"
        assert (download["contentSize"], download["sha256"]) == (f"{len(data)} B", hashlib.sha256(data).hexdigest())


def test_other_files_in_which_the_data_can_be_had_are_downloads_too(complete: Package, tmp_path: Path) -> None:
    file = Distribution("sagas 1.xlsx", 9, "ab" * 32, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    FORMATS["schema-org"](complete, tmp_path, [file])
    FORMATS["dcat"](complete, tmp_path, files=[file])
    download = json.loads((tmp_path / "schema-org.jsonld").read_text(encoding="utf-8"))["distribution"][-1]
    assert download["contentUrl"] == "https://library.example.org/sagas/v/2.1.0/sagas%201.xlsx"
    assert "conformsTo" not in download
    distribution = json.loads((tmp_path / "dcat.jsonld").read_text(encoding="utf-8"))["dcat:distribution"][-1]
    assert distribution["dct:format"]["@id"].endswith("/file-type/XLSX")
    assert distribution["dcat:byteSize"]["@value"] == "9"


class Scripts(HTMLParser):
    """Reads a page as a browser does, and keeps the text of its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.open = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open = tag == "script"
        self.found += [""] * self.open

    def handle_endtag(self, tag: str) -> None:
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[-1] += data


def test_no_text_ends_the_script_that_it_stands_in(tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><!-- <script> " + "x" * 50
    dataset = schema_org(saying(tmp_path / "package", lambda said: said.update(description=evil)))
    page = Scripts()
    page.feed(f"<html><head>{script(dataset)}</head><body>text</body></html>")
    (text,) = page.found
    assert "<!--" not in text
    assert json.loads(text) == dataset


# DCAT-AP


def test_a_distribution_leads_to_the_page_where_no_download_is_known_and_without_a_page_there_is_none(tmp_path: Path) -> None:
    first = dcat(saying(tmp_path / "package", without("download")))["dcat:distribution"][0]
    assert first["dcat:accessURL"]["@id"] == "https://library.example.org/sagas"
    assert "dcat:downloadURL" not in first
    repository = dcat(saying(tmp_path / "package", without("download", "homepage")))["dcat:distribution"][0]
    assert repository["dcat:accessURL"]["@id"] == "https://library.example.org/sagas.git"
    assert "dcat:distribution" not in dcat(saying(tmp_path / "package", without("download", "homepage", "repository")))


def test_dates_have_the_type_of_as_much_of_them_as_is_stated(tmp_path: Path) -> None:
    def period(**dates: str) -> Json:
        return dict(dcat(saying(tmp_path / "package", lambda said: said.update(temporal=dates)))["dct:temporal"])

    assert period(start="1220", end="2024-02")["dcat:startDate"]["@type"] == "xsd:gYear"
    assert period(start="1220", end="2024-02")["dcat:endDate"]["@type"] == "xsd:gYearMonth"
    assert period(start="1996-04-26") == {"@type": "dct:PeriodOfTime", "dcat:startDate": {"@value": "1996-04-26", "@type": "xsd:date"}}


def test_the_classes_of_who_is_who(complete: Package) -> None:
    said = dcat(complete)
    assert [agent["@type"][1] for agent in said["dct:creator"]] == ["foaf:Organization", "foaf:Person"]
    assert said["dcat:contactPoint"][0]["vcard:hasEmail"] == {"@id": "mailto:sagas@library.example.org"}
    assert said["dct:publisher"]["foaf:name"] == "Friends of the reading room"


def test_where_nobody_is_called_an_author_all_are(tmp_path: Path) -> None:
    people = [{"title": "One"}, {"title": "Two", "roles": ["publisher"]}]
    package = saying(tmp_path / "package", lambda said: said.update(contributors=people))
    assert [author["name"] for author in citation(package)["authors"]] == ["One", "Two"]
    assert [author["name"] for author in zenodo(package)["creators"]] == ["One", "Two"]


# CITATION.cff


def cff(path: Path) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.citation-file-format", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("source", [LIBRARY, REPOSITORY], ids=["library", "real"])
def test_the_citation_is_valid(source: Path, tmp_path: Path) -> None:
    (path,) = FORMATS["citation"](open_package(source / "datapackage", trusted=True), tmp_path)
    done = cff(path)
    assert done.returncode == 0, done.stdout
    said, manifest = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (path, source / "scodata.yaml"))
    assert (said["title"], said["version"], said["abstract"]) == (manifest["title"], manifest["version"], manifest["description"])
    assert said["date-released"] == str(manifest["date"]), "a text, which no reader of YAML takes for another type"


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("date-released: '2024-02-29'", "date-released: 29 February", "date-released"),
        ("doi: 10.5555/sagas.2.1.0", "doi: sagas", "doi"),
        ("license: CC0-1.0", "license: free", "license"),
        ("authors:", "writers:", "authors"),
        ("orcid: https://orcid.org/0000-0002-1825-0097", "orcid: 0000", "authors"),
        ("type: dataset", "type: books", "type"),
    ],
)
def test_the_validator_objects_to_a_damaged_citation(good: str, bad: str, said: str, complete: Package, tmp_path: Path) -> None:
    (path,) = FORMATS["citation"](complete, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    done = cff(path)
    assert done.returncode == 1
    assert said in done.stdout


# .zenodo.json


def test_the_deposit_is_as_zenodo_asks(complete: Package, real: Package) -> None:
    for package in (complete, real):
        assert objections("zenodo-deposit.json", zenodo(package)) == []


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (lambda deposit: deposit.pop("creators"), "$: 'creators'"),
        (lambda deposit: deposit.update(publication_date="2024"), "$.publication_date"),
        (lambda deposit: deposit.update(license="CC0-1.0"), "$.license"),
        (lambda deposit: deposit.update(description="<script>alert(1)</script>"), "$.description"),
        (lambda deposit: deposit["contributors"][0].update(type="funder"), "$.contributors[0].type"),
        (lambda deposit: deposit["related_identifiers"][0].update(relation="isHomepageOf"), "$.related_identifiers[0].relation"),
        (lambda deposit: deposit.update(homepage="https://library.example.org"), "$: Additional properties"),
    ],
)
def test_the_schema_objects_to_a_damaged_deposit(damage: Callable[[Json], object], place: str, complete: Package) -> None:
    deposit = zenodo(complete)
    damage(deposit)
    (found,) = objections("zenodo-deposit.json", deposit)
    assert found.startswith(place)


@pytest.mark.parametrize(("doi", "written"), [("10.5281/zenodo.1", False), ("10.5072/zenodo.1", False), ("10.5555/1", True), ("10.52810/1", True)])
def test_zenodo_is_told_of_a_doi_only_where_it_did_not_give_it(doi: str, written: bool, tmp_path: Path) -> None:
    package = saying(tmp_path / "package", lambda said: said.update(id=f"https://doi.org/{doi}"))
    assert ("doi" in zenodo(package)) == written
    assert citation(package)["doi"] == doi


def test_an_id_that_is_no_doi_is_passed_over(tmp_path: Path) -> None:
    package = saying(tmp_path / "package", lambda said: said.update(id="b03ec84-77fd-4270-813b-0c698943f7ce"))
    assert "doi" not in citation(package)
    assert schema_org(package)["@id"] == "https://library.example.org/sagas"


def test_markup_in_a_description_is_text(tmp_path: Path) -> None:
    package = saying(tmp_path / "package", lambda said: said.update(description="a < b & c\n\n<b>d</b>"))
    assert zenodo(package)["description"] == "<p>a &lt; b &amp; c</p><p>&lt;b&gt;d&lt;/b&gt;</p>"


# CSVW


def test_every_column_and_key_of_the_descriptor_stands_in_csvw(real: Package) -> None:
    tables = {table["url"]: table["tableSchema"] for table in csvw(real)["tables"]}
    for resource in real.descriptor["resources"]:
        schema, ours = resource["schema"], tables[resource["path"]]
        assert [column["name"] for column in ours["columns"]] == [field["name"] for field in schema["fields"]]
        assert ours["primaryKey"] == schema["primaryKey"]
        assert len(ours.get("foreignKeys", ())) == len(schema.get("foreignKeys", ()))
        for column, field in zip(ours["columns"], schema["fields"], strict=True):
            assert column["datatype"]["base"] == field["type"]
            assert column["titles"][0] == field["name"], "the text of the header comes first"
            assert column.get("required", False) == field.get("constraints", {}).get("required", False)


def test_a_list_of_values_becomes_a_pattern_that_matches_them_alone(tmp_path: Path) -> None:
    def change(said: Json) -> None:
        said["resources"][0]["schema"]["fields"][3]["constraints"]["enum"] = ["a.b", "(c)", "saga", "catalogue"]

    column = csvw(saying(tmp_path / "package", change))["tables"][0]["tableSchema"]["columns"][3]
    pattern = column["datatype"]["format"]
    assert [text for text in ("a.b", "(c)", "saga", "axb", "c", "sagas", "") if re.search(pattern, text)] == ["a.b", "(c)", "saga"]


def test_a_bound_of_zero_is_a_bound(complete: Package) -> None:
    (price,) = [column for column in csvw(complete)["tables"][0]["tableSchema"]["columns"] if column["name"] == "price"]
    assert price["datatype"]["minimum"] == 0


# scodata.yaml


def test_the_schemas_of_what_metadata_need_are_documented_and_their_examples_valid() -> None:
    schemas, unread = read_schemas(REPOSITORY / "src" / "scodata" / "own", "own")
    assert not unread
    ours = ("own/catalogue.json", "own/described.json")
    assert [problem.message for problem in lint(schemas)[1] if problem.place.path in ours] == []


@pytest.mark.parametrize(
    ("good", "bad", "place"),
    [
        ("doi: 10.5555/sagas.2.1.0", "doi: https://doi.org/10.5555/sagas", "doi"),
        ("issued: 2019-12-01", "issued: 2019-12-32", "issued"),
        ("themes: [EDUC]", "themes: [BOOKS]", "themes"),
        ("frequency: ANNUAL", "frequency: yearly", "frequency"),
        ("/v/{version}/", "/v/{release}/", "download"),
        ("/v/{version}/", "/v/{version}", "download"),
        ('start: "1220"', "start: [..1220]", "temporal"),
        ("roles: [funder]", "roles: [sponsor]", "roles"),
        ("    given_name: Guðrún\n    family_name: Dæmi\n", "", "contributors"),
        ("email: sagas@library.example.org", "email: by post", "email"),
        ("repository: https://", "repository: git@", "repository"),
    ],
)
def test_what_scodata_yaml_says_wrongly_is_found_at_its_line(good: str, bad: str, place: str, library: Path) -> None:
    text = (library / "scodata.yaml").read_text(encoding="utf-8")
    assert good in text
    write(library, "scodata.yaml", text.replace(good, bad, 1))
    problems = checking.validate(catalogue.find(library)).problems
    assert problems
    lines = text.replace(good, bad, 1).splitlines()
    for problem in problems:
        assert problem.place.path == "scodata.yaml"
        assert place in problem.pointer or place in lines[problem.place.line - 1]


# What goes where


def described(folder: Path, manifest: Json) -> dict[str, Json]:
    """The descriptor that the library's `scodata.yaml` would make if it said this, and the metadata of it."""
    golden = json.loads((LIBRARY / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    said = {**descriptor(manifest, {}, []), "resources": golden["resources"]}
    write(folder, "datapackage.json", as_text(said))
    package = open_package(folder)
    made = {"schema-org": schema_org(package), "dcat": dcat(package), "csvw": csvw(package), "citation": citation(package), "zenodo": zenodo(package)}
    return {"datapackage": said, **made}


OTHERWISE = {
    "name": "other", "title": "Another title", "description": "Another description, which has to be of fifty characters at least.", "version": "3.0.0",
    "date": "2025-01-01", "licenses": [{"applies_to": "data", "name": "MIT", "path": "https://opensource.org/license/mit"}],
}  # fmt: skip
"""What required properties are changed to; any other is taken away."""
ROLES = own().files["catalogue.json"].value["properties"]["contributors"]["items"]["properties"]["roles"]["items"]["enum"]


def changes(manifest: Json) -> dict[str, tuple[Json, Json]]:
    """For each property of `scodata.yaml` that metadata could be made of, and each role, two manifests that differ in it alone."""
    tables = {"kinds", "derived", "expectations", "contributors"}
    names = [name for name in own().files["catalogue.json"].value["properties"] if name not in tables]
    found = {}
    for name in names:
        assert name in manifest, f"the library doesn't say {name}"
        others = {key: value for key, value in manifest.items() if key != name}
        found[name] = (manifest, {**others, name: OTHERWISE[name]} if name in OTHERWISE else others)
    for role in ROLES:
        one, two = {"title": "One", "roles": ["author"]}, {"title": "Two", "roles": [role]}
        found[f"contributors: {role}"] = ({**manifest, "contributors": [one]}, {**manifest, "contributors": [one, two]})
    return found


def table_of_properties(folder: Path) -> str:
    """Which property of `scodata.yaml` reaches which property of each file: found by changing one and looking at what differs."""
    shutil.copytree(LIBRARY / "datapackage", folder)
    document, _ = read(LIBRARY / "scodata.yaml", "scodata.yaml")
    assert document is not None
    lines = ["| `scodata.yaml` | `datapackage.json` | schema.org | DCAT-AP 3 | CSVW | `CITATION.cff` | `.zenodo.json` |", "|---|---|---|---|---|---|---|"]
    for name, (one, other) in changes(document.value).items():
        before, after = described(folder, one), described(folder, other)
        cells = [", ".join(f"`{key}`" for key in {**made, **after[word]} if made.get(key) != after[word].get(key)) for word, made in before.items()]
        lines.append(f"| `{name}` | {' | '.join(cell or '–' for cell in cells)} |")
    return "\n".join(lines)


def test_the_page_has_the_table_of_what_goes_where(tmp_path: Path) -> None:
    table = table_of_properties(tmp_path / "package")
    if UPDATE:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition("| `scodata.yaml` |")
        PAGE.write_text(f"{head}{table}\n\n{rest.partition(chr(10) * 2)[2]}", encoding="utf-8")
    assert table in PAGE.read_text(encoding="utf-8")
    for line in table.splitlines()[2:]:
        assert line.split(" | ")[1] != "–", "whatever scodata.yaml says stands in the descriptor"
