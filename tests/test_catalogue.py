"""The real catalogue: its committed package, and the facts of the first text in it."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from frictionless import Package

import scodata

from conftest import REPOSITORY, copied

PACKAGE = REPOSITORY / "datapackage"
MODEL = (REPOSITORY / "docs" / "model.md").read_text(encoding="utf-8")


COMPARING = {"D801", "D802", "E602", "E603", "T403", "T411", "T412", "T413"}
"""Rules that compare records: the examples of the model repeat real facts and addresses, beside the records that hold them."""


@cache
def table(name: str) -> list[dict[str, str]]:
    with open(PACKAGE / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts() -> list[list[str]]:
    """The lines of the table of facts in docs/model.md."""
    section = MODEL.split("## Where the facts of the first text stand")[1].split("\n## ")[0]
    lines = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    return lines[2:]


def test_it_is_valid_and_its_committed_package_is_what_its_records_give() -> None:
    catalogue = scodata.open_catalogue(REPOSITORY)
    assert [problem.message for problem in catalogue.build(check=True).verdict.problems if problem.code.severity == "error"] == []


def test_frictionless_agrees() -> None:
    assert Package(str(PACKAGE / "datapackage.json")).validate().valid


def test_the_document_lists_all_34_facts() -> None:
    assert {int(fact[0]) for fact in facts()} == set(range(1, 35))


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: f"{fact[0]}-{fact[3]}-{fact[2].replace(', ', '-')}")
def test_a_fact_of_the_first_text_stands_where_the_document_says(fact: list[str]) -> None:
    _, _, name, keys, column, value = fact
    wanted = keys.replace("`", "").split(", ")
    (row,) = [row for row in table(name) if list(row.values())[: len(wanted)] == wanted]
    beginning = value.removesuffix("…").rstrip()
    assert row[column] == value or (value.endswith("…") and row[column].startswith(beginning))


def examples() -> dict[str, str]:
    """The example records of docs/model.md, by path."""
    found = re.findall(r"^```yaml\n# (records/\S+)\n(.*?)^```", MODEL, re.MULTILINE | re.DOTALL)
    assert len(found) == len(dict(found)), "each example has a path of its own"
    return dict(found)


def test_each_of_the_88_demands_has_its_home_or_a_reason() -> None:
    numbers = [int(number) for number in re.findall(r"^### (\d+)\. ", MODEL, re.MULTILINE)]
    assert numbers == list(range(1, 89))


def test_the_examples_of_the_model_are_valid_records(tmp_path: Path) -> None:
    copied(REPOSITORY, tmp_path)
    for name, text in examples().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = list(scodata.open_catalogue(tmp_path).problems())
    assert {problem.code.id for problem in found} & COMPARING, "the records were reached"
    problems = [problem for problem in found if Path(problem.place.path).stem.startswith("example-")]
    assert [f"{problem.place.path}: {problem.message}" for problem in problems if problem.code.id not in COMPARING] == []
    assert len(examples()) > 40
