"""`scodata.load`: frames with right types, and records whose references lead on."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas
import polars
import pytest

import scodata
from scodata.problems import ScodataError

from conftest import LIBRARY, REPOSITORY

ROOTS = pytest.mark.parametrize("root", [LIBRARY, REPOSITORY], ids=["library", "this catalogue"])


@ROOTS
def test_every_cell_of_every_frame_is_that_of_the_csv(root: Path) -> None:
    data = scodata.load(root / "datapackage")
    for name, table in data.tables.items():
        with open(root / "datapackage" / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        for frame in (data[name], data.polars(name)):
            assert list(frame.columns) == header
            assert len(frame) == len(rows)
            for position, column in enumerate(table.columns):
                assert [_cell(value) for value in frame[column.name]] == [row[position] for row in rows]


def _cell(value: object) -> str:
    if value is None or value is pandas.NA or value is pandas.NaT:
        return ""
    if str(value) in ("True", "False"):
        return str(value).lower()
    if isinstance(value, pandas.Timestamp):
        return value.date().isoformat()
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def test_types_are_those_of_the_descriptor() -> None:
    data = scodata.load(LIBRARY / "datapackage")
    types = {name: str(type_) for name, type_ in data["books"].dtypes.items()}
    assert [types[name] for name in ("id", "written", "acquired", "pages", "price", "in_print")] == [
        "string",
        "string",
        "datetime64[s]",
        "Int64",
        "Float64",
        "boolean",
    ]
    schema = data.polars("books").schema
    assert [schema[name] for name in ("written", "acquired", "pages", "price", "in_print")] == [
        polars.String,
        polars.Date,
        polars.Int64,
        polars.Float64,
        polars.Boolean,
    ]
    assert data.version == "2.1.0"


def test_references_lead_on() -> None:
    data = scodata.load(LIBRARY / "datapackage")
    sagas = data.record("sagas")
    assert sagas["author"].label == "Snorri Sturluson"
    assert sagas["author"] == data.record("snorri")
    assert sagas["loans"]["summer"]["to_whom"]["terms"]["reader"]["club"].id == "reading-circle"
    assert sagas["stars"]["snorri"] == 5
    assert sagas["volumes"]["shelf-list"].record == data.record("shelf-list")
    assert sagas["keywords"] == ("kings", "no", "vikings")
    assert sagas.value["author"] == "snorri"
    assert dict(sagas["binding"]) == {"material": "leather", "colour": "red"}


def test_a_moved_record_is_its_successor_and_what_is_gone_is_said() -> None:
    data = scodata.load(LIBRARY / "datapackage")
    assert data.record("old-circle").id == "reading-circle"
    assert [record.id for record in data.records("authors")] == ["reading-circle", "snorri"]
    with pytest.raises(ScodataError, match="did you mean `snorri`"):
        data.record("snori")
    with pytest.raises(ScodataError, match="did you mean `books`"):
        data["book"]


def test_labels_come_in_the_language_asked_for() -> None:
    assert scodata.load(LIBRARY / "datapackage", languages=("sv",)).label("sagas") == "Nordiska kungasagor"
    assert scodata.load(LIBRARY / "datapackage").label("sagas") == "Heimskringla"
    assert scodata.load(REPOSITORY / "datapackage", languages=("zh", "ru")).label("sco") == "上海合作组织"
