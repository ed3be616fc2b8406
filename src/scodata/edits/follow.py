"""References follow: every value and key of a record that names another one, and every pointer through such a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from scodata.documents.outline import Collection, Entry, Part, Scalar, detached, plain
from scodata.edits.canonical import inner_shape
from scodata.layout import Shape
from scodata.layout.sites import Steps
from scodata.problems import from_pointer, to_pointer

Decide = Callable[[Steps, str], tuple[str, ...]]
"""What a reference at a place to an id shall name: the same id, another one, or, in a set, several or none."""


@dataclass(frozen=True)
class Clash:
    """Two parts that must become one and differ, and where: the second one's place in its own text."""

    path: Steps
    one: Part
    other: Part


@dataclass
class Followed:
    """The parts of a record whose references have followed, how many they were, and what went wrong."""

    root: Collection
    references: int = 0
    moved: dict[Steps, str] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def follow(root: Collection, shape: Shape, decide: Decide) -> Followed:
    """The record with its references as `decide` wants them. Two keys that become one are merged, and a value stands in a set once."""
    followed = Followed(root)

    def reference(shape: Shape, path: Steps, value: str, key: bool) -> tuple[str, ...]:
        targets = decide(path, value) if shape.reference[0] else (value,)
        followed.references += targets != (value,)
        if key and targets != (value,):
            followed.moved[path] = targets[0]
        return targets

    def pointer(shape: Shape, path: Steps, value: str, key: bool) -> tuple[str, ...]:
        return (repointed(value, followed.moved) if "x-pointer" in shape.schema else value,)

    followed.root = _root(root, shape, reference, followed)
    if followed.moved:
        followed.root = _root(followed.root, shape, pointer, followed)
    return followed


def repointed(pointer: str, moved: dict[Steps, str]) -> str:
    """A JSON Pointer after some keys of its record have changed: `moved` has the new key for the path of each old one."""
    old = from_pointer(pointer)
    return to_pointer(moved.get(old[: depth + 1], token) for depth, token in enumerate(old))


Change = Callable[[Shape, Steps, str, bool], tuple[str, ...]]


def _root(root: Collection, shape: Shape, change: Change, followed: Followed) -> Collection:
    part = _Walk(change, followed).part(root, shape, ())
    assert isinstance(part, Collection), "a record stays a mapping"
    return part


@dataclass
class _Walk:
    change: Change
    followed: Followed

    def part(self, part: Part, shape: Shape | None, path: Steps) -> Part:
        """A part with its texts changed; where it isn't what its shape asks for, as it is."""
        if shape is None:
            return part
        if isinstance(part, Scalar):
            return self.scalar(part, shape, path) if shape.form == "scalar" else part
        if shape.form in ("object", "map") and part.keyed:
            return replace(part, entries=tuple(self.mapping(part, shape, path)))
        if shape.form in ("set", "list") and not part.keyed:
            return replace(part, entries=tuple(self.sequence(part, shape, path)))
        return part

    def scalar(self, part: Scalar, shape: Shape, path: Steps) -> Scalar:
        if not isinstance(part.value, str):
            return part
        return replace(part, value=next(iter(self.change(shape, path, part.value, False)), part.value))

    def mapping(self, part: Collection, shape: Shape, path: Steps) -> Iterator[Entry]:
        found: dict[str, Entry] = {}
        for entry in part.entries:
            below = (*path, entry.name)
            inner = inner_shape(shape, entry.name)
            value = self.part(entry.value, inner, below)
            key = entry.key
            if key and shape.form == "map" and shape.keys:
                key = replace(key, value=self.change(shape.keys, below, key.value, True)[0])
            changed = replace(entry, key=key, value=value)
            other = found.get(changed.name)
            found[changed.name] = united(other, changed, inner, below, self.followed.clashes) if other else changed
        yield from found.values()

    def sequence(self, part: Collection, shape: Shape, path: Steps) -> Iterator[Entry]:
        seen: list[object] = []
        for position, entry in enumerate(part.entries):
            for changed in self.items(entry, shape, (*path, position)):
                value = plain(changed.value)
                if shape.form == "list" or value not in seen:
                    seen.append(value)
                    yield changed

    def items(self, entry: Entry, shape: Shape, path: Steps) -> Iterator[Entry]:
        """What one item becomes: itself changed, or in a set several or nothing."""
        if shape.form == "set" and shape.items and isinstance(entry.value, Scalar) and isinstance(entry.value.value, str):
            for number, text in enumerate(self.change(shape.items, path, entry.value.value, False)):
                changed = replace(entry, value=replace(entry.value, value=text))
                yield detached(replace(changed, above=(), beside="")) if number else changed
        else:
            yield replace(entry, value=self.part(entry.value, shape.items, path))


def united(one: Entry, other: Entry, shape: Shape | None, path: Steps, clashes: list[Clash]) -> Entry:
    """Two entries of one key as one: the first, with what only the second has; what they say differently is a clash."""
    above = (*one.above, *(comment for comment in other.above if comment not in one.above))
    beside = " ".join(dict.fromkeys(comment for comment in (one.beside, other.beside) if comment))
    return replace(one, value=_united(one.value, other.value, shape, path, clashes), above=above, beside=beside)


def _united(one: Part, other: Part, shape: Shape | None, path: Steps, clashes: list[Clash]) -> Part:
    if isinstance(one, Collection) and isinstance(other, Collection) and one.keyed and other.keyed:
        return united_mappings(one, other, shape, path, clashes)
    if isinstance(one, Collection) and isinstance(other, Collection) and shape and shape.form == "set":
        known = [plain(entry.value) for entry in one.entries]
        return replace(one, entries=(*one.entries, *(detached(entry) for entry in other.entries if plain(entry.value) not in known)))
    if plain(one) != plain(other):
        clashes.append(Clash(path, one, other))
    return one


def united_mappings(one: Collection, other: Collection, shape: Shape | None, path: Steps, clashes: list[Clash]) -> Collection:
    """Two mappings as one: what stands in either, and once what stands in both."""
    entries = {entry.name: entry for entry in one.entries}
    for entry in other.entries:
        inner = inner_shape(shape, entry.name)
        same = entries.get(entry.name)
        entries[entry.name] = united(same, entry, inner, (*path, entry.name), clashes) if same else detached(entry)
    head, below = ((*ours, *(comment for comment in theirs if comment not in ours)) for ours, theirs in ((one.head, other.head), (one.below, other.below)))
    return replace(one, entries=tuple(entries.values()), head=head, below=below)
