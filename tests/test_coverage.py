"""`scodata stats`: one set of figures in four formats; a report that is never a verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from scodata import coverage
from scodata.catalogue import Catalogue
from scodata.cli import main
from scodata.coverage import FORMATS
from scodata.schemas import own_judge

from conftest import REPOSITORY, write

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return coverage.stats(Catalogue(REPOSITORY))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["stats", *arguments])


def test_the_figures_are_those_of_the_files_and_as_their_schema_says(figures: dict[str, Any]) -> None:
    read = json.loads(FORMATS["json"](figures))
    assert own_judge("coverage.json").accepts(read), own_judge("coverage.json").reason(read)
    for kind, count in read["records"].items():
        assert count == len(list((REPOSITORY / "records" / kind).glob("*.yaml")))
        assert read["filled"][kind]["id"] == count, "each record has an id"
    for counts in read["sources"].values():
        assert counts["citations"] >= counts["one"] + 2 * counts["two"] + 3 * counts["more"]
    for series in read["series"]:
        held = {*series["printed"], *series["counted"]}
        assert held | set(series["missing"]) == set(range(1, max(held, default=0) + 1)), "held or missing, each number below the last"


def test_the_picture_has_a_bar_for_each_year_and_kind_and_says_the_sums(figures: dict[str, Any]) -> None:
    root = ElementTree.fromstring(FORMATS["svg"](figures))
    bars = {one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}g")}
    assert bars == {f"{year}: {count} {kind}" for kind, years in figures["years"].items() for year, count in years.items()}
    for kind, years in figures["years"].items():
        assert f"{sum(years.values())} {kind} from {min(years)} to {max(years)}" in root.findtext(f"{SVG}desc", "")
    assert root.get("role") == "img"


def test_the_text_says_what_lacks(figures: dict[str, Any]) -> None:
    text = FORMATS["text"](figures)
    assert "  cnd-sessions: 1-59\n" in text
    assert "wikidata" in next(line for line in text.splitlines() if line.startswith("  participants: "))
    assert max(len(line) for line in text.splitlines() if not line.startswith("  agreements: ")) < 250


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_goes_to_standard_output_or_a_file(format_: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    shown = run("--format", format_)
    assert shown.exit_code == 0
    assert run("--format", format_, "--output", str(tmp_path / "report")).output == ""
    assert (tmp_path / "report").read_text(encoding="utf-8") == shown.output


def test_a_catalogue_without_records_has_figures_too(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (library / "records").rglob("*.yaml"):
        path.unlink()
    monkeypatch.chdir(library)
    for format_ in FORMATS:
        assert run("--format", format_).exit_code == 0
    assert ElementTree.fromstring(run("--format", "svg").output).findtext(f"{SVG}desc") == "No record has a date."


def test_problems_in_records_don_t_stop_a_report_and_broken_schemas_are_one_sentence(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    write(library, "records/books/broken.yaml", "id: [\n")
    assert run().exit_code == 0
    write(library, "schemas/books.json", "{")
    done = run()
    assert (done.exit_code, done.output) == (2, "scodata: scodata.yaml or the schemas have problems: run scodata validate\n")
