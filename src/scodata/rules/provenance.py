"""Rules on provenance: what is inferred or disputed has a source, sources are told apart, and claims are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scodata.findings import Distant, Draft, Fact, Finding, Known, catalogue_rule, record_rule
from scodata.problems import from_pointer, to_pointer
from scodata.records import Index


@record_rule("E601", "inference-without-source", on="x-evidence")
def unsupported(draft: Draft, known: Known) -> Iterator[Finding]:
    """A value is said to be inferred, and no source of the record supports it.

    Why: an inference rests on something; a reader wants to see on what.

    Mend: add its pointer to the `supports` of the source from which it was inferred.

    Example: `edition_basis: inferred`, where the only citation supports `/title`.
    """
    for site in draft.marked("x-evidence"):
        if site.value in site.shape.schema["x-evidence"]:
            about = to_pointer(site.path).removesuffix("_basis").removesuffix("/basis")
            if not any(_covers(pointer, about) for pointer in _supported(draft)):
                yield Finding(f"no source supports `{about}`, which is {site.value}", site.path, f"add `{about}` to the `supports` of a citation")


def _supported(draft: Draft) -> Iterator[str]:
    """The pointers that the citations support; a citation without any supports the whole record."""
    for site in draft.marked("x-citations"):
        for item in site.value.values() if isinstance(site.value, dict) else ():
            supports = item.get(site.shape.schema["x-citations"]) if isinstance(item, dict) else None
            yield from supports if isinstance(supports, dict) else ("",)


def _covers(pointer: str, about: str) -> bool:
    return pointer == "" or about == pointer or about.startswith(f"{pointer}/") or pointer.startswith(f"{about}/")


def gather_addresses(draft: Draft, known: Known) -> Iterator[Fact]:
    """The addresses of a record, folded so that variants of one address are equal."""
    for site in draft.marked("x-unique"):
        if isinstance(site.value, str):
            yield site.path, folded(site.value, tuple(site.shape.schema["x-unique"].get("drop", ())))


def folded(address: str, drop: tuple[str, ...] = ()) -> str:
    """An address without what makes no difference: scheme, `www.`, dots and slashes at the end, case of the host, the segments in `drop`."""
    host, _, path = re.sub(r"^https?://", "", address.strip()).partition("/")
    host = host.lower().removeprefix("www.").rstrip(".").split(":")[0]
    segments = [segment for segment in path.split("#")[0].split("/") if segment and segment.strip(".") and segment not in drop]
    return "/".join((host, *segments))


@catalogue_rule("E602", "address-twice")
def same_address(index: Index, known: Known) -> Iterator[Distant]:
    """Two records have one address, after folding what makes no difference.

    Why: two sources that are one page would count as two witnesses.

    Mend: keep one of them, and let the citations name it; or give a different address.

    Example: `http://example.org/page` and `https://www.example.org/page/`.
    """
    first: dict[str, tuple[str, Any]] = {}
    for record, path, address in index.facts.get("addresses", ()):
        other, there = first.setdefault(address, (record, path))
        if other != record:
            yield Distant(record, f"`{other}` has the same address", path, related=((other, there, "the other one"),))


@catalogue_rule("E603", "cited-by-nobody", "warning")
def needed(index: Index, known: Known) -> Iterator[Distant]:
    """A record of a kind that only serves others is referred to by none.

    Why: a source that nobody cites supports nothing; a topic that nothing is about is in the way.

    Mend: cite it where it supports something, or delete it.

    Example: a source that no record names in its citations.
    """
    referred = index.referred()
    for id_, kind in sorted(known.listing.kinds.items()) if index.complete else ():
        if kind in known.layout.shapes and known.layout.shapes[kind].schema.get("x-needed") and id_ not in referred and id_ not in index.redirects:
            yield Distant(id_, "nothing refers to it", ("id",))


@record_rule("E604", "claim-incomplete", on="x-claim")
def claim_incomplete(draft: Draft, known: Known) -> Iterator[Finding]:
    """A claim doesn't say what a reader needs: two readings that differ, at most one of them preferred, and the reason why, or why none is.

    Why: a disagreement that is hidden or left without a reason misleads.

    Mend: add the missing reading or reason, or delete a claim that isn't one.

    Example: two readings, none of them preferred, and no `reason`.
    """
    for path, item, names in _claims(draft):
        readings = [reading for reading in item[names["readings"]].values() if isinstance(reading, dict)]
        preferred = [reading for reading in readings if reading.get(names["preferred"])]
        if len({str(reading.get(names["value"])) for reading in readings}) < 2:
            yield Finding("a claim has at least two readings that differ", path, key=True)
        if len(preferred) > 1:
            yield Finding("only one reading can be preferred", path, key=True)
        if names["reason"] not in item:
            yield Finding(
                "the claim doesn't say why " + ("this reading is preferred" if preferred else "no reading is preferred"),
                path,
                f"add `{names['reason']}`",
                key=True,
            )


@record_rule("E605", "preferred-differs-from-field", on="x-claim")
def preferred_differs(draft: Draft, known: Known) -> Iterator[Finding]:
    """The preferred reading of a claim isn't what the record says.

    Why: the table and its explanation would contradict each other.

    Mend: correct the one or the other.

    Example: `start_date: 1996-04-26`, and the preferred reading says `1996-04-25`.
    """
    for path, item, names in _claims(draft):
        value = _value(draft.value, item.get(names["about"]))
        for key, reading in item[names["readings"]].items():
            if isinstance(reading, dict) and reading.get(names["preferred"]) and value is not None and str(reading.get(names["value"])) != value:
                message = f"the preferred reading is `{reading.get(names['value'])}`, but the record says `{value}`"
                yield Finding(message, (*path, names["readings"], key, names["value"]))


def _claims(draft: Draft) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any], dict[str, str]]]:
    for site in draft.marked("x-claim"):
        names = site.shape.schema["x-claim"]
        if isinstance(site.value, dict) and isinstance(site.value.get(names["readings"]), dict):
            yield site.path, site.value, names


def _value(value: Any, pointer: Any) -> str | None:
    """The scalar that a pointer leads to, as text; None for anything else."""
    for token in from_pointer(pointer) if isinstance(pointer, str) else ():
        value = value.get(token) if isinstance(value, dict) else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else None
