"""Values written as YAML, and files that are whole at every moment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from scodata.problems import ScodataError


def as_yaml(value: Mapping[str, Any]) -> str:
    """A mapping as a YAML file, in the order of its keys, in block style; a text that a reader could take for anything else is quoted."""
    return yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=120)


def replace_text(path: Path, text: str) -> None:
    """Writes a file beside its place, and then into it, so that whoever reads it has the old or the new one. Raises `ScodataError` where it can't be."""
    beside = path.with_name(f".{path.name}.writing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise ScodataError(f"can't write {path}: {(error.strerror or 'unknown error').lower()}") from error
