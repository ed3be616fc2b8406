"""Rules on values that the reader can't judge without the schema."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.findings import Draft, Finding, Known, record_rule


@record_rule("R309", "empty-mapping")
def says_nothing(draft: Draft, known: Known) -> Iterator[Finding]:
    """An empty mapping, `{}`, where it says nothing.

    Why: in a table it can't be told from a property that is absent. Only as an item of a map does `{}` mean something: that the item is there.

    Mend: delete the property, or fill it.

    Example: `title: {}`.
    """
    for path in draft.sites.empty:
        yield Finding("an empty mapping says nothing", path, "leave the key out to say nothing", key=True)
