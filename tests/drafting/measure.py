"""Measures `scodata draft`: how many of the facts expected of each text it proposes, and how many of those that it proposes are among them.

    python tests/drafting/measure.py FOLDER [--show]

FOLDER holds the texts as NAME.txt, one for each NAME.yaml beside this file; they aren't ours to publish, so only their addresses and hashes
are here. A fact is one value at one place of a record. What participants said, their terms of office, descriptive titles, bases, additions to
known participants and series, and the record of the source are left out on both sides. A reference is right when it leads to the record
expected, or to a draft of that name. What a text says by naming a known record, its type and series, counts as said.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import scodata
from scodata import catalogue, drafting
from scodata.drafting import Drafted
from scodata.phrases.words import fold

HERE = Path(__file__).parent
LEFT_OUT = {"id", "citations", "note", "statements", "terms", "title_basis", "printed", "start_date_basis", "end_date_basis"}
FOUND_BY_NAME = ("type", "series")
LABELS = ("name", "title")


class Measure:
    """One text: its drafts held against the facts expected of it."""

    def __init__(self, expected: dict[str, list[Any]], drafted: Drafted, records: dict[str, Any]) -> None:
        self.expected, self.records = expected, records
        self.drafts = {one.draft.id: one.draft for one in drafted.proposals}
        self.accepted = {fold(name) for name in _alternatives(expected)}
        self.found, self.missed, self.wrong = 0, list[str](), list[str]()
        for kind in ("events", "agreements", "series", "participants", "places"):
            self._kind(kind)

    def _kind(self, kind: str) -> None:
        proposed = {
            one.id: _kept(self._whole(one))
            for one in self.drafts.values()
            if one.kind == kind
            and not (one.known and kind not in ("events", "agreements"))
            and not (one.kind in ("participants", "places") and self._is_accepted(one))
        }
        wanted = [_kept(record) for record in self.expected.get(kind, ())]
        pairs = sorted(((-len(self.same(w, p, ())), n, id_) for n, w in enumerate(wanted) for id_, p in proposed.items()), key=lambda pair: pair[:2])
        taken: dict[int, str] = {}
        for overlap, number, id_ in pairs:
            if overlap and number not in taken and id_ not in taken.values():
                taken[number] = id_
        for number, record in enumerate(wanted):
            same = self.same(record, proposed.get(taken.get(number, ""), {}), ())
            self.found += len(same)
            self.missed += [f"{kind} {path}" for path in _leaves(record, ()) if path not in {left for left, _ in same}]
            if number in taken:
                self.wrong += [f"{kind} {path}" for path in _leaves(proposed[taken[number]], ()) if path not in {right for _, right in same}]
        for id_ in proposed.keys() - set(taken.values()):
            self.wrong += [f"{kind} {id_} {path}" for path in _leaves(proposed[id_], ())]

    def _whole(self, one: Any) -> dict[str, Any]:
        """What is proposed; of a record that was found by its name, what it is, is said by that."""
        known = self.records.get(one.id, {}) if one.known else {}
        return {key: known[key] for key in FOUND_BY_NAME if key in known} | one.values

    def _is_accepted(self, one: Any) -> bool:
        return any(fold(text) in self.accepted for label in LABELS for text in one.values.get(label, {}).values())

    def same(self, wanted: Any, proposed: Any, path: tuple[str, ...]) -> list[tuple[str, str]]:
        """The places of equal values: in what was wanted, and in what is proposed."""
        return [("/".join(left), "/".join(right)) for left, right in self._same(wanted, proposed, (), ())]

    def _same(self, wanted: Any, proposed: Any, left: tuple[str, ...], right: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        if isinstance(wanted, dict) and isinstance(proposed, dict):
            if not wanted and not proposed:
                yield left, right
            rest = dict(proposed)
            for key, value in wanted.items():
                other = next((one for one in rest if self._refers(key, one)), None) or self._most_alike(value, rest, left)
                if other is not None:
                    yield from self._same(value, rest.pop(other), (*left, key), (*right, other))
        elif isinstance(wanted, list) and isinstance(proposed, list):
            yield from (((*left, item), (*right, item)) for item in wanted if item in proposed)
        elif not isinstance(wanted, (dict, list)) and not isinstance(proposed, (dict, list)) and self._refers(str(wanted), str(proposed)):
            yield left, right

    def _most_alike(self, value: Any, rest: dict[str, Any], left: tuple[str, ...]) -> str | None:
        if left[-1:] not in (("participations",), ("counts",)):
            return None
        scored = [
            (len(list(self._same(_identity(value), _identity(one), (), ()))), len(list(self._same(value, one, (), ()))), key) for key, one in rest.items()
        ]
        best = max(scored, default=(0, 0, ""))
        return best[2] if best[0] else None

    def _refers(self, wanted: str, proposed: str) -> bool:
        labels = [text for label in LABELS for text in self.drafts[proposed].values.get(label, {}).values()] if proposed in self.drafts else []
        return any(fold(one) in {fold(proposed), *map(fold, labels)} for one in wanted.split("|"))


def _identity(item: Any) -> Any:
    """What tells one participation or count from another."""
    return {key: value for key, value in item.items() if key in ("participant", "unnamed", "number", "capacity")} if isinstance(item, dict) else item


def _kept(record: dict[str, Any]) -> dict[str, Any]:
    descriptive = record.get("title_basis") == "descriptive"
    return {key: _below(value) for key, value in record.items() if key not in LEFT_OUT and not (key == "title" and descriptive)}


def _below(value: Any) -> Any:
    return {key: _below(inner) for key, inner in value.items() if key not in LEFT_OUT} if isinstance(value, dict) else value


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        yield from ("/".join((*path, item)) for item in value)
    else:
        yield "/".join(path)


def _alternatives(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from key.split("|")
            yield from _alternatives(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _alternatives(item)
    elif isinstance(value, str):
        yield from value.split("|")


def main(folder: Path, show: bool) -> None:
    """Prints a line for each text, and the sums."""
    found = expected = proposed = 0
    records = {record.id: dict(record.value) for record in scodata.open_catalogue(HERE).records()}
    print("| text | expected | found | proposed | right |\n|---|--:|--:|--:|--:|")
    for path in sorted(HERE.glob("*.yaml")):
        case = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        data = (folder / f"{path.stem}.txt").read_bytes()
        assert hashlib.sha256(data).hexdigest() == case["sha256"], f"{path.stem}.txt is another text"
        drafted = drafting.draft(catalogue.find(HERE), data.decode(), "", case.get("published", ""))
        one = Measure(case["facts"], drafted, records)
        right = one.found
        print(f"| {path.stem} | {right + len(one.missed)} | {right} | {right + len(one.wrong)} | {right} |")
        found, expected, proposed = found + right, expected + right + len(one.missed), proposed + right + len(one.wrong)
        if show:
            print(*(f"  missed {line}" for line in one.missed), *(f"  wrong  {line}" for line in one.wrong), sep="\n")
    print(f"| all | {expected} | {found} | {proposed} | {found} |\n\nrecall {found / expected:.0%}, precision {found / max(proposed, 1):.0%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--show" in sys.argv)
