"""Loads every table with pandas: `csv` with the types of the descriptor, `parquet` as it comes."""

import sys

import pandas as pd
from written import Report, resources

source, package, exports, out = sys.argv[1:]
TYPES = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
report = Report(out)
for resource in resources(package):
    fields = resource["schema"]["fields"]
    if source == "parquet":
        frame = pd.read_parquet(f"{exports}/{resource['name']}.parquet", dtype_backend="pyarrow")
    else:
        days = [field["name"] for field in fields if field["type"] == "date"]
        types = {field["name"]: TYPES.get(field["type"], "string") for field in fields if field["type"] != "date"}
        frame = pd.read_csv(f"{package}/{resource['path']}", dtype=types, keep_default_na=False, na_values=[""])
        frame[days] = frame[days].apply(pd.to_datetime)
    report.add(resource["name"], {name: str(type_) for name, type_ in frame.dtypes.items()}, frame.isna().sum(), frame.itertuples(index=False))
report.save()
