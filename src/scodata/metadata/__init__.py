"""Metadata for everybody who finds, cites and keeps data, each file made of the opened package alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from scodata.documents import as_yaml
from scodata.metadata.about import Distribution, Json
from scodata.metadata.citation import citation
from scodata.metadata.csvw import csvw
from scodata.metadata.dcat import dcat
from scodata.metadata.schema_org import schema_org, script
from scodata.metadata.zenodo import zenodo
from scodata.problems import ScodataError
from scodata.published import Package

__all__ = ["FORMATS", "Distribution", "citation", "csvw", "dcat", "schema_org", "script", "zenodo"]


class Writer(Protocol):
    """Writes the files of one standard about a package into a folder, and gives their paths. `files`: other files in which the data can be had."""

    def __call__(self, package: Package, folder: Path, files: Sequence[Distribution] = ()) -> list[Path]: ...


def _as_json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write(name: str, text: Callable[[Package, Sequence[Distribution]], str], package: Package, folder: Path, files: Sequence[Distribution] = ()) -> list[Path]:
    """All in memory first, then beside its place, then into it. Raises `ScodataError` where no metadata can be made, or nothing can be written."""
    content = text(package, files)
    path, beside = folder / name, folder / f".{name}.writing"
    try:
        beside.write_text(content, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise ScodataError(f"can't write {path}: {(error.strerror or 'unknown error').lower()}") from error
    return [path]


FORMATS: Mapping[str, Writer] = {
    "schema-org": partial(_write, "schema-org.jsonld", lambda package, files: _as_json(schema_org(package, files))),
    "dcat": partial(_write, "dcat.jsonld", lambda package, files: _as_json(dcat(package, files))),
    "csvw": partial(_write, "csvw-metadata.json", lambda package, _: _as_json(csvw(package))),
    "citation": partial(_write, "CITATION.cff", lambda package, _: as_yaml(citation(package))),
    "zenodo": partial(_write, ".zenodo.json", lambda package, _: _as_json(zenodo(package))),
}
"""The standards, by the word that asks for each. Those that don't list files pass over `files`."""
