"""Each table as a Parquet file, with the types of its columns, and with the descriptions in the schema's metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from scodata.exports.codebook import about
from scodata.exports.comparison import Found, hold_against, readable
from scodata.exports.file import File, library
from scodata.layout import Column, Table
from scodata.problems import ScodataError
from scodata.published import Package, Value

BATCH = 65_536
"""Rows of a group, which readers take at once."""


def write(package: Package, folder: Path) -> list[File]:
    """Writes `<table>.parquet` for each table; needs pyarrow. Raises `ScodataError` where a value has no place in its column's type."""
    arrow, files = library("pyarrow", "parquet"), library("pyarrow.parquet", "parquet")
    return [_write(package, table, folder, arrow, files) for table in package.tables.values()]


def verify(package: Package, folder: Path) -> list[str]:
    """Holds the file of each table against it, and gives the files it looked at; raises `ScodataError` where one differs, or can't be read."""
    arrow, files = library("pyarrow", "parquet"), library("pyarrow.parquet", "parquet")
    for name in package.tables:
        with readable(_name(name), arrow.ArrowException), files.ParquetFile(folder / _name(name)) as file:
            hold_against(package, _name(name), Found(name, file.schema_arrow.names, _held(file)))
    return list(map(_name, package.tables))


def _held(file: Any) -> Iterator[tuple[Value, ...]]:
    for batch in file.iter_batches(BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _name(table: str) -> str:
    return f"{table}.parquet"


def _write(package: Package, table: Table, folder: Path, arrow: ModuleType, files: ModuleType) -> File:
    schema = arrow.schema([_field(column, arrow) for column in table.columns], metadata=_metadata(package, table))
    count = 0
    try:
        with files.ParquetWriter(folder / _name(table.name), schema, compression="snappy") as writer:
            for batch in _batches(package.values(table.name)):
                count += len(batch)
                cells = zip(*batch, strict=True)
                arrays = [arrow.array(_typed(column, values), type=field.type) for column, field, values in zip(table.columns, schema, cells, strict=True)]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
    except (arrow.ArrowException, OverflowError) as error:
        raise ScodataError(f"the table `{table.name}` doesn't fit into a Parquet file: {error}") from error
    return File(_name(table.name), count)


def _batches(rows: Iterator[tuple[Value, ...]]) -> Iterator[list[tuple[Value, ...]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _typed(column: Column, values: tuple[Value, ...]) -> list[Any]:
    """A number may have come as a whole one."""
    if column.type == "number":
        return [None if value is None else float(value) for value in values]  # type: ignore[arg-type]
    return list(values)


def _field(column: Column, arrow: ModuleType) -> Any:
    types = {"integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_(), "date": arrow.date32()}
    required = bool(column.key or column.constraints.get("required"))
    metadata = {"title": column.title, "description": column.description}
    return arrow.field(column.name, types.get(column.type, arrow.string()), nullable=not required, metadata=metadata)


def _metadata(package: Package, table: Table) -> dict[str, str]:
    """Texts for people; the table's schema, with its keys, as it stands in the descriptor; and what the package says of itself."""
    resource = next(one for one in package.descriptor["resources"] if one["name"] == table.name)
    return {
        "title": table.title,
        "description": table.description,
        "derived_from": json.dumps(table.derived_from),
        "table_schema": json.dumps(resource["schema"], ensure_ascii=False),
        "package": json.dumps(about(package), ensure_ascii=False),
    }
