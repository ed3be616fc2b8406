"""A record becomes rows and comes back: the law that nothing is lost, on records made at random from the shapes of every catalogue."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scodata import catalogue, checking, tables
from scodata.ground import Ground, survey
from scodata.layout import Layout, Shape
from scodata.records import Record

from conftest import LIBRARY, REPOSITORY

texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=12)
numbers = st.integers(-(2**53), 2**53) | st.decimals(-1000, 1000, places=4).map(float)
dates = st.sampled_from(["2011", "2011-06", "2011-06-14~", "[..2022-07-14]", "[2016..2018]", "2024-02-29?"])


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Whatever has this shape, and says something."""
    if shape.form == "scalar":
        if shape.is_date:
            return dates
        return {"string": texts, "integer": st.integers(0, 9999), "number": numbers, "boolean": st.booleans()}[shape.schema["type"]]
    if shape.form == "object":
        return st.fixed_dictionaries({}, optional={name: filled(inner) for name, inner in shape.properties})
    assert shape.items is not None
    if shape.form == "map":
        return st.dictionaries(texts, values(shape.items), min_size=1, max_size=3)
    items = values(shape.items) if shape.form == "set" else filled(shape.items)
    return st.lists(items, min_size=1, max_size=3, unique=shape.form == "set")


def filled(shape: Shape) -> st.SearchStrategy[Any]:
    return values(shape).filter(lambda value: value != {})


def ground_of(root: Path) -> Ground:
    ground, problems = survey(catalogue.find(root))
    assert ground is not None, problems
    return ground


GROUNDS = {root.name: ground_of(root) for root in (LIBRARY, REPOSITORY)}
KINDS = [(name, kind) for name, ground in GROUNDS.items() for kind in ground.layout.shapes]


def through_csv(layout: Layout, records: list[Record]) -> dict[str, list[tables.Row]]:
    """The rows of the records, written as CSV and read again."""
    files: defaultdict[str, io.StringIO] = defaultdict(io.StringIO)
    for record in records:
        for table, row in tables.rows(layout.branches, record):
            csv.writer(files[table], lineterminator="\n").writerow(row)
    read = {name: [tuple(row) for row in csv.reader(io.StringIO(file.getvalue()))] for name, file in files.items()}
    return {table.name: read.get(table.name, []) for table in layout.tables}


def equal_form(value: Any) -> Any:
    """Sets and maps have no order; numbers are compared by value."""
    if isinstance(value, dict):
        return {name: equal_form(item) for name, item in sorted(value.items())}
    if isinstance(value, list):
        return (
            sorted((equal_form(item) for item in value), key=repr)
            if not any(isinstance(item, dict) for item in value)
            else [equal_form(item) for item in value]
        )
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


@pytest.mark.parametrize(("name", "kind"), KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_rows_lead_back_to_the_record(name: str, kind: str, data: st.DataObject) -> None:
    layout = GROUNDS[name].layout
    value = {**data.draw(values(layout.shapes[kind])), "id": "one"}
    rows = through_csv(layout, [Record("one", kind, "one.yaml", value)])
    assert [(it, equal_form(back)) for it, back in tables.restore(layout.branches, rows)] == [(kind, equal_form(value))]


@pytest.mark.parametrize("root", [LIBRARY, REPOSITORY], ids=["library", "this catalogue"])
def test_every_record_of_a_catalogue_comes_back(root: Path) -> None:
    found = list(checking.records(catalogue.find(root)))
    layout = GROUNDS[root.name].layout
    back = {value["id"]: (kind, equal_form(value)) for kind, value in tables.restore(layout.branches, through_csv(layout, found))}
    assert back == {record.id: (record.kind, equal_form(record.value)) for record in found}
    assert len(found) > 4


def test_one_item_more_in_a_map_is_one_row_more() -> None:
    layout = GROUNDS["library"].layout
    stars = {"brandr": 1, "snorri": 5}
    before, after = (
        set(tables.rows(layout.branches, Record("a", "books", "a.yaml", {"id": "a", "stars": given_}))) for given_ in (stars, {"alfur": 3, **stars})
    )
    assert after - before == {("books_stars", ("a", "alfur", "3"))}
    assert before <= after


@pytest.mark.parametrize(("value", "cell"), [(True, "true"), (False, "false"), (12.0, "12"), (0.00001, "0.00001"), (-1.5, "-1.5"), (None, ""), ("007", "007")])
def test_cells(value: object, cell: str) -> None:
    assert tables.to_cell(value) == cell
