"""Loads every table with polars: `csv` with the types of the descriptor, `parquet` as it comes."""

import sys

import polars as pl
from written import Report, resources

source, package, exports, out = sys.argv[1:]
TYPES = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}
report = Report(out)
for resource in resources(package):
    if source == "parquet":
        frame = pl.read_parquet(f"{exports}/{resource['name']}.parquet")
    else:
        types = {field["name"]: TYPES.get(field["type"], pl.String) for field in resource["schema"]["fields"]}
        frame = pl.read_csv(f"{package}/{resource['path']}", schema_overrides=types)
    report.add(resource["name"], {name: str(type_) for name, type_ in frame.schema.items()}, frame.null_count().row(0), frame.iter_rows())
report.save()
