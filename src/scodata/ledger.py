"""What was released, known from the files of the catalogue alone: `releases/` and `released.csv`; no tag is asked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scodata import deposits
from scodata.catalogue import RELEASED, RELEASES, Catalogue
from scodata.documents import Document, read_json
from scodata.documents.reader import load
from scodata.layout.tables import RECORDS
from scodata.problems import Code, Place, Problem, ScodataError
from scodata.schemas import own_judge

CHANGED = Code(
    "R314",
    "release-file-changed",
    """A file that releases write isn't as they wrote it.

Why: what was released is known from `released.csv` and `releases/` alone. An id whose line goes from there is missed by nobody.

Mend: bring the file back from git; no person writes these.

Example: a line of `released.csv` was deleted together with the record that it names.""",
)
_BRING = "bring it back from git: no person writes this file"
DESCRIPTOR = "datapackage.json"
"""Beside the entries of all releases, the descriptor of the last one: the shape that readers have."""

HEADER = ("id", "kind", "first_version")
"""The first line of `released.csv`."""


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
    found, problems = _entries(catalogue)
    if problems:
        place = problems[0].place
        raise ScodataError(f"{place.path}:{place.line}:{place.column}: {problems[0].message}; scodata release writes this file, so bring it back from git")
    return found


def problems(catalogue: Catalogue) -> list[Problem]:
    """What in the files that releases write isn't as they wrote it, as far as these files show."""
    known, found = _entries(catalogue)
    if not known or found:
        return found
    versions = [entry.version for entry in known]
    for entry in known:
        if entry.previous and entry.previous not in versions:
            found.append(_changed(f"{RELEASES}/{entry.previous}.json", f"{entry.version} followed {entry.previous}, whose file is missing"))
    if _digest(catalogue) != known[-1].descriptor:
        found.append(_changed(f"{RELEASES}/{DESCRIPTOR}", f"it isn't the descriptor of {versions[-1]}"))
    data = load(catalogue.released, RELEASED)
    return [*found, *_lines(data.decode("utf-8", "replace") if isinstance(data, bytes) else "", known)]


def _lines(text: str, known: Sequence[Entry]) -> Iterator[Problem]:
    """What is wrong in `released.csv`: a line that no release writes, or fewer ids than a release had."""
    versions = {entry.version: place for place, entry in enumerate(known)}
    rows = list(csv.reader(io.StringIO(text)))
    seen: set[str] = set()
    if rows[:1] != [list(HEADER)]:
        yield _changed(RELEASED, f"its first line isn't `{','.join(HEADER)}`")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(HEADER) or row[0] in seen or row[2] not in versions:
            why = "the id is listed before" if row and row[0] in seen else "no release writes such a line: an id, its kind, and a version that was released"
            yield _changed(RELEASED, why, number)
        seen.add(row[0] if row else "")
    first = [versions[row[2]] for row in rows[1:] if len(row) == len(HEADER) and row[2] in versions]
    for place, entry in enumerate(known):
        had, listed = entry.tables.get(RECORDS, 0), sum(1 for one in first if one <= place)
        if listed < had:
            yield _changed(RELEASED, f"{entry.version} had {had} ids, and only {listed} of its ids are listed")
            return


def _changed(name: str, message: str, line: int = 1) -> Problem:
    return Problem(CHANGED, message, Place(name, line, 1, line, 2), _BRING)


def _entries(catalogue: Catalogue) -> tuple[list[Entry], list[Problem]]:
    """Every release, the oldest version first, and what is wrong in the files of the others."""
    import semver  # here, since a check of records needs no versions

    others = (DESCRIPTOR, deposits.FILE)
    found, problems = list[Entry](), list[Problem]()
    for path in sorted(path for path in catalogue.releases.glob("*.json") if path.name not in others) if catalogue.releases.is_dir() else ():
        document, wrong = _document(catalogue, path.name, "release.json")
        entry = _entry(document.value) if document and not wrong else None
        if entry and (not semver.Version.is_valid(entry.version) or path.name != f"{entry.version}.json"):
            wrong.append(_changed(f"{RELEASES}/{path.name}", f"it is of the release {entry.version}, so its name is wrong"))
        problems += wrong
        found += [entry] if entry and not wrong else []
    return sorted(found, key=lambda entry: semver.Version.parse(entry.version)), problems


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
    if entry is None or entry.descriptor != _digest(catalogue):
        raise ScodataError(f"{RELEASES}/{DESCRIPTOR} isn't the descriptor of the last release; bring it back from git")
    return document


def _digest(catalogue: Catalogue) -> str:
    """The hash of the descriptor that lies beside the entries; empty where it can't be read."""
    data = load(catalogue.releases / DESCRIPTOR, f"{RELEASES}/{DESCRIPTOR}")
    return f"sha256:{hashlib.sha256(data).hexdigest()}" if isinstance(data, bytes) else ""


def _document(catalogue: Catalogue, file: str, schema: str) -> tuple[Document | None, list[Problem]]:
    """A file in `releases/`, and what is wrong in it, as one code: whatever it is, it was changed."""
    document, wrong = read_json(catalogue.releases / file, f"{RELEASES}/{file}")
    wrong += own_judge(schema).problems(document) if document and not wrong else []
    return document, [Problem(CHANGED, problem.message, problem.place, _BRING) for problem in wrong]


def _read(catalogue: Catalogue, file: str, schema: str) -> dict[str, Any]:
    document, problems = _document(catalogue, file, schema)
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
    writer.writerow(HEADER)
    writer.writerows(lines[id_] for id_ in sorted(lines))
    return out.getvalue()
