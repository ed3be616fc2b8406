"""Loads every table of a package with frictionless, with its types."""

import sys

from frictionless import Package, system
from written import Report

source, package, exports, out = sys.argv[1:]
report = Report(out)
with system.use_context(trusted=True):
    opened = Package(f"{package}/datapackage.json")
    for resource in opened.resources:
        rows = []
        with resource:
            for row in resource.row_stream:
                assert not row.errors, row.errors
                rows.append([row[name] for name in resource.schema.field_names])
        types = {field.name: field.type for field in resource.schema.fields}
        nulls = [sum(row[position] is None for row in rows) for position in range(len(types))]
        report.add(resource.name, types, nulls, rows)
report.save()
