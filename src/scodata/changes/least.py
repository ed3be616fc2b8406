"""What a change asks for at the least, known without the old rows: from the shape of the last release, and how many rows it had."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scodata import ledger
from scodata.catalogue import Catalogue
from scodata.changes.rules import RULES, Finding, level_of
from scodata.changes.shape import shape_changes
from scodata.changes.versions import asked, is_enough, parse
from scodata.documents import Document
from scodata.problems import Code, Problem

TOO_SMALL = Code(
    "V701",
    "version-too-small",
    """The version in `scodata.yaml` is smaller than the change since the last release asks for.

Why: people build on open data only if a version tells them whether what they have still works.

Mend: write the version that the message names, or leave that of the last release, and `scodata release` raises it. `scodata diff` with the
last version shows each change with its rule; docs/versions.md lists the rules.

Example: `version: 1.0.1`, after a column was added to what 1.0.0 had.""",
)


def too_small(catalogue: Catalogue, manifest: Document, folder: Path, rows: Mapping[str, int]) -> Iterator[Problem]:
    """A problem where `scodata.yaml` states another version than that of the last release, and one that the package in `folder` may not have.

    `rows`: how many rows each table has. Nothing is said before the first release. That a row changed is seen, and not why, so this is a
    floor: `scodata release` looks at the rows themselves.
    """
    last, version = ledger.last(catalogue), manifest.value["version"]
    if last is None or version == last.version:
        return
    found = list(certain(ledger.last_descriptor(catalogue), json.loads((folder / "datapackage.json").read_text(encoding="utf-8")), last.tables, rows))
    level = level_of(found)
    if not is_enough(version, last.version, level):
        yield manifest.problem(TOO_SMALL, _sentence(version, last.version, asked(last.version, level), found), ("version",))


def _sentence(version: str, last: str, wanted: str, found: list[Finding]) -> str:
    if parse(version) <= parse(last):
        return f"{version} isn't after {last}, which was released"
    gravest = max(found, key=lambda finding: finding.rule.level == level_of(found))
    return f"since {last}, {gravest.what} ({gravest.rule.id}), so the version is {wanted} or more"


def certain(old: Mapping[str, Any], new: Mapping[str, Any], rows_before: Mapping[str, int], rows: Mapping[str, int]) -> Iterator[Finding]:
    """What follows from two descriptors and counts of rows alone."""
    yield from shape_changes(old, new)
    before, after = ({resource["name"]: resource for resource in package["resources"]} for package in (old, new))
    for name, resource in after.items():
        if name not in before or "derivedFrom" in resource or before[name].get("hash") == resource["hash"]:
            continue
        if rows[name] > rows_before.get(name, 0):
            yield Finding(RULES["row-added"], f"`{name}` has more rows", name)
        else:
            yield Finding(RULES["error-corrected"], f"`{name}` changed, were it only by a correction", name)
