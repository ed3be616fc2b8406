"""What was released, known from the files of the catalogue alone: `releases/` and `released.csv`; no tag is asked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scodata import deposits
from scodata.catalogue import RELEASES, Catalogue
from scodata.documents import parse_json
from scodata.documents.reader import load
from scodata.problems import Problem, ScodataError
from scodata.schemas import own_judge

DESCRIPTOR = "datapackage.json"
"""Beside the entries of all releases, the descriptor of the last one: the shape that readers have."""


@dataclass(frozen=True)
class Change:
    """What a release did to a record: `places` are JSON Pointers to what changed in it, `to` its successors, `notes` say why, as (kind, sentence).

    It holds no value and no name, so that what is withdrawn is withdrawn from here too.
    """

    id: str
    kind: str
    change: str
    to: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def stated(self) -> dict[str, Any]:
        """The change as it stands in the file of its release; what there is nothing of isn't said."""
        notes = [{"change": change, "text": text} for change, text in self.notes]
        said = {"id": self.id, "kind": self.kind, "change": self.change, "to": list(self.to), "places": list(self.places), "notes": notes}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Entry:
    """A release: its version and day, the version before, what the change asked for, the commit, the hash of its descriptor, rows by table.

    `records` are those that it changed; none of a first release, since all that it holds is new, and `released.csv` lists it.
    """

    version: str
    date: str
    previous: str
    level: str
    commit: str
    descriptor: str
    tables: Mapping[str, int]
    records: tuple[Change, ...] = ()

    @property
    def is_candidate(self) -> bool:
        """Whether it is there to be tried before the version that it is named after, as 2.0.0-rc.1 is."""
        return "-" in self.version.partition("+")[0]

    @property
    def as_text(self) -> str:
        """The entry as it stands in its file, a record a line."""
        head = json.dumps({name: value for name, value in self.__dict__.items() if name != "records"}, indent=2)
        lines = ",".join(f"\n    {json.dumps(change.stated, ensure_ascii=False)}" for change in self.records)
        records = f"[{lines}\n  ]" if lines else "[]"
        return f'{head.removesuffix("}").rstrip()},\n  "records": {records}\n}}\n'


@dataclass(frozen=True)
class Ledger:
    """All that was released: every release, the oldest version first, and by id the first version that had it."""

    entries: tuple[Entry, ...] = ()
    first: Mapping[str, str] = field(default_factory=dict)

    @property
    def newest(self) -> Entry | None:
        """The release with the highest version that is no candidate; None before the first."""
        return next((entry for entry in reversed(self.entries) if not entry.is_candidate), None)

    def entry(self, version: str) -> Entry | None:
        """The release of a version; None where there was none."""
        return self._by_version.get(version)

    def history(self, id_: str) -> list[tuple[Entry, Change | None]]:
        """What releases did to a record, the newest first; last, without a change, the one in which it first was, where that lists no records."""
        found: list[tuple[Entry, Change | None]] = list(self._by_id.get(id_, ()))
        first = self.entry(self.first.get(id_, ""))
        return found if first is None or any(entry is first for entry, _ in found) else [*found, (first, None)]

    @cached_property
    def _by_version(self) -> dict[str, Entry]:
        return {entry.version: entry for entry in self.entries}

    @cached_property
    def _by_id(self) -> dict[str, list[tuple[Entry, Change]]]:
        found: defaultdict[str, list[tuple[Entry, Change]]] = defaultdict(list)
        for entry in reversed(self.entries):
            for change in entry.records:
                found[change.id].append((entry, change))
        return dict(found)


def read_ledger(catalogue: Catalogue) -> Ledger:
    """All that a catalogue released; an empty ledger before its first release. Raises `ScodataError` as `entries` does."""
    text = catalogue.released.read_bytes().decode("utf-8", "replace") if catalogue.released.exists() else ""
    return Ledger(tuple(entries(catalogue)), {id_: line[2] for id_, line in released_ids(text).items() if len(line) > 2})


def entries(catalogue: Catalogue) -> list[Entry]:
    """Every release, the oldest version first. Raises `ScodataError` where a file of them is broken: no person writes these."""
    import semver  # here, since a check of records needs no versions

    others = (DESCRIPTOR, deposits.FILE)
    paths = sorted(path for path in catalogue.releases.glob("*.json") if path.name not in others) if catalogue.releases.is_dir() else []
    found = [_entry(_read(catalogue, path.name, "release.json")) for path in paths]
    for entry, path in zip(found, paths, strict=True):
        if not semver.Version.is_valid(entry.version) or path.name != f"{entry.version}.json":
            raise ScodataError(f"{RELEASES}/{path.name} is of the release {entry.version}, so its name is wrong")
    return sorted(found, key=lambda entry: semver.Version.parse(entry.version))


def _entry(stated: Mapping[str, Any]) -> Entry:
    return Entry(**{**stated, "records": tuple(_change(**change) for change in stated.get("records", ()))})


def _change(notes: Iterable[Mapping[str, str]] = (), to: Iterable[str] = (), places: Iterable[str] = (), **said: str) -> Change:
    return Change(**said, to=tuple(to), places=tuple(places), notes=tuple((note["change"], note["text"]) for note in notes))


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
