"""Three gates before a package counts as built: the official profile, what frictionless skips, and frictionless itself."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from scodata.problems import Code
from scodata.processes import in_order, several
from scodata.schemas import violations

NOT_A_PACKAGE = Code(
    "P602",
    "package-not-valid",
    """The package that was built is not a valid Data Package.

Why: a package that the reference tools refuse would be of no use to its readers. The last good package stays where it is.

Mend: the message names the table and the rule. Most often a schema allows a value that its table can't hold; if not, it is a bug of scodata.

Example: a `number` written with a comma.""",
)

ENOUGH = 1 << 21
"""Bytes of tables from which on a second process pays for its start."""
DIGEST = 12
"""Bytes of a key, so that a million of them need little room."""
Row = tuple[str, ...]


def judge(folder: Path) -> list[str]:
    """Why the folder isn't a valid package, one sentence each; an empty list if it is."""
    return judge_quickly(folder) or list(_frictionless(folder / "datapackage.json"))


def judge_quickly(folder: Path) -> list[str]:
    """What the first two gates object to; for a package that goes through frictionless elsewhere."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return list(_profile(package)) or list(_skipped(package, folder))


def judge_archive(path: Path) -> list[str]:
    """Why a zip archive isn't a package that the reference reader opens and finds valid; an empty list if it is."""
    return list(_frictionless(path))


def official_profile() -> Any:
    """The official Data Package 2.0 profile, as it ships in the `dplib-py` distribution."""
    from importlib import metadata

    path = metadata.distribution("dplib-py").locate_file("dplib/profiles/2.0/datapackage.json")
    return json.loads(Path(str(path)).read_text(encoding="utf-8"))


def _profile(package: dict[str, Any]) -> Iterator[str]:
    yield from (f"datapackage.json{where}: {message}" for where, message in violations(official_profile(), package))


def _skipped(package: dict[str, Any], folder: Path) -> Iterator[str]:
    """What the profile and frictionless let pass: versions, times without zone, hashes, keys, categories, loose dates."""
    if not re.fullmatch(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}(-[0-9A-Za-z.-]+)?", package.get("version", "")):
        yield f"datapackage.json: {package.get('version')!r} is no semantic version"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z", package.get("created", "")):
        yield f"datapackage.json: {package.get('created')!r} is no time with zone"
    if any(not isinstance(contributor.get("roles", []), list) for contributor in package["contributors"]):
        yield "datapackage.json: the roles of a contributor are no list"
    referred = {
        (key["reference"].get("resource", resource["name"]), tuple(key["reference"]["fields"]))
        for resource in package["resources"]
        for key in _foreign(resource)
    }
    keys: dict[str, set[bytes]] = {}
    for resource in package["resources"]:
        name, primary = resource["name"], tuple(resource["schema"]["primaryKey"])
        yield from _file(resource, folder)
        seen, problems = _rows(resource, folder, keep=any(table == name for table, _ in referred))
        yield from problems
        for fields in (fields for table, fields in referred if table == name):
            keys[name] = seen
            if fields != primary:
                yield f"{name}: a foreign key refers to columns that aren't its primary key"
    for resource in package["resources"]:
        yield from _dangling(resource, folder, keys)


def _digest(cells: Row) -> bytes:
    """A key in a few bytes."""
    return blake2b("\x1f".join(cells).encode(), digest_size=DIGEST).digest()


def _foreign(resource: dict[str, Any]) -> list[dict[str, Any]]:
    return list(resource["schema"].get("foreignKeys", []))


