"""Loads every table with DuckDB: `csv` with the types of the descriptor, `parquet` as it comes."""

import sys

import duckdb
from written import Report, resources

source, package, exports, out = sys.argv[1:]
TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
report = Report(out)
for resource in resources(package):
    if source == "parquet":
        relation = duckdb.read_parquet(f"{exports}/{resource['name']}.parquet")
    else:
        types = {field["name"]: TYPES.get(field["type"], "VARCHAR") for field in resource["schema"]["fields"]}
        relation = duckdb.read_csv(f"{package}/{resource['path']}", header=True, dtype=types)
    rows = relation.fetchall()
    nulls = [sum(row[position] is None for row in rows) for position in range(len(relation.columns))]
    report.add(resource["name"], dict(zip(relation.columns, map(str, relation.types), strict=True)), nulls, rows)
report.save()
