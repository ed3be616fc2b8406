"""Reads every table of a folder with csvw, by its csvw-metadata.json: prints the table and its number of rows; whatever csvw warns of is an error."""

import sys
import warnings
from pathlib import Path

from csvw import TableGroup

warnings.simplefilter("error")
group = TableGroup.from_file(Path(sys.argv[1]) / "csvw-metadata.json")
for table in group.tables:
    table.check_primary_key()
    print(table.url, sum(1 for _ in table.iterdicts(strict=True)))
group.check_referential_integrity()
