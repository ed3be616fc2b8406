"""What was released, known from the files of the catalogue alone: `releases/` and `released.csv`; no tag is asked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scodata.catalogue import RELEASES, Catalogue
from scodata.documents import parse_json
from scodata.documents.reader import load
from scodata.problems import Problem, ScodataError
from scodata.schemas import own_judge

DESCRIPTOR = "datapackage.json"
"""Beside the entries of all releases, the descriptor of the last one: the shape that readers have."""


@dataclass(frozen=True)
class Entry:
    """A release: its version and day, the version before, what the change asked for, the commit, the hash of its descriptor, and rows by table."""

    version: str
    date: str
    previous: str
    level: str
    commit: str
    descriptor: str
    tables: Mapping[str, int]

    @property
    def as_text(self) -> str:
        """The entry as it stands in its file."""
        return json.dumps(self.__dict__, indent=2) + "\n"


def entries(catalogue: Catalogue) -> list[Entry]:
    """Every release, the oldest version first. Raises `ScodataError` where a file of them is broken: no person writes these."""
    import semver  # here, since a check of records needs no versions

    paths = sorted(path for path in catalogue.releases.glob("*.json") if path.name != DESCRIPTOR) if catalogue.releases.is_dir() else []
    found = [Entry(**_read(catalogue, path.name, "release.json")) for path in paths]
    for entry, path in zip(found, paths, strict=True):
        if not semver.Version.is_valid(entry.version) or path.name != f"{entry.version}.json":
            raise ScodataError(f"{RELEASES}/{path.name} is of the release {entry.version}, so its name is wrong")
    return sorted(found, key=lambda entry: semver.Version.parse(entry.version))


def last(catalogue: Catalogue) -> Entry | None:
    """The release with the highest version; None before the first."""
    return next(reversed(entries(catalogue)), None)


def last_descriptor(catalogue: Catalogue) -> Mapping[str, Any]:
    """The descriptor of the last release; raises `ScodataError` where it isn't what that release's entry says."""
    entry = last(catalogue)
    document = _read(catalogue, DESCRIPTOR, "package.json")
    digest = hashlib.sha256((catalogue.releases / DESCRIPTOR).read_bytes()).hexdigest()
    if entry is None or entry.descriptor != f"sha256:{digest}":
        raise ScodataError(f"{RELEASES}/{DESCRIPTOR} isn't the descriptor of the last release; bring it back from git")
    return document


def _read(catalogue: Catalogue, file: str, schema: str) -> dict[str, Any]:
    name = f"{RELEASES}/{file}"
    data = load(catalogue.releases / file, name)
    document, problems = parse_json(data, name) if not isinstance(data, Problem) else (None, [data])
    problems += own_judge(schema).problems(document) if document and not problems else []
    if document is None or problems:
        place = problems[0].place
        raise ScodataError(f"{place.path}:{place.line}:{place.column}: {problems[0].message}; scodata release writes this file, so bring it back from git")
    return document.value


def released_ids(text: str) -> dict[str, list[str]]:
    """The lines of `released.csv` by their ids; `text` is the file, or empty where there is none."""
    return {row[0]: row for row in list(csv.reader(io.StringIO(text)))[1:] if row}


def with_ids(text: str, ids: Iterable[tuple[str, str]], version: str) -> str:
    """`released.csv` with the ids, each with its kind, that it doesn't list yet; `version` is the first that has them. Nothing is taken out."""
    lines = released_ids(text)
    for id_, kind in ids:
        lines.setdefault(id_, [id_, kind, version])
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "kind", "first_version"))
    writer.writerows(lines[id_] for id_ in sorted(lines))
    return out.getvalue()
