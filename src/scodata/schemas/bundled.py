"""One schema a kind that needs no other file: what editors and other validators read, and what stands beside exported records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scodata.schemas.load import Schema, Schemas, files_named, own

FOLDER = "schemas/bundled"
"""The folder of a catalogue's bundled schemas, from its root. Where it has one, records say on their first line which schema is theirs."""
REDIRECT = "redirect.json"
"""The program's own schema of what is left of a record whose id was retired."""
_REMARK = "Made by `scodata bundle` from the files in schemas/; change those, and run it again."
OF_NAMES = frozenset(("properties", "$defs", "patternProperties", "dependentSchemas"))
"""The keywords that hold schemas by names of their own."""
OF_VALUES = frozenset(("const", "enum", "examples", "default"))
"""The keywords that hold values, in which nothing is a keyword."""
_EDITOR_LINE = re.compile(r"#\s*yaml-language-server\s*:")


def bundled(schemas: Schemas, kind: str) -> Schema:
    """The schema of a record of the kind, or of a retired id. It needs no other file, and keeps the annotations."""
    bundle = Schemas({name: schemas.files[name] for name in _reachable(schemas, f"{kind}.json")}).bundle(f"{kind}.json")
    retired = own().bundle(REDIRECT)["$defs"][REDIRECT]
    said = schemas.files[f"{kind}.json"].value
    return {
        "$schema": bundle["$schema"],
        **{name: said[name] for name in ("title", "description") if name in said},
        "if": {"required": ["redirect"]},
        "then": {"$ref": "#/$defs/redirect"},
        "else": {"$ref": bundle["$ref"]},
        "$defs": {**bundle["$defs"], "redirect": retired},
    }


def as_text(schema: Mapping[str, Any]) -> str:
    """A schema as it stands in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def bundles(schemas: Schemas, kinds: Iterable[str]) -> dict[str, str]:
    """The text of each kind's bundled schema, by the name of its file from the catalogue's root.

    Without annotations: beside a `$ref`, yaml-language-server takes them for conditions, and then explains a property by what it refers to.
    """
    return {f"{FOLDER}/{kind}.json": as_text({"$comment": _REMARK, **_bare(bundled(schemas, kind))}) for kind in kinds}


def editor_line(root: Path, name: str) -> str:
    """The comment by which the record in the file of this name tells an editor its schema; empty where its kind has no bundled one.

    The form is that of yaml-language-server, which most editors use; the path is relative to the record's file.
    """
    top, _, rest = name.partition("/")
    schema = f"{FOLDER}/{rest.partition('/')[0]}.json"
    if top != "records" or "/" not in rest or not (root / schema).is_file():
        return ""
    return f"# yaml-language-server: $schema={'../' * name.count('/')}{schema}"


def is_editor_line(comment: str) -> bool:
    """Whether a comment tells an editor something, its schema say."""
    return bool(_EDITOR_LINE.match(comment))


def _bare(schema: Schema) -> Schema:
    """A schema without annotations, which no validator knows."""
    return {key: _bare_inside(key, value) for key, value in schema.items() if not key.startswith("x-")}


def _bare_inside(key: str, value: Any) -> Any:
    """What stands at a keyword: schemas by name, one schema, several, or a plain value."""
    if key in OF_NAMES:
        return {name: _bare(inner) if isinstance(inner, dict) else inner for name, inner in value.items()}
    if key in OF_VALUES:
        return value
    if isinstance(value, list):
        return [_bare(inner) if isinstance(inner, dict) else inner for inner in value]
    return _bare(value) if isinstance(value, dict) else value


def _reachable(schemas: Schemas, file: str) -> list[str]:
    """The file and every file that it needs, sorted."""
    found, new = set[str](), {file}
    while new:
        found |= new
        new = {target for name in new for target in files_named(schemas.files[name].value) if target in schemas.files} - found
    return sorted(found)
