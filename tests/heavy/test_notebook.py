"""The notebook for data users is run from a clean state and prints what is committed; `make notebook` writes it instead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

PATH = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


def ran(notebook: NotebookNode) -> NotebookNode:
    """The notebook with the outputs of a run in a kernel of its own, and without what a run says of the machine.

    A cell that fails raises nbclient's `CellExecutionError`, with the cell and its error.
    """
    fresh = nbformat.from_dict(notebook)
    for cell in fresh.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(fresh, timeout=120, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(PATH.parent)}}).execute()
    fresh.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    return fresh


def printed(notebook: NotebookNode) -> dict[str, list[object]]:
    """What each cell shows, by its id: texts as they are, images as a word, since they differ with the fonts of a machine."""
    return {cell.id: [shown(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"}


def shown(output: NotebookNode) -> object:
    if output.output_type == "stream":
        return (output.name, output.text)
    return {kind: "an image" if kind.startswith("image/") else text for kind, text in output.get("data", {}).items()} or output.output_type


def images(notebook: NotebookNode) -> dict[str, int]:
    """How many images stand under each question, which is a heading with a number."""
    found: dict[str, int] = {}
    question = "before the questions"
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            question = cell.source.splitlines()[0]
        found[question] = found.get(question, 0) + sum("image/png" in output.get("data", {}) for output in cell.get("outputs", ()))
    return found


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    """The notebook as it runs now; nobody's own settings of IPython, Jupyter or matplotlib are read."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        # Matplotlib lists the fonts when it is first used, and says so where that is slow, which would stand in the notebook.
        subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], check=True, capture_output=True)
        return ran(nbformat.read(PATH, as_version=4))


def test_it_prints_what_is_committed(fresh: NotebookNode) -> None:
    if os.environ.get("UPDATE_DOCS"):
        PATH.write_text(nbformat.writes(fresh) + "\n", encoding="utf-8")
    committed = printed(nbformat.read(PATH, as_version=4))
    for cell, outputs in printed(fresh).items():
        assert outputs == committed[cell], f"the cell {cell} of docs/notebook.ipynb prints something else now: read what, and run `make notebook`"


def test_each_question_has_one_plot(fresh: NotebookNode) -> None:
    expected = {question: int(question.startswith(("## 1.", "## 2.", "## 3."))) for question in images(fresh)}
    assert sum(expected.values()) == 3
    assert images(fresh) == expected
    assert images(nbformat.read(PATH, as_version=4)) == expected
