"""Rules on time: nothing ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from scodata import edtf
from scodata.findings import Draft, Finding, Known, record_rule


@record_rule("T401", "ends-before-start")
def ends_before_start(draft: Draft, known: Known) -> Iterator[Finding]:
    """Something ends before it begins, in every reading of the two dates.

    Why: it can't be. `2011` and `2011-03` are no finding, since some day of 2011 is before March.

    Mend: correct one of the two dates; both places are named.

    Example: `start_date: 2011-06` and `end_date: 2011-05-30`.
    """
    for site in draft.sites:
        for first, last in site.shape.schema.get("x-interval", ()) if site.shape.form == "object" else ():
            start, end = site.value.get(first), site.value.get(last)
            if isinstance(start, str) and isinstance(end, str) and edtf.ends_before(start, end):
                related = ((draft.document.place((*site.path, first)), f"`{first}` stands here"),)
                yield Finding(f"`{last}` ({end}) is before `{first}` ({start})", (*site.path, last), related=related)
