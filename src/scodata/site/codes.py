"""The problem of a layout file that asks for what isn't there."""

from __future__ import annotations

from scodata.problems import Code

NO_SUCH_PART = Code(
    "C521",
    "no-such-part",
    """`site.yaml` names a kind, a property, a table or a column that the package doesn't have.

Why: whoever wrote it wants something shown, and it would be missing in silence.

Mend: correct the name; the schemas say which properties there are, `datapackage/README.md` which tables and columns.

Example: `columns: [start]` for a kind whose property is called `start_date`.""",
)
