"""Rules on permanence: an id that was ever released leads somewhere for ever, in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from scodata.findings import Distant, Draft, Fact, Known, catalogue_rule
from scodata.layout.tables import RECORDS
from scodata.problems import Code
from scodata.records import Index

LOST = Code(
    "R311",
    "released-id-lost",
    """An id that was released has no record any more.

Why: people link to it and cite it. An id once released leads somewhere for ever.

Mend: bring the file back, holding only `id` and `redirect`: `to` with its successors, or `reason` if it was withdrawn. If the id itself may
not be told, a person's name say, write a redirect under another id, with `instead_of: sha256:…`, the SHA-256 of the old id.

Example: `released.csv` lists `sagas`, and `records/books/sagas.yaml` was deleted.""",
)


def gather_stand_ins(draft: Draft, known: Known) -> Iterator[Fact]:
    """Of redirects that stand in for an id that may not be told: the hash of that id."""
    redirect = draft.value.get("redirect")
    if isinstance(redirect, dict) and "instead_of" in redirect:
        yield ("redirect", "instead_of"), redirect["instead_of"]


@catalogue_rule("R312", "redirect-chain")
def chain(index: Index, known: Known) -> Iterator[Distant]:
    """A redirect leads to an id that was retired too, or back to itself.

    Why: a link from outside must arrive in one step.

    Mend: name the last successor: a second rename rewrites the first redirect.

    Example: `a` leads to `b`, and `b` to `c`: `a` must lead to `c`.
    """
    for record, reference, target in index.references() if index.redirects else ():
        if record in index.redirects and target in index.redirects and known.references[reference].reference[0] == RECORDS:
            last = index.successors(target)
            hint = f"write {' and '.join(f'`{id_}`' for id_ in last)}" if last else "the redirects lead in a circle, or to nothing"
            mend = last[0] if len(last) == 1 else ""
            related = ((target, ("id",), "it stands here"),)
            yield Distant(record, f"`{target}` was retired too", hint=hint, reference=reference, target=target, related=related, mend=mend)


def lost(known: Known, stand_ins: set[str]) -> Iterator[tuple[int, str]]:
    """The lines of the list of released ids whose id has neither a record, nor a redirect, nor a stand-in for it."""
    for id_, line in known.released:
        if id_ not in known.listing and id_ not in stand_ins and hashed(id_) not in stand_ins:
            yield line, id_


def hashed(id_: str) -> str:
    """How an id is named when it may not be told."""
    return f"sha256:{hashlib.sha256(id_.encode()).hexdigest()}"
