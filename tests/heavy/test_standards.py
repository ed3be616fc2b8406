"""Metadata before the validators that others wrote; `make test-heavy` sets them up in the environment that VALIDATORS names."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scodata.documents import parse_json
from scodata.metadata import FORMATS, dcat, schema_org, script, vocabularies, zenodo
from scodata.published import Package, open_package

from conftest import LIBRARY, REPOSITORY

BIN = Path(os.environ["VALIDATORS"]).absolute() / "bin"
SCRIPTS = Path(__file__).parent / "validators"
Json = dict[str, Any]
SOURCES = {"library": LIBRARY / "datapackage", "real": REPOSITORY / "datapackage"}


def run(name: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Runs one of the validators' scripts, with no way into any network but this machine's."""
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    command = [str(BIN / "python"), str(SCRIPTS / f"{name}.py"), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def opened(name: str) -> Package:
    return open_package(SOURCES[name], trusted=True)


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


# schema.org in a page


def page(folder: Path, element: str) -> Path:
    path = folder / "page.html"
    path.write_text(
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Data</title>\n{element}</head><body><p>Data.</p></body></html>\n', "utf-8"
    )
    return path


@pytest.mark.parametrize("name", SOURCES)
def test_extruct_reads_the_dataset_back_from_a_page(name: str, tmp_path: Path) -> None:
    dataset = schema_org(opened(name))
    done = run("extracted", page(tmp_path, script(dataset)))
    assert json.loads(done.stdout) == [dataset], done.stderr


def test_extruct_objects_to_a_damaged_dataset_and_finds_none_of_another_type(tmp_path: Path) -> None:
    element = script(schema_org(opened("library")))
    done = run("extracted", page(tmp_path, element.replace('"name":', '"name"', 1)))
    assert "JSONDecodeError" in done.stderr
    done = run("extracted", page(tmp_path, element.replace("application/ld+json", "text/plain")))
    assert json.loads(done.stdout) == []


# DCAT-AP 3


@pytest.mark.parametrize("name", SOURCES)
def test_the_shapes_of_dcat_ap_are_met(name: str, tmp_path: Path) -> None:
    (path,) = FORMATS["dcat"](opened(name), tmp_path)
    done = run("shapes", path)
    assert done.returncode == 0, done.stdout + done.stderr
    facts = int(done.stdout.split()[-2])
    assert facts > 50, "the file says something to the validator"


DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"


def test_with_an_address_for_downloads_the_real_catalogue_has_a_distribution_for_each_table(tmp_path: Path) -> None:
    package = opened("real")
    address = {"homepage": "https://example.org/catalogue", "download": "https://example.org/catalogue/1/"}
    document, _ = parse_json(json.dumps({**package.descriptor, **address}).encode(), "datapackage.json")
    assert document is not None
    said = dcat(replace(package, document=document))
    assert len(said["dcat:distribution"]) == len(package.tables)
    done = run("shapes", written(tmp_path / "dcat.jsonld", said))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("damage", "refused"),
    [
        (lambda said: said.pop("dct:title"), f"{DCT}title"),
        (lambda said: said.pop("dct:description"), f"{DCT}description"),
        (lambda said: said["dcat:distribution"][0].pop("dcat:accessURL"), f"{DCAT}accessURL"),
        (lambda said: said["dct:publisher"].pop("@type"), f"{DCT}publisher"),
        (lambda said: said["dct:publisher"].pop("foaf:name"), "http://xmlns.com/foaf/0.1/name"),
        (lambda said: said["dcat:theme"][0].pop("skos:prefLabel"), "http://www.w3.org/2004/02/skos/core#prefLabel"),
        (lambda said: said["dcat:distribution"][0]["spdx:checksum"].pop("spdx:checksumValue"), "http://spdx.org/rdf/terms#checksumValue"),
        (lambda said: said["dcat:distribution"][0].update({"dcat:byteSize": "large"}), f"{DCAT}byteSize"),
        (lambda said: said.update({"dct:language": "Icelandic"}), f"{DCT}language"),
        (lambda said: said.update({"dcat:version": ["1.0.0", "2.0.0"]}), f"{DCAT}version"),
    ],
)
def test_the_shapes_of_dcat_ap_object_to_a_damaged_dataset(damage: Callable[[Json], object], refused: str, tmp_path: Path) -> None:
    said = dcat(opened("library"))
    damage(said)
    done = run("shapes", written(tmp_path / "dcat.jsonld", said))
    assert done.returncode == 1, done.stdout + done.stderr
    assert refused in done.stdout.splitlines()