def _file(resource: dict[str, Any], folder: Path) -> Iterator[str]:
    with open(folder / resource["path"], "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    if size != resource["bytes"] or f"sha256:{digest}" != resource["hash"]:
        yield f"{resource['name']}: size or hash differ from the descriptor's"


def _table(resource: dict[str, Any], folder: Path) -> Iterator[Row]:
    with open(folder / resource["path"], encoding="utf-8", newline="") as file:
        yield from (tuple(row) for row in csv.reader(file, strict=True))


class _Crowd:
    """Keys that nothing refers to. Whether one stands there twice is asked at the end, of a sixteenth of them at a time: sets need much room."""

    def __init__(self) -> None:
        self._parts = [bytearray() for _ in range(16)]

    def add(self, digest: bytes) -> None:
        self._parts[digest[0] % 16] += digest

    def has_twice(self) -> bool:
        return any(len({part[start : start + DIGEST] for start in range(0, len(part), DIGEST)}) * DIGEST < len(part) for part in map(bytes, self._parts))


def _rows(resource: dict[str, Any], folder: Path, *, keep: bool) -> tuple[set[bytes], list[str]]:
    """The primary keys of a table, where they are to be kept, and what is wrong in its cells."""
    name, fields = resource["name"], resource["schema"]["fields"]
    key = _positions(resource, resource["schema"]["primaryKey"])
    checks = [(position, field) for position, field in enumerate(fields) if field["type"] == "date" or "categories" in field]
    seen: set[bytes] = set()
    crowd = _Crowd()
    problems: list[str] = []
    rows = _table(resource, folder)
    if list(next(rows, ())) != [field["name"] for field in fields]:
        problems.append(f"{name}: the header isn't the list of its fields")
    for number, row in enumerate(rows, 2):
        identity = tuple(row[position] for position in key)
        digest = _digest(identity)
        if "" in identity or digest in seen:
            problems.append(f"{name}: row {number}: the primary key {identity} is empty or stands twice")
        (seen if keep else crowd).add(digest)
        problems += [f"{name}: row {number}: {row[position]!r} is no value of {field['name']}" for position, field in checks if not _fits(row[position], field)]
    return _rows(resource, folder, keep=True) if crowd.has_twice() else (seen, problems)


def _fits(cell: str, field: dict[str, Any]) -> bool:
    if cell == "":
        return True
    if "categories" in field:
        return any(str(category["value"]) == cell for category in field["categories"])
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def _dangling(resource: dict[str, Any], folder: Path, keys: dict[str, set[bytes]]) -> Iterator[str]:
    name = resource["name"]
    foreign = [(_positions(resource, key["fields"]), keys[key["reference"].get("resource", name)], key) for key in _foreign(resource)]
    rows = _table(resource, folder)
    next(rows, None)
    for number, row in enumerate(rows if foreign else (), 2):
        for positions, targets, key in foreign:
            identity = tuple(row[position] for position in positions)
            if any(identity) and _digest(identity) not in targets:
                yield f"{name}: row {number}: {', '.join(key['fields'])} {identity} leads nowhere"


def _positions(resource: dict[str, Any], names: list[str]) -> list[int]:
    all_ = [field["name"] for field in resource["schema"]["fields"]]
    return [all_.index(name) for name in names]


def _frictionless(path: Path) -> Iterator[str]:
    """The package through frictionless, which is slow to import and so only here. It is the judge, never the writer.

    It judges the whole descriptor, keys too, and then every header, cell, constraint, size and hash. That keys are unique and lead somewhere
    has been seen on every row before (`_skipped`), in a fiftieth of the memory: here it would keep all keys, and all targets of each table.
    """
    from frictionless import FrictionlessException, Package

    try:
        package = Package(str(path))
        package.to_descriptor(validate=True)
    except FrictionlessException as refusal:
        yield from (f"frictionless: {error.message}" for error in refusal.reasons or [refusal.error])
        return
    for resource in package.resources:
        resource.schema.primary_key, resource.schema.foreign_keys = [], []
    enough = several(sum(resource.bytes or 0 for resource in package.resources), ENOUGH)
    for reasons in in_order(partial(_table_judged, package), [resource.name for resource in package.resources], "judges the package", forked=enough):
        yield from reasons


def _table_judged(package: Any, name: str) -> list[str]:
    """What frictionless has against one table of a package."""
    report = package.get_resource(name).validate()
    return [f"frictionless: {name}: {what}: {message}" for what, message in report.flatten(["title", "message"])]
