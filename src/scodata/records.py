"""A trusted record, and the small index of the catalogue: which ids there are, and which record refers to which."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Record:
    """One record that its schema and the rules have found good. `name` is the file's path from the catalogue's root.

    `lines` has the line of the record itself, at the empty path, and of each item of its maps, sets and lists.
    """

    id: str
    kind: str
    name: str
    value: Mapping[str, Any]
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)

    @property
    def is_redirect(self) -> bool:
        """Whether only the id is left of it."""
        return "redirect" in self.value


@dataclass(frozen=True)
class Listing:
    """Every record file, known from the folders alone before any is read: kinds and names by id, and the ids that several files have."""

    kinds: Mapping[str, str]
    names: Mapping[str, str]
    twice: frozenset[str] = frozenset()

    def __contains__(self, id_: str) -> bool:
        return id_ in self.kinds


@dataclass(frozen=True)
class Entry:
    """What the index keeps of a record when the record itself is gone."""

    id: str
    kind: str
    values: Mapping[str, str]
    references: tuple[tuple[int, str], ...]
    successors: tuple[str, ...] | None
    facts: Mapping[str, tuple[tuple[Any, ...], ...]] = field(default_factory=dict)


def _numbers_of_four_bytes() -> array[int]:
    return array("I")


@dataclass
class Index:
    """The catalogue in small: 12 bytes a reference, and the few values and facts that annotations ask for.

    It isn't complete when a file could not be read: then nothing may be said of what is missing. `facts` has, under the name of who
    gathered them, tuples of a record's id and the values of a fact of it, in the order of the ids. The index of a part of the catalogue
    is made where that part is examined, and taken in as a whole.
    """

    complete: bool = True
    values: dict[str, Mapping[str, str]] = field(default_factory=dict)
    redirects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    facts: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    """A number for each id as it is first met, so that the ids stand in the order of their numbers."""
    _values: dict[Any, Any] = field(default_factory=dict)
    _sources: array[int] = field(default_factory=_numbers_of_four_bytes)
    _rules: array[int] = field(default_factory=_numbers_of_four_bytes)
    _targets: array[int] = field(default_factory=_numbers_of_four_bytes)

    def add(self, entry: Entry) -> None:
        """Takes in a record's entry."""
        if entry.successors is not None:
            self.redirects[entry.id] = entry.successors
        if entry.values:
            self.values[entry.id] = entry.values
        for name, facts in entry.facts.items():
            self.facts.setdefault(name, []).extend([(entry.id, *map(self._shared, fact)) for fact in facts])
        self._sources.extend([self._number(entry.id)] * len(entry.references))
        self._rules.extend([rule for rule, _ in entry.references])
        self._targets.extend([self._number(target) for _, target in entry.references])

    def merge(self, part: Index) -> None:
        """Takes in the index of further records."""
        self.complete &= part.complete
        self.redirects |= part.redirects
        self.values |= part.values
        for name, facts in part.facts.items():
            self.facts.setdefault(name, []).extend(facts)
        numbers = [self._number(id_) for id_ in part._numbers]
        self._sources.extend(map(numbers.__getitem__, part._sources))
        self._rules.extend(part._rules)
        self._targets.extend(map(numbers.__getitem__, part._targets))

    def references(self) -> Iterator[tuple[str, int, str]]:
        """Every reference as the id of its record, the number of its rule, and the id that it names."""
        ids = list(self._numbers)
        for source, rule, target in zip(self._sources, self._rules, self._targets, strict=True):
            yield ids[source], rule, ids[target]

    def targets(self) -> set[tuple[int, str]]:
        """Each number of a rule with each id that a reference of it names, once."""
        ids = list(self._numbers)
        return {(rule, ids[target]) for rule, target in set(zip(self._rules, self._targets, strict=True))}

    def referred(self) -> set[str]:
        """The ids that another record refers to."""
        ids = list(self._numbers)
        ends = zip(self._sources, self._targets, strict=True)
        return {ids[number] for number in {target for source, target in ends if source != target}}

    def linked(self) -> set[str]:
        """The ids of records that refer to something, or are referred to."""
        ids = list(self._numbers)
        return {ids[number] for number in {*self._sources, *self._targets}}

    def successors(self, id_: str) -> list[str]:
        """The ids to which a retired one leads in the end, whatever was retired between; none where it was withdrawn, or the redirects lead in a circle."""
        found: dict[str, None] = {}
        waiting, seen = [id_], set[str]()
        while waiting:
            one = waiting.pop(0)
            if one in self.redirects and one not in seen:
                waiting += self.redirects[one]
            elif one not in seen:
                found[one] = None
            seen.add(one)
        return list(found)

    def _shared(self, value: Any) -> Any:
        """An equal value that is already here: paths and ids recur in many facts, and each is kept once a part."""
        return self._values.setdefault(value, value) if isinstance(value, (str, tuple)) else value

    def __getstate__(self) -> dict[str, Any]:
        """What another process takes in: all but the values, which the facts hold."""
        return {**self.__dict__, "_values": {}}

    def _number(self, id_: str) -> int:
        return self._numbers.setdefault(id_, len(self._numbers))
