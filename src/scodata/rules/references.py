"""Rules on references: every one leads to a record of the right kind that still stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scodata.findings import Distant, Draft, Finding, Known, catalogue_rule, record_rule
from scodata.layout.tables import RECORDS
from scodata.problems import Place, near, slip
from scodata.records import Index


@record_rule("R304", "broken-reference", on="x-ref")
def broken_reference(draft: Draft, known: Known) -> Iterator[Finding]:
    """A reference names an id that no record has.

    Why: every link in the data must lead somewhere.

    Mend: correct the id, or write the record that is missing. The nearest id of the right kind is in the hint.

    Example: `author: snori`, where only `snorri` exists.
    """
    kinds = known.listing.kinds
    for shape, path, id_, key in draft.many("x-ref"):
        if isinstance(id_, str) and id_ not in kinds:
            kind, _ = shape.reference
            noun = "record" if kind == RECORDS else f"record of the kind `{kind}`"
            mend = slip(id_, _of_kind(kind, known))
            yield Finding(f"no {noun} has the id `{id_}`", path, _near(id_, kind, known), key, mend=mend)


@record_rule("R305", "reference-of-wrong-kind", on="x-ref")
def wrong_kind(draft: Draft, known: Known) -> Iterator[Finding]:
    """A reference names a record of another kind.

    Why: the column is a foreign key to one table.

    Mend: name a record of the right kind; the hint has the nearest.

    Example: `author: sagas`, where `sagas` is a book.
    """
    kinds = known.listing.kinds
    for shape, path, id_, key in draft.many("x-ref"):
        kind, _ = shape.reference
        actual = kinds.get(id_, kind) if isinstance(id_, str) else kind
        if actual != kind and kind != RECORDS and id_ not in known.listing.twice:
            related = ((Place(known.listing.names[id_]), f"`{id_}` stands here"),)
            message = f"`{id_}` belongs to `{actual}`, and a record of `{kind}` is asked for"
            yield Finding(message, path, _near(id_, kind, known), key, related)


def _near(id_: str, kind: str, known: Known) -> str:
    return near(id_, _of_kind(kind, known))


def _of_kind(kind: str, known: Known) -> Iterator[str]:
    return (other for other, its in known.listing.kinds.items() if kind in (its, RECORDS))


@catalogue_rule("R306", "reference-to-retired")
def refers_to_retired(index: Index, known: Known) -> Iterator[Distant]:
    """A reference names an id that was retired.

    Why: only links from outside may go through a redirect; the catalogue itself says what it means.

    Mend: name the successor; the hint has it.

    Example: `publisher: old-press`, where `old-press` was moved to `press`.
    """
    for record, reference, target in index.references() if index.redirects else ():
        if target in index.redirects and record not in index.redirects:
            successors = index.successors(target)
            hint = f"name its successor: {' or '.join(f'`{id_}`' for id_ in successors)}" if successors else "it was withdrawn and has no successor"
            mend = successors[0] if len(successors) == 1 else ""
            related = ((target, ("id",), "it stands here"),)
            yield Distant(record, f"`{target}` was retired", hint=hint, reference=reference, target=target, related=related, mend=mend)


@catalogue_rule("R307", "reference-condition")
def condition_of_reference(index: Index, known: Known) -> Iterator[Distant]:
    """A reference names a record of the right kind that isn't what is asked for.

    Why: the schema asks for some of the kind only, a state as a country, say.

    Mend: name another record, or mend that record's property.

    Example: `country: snorri`, where `snorri` is a person and a state is asked for.
    """
    conditional = {number: shape.reference[1] for number, shape in enumerate(known.references) if shape.reference[1]}
    unmet = {(number, target): list(_unmet(conditional[number], index.values.get(target))) for number, target in index.targets() if number in conditional}
    for record, reference, target in index.references() if any(unmet.values()) else ():
        for name, message in unmet.get((reference, target), ()):
            yield Distant(record, f"`{target}` {message}", reference=reference, target=target, related=((target, (name,), "it stands here"),))


def _unmet(conditions: Mapping[str, list[str]], values: Mapping[str, str] | None) -> Iterator[tuple[str, str]]:
    """The properties of a record that aren't what a reference asks for, and how; none of a record without any, which other rules speak of."""
    for name, allowed in conditions.items() if values else ():
        if values and values.get(name) not in allowed:
            wanted = " or ".join(f"`{value}`" for value in allowed)
            yield name, f"has the {name} `{values.get(name, '')}`, and {wanted} is asked for"
