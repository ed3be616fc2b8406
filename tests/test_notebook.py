"""The notebook for data users, as it is committed: a valid one, whose code names only what the package has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import nbformat
import pytest

import scodata

from conftest import REPOSITORY

PATH = REPOSITORY / "docs" / "notebook.ipynb"
NOTEBOOK = nbformat.read(PATH, as_version=4)
CODE = [cell for cell in NOTEBOOK.cells if cell.cell_type == "code"]
PROSE = [cell for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
TABLES = scodata.load(REPOSITORY / "datapackage").tables

NO_FRAMES = {"about", "person", "looks", "first", "last", "data"}
"""Names in the notebook that stand for no frame or row of one, so what is looked up in them is no column."""
ARGUMENTS = {"on", "left_on", "right_on", "by", "subset"}
METHODS = {"groupby", "sort_values", "set_index", "drop_duplicates", "from_pandas_edgelist"}


def texts(node: ast.expr) -> Iterator[str]:
    """The text that a node is, or those that it lists."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from texts(item)


def tables_named(code: str) -> set[str]:
    """The tables that code takes out of `data`."""
    found = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "data")
    return {name for node in found for name in texts(node.slice)}


def columns_named(code: str) -> set[str]:
    """The columns that code names in brackets or hands to pandas, without those that it makes itself."""
    found: set[str] = set()
    made: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) not in NO_FRAMES:
            found.update(texts(node.slice))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = [keyword.value for keyword in node.keywords if keyword.arg in ARGUMENTS]
            found.update(name for value in [*named, *(node.args if node.func.attr in METHODS else ())] for name in texts(value))
            if node.func.attr == "assign":
                made.update(str(keyword.arg) for keyword in node.keywords)
    return found - made


def test_it_is_a_notebook_and_says_nothing_of_the_machine_that_ran_it() -> None:
    nbformat.validate(NOTEBOOK)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert NOTEBOOK.metadata == {"kernelspec": kernel, "language_info": {"name": "python"}}
    assert all(cell.metadata == {} for cell in NOTEBOOK.cells)
    assert [cell.execution_count for cell in CODE] == list(range(1, len(CODE) + 1))
    assert not [output for cell in CODE for output in cell.outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_the_code_names_only_tables_and_columns_that_there_are() -> None:
    code = "\n".join(cell.source for cell in CODE)
    tables = tables_named(code)
    assert tables
    assert tables <= set(TABLES)
    assert columns_named(code) <= {column.name for table in tables for column in TABLES[table].columns}


def test_the_prose_names_only_tables_and_columns_that_there_are_and_its_links_lead_somewhere() -> None:
    prose = "\n".join(cell.source for cell in PROSE)
    known = {*TABLES, *(column.name for table in TABLES.values() for column in table.columns)}
    assert set(re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`", prose)) <= known
    for target in re.findall(r"\]\(([^)#:]+)\)", prose):
        assert (PATH.parent / target).exists(), target


@pytest.mark.parametrize(
    ("code", "tables", "columns"),
    [
        ("data['evnts']['start_dat']", {"evnts"}, {"start_dat"}),
        ("frame[['one', 'two']].groupby(['three'])", set(), {"one", "two", "three"}),
        ("frame.merge(data['sources'], left_on='source', right_on='id')", {"sources"}, {"source", "id"}),
        ("frame.loc[frame['kind'].eq('x'), 'name']", set(), {"kind", "name"}),
        ("frame.assign(made=1)['made']; about['title']; print(f\"{row['label']}\")", set(), {"label"}),
    ],
)
def test_names_are_found_in_code(code: str, tables: set[str], columns: set[str]) -> None:
    assert tables_named(code) == tables
    assert columns_named(code) == columns
