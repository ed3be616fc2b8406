"""Rules on the graph of references: nothing stands alone, nothing contains itself, nothing is said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scodata.findings import Distant, Draft, Fact, Known, catalogue_rule
from scodata.records import Index


@catalogue_rule("G901", "alone", "warning")
def alone(index: Index, known: Known) -> Iterator[Distant]:
    """A record refers to nothing, and nothing refers to it.

    Why: most often a link is missing.

    Mend: link it, or delete it.

    Example: a person who took part in nothing, with no source.
    """
    linked = index.linked()
    for id_, kind in sorted(known.listing.kinds.items()) if index.complete else ():
        shape = known.layout.shapes.get(kind)
        if shape and not shape.schema.get("x-needed") and id_ not in linked and id_ not in index.redirects:
            yield Distant(id_, "it refers to nothing, and nothing refers to it", ("id",))


def gather_arcs(draft: Draft, known: Known) -> Iterator[Fact]:
    """References that must not lead back to where they began, each with the place of the schema that says so."""
    for site in draft.marked("x-acyclic"):
        for target in site.value if isinstance(site.value, list) else [site.value]:
            if isinstance(target, str):
                yield site.path, f"{site.shape.where.file}/{'/'.join(site.shape.where.path)}", target


@catalogue_rule("G902", "circle")
def circle(index: Index, known: Known) -> Iterator[Distant]:
    """References lead in a circle where they must not: an event inside of itself, an agreement under itself.

    Why: nothing can be a part of its own part.

    Mend: cut the circle at the reference that is wrong.

    Example: `a` is part of `b`, and `b` of `a`.
    """
    arcs: defaultdict[str, dict[str, list[tuple[str, Any]]]] = defaultdict(dict)
    for record, path, relation, target in index.facts.get("arcs", ()):
        arcs[relation].setdefault(record, []).append((target, path))
    for relation in sorted(arcs):
        yield from _circles(arcs[relation])


def _circles(arcs: dict[str, list[tuple[str, Any]]]) -> Iterator[Distant]:
    """One finding a circle, at its record with the smallest id; each record is walked once."""
    done: set[str] = set()
    for start in sorted(arcs):
        trail: dict[str, None] = {}
        stack: list[tuple[str, Iterator[tuple[str, Any]]]] = [(start, iter(arcs[start]))] if start not in done else []
        trail[start] = None
        while stack:
            record, targets = stack[-1]
            following = next(targets, None)
            if following is None:
                done.add(record)
                trail.pop(record, None)
                stack.pop()
                continue
            target, path = following
            if target in trail:
                names = [*list(trail)[list(trail).index(target) :], target]
                yield Distant(record, f"a circle: {' → '.join(f'`{name}`' for name in names)}", path)
            elif target not in done and target in arcs:
                trail[target] = None
                stack.append((target, iter(arcs[target])))


def gather_symmetric(draft: Draft, known: Known) -> Iterator[Fact]:
    """What is true in both directions, and so said once."""
    for site in draft.marked("x-symmetric"):
        for target in site.value if isinstance(site.value, list) else ():
            yield site.path, site.shape.schema["x-symmetric"], target


@catalogue_rule("G903", "said-twice", "warning")
def said_twice(index: Index, known: Known) -> Iterator[Distant]:
    """Something that is true in both directions is said in both, or said of a pair in two ways that exclude each other.

    Why: a fact stands once; the second copy will be forgotten when the first is mended.

    Mend: delete one of the two.

    Example: `a` is said to be different from `b`, and `b` from `a`.
    """
    first: dict[frozenset[str], tuple[str, Any, str]] = {}
    for record, path, relation, target in index.facts.get("symmetric", ()):
        other, there, its = first.setdefault(frozenset((record, target)), (record, path, relation))
        if record == target:
            yield Distant(record, "it is said of the record itself", path)
        elif (other, its) != (record, relation):
            said = "the same of this pair" if its == relation else f"of this pair that it is {its}"
            yield Distant(record, f"`{other}` says {said}", path, related=((other, there, "it stands here"),))