def test_the_labels_that_dcat_needs_of_languages_are_those_of_iso_639() -> None:
    theirs = dict(pair.split("-") for pair in run("languages").stdout.split())
    assert {two: vocabularies.language(two) for two in theirs} == theirs
    assert vocabularies.language("zh-Hans-CN") == "zho"
    assert vocabularies.language("tly") == "tly", "a language with three letters only"
    assert vocabularies.language("xx") == ""


# CSVW


def beside(name: str, folder: Path) -> Path:
    """A copy of a package with its metadata beside its tables."""
    target = folder / "package"
    shutil.copytree(SOURCES[name], target)
    FORMATS["csvw"](opened(name), target)
    return target


@pytest.mark.parametrize("name", SOURCES)
def test_csvw_reads_every_row_of_every_table(name: str, tmp_path: Path) -> None:
    done = run("tables", beside(name, tmp_path))
    assert done.returncode == 0, done.stderr[-2000:]
    package = opened(name)
    expected = [f"{resource['path']} {sum(1 for _ in package.rows(resource['name']))}" for resource in package.descriptor["resources"]]
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize(
    ("file", "good", "bad", "reason"),
    [
        ("data/books.csv", "1999-12-31", "31/12/1999", "31/12/1999"),
        ("data/books.csv", ",saga,", ",sagas,", "sagas"),
        ("data/books.csv", ",312,", ",many,", "many"),
        ("data/books.csv", ",12.5,", ",-12.5,", "value must be >= 0"),
        ("data/books.csv", ",snorri,", ",snorre,", "snorre"),
        ("data/books.csv", "\nsagas,", "\nshelf-list,", "duplicate primary key"),
        ("data/books.csv", "\nsagas,", "\n,", "required"),
        ("data/books.csv", "id,title_is", "id,titel_is", "titel_is"),
        ("csvw-metadata.json", '"tableSchema"', '"tableScheme"', "tableScheme"),
        ("csvw-metadata.json", '"base": "date"', '"base": "day"', "day"),
        ("csvw-metadata.json", '"url": "data/books.csv"', '"url": "data/book.csv"', "book.csv"),
    ],
)
def test_csvw_objects_to_a_damaged_table_and_to_damaged_metadata(file: str, good: str, bad: str, reason: str, tmp_path: Path) -> None:
    package = beside("library", tmp_path)
    text = (package / file).read_text(encoding="utf-8")
    assert good in text
    (package / file).write_text(text.replace(good, bad, 1), encoding="utf-8")
    done = run("tables", package)
    assert done.returncode != 0, done.stdout
    assert reason in done.stderr


# Zenodo


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a stand-in for Zenodo, a server of its own on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("zenodo")
    command = [str(BIN / "zenodo-mock"), "--host", "127.0.0.1", "--port", str(port), "--storage-dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
        server.terminate()


def ask(method: str, address: str, data: bytes = b"") -> Any:
    request = urllib.request.Request(address, data=data if method != "GET" else None, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.parametrize("name", SOURCES)
def test_a_deposit_with_these_metadata_is_published(name: str, mock: str) -> None:
    deposit = ask("POST", f"{mock}/api/deposit/depositions", b"{}")
    metadata = zenodo(opened(name))
    ask("PUT", deposit["links"]["self"], json.dumps({"metadata": metadata}).encode())
    data = (SOURCES[name] / "datapackage.json").read_bytes()
    ask("PUT", f"{deposit['links']['bucket']}/datapackage.json", data)
    ask("POST", f"{deposit['links']['self']}/actions/publish")
    record = ask("GET", f"{mock}/api/records/{deposit['id']}")
    assert {key: value for key, value in record["metadata"].items() if key != "doi"} == {key: value for key, value in metadata.items() if key != "doi"}
    assert record["doi"].endswith(f"zenodo.{deposit['id']}")
    assert [file["size"] for file in record["files"]] == [len(data)]
