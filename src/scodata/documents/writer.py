"""Values written as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


def as_yaml(value: Mapping[str, Any]) -> str:
    """A mapping as a YAML file, in the order of its keys, in block style; a text that a reader could take for anything else is quoted."""
    return yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=120)
